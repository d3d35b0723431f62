package kernel

import (
	"encoding/json"
	"sync"

	"gonymede/interp/protocol"
	"gonymede/kernel/wire"
)

// stdin has the request for input that waits for a client, if any.
type stdin struct {
	mu      sync.Mutex
	waiting bool
	engine  uint64          // the ID of the engine's message
	message string          // the ID of our input_request
	asked   map[string]bool // the IDs of all of them
}

func newStdin() *stdin { return &stdin{asked: make(map[string]bool)} }

func (s *stdin) ask(engine uint64, message string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting, s.engine, s.message = true, engine, message
	s.asked[message] = true
}

// take ends the request that waits. It returns false where there is none, or
// where the reply is to an earlier one. Most clients name no parent in their
// reply, and some another message than the input_request.
func (s *stdin) take(parent string) (engine uint64, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.waiting || parent != s.message && s.asked[parent] {
		return 0, false
	}
	s.waiting = false
	return s.engine, true
}

// forget drops the request that waits: its cell has ended.
func (s *stdin) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = false
}

// noStdin is why a client is not asked for input.
const noStdin = "input was asked for, but this front end does not support it (allow_stdin is false)"

// askInput asks the client that sent a cell for a line of input.
func (k *kernel) askInput(c *cell, id uint64, input protocol.InputRequest) {
	if !c.content.AllowStdin {
		k.sendInput(id, protocol.InputReply{Error: noStdin})
		return
	}
	m, err := k.message(wire.TypeInputRequest, c.request.Message, wire.InputRequest{Prompt: input.Prompt, Password: input.Password})
	if err != nil {
		k.sendInput(id, protocol.InputReply{Error: err.Error()})
		return
	}
	// A client uses one identity on shell and on stdin.
	k.stdin.ask(id, m.Header.MsgID)
	if err := k.sockets.stdin.Send(k.codec.Encode(m)); err != nil {
		k.stdin.forget()
		k.log.Warn("a request for input could not be sent", "error", err)
		k.sendInput(id, protocol.InputReply{Error: "input was asked for, but the front end is not connected to the stdin channel"})
	}
}

// stdinReply takes a client's line.
func (k *kernel) stdinReply(r *request) {
	if r.Header.MsgType != wire.TypeInputReply {
		k.log.Warn("an unknown stdin message", "type", r.Header.MsgType)
		return
	}
	var parent wire.Header
	// A parent that is no header names no request.
	_ = json.Unmarshal(r.ParentHeader, &parent)
	id, ok := k.stdin.take(parent.MsgID)
	if !ok {
		k.log.Info("an input_reply that nobody waits for is ignored")
		return
	}
	var content wire.InputReply
	if err := r.Decode(&content); err != nil {
		k.log.Warn("a bad input_reply", "error", err)
		k.sendInput(id, protocol.InputReply{Error: err.Error()})
		return
	}
	k.sendInput(id, protocol.InputReply{Value: content.Value})
}

func (k *kernel) sendInput(id uint64, reply protocol.InputReply) {
	m, err := protocol.New(protocol.TypeInputReply, reply)
	if err == nil {
		m.ID = id
		err = k.supervisor.Send(m)
	}
	if err != nil {
		k.log.Warn("input did not reach the engine", "error", err)
	}
}

package kernel

import (
	"context"
	"slices"
	"sync"
	"time"

	"gonymede/interp/protocol"
	"gonymede/kernel/wire"
)

// commPatience is how long a comm_open waits for an engine that is starting.
const commPatience = 10 * time.Second

// comms has the open comms: id to target.
type comms struct {
	mu   sync.Mutex
	open map[string]string
}

func newComms() *comms { return &comms{open: make(map[string]string)} }

func (s *comms) add(id, target string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[id] = target
}

func (s *comms) remove(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.open[id]
	delete(s.open, id)
	return ok
}

func (s *comms) has(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, ok := s.open[id]
	return ok
}

// clear closes all and returns their ids.
func (s *comms) clear() (ids []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id := range s.open {
		ids = append(ids, id)
	}
	clear(s.open)
	slices.Sort(ids)
	return ids
}

// targets lists the comms of a target, all where it is empty.
func (s *comms) targets(target string) wire.CommTargets {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := make(wire.CommTargets)
	for id, t := range s.open {
		if target == "" || t == target {
			list[id] = wire.CommTarget{TargetName: t}
		}
	}
	return list
}

func (k *kernel) commInfo(r *request) {
	var content wire.CommInfoRequest
	if err := r.Decode(&content); err != nil {
		k.fail(r, wire.TypeCommInfoReply, err)
		return
	}
	k.reply(r, wire.TypeCommInfoReply, wire.CommInfoReply{ReplyStatus: wire.OK(), Comms: k.comms.targets(content.TargetName)})
}

// commMessage passes a client's comm message on to the engine. A comm_open
// for a target that the engine does not know is answered by comm_close.
func (k *kernel) commMessage(r *request) {
	var comm protocol.Comm // has the fields of all three messages
	if err := r.Decode(&comm); err != nil || comm.CommID == "" {
		k.log.Warn("a bad comm message", "type", r.Header.MsgType, "error", err)
		return
	}
	comm.Metadata = r.Metadata
	switch r.Header.MsgType {
	case wire.TypeCommOpen:
		ctx, cancel := context.WithTimeout(context.Background(), commPatience)
		ready, err := k.supervisor.WaitReady(ctx)
		cancel()
		if err != nil || !slices.Contains(ready.CommTargets, comm.Target) {
			k.log.Info("a comm for an unknown target is closed", "target", comm.Target, "error", err)
			k.publisher.publish(wire.TypeCommClose, r.Message, wire.CommClose{CommID: comm.CommID})
			return
		}
		k.comms.add(comm.CommID, comm.Target)
	case wire.TypeCommMsg:
		if !k.comms.has(comm.CommID) {
			k.log.Warn("a message for a comm that is not open", "comm_id", comm.CommID)
			return
		}
	case wire.TypeCommClose:
		if !k.comms.remove(comm.CommID) {
			k.log.Debug("a comm that is not open was closed", "comm_id", comm.CommID)
			return
		}
	}
	m, err := protocol.New(r.Header.MsgType, comm)
	if err == nil {
		m.Buffers = r.Buffers
		err = k.supervisor.Send(m)
	}
	if err != nil {
		k.log.Warn("a comm message did not reach the engine", "error", err)
	}
}

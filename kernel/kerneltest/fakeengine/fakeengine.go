// Package fakeengine is an engine process for tests: it speaks interp/protocol
// and runs scripts instead of Go. A test binary becomes one by calling [Main]
// first in its TestMain, and [Command] says how to start it.
//
// Crashes are real: a script's panic is a panic of the process.
package fakeengine

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"gonymede/interp/protocol"
)

const argument = "fake-engine"

// Command is how to start this test binary as an engine. Modes change how it
// starts: "die" ends before it is ready, "mute" is never ready, "old" speaks
// another version.
func Command(modes ...string) []string {
	exe, err := os.Executable()
	if err != nil {
		panic(err)
	}
	return append([]string{exe, argument}, modes...)
}

// Main returns at once, unless the process was started by [Command]: then it
// is the engine and never returns.
func Main() {
	if len(os.Args) < 2 || os.Args[1] != argument {
		return
	}
	ready := protocol.Ready{
		Protocol: protocol.Version, Engine: "interpreted", GoVersion: "go1.26", PID: os.Getpid(), CommTargets: []string{"echo"},
		Replays: true,
	}
	for _, mode := range os.Args[2:] {
		switch mode {
		case "die":
			fmt.Fprintln(os.Stderr, "a library is missing")
			os.Exit(7)
		case "mute":
			time.Sleep(time.Hour)
		case "old":
			ready.Protocol = 99
		case "native":
			ready.Engine = "native"
		}
	}
	crash := os.NewFile(protocol.CrashFD, "crash")
	if err := debug.SetCrashOutput(crash, debug.CrashOptions{}); err != nil {
		panic(err)
	}
	e := &engine{
		nonce:  os.Getenv(protocol.NonceEnv),
		events: protocol.NewWriter(os.NewFile(protocol.EventFD, "events")),
		inputs: make(chan protocol.InputReply, 16),
		comms:  make(map[string]string),
		cells:  make(chan *cell, 16),
		funcs:  make(map[string]bool),
		tier:   ready.Engine,
	}
	go e.runCells()
	e.serve(ready)
}

type engine struct {
	nonce  string
	events *protocol.Writer
	inputs chan protocol.InputReply
	cells  chan *cell
	funcs  map[string]bool // what cells have declared
	tier   string

	// order is held while an ordered event is written with its markers.
	order sync.Mutex
	sync  uint64

	mu        sync.Mutex
	interrupt chan struct{} // closed by an interrupt of the running cell
	comms     map[string]string
}

func (e *engine) serve(ready protocol.Ready) {
	e.send(protocol.TypeReady, 0, ready)
	requests := protocol.NewReader(os.NewFile(protocol.RequestFD, "requests"))
	for {
		m, err := requests.Read()
		if err != nil {
			os.Exit(0)
		}
		switch m.Type {
		case protocol.TypeExecute:
			e.cells <- e.take(m)
		case protocol.TypeReplay:
			e.replay(m)
		case protocol.TypeInterrupt:
			e.mu.Lock()
			if e.interrupt != nil {
				close(e.interrupt)
				e.interrupt = nil
			}
			e.mu.Unlock()
		case protocol.TypeComplete:
			go e.complete(m)
		case protocol.TypeInspect:
			var r protocol.Inspect
			m.Decode(&r)
			e.send(protocol.TypeInspection, m.ID, protocol.Inspection{
				Found: r.Code != "", Data: map[string]any{"text/plain": fmt.Sprintf("%s at %d, detail %d", r.Code, r.Cursor, r.Detail)},
			})
		case protocol.TypeInputReply:
			var r protocol.InputReply
			m.Decode(&r)
			e.inputs <- r
		case protocol.TypeCommOpen, protocol.TypeCommMsg, protocol.TypeCommClose:
			e.comm(m)
		case protocol.TypeShutdown:
			os.Exit(0)
		}
	}
}

// replay declares the functions of cells again and counts their variables as lost.
func (e *engine) replay(m protocol.Message) {
	var r protocol.Replay
	m.Decode(&r)
	var answer protocol.Replayed
	for _, c := range r.Cells {
		for line := range strings.Lines(c.Code) {
			name, argument, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
			switch name {
			case "func":
				e.funcs[argument] = true
			case "let":
				answer.Lost = append(answer.Lost, fmt.Sprintf("%s (cell[%d])", argument, c.Cell))
			case "trap":
				os.Exit(9)
			}
		}
	}
	e.send(protocol.TypeReplayed, m.ID, answer)
}

// complete offers the letters of the word before the cursor, doubled; the code
// "slow" takes two seconds.
func (e *engine) complete(m protocol.Message) {
	var r protocol.Complete
	m.Decode(&r)
	if r.Code == "slow" {
		time.Sleep(2 * time.Second)
	}
	start := strings.LastIndexAny(r.Code[:r.Cursor], " .\n") + 1
	e.send(protocol.TypeCompletion, m.ID, protocol.Completion{
		Start: start, End: r.Cursor,
		Matches: []protocol.CompletionItem{{Text: r.Code[start:r.Cursor] + "Done", Type: "function", Signature: "func()"}},
	})
}

// comm echoes what comes on a comm.
func (e *engine) comm(m protocol.Message) {
	var c protocol.Comm
	m.Decode(&c)
	if m.Type == protocol.TypeCommMsg {
		reply, _ := protocol.New(protocol.TypeCommMsg, c)
		reply.Buffers = m.Buffers
		e.events.Write(reply)
	}
}

func (e *engine) send(typ string, id uint64, body any) {
	m, err := protocol.New(typ, body)
	if err != nil {
		panic(err)
	}
	m.ID = id
	e.events.Write(m)
}

// ordered writes an event behind everything that was printed before it.
func (e *engine) ordered(typ string, id uint64, cell int, body any) {
	m, err := protocol.New(typ, body)
	if err != nil {
		panic(err)
	}
	e.order.Lock()
	defer e.order.Unlock()
	e.sync++
	m.ID, m.Cell, m.Sync = id, cell, e.sync
	marker := protocol.Marker(e.nonce, e.sync)
	os.Stdout.Write(marker)
	os.Stderr.Write(marker)
	e.events.Write(m)
}

// take makes a cell that can be interrupted before it runs.
func (e *engine) take(m protocol.Message) *cell {
	interrupt := make(chan struct{})
	c := &cell{engine: e, id: m.ID, interrupt: interrupt}
	if err := m.Decode(&c.Execute); err != nil {
		panic(err)
	}
	e.mu.Lock()
	e.interrupt = interrupt
	e.mu.Unlock()
	return c
}

func (e *engine) runCells() {
	for c := range e.cells {
		done := c.run()
		e.mu.Lock()
		e.interrupt = nil
		e.mu.Unlock()
		e.ordered(protocol.TypeDone, c.id, c.Cell, done)
	}
}

func text(s string) map[string]any { return map[string]any{"text/plain": s} }

func object(key, value string) json.RawMessage {
	b, _ := json.Marshal(map[string]string{key: value})
	return b
}

// Package protocol is the format of what the kernel process and the engine
// process say to each other, and the only thing the two have in common.
//
// The engine may be the kernel's own binary started again, or another program
// that was built for the session. So the package uses the standard library
// only, every message is one frame that any language could write, and the
// first thing an engine says is [Ready], with the [Version] it speaks.
//
// # Pipes
//
// The kernel process starts the engine with these file descriptors:
//
//	0  empty; the engine puts a pipe of its own here (see package engine)
//	1  standard output of the cells, read by the kernel process
//	2  standard error of the cells, read by the kernel process
//	3  [RequestFD]: frames from the kernel process; its end of file is the order to end
//	4  [EventFD]: frames to the kernel process
//	5  [CrashFD]: what the Go runtime says when it dies (debug.SetCrashOutput)
//
// # Order
//
// What cells print travels through descriptors 1 and 2, what they display
// through 4. To keep the order exact, an engine writes a marker (see [Marker])
// into descriptors 1 and 2 before every event whose [Message.Sync] is not
// zero; the kernel process holds that event back until it has read the marker
// with the same number from both. All ordered events are written by one
// goroutine at a time, so their numbers ascend. What a goroutine prints after
// its cell has ended stands between two markers of another kind (see
// [CellMarker]).
package protocol

import (
	"encoding/json"
	"fmt"
)

// Version is the version of this format. An engine of another version is
// refused.
const Version = 1

// File descriptors of the engine process.
const (
	RequestFD = 3
	EventFD   = 4
	CrashFD   = 5
)

// NonceEnv names the environment variable that carries the session's nonce:
// 32 hexadecimal digits, new for every engine process. It makes markers
// unmistakable, and because children inherit it, it also finds every process
// that the session has started.
const NonceEnv = "GONYMEDE_SESSION"

// Types of messages from the kernel process to the engine.
const (
	TypeExecute    = "execute"     // [Execute]; answered by TypeDone
	TypeInterrupt  = "interrupt"   // no body; ends the execute request with the message's ID, and earlier ones, also where they have not begun
	TypeComplete   = "complete"    // [Complete]; answered by TypeCompletion, also while a cell runs
	TypeInspect    = "inspect"     // [Inspect]; answered by TypeInspection, also while a cell runs
	TypeInputReply = "input_reply" // [InputReply]; answers TypeInputRequest
	TypeReplay     = "replay"      // [Replay]; answered by TypeReplayed; comes before all cells
	TypeShutdown   = "shutdown"    // no body; the engine ends its children and exits with status 0
)

// Types of messages from the engine to the kernel process.
const (
	TypeReady        = "ready"         // [Ready]; the first message
	TypeDisplay      = "display"       // [Display]; ordered
	TypeClearOutput  = "clear_output"  // [ClearOutput]; ordered
	TypeResult       = "result"        // [Display]; ordered; the value of the cell's last expression
	TypeError        = "error"         // [Error]; ordered; an error outside a cell's reply: a goroutine that panicked
	TypeDone         = "done"          // [Done]; ordered; ends an execute request
	TypeInputRequest = "input_request" // [InputRequest]; ordered
	TypeCompletion   = "completion"    // [Completion]
	TypeInspection   = "inspection"    // [Inspection]
	TypeReplayed     = "replayed"      // [Replayed]
)

// Types of messages that go both ways: Jupyter's comms.
const (
	TypeCommOpen  = "comm_open"  // [Comm]
	TypeCommMsg   = "comm_msg"   // [Comm]
	TypeCommClose = "comm_close" // [Comm]
)

// Message is one frame's content.
type Message struct {
	// Type is one of the Type constants. A receiver ignores types it does
	// not know.
	Type string `json:"type"`
	// ID joins an answer to its request. Requests of the kernel process are
	// numbered from 1; events that answer none have 0.
	ID uint64 `json:"id,omitempty"`
	// Cell is the number of the cell that the message belongs to: the
	// number of the execute request whose code caused it. 0 is unknown.
	Cell int `json:"cell,omitempty"`
	// Sync is the number of the marker that precedes an ordered event, 0 for
	// events that need no order.
	Sync uint64 `json:"sync,omitempty"`
	// Body is the JSON of the struct that belongs to Type.
	Body json.RawMessage `json:"body,omitempty"`
	// Buffers are binary parts (of comms).
	Buffers [][]byte `json:"-"`
}

// New returns a message of a type with body as its JSON, nil for none. It
// fails where body has no JSON form.
func New(typ string, body any) (Message, error) {
	m := Message{Type: typ}
	if body == nil {
		return m, nil
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return m, fmt.Errorf("engine message %s: %w", typ, err)
	}
	m.Body = raw
	return m, nil
}

// Decode fills body, a pointer to the struct that belongs to m.Type.
func (m Message) Decode(body any) error {
	if err := json.Unmarshal(m.Body, body); err != nil {
		return fmt.Errorf("engine message %s: %w", m.Type, err)
	}
	return nil
}

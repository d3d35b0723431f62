// Package containment is the engine's side of what the overlay adds to Go's runtime: what a cell breaks ends the
// goroutine that broke it, an interrupt ends the goroutines of one cell, and the engine can see which goroutines a cell has
// and what they wait for. The page overlay/RUNTIME.md explains how the runtime does it.
//
// With the build tag gonymede_overlay, which the engine's build sets where it uses the overlay, the functions reach into the
// runtime. Without it Available is false and nothing is contained.
//
// Each goroutine has the number of a cell. A go statement, and a timer, hand it on. Number 0 is the engine itself,
// whose goroutines are left alone: their panics end the process as in any Go program.
package containment

import "errors"

// ErrUnavailable is returned by Start when the program was built without the overlay.
var ErrUnavailable = errors.New("containment: built without the runtime overlay")

// ErrStarted is returned by Start when it was called before.
var ErrStarted = errors.New("containment: started twice")

// Kind says what a goroutine of a cell did.
type Kind uint8

const (
	// Panic: it panicked, and nobody recovered. Its deferred calls have run.
	Panic Kind = iota + 1
	// Fatal: what Go does not let anybody recover from: concurrent map writes, the unlock of an unlocked mutex,
	// endless recursion. Its deferred calls run after the report.
	Fatal
	// Exit: it called os.Exit, log.Fatal or syscall.Exit. Its deferred calls run after the report, unlike in plain Go.
	Exit
)

// String gives "panic", "fatal error" or "exit".
func (k Kind) String() string {
	switch k {
	case Panic:
		return "panic"
	case Fatal:
		return "fatal error"
	case Exit:
		return "exit"
	}
	return "unknown"
}

// Event is what would have ended the process.
type Event struct {
	Kind      Kind
	Cell      uint64 // never 0
	Goroutine uint64
	// Value is what panic was given, the text of a fatal error (a string), or the exit code (an int).
	Value any
	// Text is what Go prints before the trace, without a newline at the end. It may have several lines, one for each of several panics.
	Text string
	// PCs are the goroutine's frames for runtime.CallersFrames, innermost first. At the top are those of the runtime that
	// lead to the event. After the first 50 frames, Elided ones may be missing; at most 50 follow.
	PCs    []uintptr
	Elided int
	// Creator is the go statement that started the goroutine, executed by the goroutine Parent; 0 if unknown.
	Creator uintptr
	Parent  uint64
}

// Census counts goroutines by what they do at one moment, and timers.
type Census struct {
	Running  int
	Runnable int
	Syscall  int
	Sleeping int // in time.Sleep
	IO       int // wait for the network, pipes, …
	Blocked  int // wait for a channel, select, lock, wait group or condition
	Outside  int // in Outside
	Other    int // wait for the runtime, for instance a collection
	Timers   int // pending timers made by the cell: these are no goroutines
}

// Goroutines gives the number of goroutines.
func (c Census) Goroutines() int {
	return c.Running + c.Runnable + c.Syscall + c.Sleeping + c.IO + c.Blocked + c.Outside + c.Other
}

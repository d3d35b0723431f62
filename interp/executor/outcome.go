package executor

import (
	"fmt"
	"go/token"
)

// A Panic is a panic in a cell or in a goroutine that it has started, or
// another way in which code ends itself: a fatal error of the runtime, the exit
// of a goroutine that called os.Exit or log.Fatal, or a deadlock.
type Panic struct {
	// Text is what Go prints behind "panic: ", or for a fatal error behind
	// "fatal error: ".
	Text string
	// Earlier is what Go prints of panics before this one, which it took the
	// place of.
	Earlier string
	// Fatal is set for what Go calls a fatal error, as concurrent map writes.
	Fatal bool
	// Exit is set for os.Exit and its like, with Code.
	Exit bool
	Code int
	// Frames are the session's functions that were running, innermost first.
	Frames []Frame
	// Others are the goroutines that a deadlock's report lists.
	Others []Goroutine
}

// Error returns Go's own text, without the trace.
func (p *Panic) Error() string {
	switch {
	case p.Exit:
		return fmt.Sprintf("exit status %d", p.Code)
	case p.Fatal:
		return "fatal error: " + p.Text
	}
	return "panic: " + p.Text
}

// A Frame is one function of a trace.
type Frame struct {
	// Function is as main.work, main.(*pool).run or main.main.func1; the cell's
	// own statements are main.main.
	Function string
	// Pos is the statement that was running; it is not valid where that is
	// unknown.
	Pos token.Position
}

// A Goroutine is one of a cell's goroutines in a report.
type Goroutine struct {
	ID uint64
	// Cell is the number of the cell that started it.
	Cell int
	// State is what it waits for, as "chan receive" or "select".
	State string
	// Frames are the session's functions, innermost first.
	Frames []Frame
}

// Stopped is returned by Run when its context was cancelled.
type Stopped struct {
	Cause error
	// Pos is the statement of the cell that was running, if that is known.
	Pos token.Position
	// Left are the cell's goroutines that could not be ended.
	Left []Goroutine
}

func (s *Stopped) Error() string { return s.Cause.Error() }

func (s *Stopped) Unwrap() error { return s.Cause }

// A CompileError is a fault of a cell that its executor finds.
type CompileError struct {
	Pos  token.Position
	Text string
}

// Error returns the place and what is wrong.
func (e *CompileError) Error() string { return e.Pos.String() + ": " + e.Text }

// An UnsupportedError is returned for a cell that is valid Go and that an
// executor cannot run.
type UnsupportedError struct {
	Pos       token.Position
	Construct string
	// By is what cannot run it, "the interpreter" where empty.
	By string
}

func (e *UnsupportedError) Error() string {
	by := e.By
	if by == "" {
		by = "the interpreter"
	}
	return e.Construct + " is more than " + by + " can run"
}

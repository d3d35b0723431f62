package engine

import (
	"context"

	"gonymede/interp/protocol"
)

// A Session runs cells and answers questions about its code.
type Session interface {
	// Execute runs a cell; the engine calls it for one cell at a time. When
	// ctx is cancelled it returns soon; context.Cause(ctx) says why:
	// [ErrInterrupted], [ErrNoInput] or [ErrShutdown].
	Execute(ctx context.Context, c Cell) Result
	// Evaluate evaluates an expression after a cell, for user expressions.
	Evaluate(ctx context.Context, expr string) (any, *protocol.Error)
	// Complete completes code, at any time and concurrently.
	Complete(protocol.Complete) protocol.Completion
	// Inspect says what is at a place in code, at any time and concurrently.
	Inspect(protocol.Inspect) protocol.Inspection
}

// An Attributor is a [Session] that knows which cell a goroutine belongs to.
// What a goroutine shows after its cell has ended then goes to that cell;
// otherwise it goes to the cell that runs, or ran last.
type Attributor interface {
	// CallersCell returns the number of the cell that the calling goroutine
	// belongs to, 0 where it does not know.
	CallersCell() int
}

// A Tier is a [Session] that says what runs its cells: "native" or
// "interpreted", which is what the kernel process is told of one that does not.
type Tier interface {
	Tier() string
}

// A Replayer is a [Session] that can declare again what earlier cells declared.
type Replayer interface {
	// Replay declares what the cells declare, oldest first, and runs none of
	// them. It is called before the first cell. It returns the variables whose
	// values are lost, as in "x (cell[2])", and notes for the user.
	Replay(ctx context.Context, cells []Cell) (lost []string, notes []string)
}

// A Cell is a piece of source to run.
type Cell struct {
	// Number is what positions show, as in cell[3]:1:2.
	Number int
	Source string
	// Silent says that the value will not be shown.
	Silent bool
}

// A Result is what came of a cell.
type Result struct {
	// Value is the last expression's value, where HasValue.
	Value    any
	HasValue bool
	// Err is why the cell failed, nil where it did not.
	Err *protocol.Error
	// Page is what a front end shows in its pager, as a MIME bundle.
	Page map[string]any
	// NextInput is a text that is to stand in the cell's place, "" for none.
	NextInput string
	// Notes are short remarks for the user, one line each.
	Notes []string
	// Restart asks for a new engine process, in which [Replayer] declares
	// again what the session has. Variables and goroutines end with this one.
	Restart bool
}

// A Host is what the engine offers to its session.
type Host interface {
	// LateError reports an error outside of a cell's result: a goroutine that
	// the cell started has panicked, perhaps after the cell's end.
	LateError(cell int, err *protocol.Error)
	// ExpectInput is a hint that standard input is about to be read, so that
	// the prompt comes sooner.
	ExpectInput()
	// Compile calls f, which runs no code of the cell: nobody can read standard
	// input meanwhile, and looking for readers among the compiler's processes
	// would cost more than compiling.
	Compile(f func())
	// Print writes what a goroutine of a cell prints to standard output, so
	// that it is shown with that cell also after the cell has ended. Cell 0 is
	// the one that runs.
	Print(cell int, text []byte) error
}

// Causes with which a cell's context is cancelled. They are shared: copy one
// to add a traceback to it.
var (
	// ErrInterrupted is the cause when the user interrupts the cell.
	ErrInterrupted = &protocol.Error{
		Name:      "Interrupted",
		Value:     "the cell was interrupted",
		Traceback: []string{"Interrupted: the cell was interrupted"},
	}
	// ErrNoInput is the cause when the cell reads standard input and the front
	// end takes no input requests.
	ErrNoInput = &protocol.Error{
		Name:      "StdinNotImplementedError",
		Value:     "this cell reads standard input, but the front end does not allow input requests",
		Traceback: []string{"StdinNotImplementedError: this cell reads standard input, but the front end does not allow input requests"},
	}
	// ErrShutdown is the cause when the engine ends.
	ErrShutdown = &protocol.Error{
		Name:      "Interrupted",
		Value:     "the session was shut down",
		Traceback: []string{"Interrupted: the session was shut down"},
	}
)

// Package executor holds what the two tiers of a session have in common: how a
// cell that was checked is run, how that may end, and the variables that both
// tiers share.
package executor

import (
	"context"

	"gonymede/interp/frontend"
)

// An Executor runs checked cells. Its methods are called by one goroutine at a
// time.
type Executor interface {
	// Declare declares what a unit declares. Where it fails, nothing has run and
	// the session's names mean what they meant. Where the unit is valid Go that
	// the executor cannot run, the error is an [*UnsupportedError].
	Declare(ctx context.Context, u *frontend.Unit) (Program, error)
}

// A Program is a cell that is declared and ready to run, once.
type Program interface {
	// Run runs the cell and returns the value of its last expression as it is
	// to be shown, nil where there is none. It returns a [*Panic] where the cell
	// panics or exits, and a [*Stopped] where ctx is cancelled.
	Run(ctx context.Context) (any, error)
}

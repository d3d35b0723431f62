//go:build unix

package engine

import (
	"gonymede/interp/protocol"
	"gonymede/kernel/display"
)

// backend is the engine as package display sees it.
type backend struct{ *engine }

var _ display.Backend = backend{}

// Display implements [display.Backend].
func (b backend) Display(d protocol.Display) error {
	_, cell := b.current()
	return b.events.ordered(protocol.TypeDisplay, cell, 0, d)
}

// ClearOutput implements [display.Backend].
func (b backend) ClearOutput(c protocol.ClearOutput) error {
	_, cell := b.current()
	return b.events.ordered(protocol.TypeClearOutput, cell, 0, c)
}

// Input implements [display.Backend]. It does not use the pipe of standard input.
func (b backend) Input(req protocol.InputRequest) (string, error) {
	r, _ := b.current()
	if r == nil {
		return "", errNoCell
	}
	return b.ask(r.ctx, r, req)
}

// Comm implements [display.Backend].
func (b backend) Comm(typ string, c protocol.Comm, buffers [][]byte) error {
	return b.events.send(typ, 0, c, buffers...)
}

// LateError implements [display.Backend].
func (b backend) LateError(err *protocol.Error) {
	_, cell := b.current()
	b.engine.LateError(cell, err)
}

// errNoCell is returned when input is asked for while no cell runs: there is
// no request of the front end that could be answered with a question.
var errNoCell = &protocol.Error{
	Name:      ErrNoInput.Name,
	Value:     "no cell is running that could ask for input",
	Traceback: []string{ErrNoInput.Name + ": no cell is running that could ask for input"},
}

//go:build unix

package engine

import (
	"gonymede/interp/native/containment"
	"gonymede/interp/protocol"
	"gonymede/kernel/display"
)

// backend is the engine as package display sees it.
type backend struct{ *engine }

var (
	_ display.Backend     = backend{}
	_ display.LineBackend = backend{}
)

// Display implements [display.Backend].
func (b backend) Display(d protocol.Display) error {
	cell := b.cell()
	if d.Update {
		// Front ends find the display by its id; nbclient takes no message but
		// those of the running cell.
		_, cell = b.current()
	}
	return b.events.ordered(protocol.TypeDisplay, cell, 0, d)
}

// ClearOutput implements [display.Backend].
func (b backend) ClearOutput(c protocol.ClearOutput) error {
	return b.events.ordered(protocol.TypeClearOutput, b.cell(), 0, c)
}

// Input implements [display.Backend]. It does not use the pipe of standard input.
func (b backend) Input(req protocol.InputRequest) (string, error) {
	r, _ := b.current()
	if r == nil {
		return "", errNoCell
	}
	var line string
	var err error
	containment.Outside(func() { line, err = b.ask(r.ctx, r, req) })
	return line, err
}

// Lines implements [display.LineBackend].
func (b backend) Lines() bool {
	r, _ := b.current()
	return r != nil && r.lines
}

// Comm implements [display.Backend].
func (b backend) Comm(typ string, c protocol.Comm, buffers [][]byte) error {
	return b.events.send(typ, b.cell(), 0, c, buffers...)
}

// LateError implements [display.Backend].
func (b backend) LateError(err *protocol.Error) {
	b.engine.LateError(b.cell(), err)
}

// cell returns the cell that the calling goroutine belongs to.
func (b backend) cell() int {
	if cell := containment.Cell(); cell > 0 {
		return int(cell)
	}
	if a, ok := b.session.(Attributor); ok {
		if cell := a.CallersCell(); cell > 0 {
			return cell
		}
	}
	_, cell := b.current()
	return cell
}

// errNoCell is returned when input is asked for while no cell runs: there is
// no request of the front end that could be answered with a question.
var errNoCell = &protocol.Error{
	Name:      ErrNoInput.Name,
	Value:     "no cell is running that could ask for input",
	Traceback: []string{ErrNoInput.Name + ": no cell is running that could ask for input"},
}

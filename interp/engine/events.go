//go:build unix

package engine

import (
	"fmt"
	"io"
	"slices"
	"sync"

	"gonymede/interp/protocol"
)

// events writes to the kernel process. Any number of goroutines may use it.
type events struct {
	frames *protocol.Writer
	nonce  string

	// order holds back all other ordered events while one is written with its markers.
	order          sync.Mutex
	number         uint64
	stdout, stderr io.Writer
}

// send writes an event that needs no order.
func (e *events) send(typ string, cell int, id uint64, body any, buffers ...[]byte) error {
	m, err := protocol.New(typ, body)
	if err != nil {
		return err
	}
	m.ID = id
	m.Cell = cell
	m.Buffers = buffers
	return e.frames.Write(m)
}

// ordered writes an event that the kernel process holds back until it has read
// all that was printed before.
func (e *events) ordered(typ string, cell int, id uint64, body any) error {
	m, err := protocol.New(typ, body)
	if err != nil {
		return err
	}
	const room = 1 << 10 // for the rest of the frame
	if len(m.Body) > protocol.MaxFrame-room {
		return fmt.Errorf("%s of %d bytes: %w", typ, len(m.Body), protocol.ErrFrameSize)
	}
	m.ID = id
	m.Cell = cell

	e.order.Lock()
	defer e.order.Unlock()
	e.number++
	m.Sync = e.number
	marker := protocol.Marker(e.nonce, m.Sync)
	if _, err := e.stdout.Write(marker); err != nil {
		return fmt.Errorf("mark standard output: %w", err)
	}
	if _, err := e.stderr.Write(marker); err != nil {
		return fmt.Errorf("mark standard error: %w", err)
	}
	return e.frames.Write(m)
}

// printFor writes to standard output, or with descriptor 2 to standard error,
// for a cell that is not the running one. Each write is atomic, so that what
// others print does not come between the markers.
func (e *events) printFor(cell, descriptor int, text []byte) error {
	out := e.stdout
	if descriptor == 2 {
		out = e.stderr
	}
	start, end := protocol.CellMarker(e.nonce, cell), protocol.CellMarker(e.nonce, 0)
	for len(text) > 0 {
		part := text[:min(len(text), protocol.MaxMarked)]
		text = text[len(part):]
		if _, err := out.Write(slices.Concat(start, part, end)); err != nil {
			return fmt.Errorf("print for an earlier cell: %w", err)
		}
	}
	return nil
}

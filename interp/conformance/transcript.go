package conformance

import (
	"context"
	"strings"
	"sync"

	"gonymede/interp/protocol"
	"gonymede/kernel/supervisor"
)

// Shown is what the front end of a notebook would have shown of a cell, and of
// what earlier cells had left running meanwhile.
type Shown struct {
	Stdout, Stderr string
	// Parts are all that came in order, except for standard error, whose order
	// to the rest is not defined.
	Parts []Part
}

// A Part is a piece of what was shown.
type Part struct {
	Kind PartKind
	// Cell is the number of the cell that it belongs to.
	Cell int
	Text string
}

// PartKind says what a part is.
type PartKind int

// The kinds of parts.
const (
	Printed   PartKind = iota // to standard output
	Value                     // of the last expression, as text
	Displayed                 // by package display, or a note of the session, as text
	Late                      // an error of a goroutine, outside of a cell's own result
)

// transcript gathers what an engine says between two calls of take. It is a
// [supervisor.Sink].
type transcript struct {
	mu     sync.Mutex
	shown  Shown
	stdout strings.Builder
	stderr strings.Builder
	died   bool
}

var _ supervisor.Sink = (*transcript)(nil)

// take returns what was gathered, and whether an engine ended meanwhile.
func (t *transcript) take() (Shown, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	shown, died := t.shown, t.died
	shown.Stdout, shown.Stderr = t.stdout.String(), t.stderr.String()
	t.shown, t.died = Shown{}, false
	t.stdout.Reset()
	t.stderr.Reset()
	return shown, died
}

// Stream implements [supervisor.Sink].
func (t *transcript) Stream(_ context.Context, cell int, name, text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if name == "stderr" {
		t.stderr.WriteString(text)
		return
	}
	t.stdout.WriteString(text)
	t.add(Part{Printed, cell, text})
}

// add joins prints of one cell, which come in pieces of any size.
func (t *transcript) add(p Part) {
	if n := len(t.shown.Parts); n > 0 && p.Kind == Printed {
		if last := &t.shown.Parts[n-1]; last.Kind == Printed && last.Cell == p.Cell {
			last.Text += p.Text
			return
		}
	}
	t.shown.Parts = append(t.shown.Parts, p)
}

// Event implements [supervisor.Sink].
func (t *transcript) Event(_ context.Context, m protocol.Message) {
	part := Part{Cell: m.Cell}
	switch m.Type {
	case protocol.TypeResult, protocol.TypeDisplay:
		var d protocol.Display
		if m.Decode(&d) != nil {
			return
		}
		part.Kind = Displayed
		if m.Type == protocol.TypeResult {
			part.Kind = Value
		}
		part.Text, _ = d.Data["text/plain"].(string)
	case protocol.TypeError:
		var e protocol.Error
		if m.Decode(&e) != nil {
			return
		}
		part.Kind, part.Text = Late, e.Error()
	default:
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.add(part)
}

// Ended implements [supervisor.Sink].
func (t *transcript) Ended(context.Context, int, *protocol.Error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.died = true
}

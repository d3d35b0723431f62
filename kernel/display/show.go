package display

import (
	"crypto/rand"
	"fmt"
	"os"

	"gonymede/interp/protocol"
)

// A Handle is a value that is shown, for later updates.
type Handle struct{ id string }

// Show shows v now, below what the cell has shown and printed so far.
func Show(v any) *Handle { return ShowID(rand.Text(), v) }

// ShowID shows v under an id of yours. Where several displays have the same
// id, an update changes all of them.
func ShowID(id string, v any) *Handle {
	h := &Handle{id: id}
	h.send(v, false)
	return h
}

// ID returns what the display is known by.
func (h *Handle) ID() string { return h.id }

// Update replaces what h shows by v, also after its cell has ended.
func (h *Handle) Update(v any) { h.send(v, true) }

func (h *Handle) send(v any, update bool) {
	forms := Render(v)
	b := backend()
	if b == nil {
		fmt.Fprintln(os.Stdout, forms.Text())
		return
	}
	// The only errors are that the kernel is gone, which ends this process, and
	// a value of more than a gigabyte, which gets a display that says so.
	err := b.Display(protocol.Display{Data: forms.Data, Metadata: forms.Metadata, DisplayID: h.id, Update: update})
	if err != nil {
		text := fmt.Sprintf("display: cannot show a %T: %v", v, err)
		_ = b.Display(protocol.Display{Data: plain(text).Data, DisplayID: h.id, Update: update})
	}
}

// ClearOutput removes what the cell has shown and printed so far; with wait,
// only when the next output comes, so that the output does not flicker.
// Outside of a notebook it does nothing.
func ClearOutput(wait bool) {
	if b := backend(); b != nil {
		_ = b.ClearOutput(protocol.ClearOutput{Wait: wait}) // fails only where the kernel is gone
	}
}

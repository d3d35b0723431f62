package display

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// A LineBackend is a [Backend] that knows front ends which show text as it
// comes and no updates of it, as jupyter console does.
type LineBackend interface {
	// Lines reports whether the running cell came from such a front end.
	Lines() bool
}

func newProgressView() progressView {
	switch b := backend().(type) {
	case nil:
		return &lineView{line: &programLine}
	case LineBackend:
		if b.Lines() {
			return &lineView{line: &notebookLine}
		}
	}
	return &displayView{}
}

// displayView is a display that is updated.
type displayView struct{ handle *Handle }

func (v *displayView) draw(s progressState) {
	if v.handle == nil {
		v.handle = Show(s)
		return
	}
	v.handle.Update(s)
}

// A plain program writes bars to standard error. A notebook's go to standard
// output even so: what grades notebooks takes standard error for a failure.
var (
	programLine  = progressLine{to: os.Stderr, rewritten: isTerminal(os.Stderr)}
	notebookLine = progressLine{to: os.Stdout, rewritten: true}
)

// isTerminal reports whether a file is a terminal, or another device.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// lineView is a bar on a terminal's line.
type lineView struct {
	line    *progressLine
	written time.Time // guarded by the line's mu
}

func (v *lineView) draw(s progressState) { v.line.draw(v, s) }

// progressLine is the last line of a terminal, which all bars share. A bar
// keeps it until it is done, or has not moved for longer than lineKept, so that two
// that move do not flicker.
type progressLine struct {
	to        io.Writer
	rewritten bool // a line can be written again; in a file it cannot

	mu     sync.Mutex
	keeper *lineView
}

const (
	lineKept  = time.Second
	lineEvery = 10 * time.Second // in a file
)

func (l *progressLine) draw(v *lineView, s progressState) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	if !l.rewritten {
		if s.done || now.Sub(v.written) >= lineEvery && !v.written.IsZero() {
			fmt.Fprintln(l.to, s.text())
			v.written = now
		}
		if v.written.IsZero() {
			v.written = now // the first state says nothing yet
		}
		return
	}
	if !s.done && l.keeper != nil && l.keeper != v && now.Sub(l.keeper.written) < lineKept {
		return
	}
	end, keeper := "", v
	if s.done {
		end, keeper = "\n", nil
	}
	l.keeper, v.written = keeper, now
	const start, clear = "\r", "\x1b[K" // ECMA-48: CR, EL
	// Where standard error is closed there is nobody to tell.
	_, _ = io.WriteString(l.to, start+s.text()+clear+end)
}

// end ends the line of a bar that is not done; if it moves again, it does so in
// a new line.
func (l *progressLine) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.keeper != nil {
		l.keeper = nil
		_, _ = io.WriteString(l.to, "\n")
	}
}

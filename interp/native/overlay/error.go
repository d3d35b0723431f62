package overlay

import (
	"fmt"
	"strings"
)

// AnchorError is returned when edits do not fit the sources of a Go version.
type AnchorError struct {
	Version    string // of Go
	Mismatches []Mismatch
}

// Mismatch is an edit that does not fit.
type Mismatch struct {
	Edit     string // where the edit stands, as link.edits:12
	File     string // below GOROOT/src
	Function string
	Anchor   string
	Problem  string
}

func (e *AnchorError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d edit(s) do not fit the sources of %s", len(e.Mismatches), e.Version)
	for _, m := range e.Mismatches {
		fmt.Fprintf(&b, "\n\t%s: %s, %q, anchor %q: %s", m.Edit, m.File, m.Function, m.Anchor, m.Problem)
	}
	return b.String()
}

func (e *AnchorError) add(edit edit, problem string) {
	e.Mismatches = append(e.Mismatches, Mismatch{Edit: edit.from, File: edit.file, Function: edit.function, Anchor: edit.anchor, Problem: problem})
}

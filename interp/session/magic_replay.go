package session

import (
	"context"
	"strings"

	"gonymede/interp/engine"
	"gonymede/interp/magic"
)

// replayed prepares a new engine for what the cells of an earlier one declare,
// oldest first: it applies what their magics have set (modules, folder,
// environment, engine), and returns the Go of the cells since the last %reset.
// Modules come first, all of them, because what is loaded cannot be exchanged.
// Nothing of the cells runs, and no command.
func (s *Session) replayed(ctx context.Context, cells []engine.Cell) (code []engine.Cell, notes []string) {
	var texts []*text
	for _, c := range cells {
		t := &text{Text: magic.Split(c.Source), number: c.Number, source: c.Source, mode: s.Mode()}
		if len(t.Faults) == 0 && t.Raw == nil {
			texts = append(texts, t)
		}
	}
	apply := func(t *text, m magic.Magic) {
		if err := s.runMagic(ctx, t, m); err != nil {
			notes = append(notes, m.Name+" of "+t.position(m.Offset).String()+": "+err.Value)
		}
	}
	for _, name := range []string{"get", "cd", "env", "engine"} {
		for _, t := range texts {
			for _, m := range t.Lines {
				if m.Name != name || name != "get" && m.Args == "" {
					continue
				}
				if name == "get" {
					m.Args = strings.TrimPrefix(m.Args, restart)
				}
				apply(t, m)
			}
		}
	}
	for _, t := range texts {
		source := t.Go
		for _, m := range t.Lines {
			if m.Name == "reset" {
				code = nil
				source = blank(source[:m.End]) + source[m.End:]
			}
		}
		if strings.TrimSpace(source) != "" {
			code = append(code, engine.Cell{Number: t.number, Source: source})
		}
	}
	return code, notes
}

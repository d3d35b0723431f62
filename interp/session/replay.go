package session

import (
	"context"
	"fmt"
	"os"
	"strings"

	"gonymede/interp/engine"
	"gonymede/interp/frontend"
	"gonymede/interp/magic"
)

var _ engine.Replayer = (*Session)(nil)

// Replay implements engine.Replayer: it gives a new engine what the cells of an
// earlier one have declared. No statement of them runs, so that their variables
// have no values: these are lost, and so is what uses them, until their cells
// run again. A later use of one says so.
//
// Of the magics, those run again that say where and how cells run. %get comes
// before all declarations, as it cannot change what is loaded.
func (s *Session) Replay(ctx context.Context, cells []engine.Cell) (lost, notes []string) {
	texts := make([]*text, 0, len(cells))
	for _, c := range cells {
		t := &text{Text: magic.Split(c.Source), number: c.Number, source: c.Source, silent: true}
		if _, asks := s.help(c.Source); asks || len(t.Faults) > 0 || t.Raw != nil {
			continue
		}
		s.mu.Lock()
		s.sources[c.Number], s.last = c.Source, c.Number
		s.mu.Unlock()
		texts = append(texts, t)
	}
	for _, t := range texts {
		notes = append(notes, s.replayMagics(ctx, t)...)
	}
	for _, t := range texts {
		if err := s.replayGo(ctx, t); err != "" {
			notes = append(notes, fmt.Sprintf("%s is not declared again: %s", frontend.CellName(t.number), err))
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.scope.LoseVariables() {
		lost = append(lost, fmt.Sprintf("%s (%s)", d.Object.Name(), frontend.CellName(d.Cell)))
	}
	return lost, notes
}

// replayMagics runs the magics of a cell again that other cells build on.
func (s *Session) replayMagics(ctx context.Context, t *text) (notes []string) {
	for _, m := range t.Lines {
		var err error
		switch {
		case m.Name == "get":
			err = s.replayGet(ctx, m)
		case m.Name == "cd", m.Name == "engine" && m.Args != "", m.Name == "env" && strings.Contains(m.Args, "="):
			if failed := s.runMagic(ctx, t, m); failed != nil {
				err = failed
			}
		}
		if err != nil {
			notes = append(notes, fmt.Sprintf("%s: %%%s %s failed: %v", frontend.CellName(t.number), m.Name, m.Args, err))
		}
	}
	return notes
}

// replayGet makes modules usable as %get does, and shows nothing.
func (s *Session) replayGet(ctx context.Context, m magic.Magic) error {
	if s.modules == nil {
		return s.errNoNative()
	}
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	var args []string
	for _, a := range strings.Fields(m.Args) {
		if a == restart {
			continue
		}
		if a, err = home(a); err != nil {
			return err
		}
		args = append(args, a)
	}
	return s.get(ctx, dir, args, func(string) {})
}

// replayGo declares what the Go of a cell declares, and returns why it could
// not, "" where it could.
func (s *Session) replayGo(ctx context.Context, t *text) string {
	for _, m := range t.Lines {
		if m.Name == "reset" {
			_ = s.magicReset(ctx, t, m) // it never fails
		}
	}
	if strings.TrimSpace(t.Go) == "" {
		return ""
	}
	mode := s.Mode()
	for _, m := range t.Modes {
		if m.Name != "time" {
			mode = Mode(m.Name)
		}
	}
	if err := s.importModules(ctx, t); err != nil {
		return err.Value
	}
	unit, diagnostics := s.check(t.number, t.Go)
	if len(diagnostics) > 0 {
		return diagnostics[0].String()
	}
	if len(unit.Decls)+len(unit.Vars) > 0 {
		declared, _, failed := s.prepare(ctx, t.number, t.Go, mode)
		if failed != nil {
			return failed.Value
		}
		unit = declared
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	unit.Record(s.scope)
	return ""
}

package session

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
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
	var modules wanted
	for _, t := range texts {
		notes = append(notes, s.replayMagics(ctx, t, &modules)...)
	}
	notes = append(notes, s.replayModules(ctx, modules)...)
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

// wanted are the modules that cells have got, as arguments of %get: of each the
// version that was asked for last.
type wanted struct{ args []string }

// add adds an argument of %get, whose directories are those of the moment.
func (w *wanted) add(arg string) error {
	arg, err := home(arg)
	if err != nil {
		return err
	}
	if strings.HasPrefix(arg, ".") {
		if arg, err = filepath.Abs(arg); err != nil {
			return err
		}
	}
	module, _, _ := strings.Cut(arg, "@")
	w.args = slices.DeleteFunc(w.args, func(other string) bool {
		name, _, _ := strings.Cut(other, "@")
		return name == module
	})
	w.args = append(w.args, arg)
	return nil
}

// replayMagics runs the magics of a cell again that other cells build on, and
// adds the modules that it gets.
func (s *Session) replayMagics(ctx context.Context, t *text, modules *wanted) (notes []string) {
	for _, m := range t.Lines {
		var err error
		switch {
		case m.Name == "get":
			for _, arg := range strings.Fields(m.Args) {
				if arg != restart {
					err = errors.Join(err, modules.add(arg))
				}
			}
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

// replayModules makes modules usable as %get does, all at once, and shows nothing.
func (s *Session) replayModules(ctx context.Context, modules wanted) (notes []string) {
	if len(modules.args) == 0 || s.modules == nil {
		return nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return []string{"%get failed: " + err.Error()}
	}
	silent := func(string) {}
	if _, err := s.get(ctx, dir, modules.args, silent); err == nil {
		return nil
	}
	for _, arg := range modules.args { // one that fails is no reason to have none
		if _, err := s.get(ctx, dir, []string{arg}, silent); err != nil {
			notes = append(notes, fmt.Sprintf("%%get %s failed: %v", arg, err))
		}
	}
	return notes
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
		switch m.Name {
		case "time":
		case "apart":
			return "" // it has declared nothing
		default:
			mode = Mode(m.Name)
		}
	}
	if err := s.importModules(ctx, t); err != nil {
		return err.Value
	}
	unit, diagnostics := s.check(t.number, t.Go, nil)
	if len(diagnostics) > 0 {
		return diagnostics[0].String()
	}
	if len(unit.Decls)+len(unit.Vars) > 0 {
		declared, _, failed := s.prepare(ctx, t.number, t.Go, mode, nil)
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

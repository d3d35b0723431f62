package session

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"gonymede/interp/magic"
	"gonymede/interp/protocol"
	"gonymede/kernel/display"
)

// Modules are the Go modules of a session.
type Modules interface {
	// Get makes modules usable by cells, as go get does in a directory, whose
	// go.work and environment it heeds. It tells progress what it is doing, in a few
	// words. Where a package is loaded in another version it returns a
	// [*ConflictError], and the session is as it was.
	Get(ctx context.Context, dir string, args []string, progress func(string)) (Got, error)
	// Mod returns the text of the session's go.mod.
	Mod() (string, error)
}

// Got is what [Modules.Get] has made usable.
type Got struct {
	// Modules are modules with their versions, as in "github.com/google/uuid v1.6.0".
	Modules []string
	// Files are the files with the packages' export data, Sources the folders
	// with their Go files, both by import path.
	Files, Sources map[string]string
}

// A ConflictError is returned where a cell has loaded a package in one version
// and another one is needed: what is loaded stays until the engine ends.
type ConflictError struct {
	Package, Loaded, Wanted string
	// By is the module that needs the wanted version, "" for the user.
	By string
}

func (e *ConflictError) Error() string {
	by := ""
	if e.By != "" {
		by = ", which " + e.By + " needs"
	}
	return fmt.Sprintf("%s is loaded in version %s, and cannot become %s%s while this engine runs", e.Package, e.Loaded, e.Wanted, by)
}

// restart is the argument of %get that has a new engine started where it must.
const restart = "-restart"

// magicGet makes modules usable.
func (s *Session) magicGet(ctx context.Context, t *text, m magic.Magic) error {
	if s.modules == nil {
		return s.noModules(m)
	}
	if t.mode == Interp {
		return errors.New("%get is for native cells, and this cell is interpreted: choose %engine auto")
	}
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	args := strings.Fields(m.Args)
	again := args[0] == restart
	if again {
		args = args[1:]
	}
	for i, a := range args {
		if args[i], err = home(a); err != nil {
			return err
		}
	}
	if len(args) == 0 {
		return errors.New("%get -restart needs a module")
	}
	p := &progress{}
	got, err := s.modules.Get(ctx, dir, args, p.tell)
	var conflict *ConflictError
	switch {
	case errors.As(err, &conflict) && again:
		t.result.Restart = true
		return nil
	case errors.As(err, &conflict):
		p.tell(conflict.Error())
		return s.conflictError(t, m, conflict)
	case err != nil:
		p.tell("%get " + m.Args + " failed")
		return &failure{"GetError", err}
	}
	s.checking.Lock()
	s.checker.AddPackages(got.Files)
	s.checker.AddSources(got.Sources)
	s.checking.Unlock()
	p.tell(strings.Join(got.Modules, "\n"))
	return nil
}

// noModules is why there are no modules here.
func (s *Session) noModules(m magic.Magic) *protocol.Error {
	e := &protocol.Error{Name: "NativeError", Value: "%" + m.Name + " needs native cells, and the cells of this session are interpreted"}
	e.Traceback = []string{
		red(e.Name) + ": " + e.Value,
		"Modules are compiled with the Go toolchain. `gonymede doctor` says what is missing here and how to get it; then choose Kernel > Restart Kernel.",
	}
	return e
}

// conflictError explains a conflict and offers the way out.
func (s *Session) conflictError(t *text, m magic.Magic, conflict *ConflictError) *protocol.Error {
	e := s.positioned("VersionConflict", conflict.Error(), t.position(m.Offset))
	e.Traceback = append(e.Traceback,
		"Nothing has changed. To have the other version:",
		"  %get -restart "+m.Args+"    starts a new engine and declares all functions and types again; variables and goroutines are lost",
		"  Kernel > Restart Kernel    begins anew; nothing is declared again until you run the cells (Run > Run All Cells)")
	return e
}

// progress is one display that says what is being done.
type progress struct{ handle *display.Handle }

func (p *progress) tell(text string) {
	if text == "" {
		return
	}
	if p.handle == nil {
		p.handle = display.Show(bundle(map[string]any{"text/plain": text}))
		return
	}
	p.handle.Update(bundle(map[string]any{"text/plain": text}))
}

func bundle(data map[string]any) display.Bundle { return display.Bundle{Data: data} }

// magicMod shows the session's go.mod.
func (s *Session) magicMod(_ context.Context, t *text, m magic.Magic) error {
	if s.modules == nil {
		return s.noModules(m)
	}
	text, err := s.modules.Mod()
	if err != nil {
		return err
	}
	t.show(text, "")
	return nil
}

// magicEngine chooses what runs cells.
func (s *Session) magicEngine(_ context.Context, t *text, m magic.Magic) error {
	if m.Args == "" {
		t.show(s.describeMode(), "")
		return nil
	}
	return s.SetMode(Mode(m.Args))
}

// Mode is what runs cells that do not choose themselves.
func (s *Session) Mode() Mode {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mode
}

func (s *Session) describeMode() string {
	switch mode := s.Mode(); {
	case s.compiler == nil:
		return string(mode) + ": cells are interpreted, because this session has no native cells (see gonymede doctor)"
	case mode == Native:
		return "native: each cell is compiled"
	case mode == Interp:
		return "interp: each cell is interpreted"
	}
	return "auto: plain statements are interpreted, everything else is compiled"
}

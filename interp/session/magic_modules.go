package session

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"os"
	"strings"

	"gonymede/interp/executor"
	"gonymede/interp/frontend"
	"gonymede/interp/magic"
	"gonymede/interp/native/toolchain"
	"gonymede/interp/protocol"
	"gonymede/kernel/display"
)

// Modules are the Go modules of a session. A directory is the notebook's, whose
// go.work and environment are heeded; tell gets lines about what is going on. An
// error is a [*toolchain.ConflictError] where a package is loaded in another
// version; the session is then as it was.
type Modules interface {
	// Get makes modules usable by cells, as go get does.
	Get(ctx context.Context, dir string, args []string, tell func(string)) (toolchain.Got, error)
	// Import makes packages usable that modules of the session have, and that are
	// not compiled yet.
	Import(ctx context.Context, dir string, paths []string, tell func(string)) error
	// Export is the file with a usable package's export data.
	Export(path string) (file string, ok bool)
	// Mod returns the text of the session's go.mod.
	Mod() (string, error)
}

var _ Modules = (*toolchain.Toolchain)(nil)

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
	did, err := s.get(ctx, dir, args, p.tell)
	if again && errors.As(err, new(*toolchain.ConflictError)) {
		t.result.Restart = true
		return nil
	}
	if err != nil {
		p.tell("%get " + m.Args + ": nothing has changed")
		return s.moduleError(t, m.Offset, m.Args, err)
	}
	p.tell(did)
	return nil
}

// get gets modules and makes their packages known to the front end. It returns
// what has changed, a line for each module.
func (s *Session) get(ctx context.Context, dir string, args []string, tell func(string)) (did string, err error) {
	got, err := s.modules.Get(ctx, dir, args, tell)
	if err != nil {
		return "", err
	}
	var lines []string
	for line := range strings.Lines(got.Output) {
		for _, word := range []string{"added", "upgraded", "downgraded", "removed"} {
			if change, ok := strings.CutPrefix(line, "go: "+word+" "); ok {
				lines = append(lines, word+" "+strings.TrimSpace(change))
			}
		}
	}
	if len(got.Packages) > 0 {
		lines = append(lines, "ready to import: "+strings.Join(got.Packages, ", "))
	}
	if len(lines) == 0 {
		lines = append(lines, "there is nothing to change")
	}
	return strings.Join(lines, "\n"), s.know(got.Packages)
}

// know makes packages known to the front end, with the folders of all modules.
func (s *Session) know(packages []string) error {
	files := map[string]string{}
	for _, path := range packages {
		if file, ok := s.modules.Export(path); ok {
			files[path] = file
		}
	}
	mod, err := s.modules.Mod()
	if err != nil {
		return fmt.Errorf("the session's go.mod: %w", err)
	}
	s.checking.Lock()
	defer s.checking.Unlock()
	s.checker.AddPackages(files)
	s.checker.AddModules(moduleFolders(mod))
	return nil
}

// importModules makes packages usable that the Go of a cell imports and that are
// in modules of the session, of a go.work, or in a part of the standard library
// that the engine was not built with. What no module has is left to the front end,
// which says where the import stands.
func (s *Session) importModules(ctx context.Context, t *text) *protocol.Error {
	if s.modules == nil || t.mode == Interp {
		return s.uninterpretedImport(t)
	}
	at := map[string]int{}
	var paths, usable []string
	for _, i := range frontend.ImportsOf(t.Go) {
		at[i.Path] = i.Offset
		if _, known := s.modules.Export(i.Path); known && strings.Contains(i.Path, ".") {
			usable = append(usable, i.Path) // it may have come with another package
		} else if !known && i.Path != "unsafe" && i.Path != "C" {
			paths = append(paths, i.Path)
		}
	}
	if len(usable) > 0 {
		if err := s.know(usable); err != nil {
			return s.moduleError(t, at[usable[0]], usable[0], err)
		}
	}
	if len(paths) == 0 {
		return nil
	}
	dir, err := os.Getwd()
	if err != nil {
		return s.positioned("ImportError", err.Error(), t.position(at[paths[0]]))
	}
	p := &progress{}
	for _, path := range paths {
		err := s.modules.Import(ctx, dir, []string{path}, p.tell)
		if errors.As(err, new(*toolchain.UnknownPackageError)) {
			continue
		}
		if err == nil {
			err = s.know([]string{path})
		}
		if ctx.Err() != nil {
			return s.runError(&executor.Stopped{Cause: context.Cause(ctx), Pos: t.position(at[path])})
		}
		if err != nil {
			return s.moduleError(t, at[path], path, err)
		}
	}
	return nil
}

// uninterpretedImport is why a cell that is interpreted cannot import a package
// of a module, nil where it imports none.
func (s *Session) uninterpretedImport(t *text) *protocol.Error {
	for _, i := range frontend.ImportsOf(t.Go) {
		first, _, _ := strings.Cut(i.Path, "/")
		if !strings.Contains(first, ".") || strings.HasPrefix(first, ".") {
			continue
		}
		e := s.positioned("ImportError", "package "+i.Path+" is of a module, and modules need native cells: this cell is interpreted", t.position(i.Offset))
		if s.modules == nil {
			e.Traceback = append(e.Traceback, "`gonymede doctor` says what native cells need here and how to get it; then choose Kernel > Restart Kernel.")
		} else {
			e.Traceback = append(e.Traceback, "%engine auto compiles what the interpreter cannot run.")
		}
		if strings.HasPrefix(i.Path, "gonum.org/v1/plot") {
			e.Traceback = append(e.Traceback, "For charts there is plotting, which every cell has without an import, as in plotting.Bars{…}; ?plotting tells more.")
		}
		return e
	}
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

// moduleError explains why modules cannot be used. args are what was wanted.
func (s *Session) moduleError(t *text, offset int, args string, err error) *protocol.Error {
	return s.moduleFailure(t.position(offset), args, err)
}

// moduleFailure explains why modules cannot be used that were wanted at a place.
// Of a conflict it offers the way out.
func (s *Session) moduleFailure(pos token.Position, args string, err error) *protocol.Error {
	var conflict *toolchain.ConflictError
	var failed *toolchain.GoError
	switch {
	case errors.As(err, &conflict):
		return s.conflict(pos, args, conflict)
	case errors.As(err, &failed):
		return s.positioned("GetError", strings.TrimPrefix(failed.Error(), "go get: "), pos)
	}
	return s.positioned("GetError", err.Error(), pos)
}

// conflict explains that a package is loaded in another version, and how to have
// the one that is wanted.
func (s *Session) conflict(pos token.Position, args string, c *toolchain.ConflictError) *protocol.Error {
	e := s.positioned("VersionConflict", c.Error(), pos)
	e.Traceback = append(e.Traceback, "Nothing has changed: what is loaded stays while this engine runs.")
	if c.Engine {
		e.Traceback = append(e.Traceback, "The engine itself is built with the loaded version. Choose a version of "+args+" that goes with it.")
		return e
	}
	e.Traceback = append(e.Traceback, "To have the other version, one of:",
		"  %get -restart "+args+"    a new engine, in which all functions and types are declared again; variables and goroutines are lost",
		"  Kernel > Restart Kernel    a new session; run %get "+args+" first, and then the cells again")
	if c.Needs != "" {
		e.Traceback = append(e.Traceback, "Then do without "+c.Needs+": a cell that uses it brings the version that it needs, which is the higher one.")
	}
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

package session

import (
	"context"
	"errors"
	"fmt"
	"go/types"
	"sort"
	"strings"

	"gonymede/interp/engine"
	"gonymede/interp/executor"
	"gonymede/interp/frontend"
	"gonymede/interp/protocol"
)

// A Mode says which executor runs cells.
type Mode string

// The modes of a session, and of a cell.
const (
	// Auto interprets straight-line statements, which takes a millisecond, and
	// compiles everything else.
	Auto Mode = "auto"
	// Native compiles every cell.
	Native Mode = "native"
	// Interp interprets every cell.
	Interp Mode = "interp"
)

// ModeVariable names the environment variable with the mode in which a session
// begins.
const ModeVariable = "GONYMEDE_ENGINE"

// SetMode sets the mode of cells that do not choose themselves; an empty one is
// [Auto].
func (s *Session) SetMode(m Mode) error {
	switch m {
	case "":
		m = Auto
	case Auto, Interp:
	case Native:
		if s.compiler == nil {
			return s.errNoNative()
		}
	default:
		return fmt.Errorf("there is no mode %q: the modes are auto, native and interp", m)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mode = m
	return nil
}

// A Compiler is the executor of native cells.
type Compiler interface {
	executor.Executor
	// Has reports whether compiled code has an object of the session.
	Has(obj types.Object) bool
	// Contain calls run in a goroutine of a cell, for a cell that is not
	// compiled, and returns what run does, or how the goroutine ended otherwise.
	Contain(ctx context.Context, cell int, run func() error) error
	// Load loads packages that the engine was built without, for a cell that is
	// not compiled.
	Load(ctx context.Context, cell int, paths []string) error
	// CallersCell is the number of the cell that the calling goroutine belongs
	// to, 0 for none.
	CallersCell() int
}

// Environment is what a compiler needs of its session.
type Environment struct {
	// Shared is what the tiers share.
	Shared *executor.Shared
	// Source returns the text of a cell.
	Source func(cell int) string
	// Late takes panics of goroutines that a cell has started.
	Late func(cell int, p *executor.Panic)
	// Progress returns a function that shows lines about what is going on, each in
	// the place of the one before.
	Progress func() func(line string)
}

// errNoNative is why a cell cannot be compiled here.
func (s *Session) errNoNative() *protocol.Error {
	e := &protocol.Error{Name: "NativeError", Value: "this session is interpreted only"}
	e.Traceback = []string{red(e.Name) + ": " + e.Value + "; `gonymede doctor` says what native cells need"}
	return e
}

// prepare checks a cell and hands it to the executor that is to run it. Where
// the cell cannot be run, the session is as it was.
func (s *Session) prepare(ctx context.Context, number int, source string, mode Mode, seen view) (*frontend.Unit, executor.Program, *protocol.Error) {
	unit, diagnostics := s.check(number, source, seen)
	if len(diagnostics) > 0 {
		return nil, nil, compileErrorIn(diagnostics, func(n int) string { return s.sourceFor(n, number, source) })
	}
	if seen != nil && len(unit.Decls)+len(unit.Vars) > 0 {
		return nil, nil, s.declaresApart(unit)
	}
	if s.compiler == nil {
		if mode == Native {
			return nil, nil, s.errNoNative()
		}
		return s.interpret(ctx, unit)
	}
	if mode == Interp {
		if err := s.loadOwn(ctx, unit); err != nil {
			return nil, nil, s.runError(err)
		}
		return s.interpret(ctx, unit)
	}
	if mode == Auto {
		if straight, _ := s.interpreter.Straight(unit); straight {
			checked, program, err := s.interpret(ctx, unit)
			if err == nil || err.Name != unsupported {
				return checked, program, err
			}
			// The interpreter has changed the syntax of the unit.
			if unit, diagnostics = s.check(number, source, seen); len(diagnostics) > 0 {
				return nil, nil, s.compileError(diagnostics)
			}
		}
	}
	if seen != nil {
		if missing := s.uncompiled(unit, nil); len(missing) > 0 {
			if err := s.compileAgain(ctx, number, missing); err != nil {
				return nil, nil, err
			}
			// What it sees are other objects now.
			if unit, diagnostics = s.check(number, source, seen); len(diagnostics) > 0 {
				return nil, nil, s.compileError(diagnostics)
			}
		}
	}
	return s.compile(ctx, number, source, unit)
}

// loadOwn loads those of the project's packages that a unit uses and that the
// engine of native cells was built without, with their symbols for the
// interpreter.
func (s *Session) loadOwn(ctx context.Context, unit *frontend.Unit) error {
	var paths []string
	for _, obj := range unit.Info.Uses {
		if pkg, ok := obj.(*types.PkgName); ok && strings.HasPrefix(pkg.Imported().Path(), "gonymede/") && !s.interpreter.Knows(pkg.Imported().Path()) {
			paths = append(paths, pkg.Imported().Path())
		}
	}
	if len(paths) == 0 {
		return nil
	}
	return s.compiler.Load(ctx, unit.Cell.Number, paths)
}

// interpret declares a unit in tier 0.
func (s *Session) interpret(ctx context.Context, unit *frontend.Unit) (*frontend.Unit, executor.Program, *protocol.Error) {
	program, err := s.interpreter.Declare(ctx, unit)
	if err != nil {
		return nil, nil, s.runError(err)
	}
	return unit, program, nil
}

// compile declares a unit in tier 1. What it uses of declarations that were
// interpreted is compiled with it.
func (s *Session) compile(ctx context.Context, number int, source string, unit *frontend.Unit) (*frontend.Unit, executor.Program, *protocol.Error) {
	again := map[string]bool{}
	for {
		missing := s.uncompiled(unit, again)
		if len(missing) == 0 {
			break
		}
		for _, name := range missing {
			again[name] = true
		}
		names := make([]string, 0, len(again))
		for name := range again {
			names = append(names, name)
		}
		sort.Strings(names)
		var diagnostics []frontend.Diagnostic
		if unit, diagnostics = s.check(number, source, nil, names...); len(diagnostics) > 0 {
			return nil, nil, s.compileError(diagnostics)
		}
	}
	var program executor.Program
	var err error
	s.host.Compile(func() { program, err = s.compiler.Declare(ctx, unit) })
	if err != nil {
		return nil, nil, s.runError(err)
	}
	return unit, program, nil
}

// uncompiled lists the names of functions, types and constants that a unit uses
// and that only the interpreter has.
func (s *Session) uncompiled(unit *frontend.Unit, known map[string]bool) []string {
	found := map[string]bool{}
	for _, obj := range unit.Info.Uses {
		if _, isVar := obj.(*types.Var); isVar || !frontend.IsSessionObject(obj) || unit.Declares(obj) {
			continue
		}
		if !s.compiler.Has(obj) && !known[obj.Name()] {
			found[obj.Name()] = true
		}
	}
	names := make([]string, 0, len(found))
	for name := range found {
		names = append(names, name)
	}
	return names
}

// unsupported is the name of the error for what an executor cannot run.
const unsupported = "UnsupportedError"

// stoppedError describes how a cell was stopped, and what it leaves behind.
func (s *Session) stoppedError(stopped *executor.Stopped) *protocol.Error {
	var known *protocol.Error
	if !errors.As(stopped.Cause, &known) {
		known = engine.ErrInterrupted
	}
	e := *known
	e.Traceback = append([]string{red(e.Name) + ": " + e.Value}, s.place(stopped.Pos)...)
	if n := len(stopped.Left); n > 0 {
		e.Traceback = append(e.Traceback, fmt.Sprintf("%s cannot be ended from outside and %s left behind; restart the kernel to end what is left:", count(n, "goroutine"), isAre(n)))
		e.Traceback = append(e.Traceback, s.goroutines(stopped.Left)...)
	}
	return &e
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// maxGoroutines is how many goroutines a report lists.
const maxGoroutines = 20

// goroutines lists goroutines with what they wait for, and where.
func (s *Session) goroutines(list []executor.Goroutine) []string {
	var lines []string
	for i, g := range list {
		if i == maxGoroutines {
			lines = append(lines, fmt.Sprintf("...%d goroutines more...", len(list)-maxGoroutines))
			break
		}
		lines = append(lines, "", fmt.Sprintf("goroutine %d of %s [%s]:", g.ID, frontend.CellName(g.Cell), g.State))
		lines = append(lines, s.frames(g.Frames)...)
	}
	return lines
}

// Package session is the live state of a notebook: what its cells have
// declared, and the executor that runs them.
//
// A cell is checked against everything before it; only a cell without errors
// is declared and run. A cell that fails while it runs has declared its names
// all the same.
package session

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"os"
	"reflect"
	"strings"
	"sync"

	"gonymede/interp/engine"
	"gonymede/interp/executor"
	"gonymede/interp/frontend"
	"gonymede/interp/interpreted"
	"gonymede/interp/native/toolchain"
	"gonymede/interp/protocol"
)

// A Session implements engine.Session. Execute and Evaluate are called by one
// goroutine at a time, the others at any time.
type Session struct {
	host        engine.Host
	interpreter *interpreted.Interpreter
	compiler    Compiler // nil where cells are interpreted only
	checker     *frontend.Checker
	shared      *executor.Shared

	before    string // the working directory before the last %cd
	preparing used   // what checking and compiling has cost
	gate      gate   // between cells and those who read variables

	checking sync.Mutex // held while the checker is used

	mu      sync.Mutex // guards what follows
	scope   *frontend.Scope
	sources map[int]string // of all cells, for excerpts
	last    int            // the number of the last cell
	mode    Mode           // of cells that do not choose themselves
	modules Modules        // nil where there are no native cells
}

var (
	_ engine.Session    = (*Session)(nil)
	_ engine.Attributor = (*Session)(nil)
)

// CallersCell implements engine.Attributor.
func (s *Session) CallersCell() int { return s.interpreter.CallersCell() }

// New starts a session without cells. Where compile is nil, its cells are
// interpreted.
func New(host engine.Host, compile func(Environment) (Compiler, error)) (*Session, error) {
	s := &Session{
		host: host, checker: frontend.NewChecker(), scope: frontend.NewScope(), sources: map[int]string{},
		shared: executor.NewShared(), mode: Auto, gate: gate{before: goroutinesOfCells()},
	}
	if compile != nil {
		c, err := compile(Environment{
			Shared: s.shared, Source: s.source, Late: s.late,
			Progress: func() func(string) { return (&progress{}).tell },
		})
		if err != nil {
			return nil, fmt.Errorf("native cells: %w", err)
		}
		s.compiler = c
		if s.modules, _ = c.(Modules); s.modules != nil {
			if err := s.know(nil); err != nil {
				return nil, err
			}
		}
	}
	options := interpreted.Options{Stdin: expectant{host}, Print: host.Print, Shared: s.shared, LatePanic: s.late}
	if s.compiler != nil {
		options.Contain, options.Cell = s.compiler.Contain, s.compiler.CallersCell
	}
	i, err := interpreted.New(options)
	if err != nil {
		return nil, err
	}
	s.interpreter = i
	return s, nil
}

// late reports a panic of a goroutine that a cell has started.
func (s *Session) late(cell int, p *executor.Panic) { s.host.LateError(cell, s.panicError(p)) }

// Execute checks, declares and runs a cell.
func (s *Session) Execute(ctx context.Context, c engine.Cell) engine.Result {
	if page, ok := s.help(c.Source); ok {
		return page
	}
	s.mu.Lock()
	s.sources[c.Number], s.last = c.Source, c.Number
	s.mu.Unlock()
	return s.executeText(ctx, c)
}

// executeGo runs Go: a cell without its magics, or what stands between two.
func (s *Session) executeGo(ctx context.Context, number int, source string, mode Mode, seen view) engine.Result {
	prepared := s.preparing.begin()
	unit, program, failed := s.prepare(ctx, number, source, mode, seen)
	prepared()
	if failed != nil {
		return engine.Result{Err: failed}
	}
	var former map[reflect.Type]string
	if seen == nil {
		s.mu.Lock()
		former = s.former(unit)
		unit.Record(s.scope)
		s.mu.Unlock()
	}
	unit.Notes = append(unit.Notes, s.held(number, former)...)
	value, err := program.Run(ctx)
	if err != nil {
		return engine.Result{Err: s.runError(err), Notes: unit.Notes}
	}
	return engine.Result{Value: value, HasValue: value != nil, Notes: unit.Notes}
}

// Evaluate evaluates an expression, which must have a value.
func (s *Session) Evaluate(ctx context.Context, expr string) (any, *protocol.Error) {
	s.mu.Lock()
	number := s.last
	s.mu.Unlock()
	unit, program, failed := s.prepare(ctx, number, strings.TrimSpace(expr), s.mode, nil)
	if failed != nil {
		return nil, failed
	}
	if unit.Value == nil || len(unit.Steps) != 1 {
		return nil, &protocol.Error{Name: "SyntaxError", Value: expr + " is not an expression with a value"}
	}
	value, err := program.Run(ctx)
	if err != nil {
		return nil, s.runError(err)
	}
	return value, nil
}

// check checks a cell against what it sees of the session: the scope itself needs
// no copy, as only cells change it, and they come one after the other.
// The named declarations are declared again with it.
func (s *Session) check(number int, source string, seen view, again ...string) (*frontend.Unit, []frontend.Diagnostic) {
	s.checking.Lock()
	defer s.checking.Unlock()
	scope := s.scope
	if seen != nil {
		part, err := seen()
		if err != nil {
			return nil, []frontend.Diagnostic{{Message: err.Error()}}
		}
		scope = part
	}
	return s.checker.Check(s.interpreter.FileSet(), scope, number, source, again...)
}

// sourceFor returns the text of a cell for an excerpt. What is checked may stand in
// for a cell of the same number, or be that cell with blanks for its magics.
func (s *Session) sourceFor(n, number int, source string) string {
	if n == number && !frontend.IsPart(source, s.source(n)) {
		return source
	}
	return s.source(n)
}

// source returns the text of a cell.
func (s *Session) source(cell int) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sources[cell]
}

// runError is the error of a cell that could not be declared or that failed.
func (s *Session) runError(err error) *protocol.Error {
	var refused *executor.UnsupportedError
	var faulty *executor.CompileError
	var panicked *executor.Panic
	var stopped *executor.Stopped
	var known *protocol.Error
	var conflict *toolchain.ConflictError
	var failed *toolchain.GoError
	switch {
	case errors.As(err, &conflict), errors.As(err, &failed):
		return s.moduleFailure(token.Position{}, "gonymede/plotting", err) // cells use it without an import
	case errors.As(err, &refused):
		return s.positioned(unsupported, refused.Error(), refused.Pos)
	case errors.As(err, &faulty):
		return s.positioned("CompileError", faulty.Text, faulty.Pos)
	case errors.As(err, &panicked):
		return s.panicError(panicked)
	case errors.As(err, &stopped):
		return s.stoppedError(stopped)
	case errors.As(err, &known):
		return known
	}
	return &protocol.Error{Name: "Error", Value: err.Error(), Traceback: []string{err.Error()}}
}

// expectant is the standard input of fmt.Scan: it tells the engine that input
// is about to be read.
type expectant struct{ host engine.Host }

func (e expectant) Read(b []byte) (int, error) {
	e.host.ExpectInput()
	return os.Stdin.Read(b)
}

package supervisor_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"gonymede/interp/protocol"
	"gonymede/kernel/kerneltest/fakeengine"
	"gonymede/kernel/supervisor"
)

// A new engine has the declarations of the session, and the error says which
// variables are lost.
func TestDeclarationsComeBack(t *testing.T) {
	s, r := start(t, nil)
	execute(t, s, 1, "func f", "let x")
	execute(t, s, 2, "func refused", "refuse bad")
	execute(t, s, 3, "func g", "fail later")
	err := execute(t, s, 4, "func h", "let y", "exit 3")
	trace := strings.Join(err.Traceback, "\n")
	if !strings.Contains(trace, "Lost variables: x (cell[1]), y (cell[4])") {
		t.Errorf("the error says\n%s", trace)
	}
	r.take()
	if err := execute(t, s, 5, "call f", "call g", "call h"); err != nil {
		t.Error(err)
	}
	want(t, r, `5 stdout "called f\ncalled g\ncalled h\n"`)
	if err := execute(t, s, 6, "call refused"); err == nil {
		t.Error("a cell that was refused was declared")
	}
}

func TestDeclarationsComeBackAfterADeathWhileIdle(t *testing.T) {
	s, r := start(t, nil)
	execute(t, s, 1, "func f", "let x", "lateexit 4")
	r.await(t, "ended EngineExit")
	if err := execute(t, s, 2, "call f"); err != nil {
		t.Error(err)
	}
}

// What ends each engine that declares it is given up, and the session goes on.
func TestDeclarationsThatEndTheEngine(t *testing.T) {
	s, r := start(t, nil)
	execute(t, s, 1, "func f", "trap")
	err := execute(t, s, 2, "exit 3")
	if trace := strings.Join(err.Traceback, "\n"); !strings.Contains(trace, "exit status 9") {
		t.Errorf("the error does not say why nothing came back:\n%s", trace)
	}
	if err := execute(t, s, 3, "call f"); err == nil || err.Name != "CompileError" {
		t.Errorf("got %v", err)
	}
	if err := execute(t, s, 4, "out b"); err != nil {
		t.Error(err)
	}
	want(t, r, `4 stdout "b\n"`) // and no other error was told
}

// A cell that runs again and again is not replayed each time.
func TestRepeatedCellsAreKeptTwice(t *testing.T) {
	s, _ := start(t, nil)
	for n := range 20 {
		execute(t, s, n+1, "let x")
	}
	err := execute(t, s, 21, "exit 3")
	if trace := strings.Join(err.Traceback, "\n"); !strings.Contains(trace, "x (cell[1]), x (cell[20]).") {
		t.Errorf("the error says\n%s", trace)
	}
}

// An engine is replaced by the next program without a word.
func TestRenew(t *testing.T) {
	programs := make(chan supervisor.Program, 1)
	current := supervisor.Program{Command: fakeengine.Command()}
	s, r := start(t, func(c *supervisor.Config) {
		c.Choose = func(context.Context, error) (supervisor.Program, error) {
			select {
			case current = <-programs:
			default:
			}
			return current, nil
		}
	})
	execute(t, s, 1, "tier", "func f", "let x")
	programs <- supervisor.Program{Command: fakeengine.Command("native")}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	back, err := s.Renew(ctx)
	if err != nil || strings.Join(back.Lost, ",") != "x (cell[1])" {
		t.Fatalf("got %+v, %v", back, err)
	}
	if ready, ok := s.Ready(); !ok || ready.Engine != "native" {
		t.Errorf("ready: %+v, %v", ready, ok)
	}
	if err := execute(t, s, 2, "tier", "call f"); err != nil {
		t.Error(err)
	}
	want(t, r, `1 stdout "interpreted\n"`, `2 stdout "native\ncalled f\n"`)
}

// Who chooses the program learns why the last one did not start.
func TestChooseIsToldOfFailures(t *testing.T) {
	s, _ := start(t, func(c *supervisor.Config) {
		c.Choose = func(_ context.Context, failed error) (supervisor.Program, error) {
			if failed != nil && strings.Contains(failed.Error(), "a library is missing") {
				return supervisor.Program{Command: fakeengine.Command()}, nil
			}
			return supervisor.Program{Command: fakeengine.Command("die")}, nil
		}
	})
	if err := execute(t, s, 1, "out a"); err != nil {
		t.Error(err)
	}
}

func TestNoProgramIsTold(t *testing.T) {
	s, _ := start(t, func(c *supervisor.Config) {
		c.Choose = func(context.Context, error) (supervisor.Program, error) {
			return supervisor.Program{}, errors.New("there is no compiler")
		}
	})
	if err := execute(t, s, 1, "out a"); err == nil || err.Name != "EngineStart" || !strings.Contains(err.Value, "there is no compiler") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if _, err := s.Renew(ctx); err == nil {
		t.Error("Renew says nothing")
	}
}

// A first interrupt that abandons a cell ends it, so that a second one has
// nothing to do; one that a cell ignores makes the second one end the engine.
func TestInterruptAfterTheCellWasAbandoned(t *testing.T) {
	s, r := start(t, func(c *supervisor.Config) { c.InterruptPatience = time.Millisecond })
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan protocol.Done, 1)
	go func() { done <- s.Execute(ctx, protocol.Execute{Cell: 1, Code: "pid\nshow go\nsleep 100000"}, nil) }()
	r.await(t, "display")
	pid := r.take()[0]
	cancel()
	if d := <-done; d.Error == nil || d.Error.Name != "Interrupted" {
		t.Fatalf("got %+v", d.Error)
	}
	time.Sleep(5 * time.Millisecond)
	s.Interrupt()
	execute(t, s, 1, "pid")
	want(t, r, pid)
}

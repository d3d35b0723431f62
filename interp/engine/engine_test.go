//go:build unix

package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"testing"

	"gonymede/interp/protocol"
	"gonymede/kernel/display"
)

func TestCellIsShownInOrder(t *testing.T) {
	k := inProcess(t, nil, fake{run: func(ctx context.Context, c Cell) Result {
		display.Show(display.HTML("<b>one</b>"))
		display.ClearOutput(true)
		return Result{Value: 42, HasValue: true, Notes: []string{"imported strings"}, Page: map[string]any{"text/plain": "page"}}
	}})
	id := k.send(protocol.TypeExecute, protocol.Execute{Cell: 7, Code: "x"})
	var shown, note, result protocol.Display
	m := k.expect(protocol.TypeDisplay, &shown)
	if shown.Data["text/html"] != "<b>one</b>" || shown.Data["text/plain"] != "one" || m.Cell != 7 {
		t.Errorf("display = %+v of cell %d", shown, m.Cell)
	}
	var clear protocol.ClearOutput
	if k.expect(protocol.TypeClearOutput, &clear); !clear.Wait {
		t.Error("clear_output without wait")
	}
	if k.expect(protocol.TypeDisplay, &note); note.Data["text/plain"] != "imported strings" {
		t.Errorf("note = %+v", note)
	}
	if k.expect(protocol.TypeResult, &result); result.Data["text/plain"] != "42" {
		t.Errorf("result = %+v", result)
	}
	var done protocol.Done
	if m := k.expect(protocol.TypeDone, &done); m.ID != id || m.Sync != 5 || done.Error != nil || done.Page["text/plain"] != "page" {
		t.Errorf("done = %+v, message %+v", done, m)
	}
	k.end()
}

func TestSilentCellShowsNothing(t *testing.T) {
	k := inProcess(t, nil, fake{run: func(context.Context, Cell) Result {
		return Result{Value: 1, HasValue: true, Notes: []string{"note"}}
	}})
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1, Silent: true})
	k.done()
	k.end()
}

func TestInterruptCancelsTheCell(t *testing.T) {
	started := make(chan bool)
	k := inProcess(t, nil, fake{run: func(ctx context.Context, c Cell) Result {
		if c.Number == 2 {
			return Result{}
		}
		started <- true
		<-ctx.Done()
		return Result{Err: cause(ctx)}
	}})
	k.send(protocol.TypeInterrupt, nil) // nothing runs: it must not harm the next cell
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1})
	<-started
	k.send(protocol.TypeInterrupt, nil)
	if d := k.done(); name(d.Error) != ErrInterrupted.Name {
		t.Errorf("error %v, want %v", d.Error, ErrInterrupted)
	}
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 2})
	if d := k.done(); d.Error != nil {
		t.Errorf("the next cell: %v", d.Error)
	}
	k.end()
}

func TestSessionThatPanicsIsContained(t *testing.T) {
	for _, test := range []struct {
		name  string
		cell  func()
		error string
	}{
		{"panic", func() { panic("broken") }, "panic"},
		{"goexit", runtime.Goexit, "EngineError"},
	} {
		t.Run(test.name, func(t *testing.T) {
			k := inProcess(t, nil, fake{run: func(_ context.Context, c Cell) Result {
				if c.Source == "break" {
					test.cell()
				}
				return Result{}
			}})
			if d := k.run("break"); name(d.Error) != test.error || len(d.Error.Traceback) == 0 {
				t.Errorf("error %+v, want %s", d.Error, test.error)
			}
			if d := k.run("go on"); d.Error != nil {
				t.Errorf("the next cell: %v", d.Error)
			}
			k.end()
		})
	}
}

type endless struct{ released chan bool }

func (e endless) String() string { <-e.released; return "" }

type panics struct{}

func (panics) String() string { panic("no text") }

func TestValueThatNeverRendersIsInterrupted(t *testing.T) {
	released := make(chan bool)
	k := inProcess(t, nil, fake{run: func(context.Context, Cell) Result {
		return Result{Value: endless{released}, HasValue: true}
	}})
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1})
	for { // until the cell runs, there is nothing to interrupt
		k.send(protocol.TypeInterrupt, nil)
		if len(k.events) > 0 {
			break
		}
		runtime.Gosched()
	}
	if d := k.done(); name(d.Error) != ErrInterrupted.Name {
		t.Errorf("error %v, want %v", d.Error, ErrInterrupted)
	}
	close(released)
	k.end()
}

func TestValueThatPanicsIsShown(t *testing.T) {
	k := inProcess(t, nil, fake{run: func(context.Context, Cell) Result {
		return Result{Value: panics{}, HasValue: true}
	}})
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1})
	var d protocol.Display
	k.expect(protocol.TypeResult, &d)
	if text := fmt.Sprint(d.Data["text/plain"]); !strings.Contains(text, "no text") {
		t.Errorf("text %q does not say why", text)
	}
	k.done()
	k.end()
}

func TestUserExpressions(t *testing.T) {
	k := inProcess(t, nil, fake{
		run: func(_ context.Context, c Cell) Result {
			if c.Source == "fail" {
				return Result{Err: &protocol.Error{Name: "x"}}
			}
			return Result{}
		},
		evaluate: func(_ context.Context, expr string) (any, *protocol.Error) {
			switch expr {
			case "good":
				return 3, nil
			case "bad":
				return nil, &protocol.Error{Name: "CompileError", Value: "undefined: bad"}
			}
			panic("evaluation broke")
		},
	})
	expressions := map[string]string{"a": "good", "b": "bad", "c": "panic"}
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1, UserExpressions: expressions})
	got := k.done().UserExpressions
	if got["a"].Data["text/plain"] != "3" || name(got["b"].Error) != "CompileError" || name(got["c"].Error) != "panic" {
		t.Errorf("user expressions = %+v", got)
	}
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1, Code: "fail", UserExpressions: expressions})
	if d := k.done(); d.UserExpressions != nil {
		t.Errorf("evaluated after a failure: %+v", d.UserExpressions)
	}
	k.end()
}

func TestQuestionsAreAnsweredWhileACellRuns(t *testing.T) {
	k := inProcess(t, nil, fake{
		run: func(ctx context.Context, _ Cell) Result { <-ctx.Done(); return Result{Err: cause(ctx)} },
		complete: func(q protocol.Complete) protocol.Completion {
			if q.Code == "panic" {
				panic("completion broke")
			}
			return protocol.Completion{Start: 0, End: q.Cursor, Matches: []protocol.CompletionItem{{Text: "fmt"}}}
		},
	})
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1})
	id := k.send(protocol.TypeComplete, protocol.Complete{Code: "fm", Cursor: 2})
	var c protocol.Completion
	if m := k.expect(protocol.TypeCompletion, &c); m.ID != id || len(c.Matches) != 1 {
		t.Errorf("completion %+v for %d, want an answer to %d", c, m.ID, id)
	}
	k.send(protocol.TypeComplete, protocol.Complete{Code: "panic", Cursor: 3})
	if k.expect(protocol.TypeCompletion, &c); c.Start != 3 || len(c.Matches) != 0 {
		t.Errorf("completion %+v after a panic", c)
	}
	k.send(protocol.TypeInspect, protocol.Inspect{Code: "fm", Cursor: 2})
	k.expect(protocol.TypeInspection, nil)
	k.end()
}

func TestComms(t *testing.T) {
	k := inProcess(t, nil, fake{run: func(context.Context, Cell) Result {
		display.HandleComm("echo", func(c *display.Comm, m display.CommMessage) {
			c.OnMessage(func(m display.CommMessage) {
				if string(m.Data) == `"panic"` {
					panic("callback broke")
				}
				c.Send(m.Data, m.Buffers...)
			})
		})
		return Result{}
	}})
	k.run("handle")
	k.send(protocol.TypeCommOpen, protocol.Comm{CommID: "u", Target: "unknown"})
	var c protocol.Comm
	if k.expect(protocol.TypeCommClose, &c); c.CommID != "u" {
		t.Errorf("closed %q, want the unknown target's comm", c.CommID)
	}
	k.send(protocol.TypeCommOpen, protocol.Comm{CommID: "e", Target: "echo"})
	k.send(protocol.TypeCommMsg, protocol.Comm{CommID: "e", Data: []byte(`"panic"`)})
	var late protocol.Error
	if k.expect(protocol.TypeError, &late); !strings.Contains(late.Value, "callback broke") {
		t.Errorf("late error %+v", late)
	}
	m := must(protocol.New(protocol.TypeCommMsg, protocol.Comm{CommID: "e", Data: []byte(`{"n":1}`)}))
	m.Buffers = [][]byte{{1, 2, 3}}
	if err := k.requests.Write(m); err != nil {
		t.Fatal(err)
	}
	m = k.expect(protocol.TypeCommMsg, &c)
	if string(c.Data) != `{"n":1}` || len(m.Buffers) != 1 || string(m.Buffers[0]) != "\x01\x02\x03" {
		t.Errorf("echo %s with buffers %v", c.Data, m.Buffers)
	}
	k.end()
}

func TestDisplayInput(t *testing.T) {
	k := inProcess(t, nil, fake{run: func(context.Context, Cell) (r Result) {
		defer func() {
			if err, ok := recover().(*protocol.Error); ok {
				r.Err = err
			}
		}()
		return Result{Value: display.Password("secret? "), HasValue: true}
	}})
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1, AllowStdin: true})
	var q protocol.InputRequest
	if k.expect(protocol.TypeInputRequest, &q); q.Prompt != "secret? " || !q.Password {
		t.Errorf("request %+v", q)
	}
	k.send(protocol.TypeInputReply, protocol.InputReply{Value: "héllo"})
	var d protocol.Display
	if k.expect(protocol.TypeResult, &d); d.Data["text/plain"] != "héllo" {
		t.Errorf("result %+v", d)
	}
	k.done()

	k.send(protocol.TypeExecute, protocol.Execute{Cell: 2}) // no input allowed
	if d := k.done(); name(d.Error) != ErrNoInput.Name {
		t.Errorf("error %v, want %v", d.Error, ErrNoInput)
	}
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 3, AllowStdin: true})
	k.expect(protocol.TypeInputRequest, nil)
	k.send(protocol.TypeInterrupt, nil)
	if d := k.done(); name(d.Error) != ErrInterrupted.Name {
		t.Errorf("error %v, want %v", d.Error, ErrInterrupted)
	}
	k.end()
}

func TestEndInterruptsTheCell(t *testing.T) {
	began, ended := make(chan struct{}), make(chan error, 1)
	k := inProcess(t, nil, fake{run: func(ctx context.Context, _ Cell) Result {
		close(began)
		<-ctx.Done()
		ended <- context.Cause(ctx)
		return Result{Err: cause(ctx)}
	}})
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1})
	<-began
	k.send(protocol.TypeShutdown, nil)
	if err := <-ended; !errors.Is(err, ErrShutdown) {
		t.Errorf("cause %v, want %v", err, ErrShutdown)
	}
	k.end()
}

func TestSessionThatDoesNotStart(t *testing.T) {
	broken := errors.New("no interpreter")
	null := must(os.OpenFile(os.DevNull, os.O_RDWR, 0))
	defer null.Close()
	p := pipes{requests: null, events: null, stdout: null, stderr: null, nonce: testNonce}
	err := serve(t.Context(), p, func(Host) (Session, error) { return nil, broken })
	if !errors.Is(err, broken) {
		t.Errorf("error %v, want %v", err, broken)
	}
}

func TestNotStartedByAKernel(t *testing.T) {
	t.Setenv(protocol.NonceEnv, "")
	if err := Run(t.Context(), nil); !errors.Is(err, ErrNotStarted) {
		t.Errorf("error %v, want %v", err, ErrNotStarted)
	}
}

// attributed is a session whose goroutines all belong to cell 3.
type attributed struct{ fake }

func (attributed) CallersCell() int { return 3 }

func TestDisplaysGoToTheGoroutinesCell(t *testing.T) {
	k := inProcess(t, nil, attributed{fake{run: func(context.Context, Cell) Result {
		display.Show("late")
		return Result{}
	}}})
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 5})
	if m := k.expect(protocol.TypeDisplay, nil); m.Cell != 3 {
		t.Errorf("displayed in cell %d, want 3", m.Cell)
	}
	if m := k.expect(protocol.TypeDone, nil); m.Cell != 5 {
		t.Errorf("done of cell %d, want 5", m.Cell)
	}
	k.end()
}

func TestTooManyCellsAreRefused(t *testing.T) {
	k := inProcess(t, nil, fake{run: func(ctx context.Context, _ Cell) Result {
		<-ctx.Done()
		return Result{Err: cause(ctx)}
	}})
	for range maxQueued + 2 { // one may run already
		k.send(protocol.TypeExecute, protocol.Execute{Cell: 1})
	}
	if d := k.done(); name(d.Error) != "QueueFull" {
		t.Errorf("error %v, want QueueFull", d.Error)
	}
	k.send(protocol.TypeShutdown, nil)
	k.end()
}

func TestOutcome(t *testing.T) {
	panicked := func(value string) *protocol.Error {
		return &protocol.Error{Name: "Panic", Value: value, Traceback: []string{"cell[1]:2:3"}}
	}
	for _, test := range []struct {
		cause     error
		err       *protocol.Error
		want      string
		traceback int
	}{
		{nil, nil, "", 0},
		{nil, panicked("mine"), "Panic", 1},
		{nil, panicked(ErrNoInput.Error()), ErrNoInput.Name, 1}, // of display.Input
		{ErrNoInput, nil, ErrNoInput.Name, 1},
		{ErrNoInput, panicked("EOF"), ErrNoInput.Name, 1},
		{ErrInterrupted, nil, "", 0}, // the cell coped with it
		{ErrInterrupted, panicked("mine"), "Panic", 1},
		{ErrInterrupted, panicked(ErrInterrupted.Error()), ErrInterrupted.Name, 1},
	} {
		ctx, cancel := context.WithCancelCause(t.Context())
		if test.cause != nil {
			cancel(test.cause)
		}
		got := outcome(ctx, test.err)
		if name(got) != test.want || got != nil && len(got.Traceback) != test.traceback {
			t.Errorf("cause %v, error %v: %+v, want %s", test.cause, test.err, got, test.want)
		}
		cancel(nil)
	}
}

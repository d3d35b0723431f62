package kerneltest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"gonymede/kernel"
	"gonymede/kernel/kerneltest/fakeengine"
	"gonymede/kernel/supervisor"
	"gonymede/kernel/wire"
)

// builder is a native engine whose build does what the test says.
type builder struct {
	status kernel.NativeStatus
	begun  chan struct{}             // gets a token when a build begins
	steps  chan kernel.BuildProgress // what the build reports
	result chan error                // ends it
}

func newBuilder(state kernel.NativeState, reason string) *builder {
	b := &builder{
		status: kernel.NativeStatus{State: state, GoVersion: "go1.26.8", Reason: reason},
		begun:  make(chan struct{}, 10), steps: make(chan kernel.BuildProgress), result: make(chan error, 1),
	}
	if state == kernel.NativeReady {
		b.status.Program = native()
	}
	return b
}

func native() supervisor.Program { return supervisor.Program{Command: fakeengine.Command("native")} }

func (b *builder) Inspect(context.Context) kernel.NativeStatus { return b.status }

func (b *builder) Prepare(ctx context.Context, progress func(kernel.BuildProgress)) (supervisor.Program, error) {
	b.begun <- struct{}{}
	for {
		select {
		case p := <-b.steps:
			progress(p)
		case err := <-b.result:
			return native(), err
		case <-ctx.Done():
			return supervisor.Program{}, ctx.Err()
		}
	}
}

// with makes a kernel use the builder.
func (b *builder) with(mode kernel.EngineMode) func(*kernel.Config) {
	return func(c *kernel.Config) { c.Native, c.EngineMode = b, mode }
}

// progress is one or more texts of one display, the last of which contains a
// part; the first is a display, the others update it.
func progress(first *bool, part string) Expectation {
	var id string
	return func(c *Client, request string) {
		c.t.Helper()
		for {
			var d wire.DisplayData
			m := c.Recv(IOPub)
			if State(m) != "" {
				continue // of what was asked meanwhile
			}
			typ := wire.TypeUpdateDisplayData
			if *first {
				typ = wire.TypeDisplayData
			}
			c.check(m, request, typ, &d)
			text, _ := d.Data["text/plain"].(string)
			if d.Transient.DisplayID == "" || !*first && id != "" && id != d.Transient.DisplayID {
				c.t.Fatalf("the display has the id %q, want %q", d.Transient.DisplayID, id)
			}
			*first, id = false, d.Transient.DisplayID
			if strings.Contains(text, part) {
				return
			}
			if !strings.Contains(text, "Building the engine of native cells") {
				c.t.Fatalf("%q is shown, want %q", text, part)
			}
		}
	}
}

func banner(c *Client) string {
	c.t.Helper()
	id := c.Send(Control, wire.TypeKernelInfoRequest, nil)
	var info wire.KernelInfoReply
	c.Reply(Control, id, wire.TypeKernelInfoReply, &info)
	c.Expect(id, Busy, Idle)
	return info.Banner
}

func TestNativeEngineThatIsReady(t *testing.T) {
	t.Parallel()
	c, _ := start(t, newBuilder(kernel.NativeReady, "").with(""))
	c.Run("tier", Stdout("native\n"))
	if b := banner(c); !strings.HasSuffix(b, ", native cells") {
		t.Errorf("the banner is %q", b)
	}
}

func TestInterpretedEngineWhereAskedFor(t *testing.T) {
	t.Parallel()
	c, _ := start(t, newBuilder(kernel.NativeReady, "").with(kernel.EngineInterp))
	c.Run("tier", Stdout("interpreted\n"))
	if b := banner(c); !strings.Contains(b, "interpreted cells: GONYMEDE_ENGINE=interp asks for it") {
		t.Errorf("the banner is %q", b)
	}
	id := c.Execute("unsupported goto")
	var e wire.Error
	c.Expect(id, Busy, Input("unsupported goto"), Any(wire.TypeError, &e), Idle)
	c.ExecuteReply(id)
	if text := strings.Join(e.Traceback, "\n"); !strings.Contains(text, "GONYMEDE_ENGINE=interp") {
		t.Errorf("the error says\n%s", text)
	}
}

// The first cell shows the build and waits for it; questions about code are
// answered meanwhile.
func TestFirstCellBuildsTheNativeEngine(t *testing.T) {
	t.Parallel()
	b := newBuilder(kernel.NativeBuildable, "it was not built yet")
	c, _ := start(t, b.with(""))
	if text := banner(c); !strings.Contains(text, "native cells, when") && !strings.HasSuffix(text, "1.26.8") {
		t.Errorf("the banner is %q", text)
	}
	id := c.Execute("tier")
	first := true
	c.Expect(id, Busy, Input("tier"), progress(&first, "Interrupt to run this session interpreted"))
	<-b.begun
	b.steps <- kernel.BuildProgress{Step: 2, Steps: 5, Name: "linker"}
	c.Expect(id, progress(&first, "step 2 of 5 (linker)"))

	complete := c.Send(Shell, wire.TypeCompleteRequest, wire.CompleteRequest{Code: "fm", CursorPos: 2})
	var matches wire.CompleteReply
	c.Reply(Shell, complete, wire.TypeCompleteReply, &matches)
	if len(matches.Matches) != 1 || matches.Matches[0] != "fmDone" {
		t.Errorf("completions while building: %+v", matches)
	}

	b.result <- nil
	c.Expect(id, progress(&first, "Native cells are ready"), Stdout("native\n"), Idle)
	c.ExecuteReply(id)
	c.Run("tier", Stdout("native\n"))
	if len(b.begun) != 0 {
		t.Error("it was built twice")
	}
}

// An interrupt gives up waiting: the cell runs interpreted, and the next ones.
func TestInterruptOfTheBuild(t *testing.T) {
	t.Parallel()
	b := newBuilder(kernel.NativeBuildable, "it was not built yet")
	c, _ := start(t, b.with(""))
	id := c.Execute("tier")
	first := true
	c.Expect(id, Busy, Input("tier"), progress(&first, "Building"))
	<-b.begun
	interrupt := c.Send(Control, wire.TypeInterruptRequest, nil)
	c.Reply(Control, interrupt, wire.TypeInterruptReply, nil)
	c.Expect(id, progress(&first, "This session is interpreted"))
	if reply := c.ExecuteReply(id); reply.Status != wire.StatusOK {
		t.Errorf("got %+v", reply)
	}
	c.drainTo(id, wire.StateIdle)
	c.drain("", "")
	c.Run("tier", Stdout("interpreted\n"))
	b.result <- nil // the build went on
	c.Run("tier", Stdout("interpreted\n"))

	// The next interrupts are of cells again.
	id = c.Execute("block")
	c.Expect(id, Busy, Input("block"))
	interrupt = c.Send(Control, wire.TypeInterruptRequest, nil)
	c.Reply(Control, interrupt, wire.TypeInterruptReply, nil)
	if reply := c.ExecuteReply(id); reply.Status != wire.StatusError {
		t.Errorf("got %+v", reply)
	}
	c.drainTo(id, wire.StateIdle)
	c.drain("", "")
}

func TestBuildThatFails(t *testing.T) {
	t.Parallel()
	for mode, want := range map[kernel.EngineMode][]Expectation{
		kernel.EngineAuto:   {Stdout("interpreted\n"), Idle},
		kernel.EngineNative: {Failure("EngineStart", "the linker is broken"), Idle},
	} {
		t.Run(string(mode), func(t *testing.T) {
			b := newBuilder(kernel.NativeBuildable, "it was not built yet")
			c, _ := start(t, b.with(mode))
			b.result <- errors.New("the linker is broken")
			id := c.Execute("tier")
			first := true
			c.Expect(id, Busy, Input("tier"), progress(&first, "was not built"))
			c.Expect(id, want...)
			c.ExecuteReply(id)
		})
	}
}

func TestNativeEngineThatIsImpossible(t *testing.T) {
	t.Parallel()
	for mode, want := range map[kernel.EngineMode]Expectation{
		kernel.EngineAuto:   Stdout("interpreted\n"),
		kernel.EngineNative: Failure("EngineStart", "no Go toolchain was found. Install Go."),
	} {
		t.Run(string(mode), func(t *testing.T) {
			b := newBuilder(kernel.NativeImpossible, "no Go toolchain was found")
			b.status.Advice = "Install Go."
			c, _ := start(t, b.with(mode))
			id := c.Execute("tier")
			c.Expect(id, Busy, Input("tier"), want, Idle)
			c.ExecuteReply(id)
			if text := banner(c); !strings.Contains(text, "no Go toolchain was found") {
				t.Errorf("the banner is %q", text)
			}
			if mode == kernel.EngineNative {
				return
			}
			id = c.Execute("unsupported goto")
			var e wire.Error
			c.Expect(id, Busy, Input("unsupported goto"), Any(wire.TypeError, &e), Idle)
			c.ExecuteReply(id)
			if text := strings.Join(e.Traceback, "\n"); !strings.Contains(text, "no Go toolchain was found. Install Go.") {
				t.Errorf("the error says\n%s", text)
			}
		})
	}
}

// A native engine that does not start is no reason to have none.
func TestNativeEngineThatDoesNotStart(t *testing.T) {
	t.Parallel()
	b := newBuilder(kernel.NativeReady, "")
	b.status.Program = supervisor.Program{Command: fakeengine.Command("die")}
	c, _ := start(t, b.with(""))
	c.Run("tier", Stdout("interpreted\n"))
	if text := banner(c); !strings.Contains(text, "a library is missing") {
		t.Errorf("the banner is %q", text)
	}
}

// A kernel that ends while it builds does not wait for the build.
func TestShutdownWhileBuilding(t *testing.T) {
	t.Parallel()
	b := newBuilder(kernel.NativeBuildable, "it was not built yet")
	c, _ := start(t, b.with(""))
	id := c.Execute("tier")
	first := true
	c.Expect(id, Busy, Input("tier"), progress(&first, "Building"))
	shutdown := c.Send(Control, wire.TypeShutdownRequest, wire.ShutdownRequest{})
	c.Reply(Control, shutdown, wire.TypeShutdownReply, nil)
	c.drainTo(shutdown, wire.StateIdle)
}

// A cell may ask for a new engine, which has the session's declarations.
func TestCellThatRestartsTheEngine(t *testing.T) {
	t.Parallel()
	c, _ := start(t, nil)
	c.Run("func f\nlet x")
	id := c.Execute("restart")
	var d wire.DisplayData
	c.Expect(id, Busy, Input("restart"), Any(wire.TypeDisplayData, &d), Idle)
	c.ExecuteReply(id)
	if text, _ := d.Data["text/plain"].(string); !strings.Contains(text, "Lost variables: x (cell[1])") {
		t.Errorf("%q is shown", text)
	}
	c.Run("call f", Stdout("called f\n"))
}

func TestUnknownEngineMode(t *testing.T) {
	t.Parallel()
	config := scripted()
	config.Connection, config.EngineMode = ipc(t), "fast"
	if err := kernel.Run(t.Context(), config); err == nil || !strings.Contains(err.Error(), `"fast"`) {
		t.Errorf("got %v", err)
	}
}

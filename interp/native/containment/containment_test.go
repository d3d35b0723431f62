package containment_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"

	"gonymede/interp/native/containment"
)

// TestWithoutOverlay is about the plain build, in which the tests themselves run.
func TestWithoutOverlay(t *testing.T) {
	if containment.Available {
		t.Fatal("the tests run under the overlay")
	}
	if err := containment.Start(func(containment.Event) {}); !errors.Is(err, containment.ErrUnavailable) {
		t.Errorf("Start: %v", err)
	}
	if p := containment.Poll(); p == nil || *p != 0 {
		t.Errorf("Poll: %v", p)
	}
	containment.Enter(7)
	if c := containment.Cell(); c != 0 {
		t.Errorf("cell %d", c)
	}
	called := false
	containment.Outside(func() { called = true })
	if !called {
		t.Error("Outside did not call")
	}
	if left := containment.Interrupt(context.Background(), 7); left != 0 || containment.Deadlocked(7) {
		t.Errorf("%d left", left)
	}
}

func TestFrames(t *testing.T) {
	pcs := make([]uintptr, 32)
	pcs = pcs[:runtime.Callers(0, pcs)] // runtime.Callers, this function, the testing package, runtime.goexit
	frames := containment.Stack{PCs: pcs}.Frames()
	if len(frames) < 2 || !strings.HasSuffix(frames[0].Function, "TestFrames") {
		t.Fatalf("%+v", frames)
	}
	for _, f := range frames {
		if strings.HasPrefix(f.Function, "runtime.") {
			t.Errorf("%s is the runtime's", f.Function)
		}
	}
	if f := (containment.Stack{}).Frames(); f != nil {
		t.Errorf("%+v of nothing", f)
	}
}

func TestCensus(t *testing.T) {
	c := containment.Census{Running: 1, Runnable: 2, Syscall: 3, Sleeping: 4, IO: 5, Blocked: 6, Outside: 7, Other: 8, Timers: 100}
	if n := c.Goroutines(); n != 36 {
		t.Errorf("%d goroutines", n)
	}
}

func TestKind(t *testing.T) {
	for kind, want := range map[containment.Kind]string{containment.Panic: "panic", containment.Fatal: "fatal error", containment.Exit: "exit", 0: "unknown"} {
		if got := kind.String(); got != want {
			t.Errorf("%d: %q, not %q", kind, got, want)
		}
	}
}

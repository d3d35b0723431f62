package interpreted

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"gonymede/interp/executor"
)

// TestContainmentEndsCompiledCode interrupts a cell while compiled code runs that
// asks whether it is to end, as a measurement does: containment is still there to say
// so, since yaegi knows nothing of that code.
func TestContainmentEndsCompiledCode(t *testing.T) {
	n := newNotebook(t)
	var wanted atomic.Bool
	defer wanted.Store(true)
	ended := make(chan struct{})
	n.i.options.Contain = func(ctx context.Context, _ int, run func() error) error {
		returned := make(chan error, 1)
		go func() { returned <- run() }() // joined below
		select {
		case err := <-returned:
			return err
		case <-ctx.Done():
			wanted.Store(true)
			<-returned
			return &executor.Stopped{Cause: context.Cause(ctx)}
		}
	}
	ctx, interrupt := context.WithCancel(t.Context())
	defer interrupt()
	n.compiled("func measure() {}", map[string]any{"measure": func() {
		defer close(ended)
		for !wanted.Load() {
			interrupt()
		}
	}})
	p, err := n.i.Declare(t.Context(), n.check("measure()"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Run(ctx)
	if !errors.As(err, new(*executor.Stopped)) {
		t.Errorf("got error %v, want an *executor.Stopped", err)
	}
	if !wanted.Load() {
		t.Error("the cell is over, and compiled code that it has called goes on")
		wanted.Store(true)
	}
	<-ended
}

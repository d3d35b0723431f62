package interpreted

import (
	"context"
	"errors"
	"go/token"
	"strings"
	"time"

	"gonymede/interp/executor"
	"gonymede/interp/frontend"
)

// errEnded is what a run gives whose goroutine was ended before it could say
// how: by runtime.Goexit, or from outside.
var errEnded = errors.New("the cell's goroutine was ended")

// Run runs the cell and returns the value of its last expression as it is to
// be shown, nil where there is none. It returns an [executor.Panic] where the
// cell panics or exits, an [executor.Stopped] where ctx is cancelled, and an
// [executor.UnsupportedError] where yaegi fails on the way.
func (p *Program) Run(ctx context.Context) (any, error) {
	if p.call == "" {
		return nil, nil
	}
	r := p.i.host.begin(p.cell)
	defer p.i.host.end()
	defer p.forget()
	var err error
	if p.i.options.Contain != nil {
		err = p.contained(ctx, r)
	} else {
		err = p.alone(ctx, r)
	}
	if err == nil || err == errEnded {
		return r.value(), nil
	}
	return nil, p.positioned(err, r)
}

// forget drops the syntax of a cell that is over and has declared nothing.
func (p *Program) forget() {
	p.i.slots.forgetTrees()
	if len(p.unit.Decls) == 0 && len(p.unit.Vars) == 0 && len(p.shares) == 0 {
		p.i.slots.forget(strings.TrimSuffix(p.call, "()"))
	}
}

// alone runs the cell in a goroutine of its own, which it joins unless the cell
// blocks in compiled code when it is stopped.
func (p *Program) alone(ctx context.Context, r *run) error {
	inner, cancel := context.WithCancel(context.Background())
	defer cancel()
	done := make(chan error, 1)
	go func() { p.evaluate(inner, r, done) }()
	select {
	case err := <-done:
		return err
	case <-r.ended:
		p.i.stop(r, cancel, done)
		return r.exited()
	case <-ctx.Done():
		p.i.stop(r, cancel, done)
		return &executor.Stopped{Cause: context.Cause(ctx)}
	}
}

// evaluate calls the cell's function and sends what came of it, also where the
// goroutine is ended.
func (p *Program) evaluate(ctx context.Context, r *run, done chan<- error) {
	err := errEnded
	defer func() { done <- err }()
	defer r.label()()
	_, result := p.i.yaegi.EvalWithContext(ctx, p.call)
	switch {
	case result != nil:
		err = p.i.failure(r, result)
	case r.completed():
		err = nil
	}
}

// grace is how long a contained cell has to end by itself, which interpreted
// code does at its next step. yaegi's frames are locked here and there without a
// defer, so that ending it from outside is left for what blocks.
const grace = 20 * time.Millisecond

// contained runs the cell where what it breaks is contained.
func (p *Program) contained(ctx context.Context, r *run) error {
	stopped, end := context.WithCancelCause(context.Background())
	defer end(nil)
	inner, cancel := context.WithCancel(context.Background())
	defer cancel()
	finished := make(chan struct{})
	watched := make(chan struct{})
	go func() { // joined below
		defer close(watched)
		select {
		case <-finished:
			return
		case <-r.ended:
		case <-ctx.Done():
		}
		defer p.i.keepCounter()()
		cancel()
		r.wake()
		for start := time.Now(); !r.over() && time.Since(start) < grace; {
			time.Sleep(100 * time.Microsecond)
		}
		select {
		case <-finished:
		default:
			end(context.Cause(ctx))
			<-finished
		}
	}()
	err := p.i.options.Contain(stopped, p.cell, func() error {
		done := make(chan error, 1)
		p.evaluate(inner, r, done)
		err := <-done
		// yaegi leaves what is cancelled to itself. Compiled code that calls the cell's
		// functions, as a measurement does, goes on until containment ends it, which
		// it does no longer when this function has returned.
		for inner.Err() != nil && !r.over() && stopped.Err() == nil {
			time.Sleep(100 * time.Microsecond)
		}
		return err
	})
	close(finished)
	<-watched
	if failure := r.exited(); failure != nil {
		return failure
	}
	if ctx.Err() != nil {
		outcome := &executor.Stopped{Cause: context.Cause(ctx)}
		var inside *executor.Stopped
		if errors.As(err, &inside) {
			outcome.Left = inside.Left
		}
		return outcome
	}
	return err
}

// positioned adds to an error the statement at which the cell was.
func (p *Program) positioned(err error, r *run) error {
	var stopped *executor.Stopped
	if errors.As(err, &stopped) && !stopped.Pos.IsValid() {
		stopped.Pos = p.where(r)
	}
	return err
}

// where is the statement at which a cell was stopped. The cell's function has
// noted it if it ended.
func (p *Program) where(r *run) token.Position {
	if pos := p.i.host.trace.positions.last(p.slot); pos.IsValid() && r.over() {
		if where := p.unit.Fset.Position(pos); where.Filename == frontend.CellName(p.cell) {
			return where
		}
	}
	return token.Position{}
}

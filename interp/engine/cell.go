//go:build unix

package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"gonymede/interp/native/containment"
	"gonymede/interp/protocol"
	"gonymede/kernel/display"
)

// running is the cell that runs.
type running struct {
	id         uint64 // of the request
	cell       Cell
	allowStdin bool
	lines      bool
	ctx        context.Context
	cancel     context.CancelCauseFunc
	// returned is closed when the session has returned.
	returned chan struct{}
	// before are the processes that earlier cells have left running.
	before map[process]bool
}

// run runs a cell from its request to its done event.
func (e *engine) run(req request) {
	r := &running{
		id:         req.id,
		cell:       Cell{Number: req.Cell, Source: req.Code, Silent: req.Silent},
		allowStdin: req.AllowStdin,
		lines:      req.Lines,
		returned:   make(chan struct{}),
		before:     bystanders(),
	}
	r.ctx, r.cancel = context.WithCancelCause(e.life)
	stopMonitor := e.monitor(r)
	e.setRunning(r)

	var result Result
	if r.ctx.Err() != nil {
		result.Err = cause(r.ctx) // interrupted before it began
	} else {
		result = e.call(r)
	}
	close(r.returned)
	stopMonitor()
	display.FlushProgress() // before the done event: some front ends show nothing after it
	done := protocol.Done{Page: result.Page, NextInput: result.NextInput, Restart: result.Restart}
	done.Error = outcome(r.ctx, result.Err)
	if !req.Silent {
		e.note(r, result.Notes)
	}
	if done.Error == nil && result.HasValue && !req.Silent {
		done.Error = e.show(r, result.Value)
	}
	if done.Error == nil {
		done.UserExpressions = e.evaluate(r, req.UserExpressions)
	}
	e.setRunning(nil) // before the event, so that an interrupt that follows it meets the next cell
	r.cancel(nil)
	if err := e.events.ordered(protocol.TypeDone, req.Cell, req.id, done); errors.Is(err, protocol.ErrFrameSize) {
		done = protocol.Done{Error: failure(fmt.Errorf("the answer is too large: %w", err))}
		_ = e.events.ordered(protocol.TypeDone, req.Cell, req.id, done)
	}
}

// outcome is a cell's error once more, now that it is known whether the cell
// was stopped. A cell that found no input fails, even if it took the end of
// file for the end of its input. And what [display.Input] panics with is no
// panic of the cell's own, but the error that it is.
func outcome(ctx context.Context, err *protocol.Error) *protocol.Error {
	if why := ErrNoInput; context.Cause(ctx) == why {
		if err == nil || err.Name == why.Name {
			return cmp.Or(err, why)
		}
		return &protocol.Error{Name: why.Name, Value: why.Value, Traceback: err.Traceback}
	}
	if err == nil {
		return nil
	}
	for _, why := range []*protocol.Error{ErrNoInput, ErrInterrupted} {
		if err.Name != why.Name && strings.Contains(err.Value, why.Error()) {
			return &protocol.Error{Name: why.Name, Value: why.Value, Traceback: err.Traceback}
		}
	}
	return err
}

func (e *engine) setRunning(r *running) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.running = r
	if r == nil {
		return
	}
	e.last = r.cell.Number
	containment.SetRunning(uint64(e.last))
	if r.id <= e.interrupted {
		r.cancel(ErrInterrupted)
	}
}

// current returns the cell that runs, nil for none, and the number of the
// cell that output belongs to.
func (e *engine) current() (r *running, number int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.running, e.last
}

// interrupt interrupts the cell of a request, if that has not ended, and the
// processes that the cell has started.
func (e *engine) interrupt(id uint64) {
	e.mu.Lock()
	r := e.running
	e.interrupted = max(e.interrupted, id)
	e.mu.Unlock()
	if r == nil || r.id > id { // not begun, or ended: then another one may run
		return
	}
	r.cancel(ErrInterrupted)
	e.work.Go(func() { e.interruptProcesses(r) })
}

// patience is how long an interrupted process has to end by itself.
const patience = time.Second

func (e *engine) interruptProcesses(r *running) {
	own := map[process]bool{}
	for p := range descendants() {
		if !r.before[p] {
			own[p] = true
			p.interrupt()
		}
	}
	if len(own) == 0 {
		return
	}
	select {
	case <-time.After(patience):
	case <-e.life.Done():
		return
	}
	for p := range descendants() {
		if own[p] {
			p.kill()
		}
	}
}

// call has the session execute the cell. A panic there is the cell's error.
func (e *engine) call(r *running) (result Result) {
	returned := make(chan struct{})
	result.Err = failure(errors.New("the cell's goroutine was ended by runtime.Goexit"))
	go func() {
		defer close(returned)
		defer func() {
			if p := recover(); p != nil {
				result = Result{Err: panicked(p)}
			}
		}()
		result = e.session.Execute(r.ctx, r.cell)
	}()
	<-returned
	return result
}

func (e *engine) note(r *running, notes []string) {
	if len(notes) == 0 {
		return
	}
	text := strings.Join(notes, "\n")
	_ = e.events.ordered(protocol.TypeDisplay, r.cell.Number, 0, protocol.Display{Data: map[string]any{"text/plain": text}})
}

// show shows the value of the last expression.
func (e *engine) show(r *running, value any) *protocol.Error {
	forms, err := render(r, value)
	if err != nil {
		return err
	}
	result := protocol.Display{Data: forms.Data, Metadata: forms.Metadata}
	if err := e.events.ordered(protocol.TypeResult, r.cell.Number, 0, result); err != nil {
		return failure(fmt.Errorf("show the value: %w", err))
	}
	return nil
}

// evaluate returns the forms of each expression, by name.
func (e *engine) evaluate(r *running, expressions map[string]string) map[string]protocol.UserExpression {
	if len(expressions) == 0 {
		return nil
	}
	values := make(map[string]protocol.UserExpression, len(expressions))
	for name, expr := range expressions {
		values[name] = e.expression(r, expr)
	}
	return values
}

func (e *engine) expression(r *running, expr string) (u protocol.UserExpression) {
	defer func() {
		if p := recover(); p != nil {
			u = protocol.UserExpression{Error: panicked(p)}
		}
	}()
	value, err := e.session.Evaluate(r.ctx, expr)
	if err != nil {
		return protocol.UserExpression{Error: err}
	}
	forms, err := render(r, value)
	if err != nil {
		return protocol.UserExpression{Error: err}
	}
	return protocol.UserExpression{Data: forms.Data, Metadata: forms.Metadata}
}

// cause returns why a cell's context is done, as the cell's error.
func cause(ctx context.Context) *protocol.Error {
	var err *protocol.Error
	if errors.As(context.Cause(ctx), &err) {
		return err
	}
	return ErrShutdown
}

func failure(err error) *protocol.Error {
	return &protocol.Error{Name: "EngineError", Value: err.Error(), Traceback: []string{"EngineError: " + err.Error()}}
}

// panicked is the error for a panic that the session did not turn into one of
// the cell: a fault of the engine, so the whole stack is of interest.
func panicked(p any) *protocol.Error {
	text := fmt.Sprint(p)
	trace := append([]string{"panic: " + text, ""}, strings.Split(strings.TrimSpace(string(debug.Stack())), "\n")...)
	return &protocol.Error{Name: "panic", Value: text, Traceback: trace}
}

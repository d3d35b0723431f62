package native

import (
	"context"
	"go/token"
	"strings"
	"time"

	"gonymede/interp/executor"
	"gonymede/interp/native/cell"
	"gonymede/interp/native/containment"
	"gonymede/kernel/display"
)

// program is a cell that was compiled and loaded.
type program struct {
	x         *Executor
	cell      int
	path      string
	entry     func()
	onlyError bool
}

const (
	// patience is how long an interrupted cell has to end. What is left of it
	// then is left behind.
	patience = time.Second
	// deadlockLook is how often a cell is looked at for a deadlock.
	deadlockLook = 20 * time.Millisecond
)

// Run implements [executor.Program].
func (p *program) Run(ctx context.Context) (any, error) {
	if p.entry == nil {
		return nil, nil
	}
	return p.do(ctx, func() error {
		p.entry()
		return nil
	}, p.value)
}

// do runs f as the cell, and returns the value that last gives after it.
func (p *program) do(ctx context.Context, f func() error, last func() any) (any, error) {
	r := p.x.runs.begin(p.cell)
	defer p.x.runs.end(p.cell, r)
	var value any
	err := errEnded
	returned := make(chan struct{})
	go func() {
		defer close(returned)
		p.x.runs.own(r)
		containment.Enter(uint64(p.cell))
		if e := f(); e != nil {
			err = e
			return
		}
		if last != nil {
			value = last()
		}
		err = nil
	}()
	watch := time.NewTicker(deadlockLook)
	defer watch.Stop()
	dead := 0
	for {
		select {
		case <-returned:
			if err == errEnded {
				p.x.runs.gone(r)
			}
			if failure := p.x.runs.failed(r); failure != nil {
				p.stop()
				return nil, failure
			}
			if err == errEnded {
				return nil, nil // by runtime.Goexit
			}
			return value, err
		case <-r.ended:
			p.stop()
			return nil, p.x.runs.failed(r)
		case <-ctx.Done():
			stopped := &executor.Stopped{Cause: context.Cause(ctx)}
			stopped.Pos = p.position()
			stopped.Left = p.stop()
			if len(stopped.Left) == 0 {
				wait(returned)
			}
			return nil, stopped
		case <-watch.C:
			if !containment.Deadlocked(uint64(p.cell)) {
				dead = 0
				continue
			}
			if dead++; dead < 2 {
				continue
			}
			failure := &executor.Panic{Fatal: true, Text: "all goroutines are asleep - deadlock!", Others: goroutines(0)}
			p.stop()
			return nil, failure
		}
	}
}

// wait waits for a goroutine that is about to end.
func wait(returned <-chan struct{}) {
	select {
	case <-returned:
	case <-time.After(patience):
	}
}

// stop ends the goroutines of the cell, and returns those that it cannot end.
func (p *program) stop() []executor.Goroutine {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if containment.Interrupt(ctx, uint64(p.cell)) == 0 {
		return nil
	}
	return goroutines(p.cell)
}

// position is the statement that the cell's own goroutine is at.
func (p *program) position() (pos token.Position) {
	for _, g := range goroutines(p.cell) {
		for _, f := range g.Frames {
			pos = f.Pos
		}
		if n := len(g.Frames); n > 0 && g.Frames[n-1].Function == "main.main" {
			return g.Frames[0].Pos
		}
	}
	return pos
}

// goroutines describes the goroutines of a cell, or of all cells for 0.
func goroutines(number int) []executor.Goroutine {
	var list []executor.Goroutine
	for _, s := range containment.Stacks() {
		if number != 0 && s.Cell != uint64(number) {
			continue
		}
		list = append(list, executor.Goroutine{ID: s.ID, Cell: int(s.Cell), State: s.State, Frames: framesOf(s.PCs)})
	}
	return list
}

// value is what is shown of the cell's last expression. Its methods are the
// user's code, so it is rendered by the cell's goroutine.
func (p *program) value() any {
	values := cell.TakeResults(p.path)
	if n := len(values); n > 1 && values[n-1] == nil {
		values = values[:n-1] // no error
	}
	switch {
	case len(values) == 0, p.onlyError && values[0] == nil:
		return nil
	case len(values) == 1:
		return display.Render(values[0])
	}
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = display.Text(v)
	}
	return display.Bundle{Data: map[string]any{"text/plain": strings.Join(texts, " ")}}
}

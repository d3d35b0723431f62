package trial

import (
	"context"
	"fmt"
	"sync"
	"time"

	"gonymede/interp/native/containment"
)

// patience is how long something may take that should take no time, on a busy machine.
const patience = 20 * time.Second

// events keeps what containment reports.
type events struct {
	sync.Mutex
	all []containment.Event
}

var reported events

func (e *events) add(ev containment.Event) {
	e.Lock()
	defer e.Unlock()
	e.all = append(e.all, ev)
}

// take gives the events of a cell, and forgets them.
func (e *events) take(cell uint64) (of []containment.Event) {
	e.Lock()
	defer e.Unlock()
	rest := e.all[:0]
	for _, ev := range e.all {
		if ev.Cell == cell {
			of = append(of, ev)
		} else {
			rest = append(rest, ev)
		}
	}
	e.all = rest
	return of
}

var lastCell uint64 = 100

// newCell gives a number that no cell had.
func newCell() uint64 {
	lastCell++
	return lastCell
}

// start runs f as a cell would be run. The channel is closed when its first goroutine has ended.
func start(cell uint64, f func()) <-chan struct{} {
	entered, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		containment.Enter(cell) // to the end: an uncaught panic is reported after the deferred calls
		close(entered)
		f()
	}()
	<-entered // before, an interrupt would find nobody
	return done
}

// finish waits for a cell's goroutines to end by themselves.
func finish(cell uint64, done <-chan struct{}) error {
	select {
	case <-done:
	case <-time.After(patience):
		return fmt.Errorf("did not end: %+v", containment.Count(cell))
	}
	for begin := time.Now(); containment.Count(cell).Goroutines() > 0; time.Sleep(time.Millisecond) {
		if time.Since(begin) > patience {
			return fmt.Errorf("goroutines did not end: %+v", containment.Count(cell))
		}
	}
	return nil
}

// interrupt ends a cell, and complains if it does not.
func interrupt(cell uint64, done <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if left := containment.Interrupt(ctx, cell); left > 0 {
		return fmt.Errorf("%d goroutines left: %+v", left, containment.Stacks())
	}
	select {
	case <-done:
		return nil
	case <-time.After(patience):
		return fmt.Errorf("the goroutine ended without its deferred calls")
	}
}

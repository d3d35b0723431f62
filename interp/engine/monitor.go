//go:build unix

package engine

import (
	"context"
	"errors"
	"time"

	"gonymede/interp/protocol"
)

// How often the monitor looks for a reader of standard input: often while one
// is likely, so that the prompt is there at once, and then rarely, so that a
// long cell has the processor to itself.
const (
	quickFor   = 30 * time.Millisecond
	quickEvery = time.Millisecond
	every      = 10 * time.Millisecond
	slowAfter  = 2 * time.Second
	slowEvery  = 25 * time.Millisecond
)

// monitor serves the readers of standard input while a cell runs. stop ends
// it and waits for that.
//
// It owns one goroutine, which stop ends, or the end of the cell's context.
func (e *engine) monitor(r *running) (stop func()) {
	if e.stdin == nil {
		return func() {}
	}
	if e.stdin.unread() {
		e.stdin.renew() // what the last cell left
	}
	select {
	case <-e.expect:
	default:
	}
	watch := e.watch
	var earlier map[int]bool
	if !r.allowStdin {
		earlier = watch.waiting() // readers that are no fault of this cell's
	}
	ctx, cancel := context.WithCancel(r.ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for e.nextReader(ctx, watch, earlier) {
			if !e.serveReader(ctx, r) {
				return
			}
		}
		if r.ctx.Err() != nil && len(watch.waiting()) > 0 {
			e.stdin.renew() // interrupted before the reader was seen
		}
	}()
	return func() {
		cancel()
		<-ended
	}
}

// nextReader waits until someone reads who is not one of earlier, and reports
// false when ctx ends before that.
func (e *engine) nextReader(ctx context.Context, watch *watch, earlier map[int]bool) bool {
	begun := time.Now()
	quickUntil := begun.Add(quickFor)
	timer := time.NewTimer(quickEvery)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-e.expect:
			quickUntil = time.Now().Add(quickFor)
			timer.Reset(quickEvery)
			continue
		case <-timer.C:
		}
		if e.compiling.Load() {
			quickUntil = time.Now().Add(quickFor)
			timer.Reset(quickEvery)
			continue
		}
		for reader := range watch.waiting() {
			if !earlier[reader] {
				return true
			}
		}
		now := time.Now()
		switch {
		case now.Before(quickUntil):
			timer.Reset(quickEvery)
		case now.Sub(begun) < slowAfter:
			timer.Reset(every)
		default:
			timer.Reset(slowEvery)
		}
	}
}

// serveReader asks for a line and gives it to the reader; it reports whether
// to go on. Without a line the reader gets end of file.
func (e *engine) serveReader(ctx context.Context, r *running) bool {
	line, err := e.ask(ctx, r, protocol.InputRequest{})
	if err == nil {
		err = e.stdin.feed(ctx, line+"\n")
	}
	if err == nil {
		return true
	}
	if errors.Is(err, ErrNoInput) {
		r.cancel(ErrNoInput)
	}
	if r.ctx.Err() == nil {
		return false // the cell has ended; its reader waits for the next one
	}
	// The session gets the time to abandon the cell first: the cell should not
	// see, and print, an end of file that nobody typed.
	select {
	case <-r.returned:
	case <-time.After(5 * time.Millisecond):
	}
	e.stdin.renew()
	return false
}

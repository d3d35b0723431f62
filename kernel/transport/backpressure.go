package transport

import (
	"context"
	"time"
)

// WaitReady blocks while every live subscriber has more than HighWater bytes
// waiting, so that the fastest one decides. A subscriber is live unless nothing
// could be written to it for StallAfter; one that has no subscription to what is
// published does not count. With no live subscriber WaitReady returns at once.
//
// Producers of Output call it before each Publish. Then a subscriber that is
// alone and live never loses a message, and a stalled one delays nobody for
// longer than StallAfter in all.
//
// The error is ctx's, or ErrClosed.
func (x *XPub) WaitReady(ctx context.Context) error {
	for {
		ready, again, changed := x.poll()
		if x.sock.isClosed() {
			return ErrClosed
		}
		if ready {
			return ctx.Err()
		}
		// A subscriber that stalls changes nothing by itself.
		stall := time.NewTimer(again)
		select {
		case <-ctx.Done():
		case <-changed:
		case <-stall.C:
		case <-x.sock.done:
		}
		stall.Stop()
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// poll says whether producers may go on, and else when to look again: after
// some time, or when changed is closed.
func (x *XPub) poll() (ready bool, again time.Duration, changed <-chan struct{}) {
	x.mu.Lock()
	defer x.mu.Unlock()
	ready = true
	again = x.opt.StallAfter
	for p, s := range x.subscribers {
		if !s.wants {
			continue
		}
		bytes, idle, stalled := p.out.load(x.opt.StallAfter)
		if stalled {
			continue
		}
		if bytes <= x.opt.HighWater {
			return true, 0, nil
		}
		ready = false
		again = min(again, x.opt.StallAfter-idle)
	}
	if ready {
		return true, 0, nil
	}
	if x.changed == nil {
		x.changed = make(chan struct{})
	}
	return false, again, x.changed
}

// notify makes every WaitReady look again.
func (x *XPub) notify() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.notifyLocked()
}

func (x *XPub) notifyLocked() {
	if x.changed != nil {
		close(x.changed)
		x.changed = nil
	}
}

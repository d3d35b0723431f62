package transport

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// fill publishes until WaitReady would block on the only subscriber, which
// does not read, and returns how many messages that took.
func fill(t *testing.T, x *XPub) int {
	t.Helper()
	text := strings.Repeat("x", 64<<10)
	for n := 0; ; n++ {
		ready, _, _ := x.poll()
		if !ready {
			// What the connection's own buffers take may still be on its way.
			time.Sleep(20 * time.Millisecond)
			if ready, _, _ = x.poll(); !ready {
				return n
			}
		}
		publish(x, Output, "o", text)
	}
}

func TestWaitReadyWithoutSubscribers(t *testing.T) {
	x := startXPub(t, Options{})
	if err := x.WaitReady(t.Context()); err != nil {
		t.Error(err)
	}
	subscribe(t, x) // connected, but to nothing
	if err := x.WaitReady(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestWaitReadyWaitsForTheOnlySubscriber(t *testing.T) {
	x := startXPub(t, Options{HighWater: 256 << 10, StallAfter: time.Hour})
	p := subscribe(t, x, "")
	n := fill(t, x)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if err := x.WaitReady(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("WaitReady did not block: %v", err)
	}
	waited := make(chan error, 1)
	go func() { waited <- x.WaitReady(t.Context()) }()
	for range n {
		p.recv(t)
	}
	if err := within(t, waited); err != nil {
		t.Error(err)
	}
}

// A subscriber to other things has an empty queue always. It must not stand for
// those that want the output.
func TestWaitReadyIgnoresSubscribersToOtherTopics(t *testing.T) {
	x := startXPub(t, Options{HighWater: 256 << 10, StallAfter: time.Hour})
	subscribe(t, x, "something else")
	subscribe(t, x, "")
	fill(t, x) // would not end
}

func TestWaitReadyGivesUpOnStalledSubscriber(t *testing.T) {
	x := startXPub(t, Options{HighWater: 256 << 10, StallAfter: 200 * time.Millisecond})
	subscribe(t, x, "")
	fill(t, x)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := x.WaitReady(ctx); err != nil {
		t.Error(err)
	}
}

func TestWaitReadyGoesOnWhenSubscriberLeaves(t *testing.T) {
	x := startXPub(t, Options{HighWater: 256 << 10, StallAfter: time.Hour})
	p := subscribe(t, x, "")
	fill(t, x)
	waited := make(chan error, 1)
	go func() { waited <- x.WaitReady(t.Context()) }()
	p.Close()
	if err := within(t, waited); err != nil {
		t.Error(err)
	}
}

func TestWaitReadyEndsAtClose(t *testing.T) {
	x := startXPub(t, Options{HighWater: 256 << 10, StallAfter: time.Hour, Linger: time.Millisecond})
	subscribe(t, x, "")
	fill(t, x)
	waited := make(chan error, 1)
	go func() { waited <- x.WaitReady(t.Context()) }()
	x.Close(context.Background())
	if err := within(t, waited); !errors.Is(err, ErrClosed) {
		t.Error(err)
	}
}

package transport

import (
	"strings"
	"testing"
)

func testQueue() *queue {
	return newQueue(Options{SoftLimit: 1000, HardLimit: 2000, HighWater: 400})
}

// cost100 is a message that counts 100 bytes in a queue.
var cost100 = []byte(strings.Repeat("x", 100-messageCost))

func push(t *testing.T, q *queue, n int, droppable bool, want outcome) {
	t.Helper()
	for i := range n {
		if got := q.push(cost100, droppable); got != want {
			t.Fatalf("message %d: outcome %d, want %d", i, got, want)
		}
	}
}

// What a slow peer misses is one gap: after the first dropped message all are,
// until the queue is down at its low mark and the notice is in it.
func TestQueueDropsInOneGap(t *testing.T) {
	q := testQueue()
	push(t, q, 10, true, queued)
	push(t, q, 3, true, dropped)
	push(t, q, 2, false, queued) // 1200
	if drained, missed, _ := q.wrote(700); drained || missed != 0 {
		t.Errorf("at 500 bytes: drained %v, missed %d", drained, missed)
	}
	push(t, q, 1, true, dropped)
	drained, missed, bytes := q.wrote(100)
	if !drained || missed != 4 || bytes != 4*int64(len(cost100)) {
		t.Fatalf("at 400 bytes: drained %v, missed %d of %d bytes", drained, missed, bytes)
	}
	push(t, q, 1, true, dropped) // while the notice is being made
	if missed, bytes = q.settle(missed, bytes, []byte("notice 4")); missed != 1 {
		t.Fatalf("%d messages were dropped in the meantime, want 1", missed)
	}
	push(t, q, 1, true, dropped)
	if missed, bytes = q.settle(missed, bytes, []byte("notice 1")); missed != 1 {
		t.Fatalf("%d messages were dropped in the meantime, want 1", missed)
	}
	if missed, _ = q.settle(missed, bytes, nil); missed != 0 {
		t.Fatalf("%d messages are left", missed)
	}
	push(t, q, 1, true, queued)
	batch, ok := q.take(nil)
	if n := len(batch); !ok || n != 15 || string(batch[12]) != "notice 4" || string(batch[13]) != "notice 1" {
		t.Errorf("the queue has %d messages: %q", n, batch)
	}
}

func TestQueueOverflowsAtHardLimit(t *testing.T) {
	q := testQueue()
	push(t, q, 20, false, queued)
	push(t, q, 1, false, overflow)
	push(t, q, 1, true, dropped)
	q.wrote(100)
	push(t, q, 1, false, queued)
}

func TestQueueTakesOneLargeMessage(t *testing.T) {
	q := testQueue()
	if got := q.push(make([]byte, 1<<20), true); got != queued {
		t.Errorf("outcome %d", got)
	}
}

func TestQueueClosing(t *testing.T) {
	q := testQueue()
	push(t, q, 2, false, queued)
	q.close()
	push(t, q, 1, false, shut)
	if batch, ok := q.take(nil); !ok || len(batch) != 2 {
		t.Errorf("a closed queue gives %d messages, %v", len(batch), ok)
	}
	if _, ok := q.take(nil); ok {
		t.Error("a closed and empty queue does not end")
	}
	q = testQueue()
	push(t, q, 2, false, queued)
	q.abort()
	if _, ok := q.take(nil); ok {
		t.Error("an aborted queue gives messages")
	}
}

func TestOptionsKeepLimitsInOrder(t *testing.T) {
	o := Options{HardLimit: 1000}.withDefaults()
	if o.SoftLimit != 1000 || o.HighWater != 500 {
		t.Errorf("soft %d, high water %d", o.SoftLimit, o.HighWater)
	}
	if o := (Options{}).withDefaults(); o.SoftLimit != 32<<20 || o.HighWater != 4<<20 {
		t.Errorf("defaults: soft %d, high water %d", o.SoftLimit, o.HighWater)
	}
}

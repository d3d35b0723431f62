package supervisor

import (
	"sync"

	"gonymede/interp/protocol"
)

// maxQueued bounds the ordered events that wait for the output before them,
// in bytes. Past it the engine's events are no longer read, and a cell that
// displays waits.
const maxQueued = 16 << 20

// eventQueue holds ordered events from the goroutine that reads them to the
// sequencer.
type eventQueue struct {
	mu     sync.Mutex
	room   *sync.Cond // there is room again
	queue  []protocol.Message
	bytes  int
	closed bool

	// notify has a token where something changed.
	notify chan struct{}
}

func newEventQueue() *eventQueue {
	q := &eventQueue{notify: make(chan struct{}, 1)}
	q.room = sync.NewCond(&q.mu)
	return q
}

// push appends m. It waits while the queue is full.
func (q *eventQueue) push(m protocol.Message) {
	q.mu.Lock()
	for q.bytes > maxQueued {
		q.room.Wait()
	}
	q.queue = append(q.queue, m)
	q.bytes += weight(m)
	q.mu.Unlock()
	q.wake()
}

// close says that no event follows.
func (q *eventQueue) close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.wake()
}

func (q *eventQueue) wake() {
	select {
	case q.notify <- struct{}{}:
	default:
	}
}

// peek returns the first event. ended says that there is none and will be none.
func (q *eventQueue) peek() (m protocol.Message, ok, ended bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.queue) == 0 {
		return m, false, q.closed
	}
	return q.queue[0], true, false
}

// pop removes the first event.
func (q *eventQueue) pop() {
	q.mu.Lock()
	q.bytes -= weight(q.queue[0])
	q.queue[0] = protocol.Message{}
	q.queue = q.queue[1:]
	q.mu.Unlock()
	q.room.Signal()
}

func weight(m protocol.Message) int {
	n := 128 + len(m.Body)
	for _, b := range m.Buffers {
		n += len(b)
	}
	return n
}

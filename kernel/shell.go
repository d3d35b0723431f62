package kernel

import (
	"sync"

	"gonymede/kernel/wire"
)

// shellRequest takes a request on shell. It is called by the goroutine that
// reads the client's connection.
func (k *kernel) shellRequest(r *request) {
	if k.answerPromptly(r) {
		return
	}
	k.queue.push(r)
}

// controlRequest takes a request on control. Nothing here waits for a cell.
func (k *kernel) controlRequest(r *request) {
	if k.answerPromptly(r) {
		return
	}
	k.around(r, func() { k.log.Error("an unknown control message", "type", r.Header.MsgType) })
}

// runShell handles the requests that keep their order, until the queue is closed.
func (k *kernel) runShell() {
	var before *cell // the last cell that was started
	for {
		r, ok := k.queue.pop()
		if !ok {
			break
		}
		switch r.Header.MsgType {
		case wire.TypeExecuteRequest:
			if before != nil {
				<-before.done
			}
			if k.ending() {
				continue
			}
			if c := k.begin(r); c != nil {
				before = c
				// What follows may go to the engine when the cell has.
				select {
				case <-c.sent:
				case <-c.done:
				}
			}
		case wire.TypeCommOpen, wire.TypeCommMsg, wire.TypeCommClose:
			k.around(r, func() { k.commMessage(r) })
		default:
			k.around(r, func() { k.log.Error("an unknown shell message", "type", r.Header.MsgType) })
		}
	}
	if before != nil {
		<-before.done
	}
}

// maxQueued is how many bytes of requests may wait for the shell goroutine.
// Past it, clients wait to be read.
const maxQueued = 256 << 20

// queue has the shell's requests in their order.
type queue struct {
	mu      sync.Mutex
	changed *sync.Cond
	waiting []*request
	bytes   int
	closed  bool
}

func newQueue() *queue {
	q := &queue{}
	q.changed = sync.NewCond(&q.mu)
	return q
}

// push appends a request, or drops it where the queue is closed.
func (q *queue) push(r *request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for q.bytes > maxQueued && !q.closed {
		q.changed.Wait()
	}
	if q.closed {
		return
	}
	q.waiting = append(q.waiting, r)
	q.bytes += len(r.Content)
	q.changed.Broadcast()
}

// pop waits for the first request and takes it out. It returns false when the
// queue is closed.
func (q *queue) pop() (*request, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.waiting) == 0 && !q.closed {
		q.changed.Wait()
	}
	if q.closed {
		return nil, false
	}
	r := q.waiting[0]
	q.waiting = q.waiting[1:]
	q.bytes -= len(r.Content)
	q.changed.Broadcast()
	return r, true
}

// close drops what waits.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.waiting = nil
	q.changed.Broadcast()
}

package transport

import (
	"sync"
	"time"
)

// messageCost is added to a message's size for what it costs in a queue.
const messageCost = 64

// outcome says what became of a message that was pushed.
type outcome int

const (
	queued   outcome = iota
	dropped          // over the soft limit, or after others that were
	overflow         // over the hard limit: the peer is to be disconnected
	shut             // the queue takes no more
)

// queue holds the encoded messages that wait for one peer. Any number of
// goroutines push; the connection's writer takes.
type queue struct {
	soft, hard, low int64 // in bytes; low is where dropping ends

	wake chan struct{} // holds a token when the writer has something to see

	mu       sync.Mutex
	pending  [][]byte
	bytes    int64 // pushed and not written yet
	closed   bool
	progress time.Time // of the last write, or when bytes last left zero
	// missed counts messages dropped since the last notice. While it is not
	// zero all droppable messages are, so that what a peer misses is one gap.
	missed      int
	missedBytes int64
}

func newQueue(o Options) *queue {
	return &queue{soft: o.SoftLimit, hard: o.HardLimit, low: o.HighWater, wake: make(chan struct{}, 1)}
}

// push queues an encoded message. It never blocks. Limits are compared with
// what waits already, so a single large message always has a chance.
func (q *queue) push(b []byte, droppable bool) outcome {
	q.mu.Lock()
	defer q.mu.Unlock()
	switch {
	case q.closed:
		return shut
	case droppable && (q.missed > 0 || q.bytes >= q.soft):
		q.missed++
		q.missedBytes += int64(len(b))
		return dropped
	case q.bytes >= q.hard:
		return overflow
	}
	q.append(b)
	return queued
}

func (q *queue) append(b []byte) {
	if q.bytes == 0 {
		q.progress = time.Now()
	}
	q.bytes += int64(len(b)) + messageCost
	q.pending = append(q.pending, b)
	if len(q.pending) == 1 {
		q.signal()
	}
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default: // there is a token already
	}
}

// take waits for messages and returns all there are. It returns false when the
// queue is closed and empty. The caller gives spare's memory away.
func (q *queue) take(spare [][]byte) ([][]byte, bool) {
	for {
		q.mu.Lock()
		if len(q.pending) > 0 {
			batch := q.pending
			q.pending = spare[:0]
			q.mu.Unlock()
			return batch, true
		}
		closed := q.closed
		q.mu.Unlock()
		if closed {
			return nil, false
		}
		<-q.wake
	}
}

// wrote records that n bytes, with their costs, have left the queue. It says
// whether the queue has just come down to its low mark, and how many messages
// were dropped that the peer can now be told of.
func (q *queue) wrote(n int64) (drained bool, missed int, missedBytes int64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	above := q.bytes > q.low
	q.bytes -= n
	q.progress = time.Now()
	if q.bytes > q.low {
		return false, 0, 0
	}
	return above, q.missed, q.missedBytes
}

// settle ends a gap of which the peer is told by notice, which may be nil. It
// returns what has been dropped in the meantime, of which another notice is due.
func (q *queue) settle(missed int, missedBytes int64, notice []byte) (int, int64) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.missed -= missed
	q.missedBytes -= missedBytes
	if notice != nil && !q.closed {
		q.append(notice)
	}
	return q.missed, q.missedBytes
}

// progressed records that part of a message has been written.
func (q *queue) progressed() {
	q.mu.Lock()
	q.progress = time.Now()
	q.mu.Unlock()
}

// close lets the writer write what is queued, and end.
func (q *queue) close() {
	q.mu.Lock()
	q.closed = true
	q.mu.Unlock()
	q.signal()
}

// abort throws away what is queued.
func (q *queue) abort() {
	q.mu.Lock()
	q.closed = true
	q.pending = nil
	q.mu.Unlock()
	q.signal()
}

// load returns how many bytes wait, and whether the peer has not taken any of
// them for the given time.
func (q *queue) load(stallAfter time.Duration) (bytes int64, idle time.Duration, stalled bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.bytes == 0 {
		return 0, 0, false
	}
	idle = time.Since(q.progress)
	return q.bytes, idle, idle >= stallAfter
}

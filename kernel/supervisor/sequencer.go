package supervisor

import (
	"context"
	"math"
	"time"

	"gonymede/interp/protocol"
)

// markerPatience is how long an event waits for its marker in a stream that
// is silent. Only a cell that replaced its descriptor 1 or 2 lets it wait.
const markerPatience = 3 * time.Second

// sequencer brings the streams and events of one engine into one order and
// gives them to the sink. Its run method is the goroutine that does it, and
// the only one that uses its fields.
//
// A marker with number n in a stream stands where the ordered event n belongs.
// A stream that has passed marker n therefore waits until event n was
// delivered, and event n waits until both streams have passed marker n.
type sequencer struct {
	sink    Sink
	ctx     context.Context // ends the sink's calls
	streams [2]*stream      // stdout, stderr
	events  *eventQueue
	batch   batch
	cell    int    // the running cell, or the last
	done    uint64 // the number of the last ordered event that was delivered

	// The engine sets deliver, and what the batch emits to. deliver is called for an ordered event after the sink's turn, for what
	// the engine itself wants to know.
	deliver func(protocol.Message)
	// begin announces the cell that runs from now on; the announcer waits for
	// the answer.
	begin chan cellStart
	// crashing is closed when the engine's runtime begins its last words.
	crashing <-chan struct{}
}

type cellStart struct {
	cell int
	done chan<- struct{}
}

// stream is a standard stream as the sequencer sees it.
type stream struct {
	name    string
	chunks  <-chan chunk // nil when ended
	scanner *protocol.Scanner
	passed  uint64 // the number of the last marker that was read
	cell    int    // whose output follows, 0 for the running cell's
	// behind is what was read behind a marker whose event is still to come.
	behind []piece
}

// piece is printed text, or a marker where text is nil.
type piece struct {
	text   []byte
	marker uint64
}

func newSequencer(ctx context.Context, sink Sink, nonce string, stdout, stderr <-chan chunk, crashing <-chan struct{}) *sequencer {
	q := &sequencer{
		sink:     sink,
		ctx:      ctx,
		events:   newEventQueue(),
		begin:    make(chan cellStart),
		crashing: crashing,
	}
	q.streams = [2]*stream{
		{name: "stdout", chunks: stdout, scanner: protocol.NewScanner(nonce)},
		{name: "stderr", chunks: stderr, scanner: protocol.NewScanner(nonce)},
	}
	return q
}

// run delivers until both streams and the events have ended. It returns what
// the engine printed to stderr just before its end and was held back because
// it may be the runtime's last words.
func (q *sequencer) run() (held []byte) {
	flush := time.NewTimer(time.Hour)
	defer flush.Stop()
	silence := time.NewTimer(markerPatience)
	defer silence.Stop()
	crashing := q.crashing
	for {
		flushAt := q.batch.due()
		if !flushAt.IsZero() {
			flush.Reset(time.Until(flushAt))
		}
		silent := false
		stdout, stderr := q.open(q.streams[0]), q.open(q.streams[1])
		// Where both streams have something, nobody knows which came first; a
		// program usually prints its output before it complains.
		if len(stdout) > 0 {
			stderr = nil
		}
		select {
		case c, ok := <-stdout:
			q.take(q.streams[0], c, ok)
			silence.Reset(markerPatience)
		case c, ok := <-stderr:
			q.take(q.streams[1], c, ok)
			silence.Reset(markerPatience)
		case <-q.events.notify:
			silence.Reset(markerPatience)
		case <-crashing:
			q.batch.crashing, crashing = true, nil
		case start := <-q.begin:
			q.batch.flush(true)
			q.cell = start.cell
			close(start.done)
		case <-flush.C:
		case <-silence.C:
			// A sink that blocked is no silence: then there is a chunk.
			silent = len(stdout) == 0 && len(stderr) == 0
		}
		q.advance(silent)
		if q.batch.full() || !flushAt.IsZero() && !time.Now().Before(flushAt) {
			q.batch.flush(false)
		}
		if q.ended() {
			for _, s := range q.streams {
				s.scanner.Flush(func(text []byte) { q.print(s, text) })
			}
			return q.batch.finish()
		}
	}
}

// open is the channel to read a stream from: none while it waits for an event.
func (q *sequencer) open(s *stream) <-chan chunk {
	if q.blocked(s) {
		return nil
	}
	return s.chunks
}

func (q *sequencer) blocked(s *stream) bool { return s.passed > q.done }

func (q *sequencer) take(s *stream, c chunk, ok bool) {
	if !ok {
		s.chunks = nil
		return
	}
	s.scanner.Scan(c.bytes(), func(text []byte) {
		if q.blocked(s) {
			s.behind = append(s.behind, piece{text: append([]byte{}, text...)})
			return
		}
		q.print(s, text)
	}, func(n uint64) {
		if q.blocked(s) {
			s.behind = append(s.behind, piece{marker: n})
			return
		}
		s.pass(n)
	})
	c.free()
}

// pass takes note of a marker.
func (s *stream) pass(n uint64) {
	if cell, ok := protocol.MarkedCell(n); ok {
		s.cell = cell
		return
	}
	s.passed = n
}

// print adds text to the batch, for the cell that has printed it.
func (q *sequencer) print(s *stream, text []byte) {
	cell := s.cell
	if cell == 0 {
		cell = q.cell
	}
	q.batch.add(source{cell, s.name}, text)
}

// advance delivers the events whose turn has come. Where silent, events do
// not wait for their markers any longer.
func (q *sequencer) advance(silent bool) {
	for {
		m, ok, ended := q.events.peek()
		if ended {
			q.release(math.MaxUint64)
			return
		}
		if !ok || !silent && !q.due(m.Sync) {
			return
		}
		q.batch.flush(true)
		if m.Cell == 0 {
			m.Cell = q.cell
		}
		if m.Type == protocol.TypeDone {
			q.batch.flushPartial()
		} else {
			q.sink.Event(q.ctx, m)
		}
		q.events.pop()
		q.deliver(m)
		q.release(m.Sync)
	}
}

// due says whether both streams have passed the marker with number n.
func (q *sequencer) due(n uint64) bool {
	for _, s := range q.streams {
		if s.passed < n && s.chunks != nil {
			return false
		}
	}
	return true
}

// release goes on with what was read behind the marker of event n.
func (q *sequencer) release(n uint64) {
	q.done = max(q.done, n)
	for _, s := range q.streams {
		for len(s.behind) > 0 && !q.blocked(s) {
			p := s.behind[0]
			s.behind = s.behind[1:]
			if p.text == nil {
				s.pass(p.marker)
				continue
			}
			q.print(s, p.text)
		}
	}
}

func (q *sequencer) ended() bool {
	for _, s := range q.streams {
		if s.chunks != nil || len(s.behind) > 0 {
			return false
		}
	}
	_, _, ended := q.events.peek()
	return ended
}

package supervisor

import (
	"bytes"
	"time"
)

// crashPatience is how long text on stderr that looks like the runtime's last
// words waits for the crash pipe to confirm it.
const crashPatience = 200 * time.Millisecond

// maxHeld bounds what is held back of stderr, in bytes.
const maxHeld = 4 << 20

// batch gathers printed text, so that many small prints become few messages.
// Text of the two streams keeps its order.
type batch struct {
	emit func(cell int, name, text string)

	runs    []textRun
	size    int
	since   time.Time // when the first byte came; zero where there is none
	partial map[source][]byte

	// The Go runtime says why it dies on stderr and on the crash pipe. The
	// copy on stderr is no output of the cell, so what looks like it is held
	// here until it is clear what it is.
	held      []byte
	heldCell  int
	heldSince time.Time
	crashing  bool
}

// source is where text comes from: a cell, and "stdout" or "stderr".
type source struct {
	cell int
	name string
}

// textRun is text of one source with none of another in between.
type textRun struct {
	source
	text []byte
}

func (b *batch) add(from source, text []byte) {
	if len(text) == 0 {
		return
	}
	if b.since.IsZero() {
		b.since = time.Now()
	}
	b.size += len(text)
	if n := len(b.runs); n > 0 && b.runs[n-1].source == from {
		b.runs[n-1].text = append(b.runs[n-1].text, text...)
		return
	}
	b.runs = append(b.runs, textRun{from, bytes.Clone(text)})
}

func (b *batch) full() bool { return b.size >= maxText }

// due is when the batch must be flushed, the zero time where it is empty.
func (b *batch) due() time.Time {
	switch {
	case !b.since.IsZero():
		return b.since.Add(flushDelay)
	case len(b.held) > 0 && !b.crashing:
		return b.heldSince.Add(crashPatience)
	}
	return time.Time{}
}

// flush emits what was gathered. Where force is false, what may be last words
// is held for a while.
func (b *batch) flush(force bool) {
	if len(b.held) > 0 && !b.crashing &&
		(force || time.Since(b.heldSince) >= crashPatience || len(b.held) > maxHeld) {
		b.write(source{b.heldCell, "stderr"}, b.held)
		b.held = nil
	}
	for i, run := range b.runs {
		text := run.text
		b.runs[i] = textRun{}
		if run.name == "stderr" {
			b.heldCell = run.cell
			text = b.hold(text, force)
		}
		b.write(run.source, text)
	}
	b.runs, b.size, b.since = b.runs[:0], 0, time.Time{}
}

// hold keeps back the part of text that may be last words and returns the
// part before it.
func (b *batch) hold(text []byte, force bool) []byte {
	if len(b.held) > 0 || b.crashing {
		if room := maxHeld - len(b.held); b.crashing && len(text) > room {
			text = text[:max(room, 0)]
		}
		b.held = append(b.held, text...)
		return nil
	}
	if force {
		return text
	}
	at := lastWords(text)
	if at < 0 {
		return text
	}
	b.held = append([]byte(nil), text[at:]...)
	b.heldSince = time.Now()
	return text[:at]
}

// write emits text of a stream, without a character that is not complete yet.
func (b *batch) write(from source, text []byte) {
	if old := b.partial[from]; len(old) > 0 {
		text = append(old, text...)
		delete(b.partial, from)
	}
	text, partial := cutPartial(text)
	if len(partial) > 0 {
		if b.partial == nil {
			b.partial = make(map[source][]byte)
		}
		b.partial[from] = bytes.Clone(partial)
	}
	splitText(text, func(piece []byte) { b.emit(from.cell, from.name, validText(piece)) })
}

// flushPartial emits characters that stayed incomplete.
func (b *batch) flushPartial() {
	for from, text := range b.partial {
		delete(b.partial, from)
		b.emit(from.cell, from.name, validText(text))
	}
}

// finish emits all but what is held back, and returns that.
func (b *batch) finish() (held []byte) {
	b.flush(false)
	b.flushPartial()
	held, b.held = b.held, nil
	return held
}

// lastWordStarts are how the runtime's last words begin.
var lastWordStarts = [][]byte{
	[]byte("panic: "), []byte("fatal error: "), []byte("runtime: "), []byte("SIG"), []byte("runtime/cgo: "), []byte("unexpected fault address"),
}

// lastWords is the offset of the first line of text that may begin the
// runtime's last words, -1 where there is none.
func lastWords(text []byte) int {
	first := -1
	for _, start := range lastWordStarts {
		at := 0
		for {
			i := bytes.Index(text[at:], start)
			if i < 0 {
				break
			}
			at += i
			if at == 0 || text[at-1] == '\n' {
				if first < 0 || at < first {
					first = at
				}
				break
			}
			at++
		}
	}
	return first
}

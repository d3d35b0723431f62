package supervisor

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// drainPatience is how long a pipe of a dead engine may be silent before it
// is given up. Its end of file comes at once unless a process that could not
// be killed still holds the other end.
const drainPatience = 2 * time.Second

// pipe is the kernel process's end of a pipe from an engine, read by one
// goroutine.
//
// Its reads block a thread each. Go's poller would wait for all pipes in one
// thread; but once a pipe has been polled, Linux wakes that thread for every
// single write to it, also while nobody wants to read. That took half the time
// of a cell that prints, and half a processor beside it.
type pipe struct {
	*os.File

	mu       sync.Mutex
	draining bool
	reading  bool
	silence  *time.Timer // gives up the read that goes on, while draining
	over     bool        // given up: what comes now is not read
}

// outPipe makes a pipe that an engine writes to. The engine's end blocks, as
// the programs that a cell starts expect it of their output.
func outPipe() (*pipe, *os.File, error) {
	r, w, err := blockingPipe()
	if err != nil {
		return nil, nil, fmt.Errorf("make a pipe for the engine: %w", err)
	}
	enlarge(r)
	return &pipe{File: r}, w, nil
}

// Read reads as the file does; while draining it ends after a silence of
// [drainPatience].
func (p *pipe) Read(b []byte) (int, error) {
	p.mu.Lock()
	if p.over {
		p.mu.Unlock()
		return 0, io.EOF
	}
	p.reading = true
	if p.draining {
		p.silence = time.AfterFunc(drainPatience, p.giveUp)
	}
	p.mu.Unlock()
	n, err := p.File.Read(b)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reading = false
	if p.silence != nil {
		p.silence.Stop()
		p.silence = nil
	}
	if p.over {
		return 0, io.EOF
	}
	return n, err
}

// drain says that the writer is dead: what is left is read, and no more is
// waited for.
func (p *pipe) drain() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.draining = true
	if p.reading {
		p.silence = time.AfterFunc(drainPatience, p.giveUp)
	}
}

func (p *pipe) isDraining() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.draining
}

// giveUp ends the read that goes on.
func (p *pipe) giveUp() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.reading {
		p.over = true
		wakeReader(p.File)
	}
}

const chunkSize = 128 << 10

var chunks = sync.Pool{New: func() any { b := make([]byte, chunkSize); return &b }}

// A chunk is what one read returned. The receiver gives it back with free.
type chunk struct {
	buf *[]byte
	n   int
}

func (c chunk) bytes() []byte { return (*c.buf)[:c.n] }

func (c chunk) free() { chunks.Put(c.buf) }

const (
	// A read of fewer bytes than this is short.
	shortRead = 8 << 10
	// After this many short reads within one breath the reader rests for a breath.
	shortReads = 8
	breath     = time.Millisecond
)

// readStream sends what it reads from p to out, and closes out at the end.
//
// A cell that prints a million lines a second does a write for each. Reading
// as often would take the processor from the cell, so after some short reads
// in a row the reader lets the pipe fill for a millisecond. It does not rest
// after a marker: an event, perhaps the end of a cell, waits for that.
func readStream(p *pipe, out chan<- chunk, nonce string) {
	defer close(out)
	marker := []byte(nonce)
	short, since := 0, time.Now()
	for {
		c := chunk{buf: chunks.Get().(*[]byte)}
		n, err := p.Read(*c.buf)
		awaited := n < shortRead && bytes.Contains((*c.buf)[:n], marker)
		if n > 0 {
			c.n = n
			out <- c
		} else {
			c.free()
		}
		if err != nil {
			return
		}
		if n >= shortRead || awaited {
			continue
		}
		if short++; short < shortReads {
			continue
		}
		if time.Since(since) < shortReads*breath && !p.isDraining() {
			time.Sleep(breath)
		}
		short, since = 0, time.Now()
	}
}

// maxCrash bounds what is kept of the runtime's last words, in bytes.
const maxCrash = 1 << 20

// readCrash reads the runtime's last words to the end. It calls begun at the
// first of them.
func readCrash(p *pipe, begun func()) string {
	var text []byte
	buf := make([]byte, 16<<10)
	for {
		n, err := p.Read(buf)
		if n > 0 && text == nil {
			begun()
		}
		if room := maxCrash - len(text); room > 0 {
			text = append(text, buf[:min(n, room)]...)
		}
		if err != nil {
			return string(text)
		}
	}
}

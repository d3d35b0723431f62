package transport

import (
	"bufio"
	"fmt"
	"net"
	"sync"
)

const (
	writeBuffer = 64 << 10 // bytes
	// writeChunk is the most that is written at once, so that a large message
	// shows its progress.
	writeChunk = 256 << 10 // bytes
)

// peer is one connection after its handshake. Its goroutines are described at
// [socket].
type peer struct {
	identity []byte // as a ROUTER shows it; may be empty on other sockets
	number   uint64 // counts connections of the socket, in the order of their arrival
	conn     net.Conn
	out      *queue

	notice func(missed int, bytes int64) []byte // encodes the notice of a gap; may be nil
	drain  func()                               // is told when the queue comes down to its low mark; may be nil

	flushed chan struct{} // closed when the writer has ended
	gone    chan struct{} // closed when the reader has ended as well

	stop sync.Once
	why  error // why the connection was closed here; read after gone
}

func newPeer(conn net.Conn, identity []byte, number uint64, o Options) *peer {
	return &peer{
		identity: identity,
		number:   number,
		conn:     conn,
		out:      newQueue(o),
		flushed:  make(chan struct{}),
		gone:     make(chan struct{}),
	}
}

// disconnect closes the connection and throws away what is queued. Both
// goroutines then end by themselves.
func (p *peer) disconnect(why error) {
	p.stop.Do(func() {
		p.why = why
		p.out.abort()
		p.conn.Close()
	})
}

// send queues an encoded message, and disconnects a peer that has too many.
func (p *peer) send(b []byte, droppable bool) error {
	switch p.out.push(b, droppable) {
	case overflow:
		err := fmt.Errorf("%w: more than %d bytes wait for it", ErrSlowPeer, p.out.hard)
		p.disconnect(err)
		return err
	case shut:
		return ErrClosed
	}
	return nil
}

// write is the writer goroutine. It ends when the queue is closed and empty,
// after it has sent the end of the stream, or when the connection fails.
func (p *peer) write() {
	defer close(p.flushed)
	if err := p.writeAll(); err != nil {
		p.disconnect(err)
		return
	}
	if c, ok := p.conn.(interface{ CloseWrite() error }); ok {
		if err := c.CloseWrite(); err != nil {
			p.disconnect(err)
		}
	}
}

func (p *peer) writeAll() error {
	w := bufio.NewWriterSize(progressWriter{p}, writeBuffer)
	var batch [][]byte
	for {
		var ok bool
		if batch, ok = p.out.take(batch); !ok {
			return nil
		}
		written := int64(0)
		for i, b := range batch {
			batch[i] = nil // the memory is to go as its bytes are counted off
			if _, err := w.Write(b); err != nil {
				return err
			}
			written += int64(len(b)) + messageCost
			if written >= writeBuffer {
				p.wrote(written)
				written = 0
			}
		}
		if err := w.Flush(); err != nil {
			return err
		}
		p.wrote(written)
		if cap(batch) > 4096 { // a burst's worth of pointers
			batch = nil
		}
	}
}

// wrote counts bytes off the queue and tells who wants to know.
func (p *peer) wrote(n int64) {
	drained, missed, bytes := p.out.wrote(n)
	for missed > 0 {
		var notice []byte
		if p.notice != nil {
			notice = p.notice(missed, bytes)
		}
		missed, bytes = p.out.settle(missed, bytes, notice)
	}
	if drained && p.drain != nil {
		p.drain()
	}
}

// progressWriter writes to the connection in chunks and records each.
type progressWriter struct{ p *peer }

// Write implements [io.Writer].
func (w progressWriter) Write(b []byte) (int, error) {
	total := 0
	for len(b) > 0 {
		n, err := w.p.conn.Write(b[:min(len(b), writeChunk)])
		total += n
		if err != nil {
			return total, err
		}
		w.p.out.progressed()
		b = b[n:]
	}
	return total, nil
}

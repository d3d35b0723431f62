package transport

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"github.com/go-zeromq/zmq4"
)

// endWait is how long Close waits for peers to answer the end of the stream
// with theirs. A connection that is closed with bytes unread is reset, and the
// peer may then lose what was sent to it last.
const endWait = 50 * time.Millisecond

// role is what makes a socket a ROUTER or an XPUB. Its methods are called by
// the reader goroutine of the peer.
type role interface {
	// joined is called after the handshake and before anything is read.
	joined(p *peer)
	// received is called for each message; an error ends the connection.
	received(p *peer, frames [][]byte) error
	// left is called once for each peer that joined, when it is gone.
	left(p *peer)
}

// socket accepts connections and runs them.
//
// Its goroutines, all joined by close:
//   - accept, started by newSocket, ends when the listener is closed;
//   - serve, one for each connection, started by accept: it does the
//     handshake, reads until the connection ends, and joins its writer;
//   - peer.write, one for each connection, started by serve: it ends when the
//     queue is closed or the connection fails.
//
// A connection ends when the peer ends it, breaks the protocol, does not read,
// or when close has let it linger.
type socket struct {
	kind   zmq4.SocketType
	opt    Options
	role   role
	ln     net.Listener
	budget budget
	done   chan struct{} // closed when close begins
	wg     sync.WaitGroup

	closing sync.Once

	mu       sync.Mutex
	closed   bool
	accepted uint64             // connections so far
	conns    map[net.Conn]*peer // nil while in the handshake
}

// newSocket listens on an endpoint. start is to be called when role is ready.
func newSocket(endpoint string, kind zmq4.SocketType, role role, opt Options) (*socket, error) {
	ln, err := listen(endpoint)
	if err != nil {
		return nil, err
	}
	return newSocketOn(ln, kind, role, opt), nil
}

func newSocketOn(ln net.Listener, kind zmq4.SocketType, role role, opt Options) *socket {
	opt.Logger = opt.Logger.With("socket", string(kind), "address", ln.Addr())
	return &socket{
		kind:   kind,
		opt:    opt,
		role:   role,
		ln:     ln,
		budget: budget{size: 4 * opt.MaxMessage},
		done:   make(chan struct{}),
		conns:  make(map[net.Conn]*peer),
	}
}

func (s *socket) start() {
	s.wg.Add(1)
	go s.accept()
}

// accept takes connections until the listener is closed. Other errors pass:
// when descriptors are used up, for example, it tries again a little later.
func (s *socket) accept() {
	defer s.wg.Done()
	const first, last = 5 * time.Millisecond, time.Second
	delay := first
	for {
		conn, err := s.ln.Accept()
		if err == nil {
			delay = first
			s.admit(conn)
			continue
		}
		if errors.Is(err, net.ErrClosed) {
			return
		}
		s.opt.Logger.Warn("accept failed, trying again", "error", err, "delay", delay)
		select {
		case <-time.After(delay):
		case <-s.done:
		}
		delay = min(2*delay, last)
	}
}

func (s *socket) admit(conn net.Conn) {
	s.mu.Lock()
	full := len(s.conns) >= s.opt.MaxPeers
	if full || s.closed {
		s.mu.Unlock()
		conn.Close()
		s.opt.Logger.Debug("connection refused", "peer", conn.RemoteAddr(), "full", full)
		return
	}
	s.accepted++
	number := s.accepted
	s.conns[conn] = nil
	s.wg.Add(1)
	s.mu.Unlock()
	go s.serve(conn, number)
}

// serve runs one connection, from its handshake to its end.
func (s *socket) serve(conn net.Conn, number uint64) {
	defer s.wg.Done()
	log := s.opt.Logger.With("peer", conn.RemoteAddr())
	p, r, err := s.greet(conn, number)
	if err != nil {
		s.forget(conn)
		conn.Close()
		log.Debug("handshake failed", "error", err)
		return
	}
	log.Debug("peer connected", "identity", fmt.Sprintf("%q", p.identity))
	s.role.joined(p)
	go p.write()
	p.disconnect(s.read(p, r))
	<-p.flushed
	s.role.left(p)
	s.forget(conn)
	close(p.gone)
	log.Debug("peer disconnected", "reason", p.why)
}

func (s *socket) greet(conn net.Conn, number uint64) (*peer, *bufio.Reader, error) {
	identity, r, err := handshake(conn, s.kind, s.opt.HandshakeTimeout)
	if err != nil {
		return nil, nil, err
	}
	p := newPeer(conn, identity, number, s.opt)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, nil, ErrClosed
	}
	s.conns[conn] = p
	return p, r, nil
}

// read delivers what the peer sends until the connection ends. It returns why.
func (s *socket) read(p *peer, r *bufio.Reader) error {
	messages := messageReader{r: r, limit: s.opt.MaxMessage, budget: &s.budget}
	for {
		m, err := messages.next()
		if err != nil {
			return err
		}
		if s.isClosed() {
			// What comes now is too late. It is read all the same, for the
			// reason given at endWait.
			_, err := io.Copy(io.Discard, r)
			return err
		}
		if m.command {
			err = s.command(p, m.frames[0])
		} else {
			err = s.role.received(p, m.frames)
		}
		if err != nil {
			return err
		}
	}
}

// command obeys the commands of ZMTP 3.1. Unknown ones are ignored.
func (s *socket) command(p *peer, body []byte) error {
	name, data, err := decodeCommand(body)
	if err != nil {
		return err
	}
	switch name {
	case "PING": // two bytes of time to live, then a context to be sent back
		if len(data) < 2 {
			return fmt.Errorf("%w: PING of %d bytes", errBadFrame, len(data))
		}
		return p.send(encodeCommand("PONG", data[2:]), false)
	case "SUBSCRIBE":
		return s.subscription(p, 1, data)
	case "CANCEL":
		return s.subscription(p, 0, data)
	case "ERROR":
		return fmt.Errorf("peer reports an error: %q", data)
	}
	return nil
}

// subscription delivers a command in the form that ZMTP 3.0 has for it.
func (s *socket) subscription(p *peer, op byte, topic []byte) error {
	if s.kind != zmq4.XPub {
		return nil
	}
	return s.role.received(p, [][]byte{append([]byte{op}, topic...)})
}

func (s *socket) forget(conn net.Conn) {
	s.mu.Lock()
	delete(s.conns, conn)
	s.mu.Unlock()
}

// connections returns how many there are, handshakes included.
func (s *socket) connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.conns)
}

func (s *socket) isClosed() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

// close stops accepting, lets peers take what is queued for them until ctx is
// done or Linger has passed, closes every connection and joins all goroutines.
// Peers that have not taken anything for StallAfter are not waited for.
func (s *socket) close(ctx context.Context) error {
	var err error
	s.closing.Do(func() {
		close(s.done)
		err = s.ln.Close()
		peers := s.shut()

		ctx, cancel := context.WithTimeout(ctx, s.opt.Linger)
		defer cancel()
		for _, p := range peers {
			await(ctx, p.flushed)
		}
		ctx, cancel = context.WithTimeout(ctx, endWait)
		defer cancel()
		for _, p := range peers {
			await(ctx, p.gone)
			p.disconnect(ErrClosed)
		}
		s.wg.Wait()
	})
	return err
}

// shut refuses new peers, ends handshakes, and closes the queues of the peers
// that it returns.
func (s *socket) shut() []*peer {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	var peers []*peer
	for conn, p := range s.conns {
		if p == nil {
			conn.Close()
			continue
		}
		if _, _, stalled := p.out.load(s.opt.StallAfter); stalled {
			p.disconnect(ErrClosed)
			continue
		}
		p.out.close()
		peers = append(peers, p)
	}
	return peers
}

func await(ctx context.Context, done <-chan struct{}) {
	select {
	case <-done:
	case <-ctx.Done():
	}
}

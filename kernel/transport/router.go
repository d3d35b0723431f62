package transport

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"sync"

	"github.com/go-zeromq/zmq4"
)

// Router is a bound ROUTER socket. Its goroutines are described at [socket];
// ListenRouter starts them and Close joins them. Its methods may be called by
// any number of goroutines.
//
// A peer without an identity gets one of five bytes that starts with zero. A
// connection that gives an identity in use takes it over, and the older one is
// closed (libzmq: ZMQ_ROUTER_HANDOVER): a client that reconnects before its old
// connection is known to be dead gets its replies.
type Router struct {
	sock *socket
	recv func(Request)

	mu    sync.Mutex
	peers map[string]*peer // by identity
}

// Request is one message from a peer.
type Request struct {
	Identity []byte
	// Frames are the peer's identity and then the frames that it sent.
	Frames [][]byte
}

// ListenRouter binds a ROUTER socket to an endpoint, tcp://host:port (port 0
// picks one) or ipc://path.
//
// recv is called for each message, by the reader goroutine of its connection:
// in order for one peer, at the same time for several. While it runs no more is
// read from this peer, which is how a kernel that is behind slows clients down,
// and Close waits for it to return. recv owns the frames.
func ListenRouter(endpoint string, recv func(Request), opt Options) (*Router, error) {
	r := newRouter(recv)
	if err := r.listen(endpoint, opt.withDefaults()); err != nil {
		return nil, err
	}
	return r, nil
}

func newRouter(recv func(Request)) *Router {
	return &Router{recv: recv, peers: make(map[string]*peer)}
}

func (r *Router) listen(endpoint string, opt Options) (err error) {
	if r.sock, err = newSocket(endpoint, zmq4.Router, r, opt); err != nil {
		return err
	}
	r.sock.start()
	return nil
}

// Send queues a message for the peer whose identity is the first frame; the
// peer gets the other frames. It never waits. It does not keep the frames. The
// error wraps ErrNoPeer, ErrSlowPeer or ErrClosed.
func (r *Router) Send(frames [][]byte) error {
	if len(frames) < 2 {
		return fmt.Errorf("send: a message of %d frames; an identity and at least one more are needed", len(frames))
	}
	r.mu.Lock()
	p := r.peers[string(frames[0])]
	r.mu.Unlock()
	if r.sock.isClosed() {
		return ErrClosed
	}
	if p == nil {
		return fmt.Errorf("send to %q: %w", frames[0], ErrNoPeer)
	}
	if err := p.send(encodeMessage(frames[1:]), false); err != nil {
		return fmt.Errorf("send to %q: %w", frames[0], err)
	}
	return nil
}

// Addr returns the address that the socket listens on.
func (r *Router) Addr() net.Addr { return r.sock.ln.Addr() }

// Close stops accepting and receiving, gives peers what is queued for them, for
// up to Options.Linger or until ctx is done, closes the connections and joins
// every goroutine.
func (r *Router) Close(ctx context.Context) error { return r.sock.close(ctx) }

func (r *Router) joined(p *peer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(p.identity) == 0 {
		p.identity = r.newIdentity()
	}
	other := r.peers[string(p.identity)]
	if other != nil && other.number > p.number {
		// The handshakes ended in another order than they began.
		p.disconnect(errTakenOver)
		return
	}
	if other != nil {
		other.disconnect(errTakenOver)
	}
	r.peers[string(p.identity)] = p
}

// newIdentity makes up an identity that no peer has. It is random, so that it
// says nothing about other peers.
func (r *Router) newIdentity() []byte {
	for {
		id := make([]byte, 5)
		rand.Read(id[1:]) // never fails, by its documentation
		if r.peers[string(id)] == nil {
			return id
		}
	}
}

func (r *Router) received(p *peer, frames [][]byte) error {
	r.recv(Request{Identity: p.identity, Frames: append([][]byte{p.identity}, frames...)})
	return nil
}

func (r *Router) left(p *peer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.peers[string(p.identity)] == p {
		delete(r.peers, string(p.identity))
	}
}

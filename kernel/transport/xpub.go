package transport

import (
	"context"
	"net"
	"sync"

	"github.com/go-zeromq/zmq4"
)

// Class says what may happen to a published message that a subscriber is too
// slow for.
type Class int

const (
	// Status messages are never dropped: status, results, errors, execute_input.
	// A subscriber too slow even for them is disconnected.
	Status Class = iota
	// Output is dropped for a subscriber that is far behind: streams, displays.
	Output
)

// XPub is a bound XPUB socket. Its goroutines are described at [socket];
// ListenXPub starts them and Close joins them. Its methods may be called by any
// number of goroutines; every subscriber gets messages in the same order.
//
// How far behind a subscriber may be is a matter of bytes that wait for it:
//
//	HighWater  producers that ask WaitReady wait, if it is the fastest one
//	SoftLimit  Output is dropped for it, until it is down at HighWater; then it
//	           is told by a DroppedNotice
//	HardLimit  it is disconnected
type XPub struct {
	sock *socket
	opt  Options

	mu          sync.Mutex
	subscribers map[*peer]*Subscriber
	changed     chan struct{} // closed when WaitReady has to look again; nil where nobody waits
}

// ListenXPub binds an XPUB socket to an endpoint, tcp://host:port (port 0 picks
// one) or ipc://path.
func ListenXPub(endpoint string, opt Options) (*XPub, error) {
	opt = opt.withDefaults()
	x := &XPub{opt: opt, subscribers: make(map[*peer]*Subscriber)}
	// Subscribers send subscriptions only.
	opt.MaxMessage = 2 * maxTopicSize
	sock, err := newSocket(endpoint, zmq4.XPub, x, opt)
	if err != nil {
		return nil, err
	}
	x.sock = sock
	sock.start()
	return x, nil
}

// Publish queues a message for every subscriber to a prefix of its first
// frame, which is its topic. It never waits and does not keep the frames.
func (x *XPub) Publish(frames [][]byte, class Class) {
	if len(frames) == 0 {
		return
	}
	var encoded []byte // once for all subscribers
	x.mu.Lock()
	defer x.mu.Unlock()
	for p, s := range x.subscribers {
		match := s.topics.match(frames[0])
		if class == Output {
			s.wants = match
		}
		if !match {
			continue
		}
		if encoded == nil {
			encoded = encodeMessage(frames)
		}
		// An error means that this subscriber is gone, which its reader sees.
		_ = p.send(encoded, class == Output)
	}
}

// Addr returns the address that the socket listens on.
func (x *XPub) Addr() net.Addr { return x.sock.ln.Addr() }

// Close works as [Router.Close], and lets those go who wait in WaitReady.
func (x *XPub) Close(ctx context.Context) error { return x.sock.close(ctx) }

func (x *XPub) joined(p *peer) {
	s := &Subscriber{peer: p, topics: make(topics)}
	p.drain = x.notify
	p.notice = func(missed int, bytes int64) []byte { return x.droppedNotice(s, missed, bytes) }
	x.mu.Lock()
	defer x.mu.Unlock()
	x.subscribers[p] = s
}

// received handles a subscription: a frame of 1, or 0 to cancel, and a topic.
// Anything else is a message of an XSUB peer to this one, and ignored.
func (x *XPub) received(p *peer, frames [][]byte) error {
	if len(frames) != 1 || len(frames[0]) == 0 || frames[0][0] > 1 {
		return nil
	}
	op, topic := frames[0][0], frames[0][1:]
	x.mu.Lock()
	s := x.subscribers[p]
	isNew := s.topics[string(topic)] == 0
	x.mu.Unlock()
	if op == 1 && isNew && x.opt.OnSubscribe != nil {
		// Before the subscription counts: what is sent here comes first.
		x.opt.OnSubscribe(topic, s)
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if op == 0 {
		s.topics.remove(string(topic))
		return nil
	}
	s.wants = true
	x.notifyLocked()
	return s.topics.add(string(topic))
}

func (x *XPub) left(p *peer) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.subscribers, p)
	x.notifyLocked()
}

// droppedNotice returns the encoded notice for a subscriber, or nil for none.
func (x *XPub) droppedNotice(s *Subscriber, missed int, bytes int64) []byte {
	if x.opt.DroppedNotice == nil {
		return nil
	}
	frames := x.opt.DroppedNotice(missed, bytes)
	if len(frames) == 0 {
		return nil
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if !s.topics.match(frames[0]) {
		return nil
	}
	return encodeMessage(frames)
}

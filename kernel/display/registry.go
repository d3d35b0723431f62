package display

import (
	"crypto/rand"
	"fmt"
	"sync"

	"gonymede/interp/protocol"
)

// registry knows the open comms and the targets that the front end may open,
// and runs the callbacks of comms.
//
// It owns one goroutine, which runs callbacks: deliver starts it with the
// first message, and it ends when it has run all that is queued.
type registry struct {
	mu      sync.Mutex
	open    map[string]*Comm
	targets map[string]func(*Comm, CommMessage)
	queue   []delivery
	running bool
	idle    sync.Cond // signalled when running ends
}

// delivery is a message from the front end.
type delivery struct {
	typ     string
	comm    protocol.Comm
	message CommMessage
}

var comms = newRegistry()

func newRegistry() *registry {
	r := &registry{open: map[string]*Comm{}, targets: map[string]func(*Comm, CommMessage){}}
	r.idle.L = &r.mu
	return r
}

// DeliverComm hands a comm message of the front end to its comm: typ is one of
// protocol.TypeComm…. It does not wait for the callback. A comm_open for a
// target that nothing handles is answered with comm_close. It is for engines.
func DeliverComm(typ string, c protocol.Comm, buffers [][]byte) {
	comms.deliver(delivery{typ, c, CommMessage{Data: c.Data, Metadata: c.Metadata, Buffers: buffers}})
}

func newCommID() string { return rand.Text() }

func (r *registry) add(c *Comm) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.open[c.id] = c
}

func (r *registry) remove(c *Comm) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.open, c.id)
}

func (r *registry) handle(target string, open func(*Comm, CommMessage)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if open == nil {
		delete(r.targets, target)
		return
	}
	r.targets[target] = open
}

func (r *registry) deliver(d delivery) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.queue = append(r.queue, d)
	if !r.running {
		r.running = true
		go r.run()
	}
}

func (r *registry) run() {
	for {
		r.mu.Lock()
		if len(r.queue) == 0 {
			r.running = false
			r.idle.Broadcast()
			r.mu.Unlock()
			return
		}
		d := r.queue[0]
		r.queue = r.queue[1:]
		r.mu.Unlock()
		r.dispatch(d)
	}
}

// wait waits until all that was delivered has run.
func (r *registry) wait() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.running {
		r.idle.Wait()
	}
}

func (r *registry) dispatch(d delivery) {
	r.mu.Lock()
	c := r.open[d.comm.CommID]
	open := r.targets[d.comm.Target]
	r.mu.Unlock()
	target := d.comm.Target
	if c != nil {
		target = c.target
	}
	defer func() {
		if p := recover(); p != nil {
			reportPanic(d.typ, target, p)
		}
	}()
	switch {
	case d.typ == protocol.TypeCommOpen && open == nil:
		if b := backend(); b != nil {
			_ = b.Comm(protocol.TypeCommClose, protocol.Comm{CommID: d.comm.CommID, Data: []byte("{}")}, nil)
		}
	case d.typ == protocol.TypeCommOpen:
		c = &Comm{id: d.comm.CommID, target: d.comm.Target}
		r.add(c)
		open(c, d.message)
	case c == nil: // closed by this side while the message was under way
	case d.typ == protocol.TypeCommClose:
		r.remove(c)
		c.markClosed()
		c.call(func() func(CommMessage) { return c.onClose }, d.message)
	case d.typ == protocol.TypeCommMsg:
		c.call(func() func(CommMessage) { return c.onMessage }, d.message)
	}
}

// call calls the callback that get returns, which is read under the lock and
// called without it.
func (c *Comm) call(get func() func(CommMessage), m CommMessage) {
	c.mu.Lock()
	callback := get()
	c.mu.Unlock()
	if callback != nil {
		callback(m)
	}
}

func reportPanic(typ, target string, p any) {
	b := backend()
	if b == nil {
		return
	}
	text := fmt.Sprintf("panic in a callback of a comm (%s %s): %v", typ, target, p)
	b.LateError(&protocol.Error{Name: "panic", Value: fmt.Sprint(p), Traceback: []string{text}})
}

package display

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"gonymede/interp/protocol"
)

var (
	// ErrNoNotebook is returned when a comm is opened in a plain program.
	ErrNoNotebook = errors.New("there is no notebook to talk to")
	// ErrCommClosed is returned when a message is sent over a closed comm.
	ErrCommClosed = errors.New("the comm is closed")
)

// A Comm is a connection to a part of the front end, such as a widget. Either
// side opens it, both send messages over it, either side closes it.
//
// Its callbacks run one after the other in the order in which the messages
// came, in one goroutine for all comms, beside the running cell. A callback
// that panics is reported and the next one runs.
type Comm struct {
	id, target string

	mu        sync.Mutex
	closed    bool
	onMessage func(CommMessage)
	onClose   func(CommMessage)
}

// A CommMessage is what came over a comm.
type CommMessage struct {
	Data     json.RawMessage
	Metadata json.RawMessage
	Buffers  [][]byte
}

// Decode fills v, a pointer, with the message's data.
func (m CommMessage) Decode(v any) error {
	if err := json.Unmarshal(m.Data, v); err != nil {
		return fmt.Errorf("comm message: %w", err)
	}
	return nil
}

// NewComm opens a comm to what the front end knows as target. It fails with
// [ErrNoNotebook] in a plain program, and where data has no JSON form.
func NewComm(target string, data any) (*Comm, error) { return OpenComm(target, data, nil) }

// OpenComm is [NewComm] with metadata, nil for none, and buffers, as widgets
// need them.
func OpenComm(target string, data, metadata any, buffers ...[]byte) (*Comm, error) {
	c := &Comm{id: newCommID(), target: target}
	comms.add(c)
	if err := c.send(protocol.TypeCommOpen, data, metadata, buffers); err != nil {
		comms.remove(c)
		return nil, err
	}
	return c, nil
}

// HandleComm has open called for each comm that the front end opens to
// target; a nil open ends that. open sets the callbacks of c before it returns
// and so misses no message.
func HandleComm(target string, open func(c *Comm, m CommMessage)) {
	comms.handle(target, open)
}

// ID returns the comm's id, which both sides know it by.
func (c *Comm) ID() string { return c.id }

// Target returns the name that the comm was opened with.
func (c *Comm) Target() string { return c.target }

// OnMessage has f called for each message; it replaces an earlier f.
func (c *Comm) OnMessage(f func(CommMessage)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.onMessage = f
}

// OnClose has f called when the front end closes the comm.
func (c *Comm) OnClose(f func(CommMessage)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.onClose = f
}

// Send sends a message; data is anything that encoding/json can encode. It
// fails with [ErrCommClosed] after either side has closed the comm.
func (c *Comm) Send(data any, buffers ...[]byte) error {
	if c.isClosed() {
		return fmt.Errorf("send to %s: %w", c.target, ErrCommClosed)
	}
	return c.send(protocol.TypeCommMsg, data, nil, buffers)
}

// Close closes the comm; data, which may be nil, goes with it. Closing twice
// is no error.
func (c *Comm) Close(data any) error {
	if !c.markClosed() {
		return nil
	}
	comms.remove(c)
	return c.send(protocol.TypeCommClose, data, nil, nil)
}

func (c *Comm) send(typ string, data, metadata any, buffers [][]byte) error {
	b := backend()
	if b == nil {
		return fmt.Errorf("%s to %s: %w", typ, c.target, ErrNoNotebook)
	}
	m := protocol.Comm{CommID: c.id}
	if typ == protocol.TypeCommOpen {
		m.Target = c.target
	}
	var err error
	if m.Data, err = object(data); err != nil {
		return fmt.Errorf("%s to %s: %w", typ, c.target, err)
	}
	if m.Metadata, err = object(metadata); err != nil {
		return fmt.Errorf("%s to %s: metadata: %w", typ, c.target, err)
	}
	return b.Comm(typ, m, buffers)
}

func (c *Comm) isClosed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closed
}

// markClosed reports whether the comm was open.
func (c *Comm) markClosed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	was := c.closed
	c.closed = true
	return !was
}

// object returns v as JSON; nothing is the empty object, because front ends
// want one.
func object(v any) (json.RawMessage, error) {
	if v == nil {
		return json.RawMessage("{}"), nil
	}
	return json.Marshal(v)
}

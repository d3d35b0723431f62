package kernel

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"gonymede/kernel/transport"
	"gonymede/kernel/wire"
)

// author makes messages in the kernel's name.
type author struct {
	session string
	count   atomic.Uint64
}

func newAuthor() *author { return &author{session: uuid.NewString()} }

func (a *author) header(typ string) wire.Header {
	return wire.Header{
		MsgID:    fmt.Sprintf("%s_%d", a.session, a.count.Add(1)),
		Session:  a.session,
		Username: "kernel",
		Date:     wire.Date{Time: time.Now()},
		MsgType:  typ,
		Version:  wire.Version,
	}
}

// message makes a message of the kernel that answers parent.
func (a *author) message(typ string, parent wire.Message, content any) (wire.Message, error) {
	return wire.NewMessage(a.header(typ), parent, content)
}

// publisher sends messages to every client on iopub. Any number of goroutines
// may use it; each client sees the same order.
type publisher struct {
	*author
	codec  *wire.Codec
	socket *transport.XPub
	pace   *pace
	log    *slog.Logger
}

// status publishes the kernel's state on behalf of a request.
func (p *publisher) status(state string, parent wire.Message) {
	p.publish(wire.TypeStatus, parent, wire.KernelStatus{ExecutionState: state})
}

// publish sends a message that is never dropped and that waits for nothing.
func (p *publisher) publish(typ string, parent wire.Message, content any) {
	if frames := p.frames(typ, typ, parent, content, nil, nil); frames != nil {
		p.socket.Publish(frames, transport.Status)
	}
}

// output publishes what a cell shows. It waits for slow clients, and where
// paced is set for the limits of Jupyter Server, until ctx ends. What is text
// or a display may be dropped for a client that does not read.
func (p *publisher) output(ctx context.Context, paced bool, typ string, frames [][]byte) {
	if frames == nil {
		return
	}
	if paced {
		p.pace.wait(ctx, streamSize(typ, frames))
	}
	// The error is that the kernel is ending; what is queued is still sent.
	_ = p.socket.WaitReady(ctx)
	class := transport.Status
	switch typ {
	case wire.TypeStream, wire.TypeDisplayData, wire.TypeUpdateDisplayData, wire.TypeClearOutput:
		class = transport.Output
	}
	p.socket.Publish(frames, class)
}

func (p *publisher) frames(typ, topic string, parent wire.Message, content any, metadata json.RawMessage, buffers [][]byte) [][]byte {
	m, err := p.message(typ, parent, content)
	if err != nil {
		p.log.Error("a message could not be made", "type", typ, "error", err)
		return nil
	}
	m.Identities, m.Metadata, m.Buffers = [][]byte{[]byte(topic)}, metadata, buffers
	return p.codec.Encode(m)
}

// streamSize is what Jupyter Server counts of a message: the bytes of a stream.
func streamSize(typ string, frames [][]byte) (size int) {
	if typ != wire.TypeStream {
		return 0
	}
	for _, f := range frames {
		size += len(f)
	}
	return size
}

// object is o as JSON, nil where there is none.
func (k *kernel) object(o wire.Object) json.RawMessage {
	if o == nil {
		return nil
	}
	raw, err := json.Marshal(o)
	if err != nil {
		k.log.Error("metadata could not be encoded", "error", err)
	}
	return raw
}

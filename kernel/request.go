package kernel

import (
	"time"

	"gonymede/kernel/transport"
	"gonymede/kernel/wire"
)

// request is a message from a client, and the way back to it.
type request struct {
	wire.Message
	channel string // shell, control or stdin
	socket  *transport.Router
	arrived time.Time
}

// receive returns what a socket calls for each message. A message that cannot
// be read or whose signature is wrong has no author to answer to: it is logged
// and forgotten.
func (k *kernel) receive(channel string, handle func(*request)) func(transport.Request) {
	return func(r transport.Request) {
		m, err := k.codec.Decode(r.Frames)
		if err != nil {
			k.log.Warn("a message was ignored", "channel", channel, "error", err)
			return
		}
		// The sockets are complete before any message is handled.
		<-k.listening
		handle(&request{Message: m, channel: channel, socket: k.router(channel), arrived: time.Now()})
	}
}

// reply answers a request.
func (k *kernel) reply(r *request, typ string, content any) {
	k.replyWith(r, typ, content, nil)
}

func (k *kernel) replyWith(r *request, typ string, content any, metadata wire.Object) {
	m, err := k.message(typ, r.Message, content)
	if err != nil {
		k.log.Error("a reply could not be made", "error", err)
		return
	}
	m.Metadata = k.object(metadata)
	if err := r.socket.Send(k.codec.Encode(m)); err != nil {
		k.log.Info("a reply could not be sent", "type", typ, "error", err)
	}
}

// fail answers a request that could not be understood.
func (k *kernel) fail(r *request, typ string, err error) {
	k.log.Warn("a bad request", "channel", r.channel, "error", err)
	k.reply(r, typ, struct{ wire.ReplyStatus }{wire.Failed(wire.Error{
		EName: "BadRequest", EValue: err.Error(), Traceback: wire.List[string]{"BadRequest: " + err.Error()},
	})})
}

// around surrounds the work for a request with busy and idle.
func (k *kernel) around(r *request, work func()) {
	k.publisher.status(wire.StateBusy, r.Message)
	work()
	k.idle(r)
}

// idle ends a request that is no cell. Where a cell runs the kernel is still
// busy, and says so.
func (k *kernel) idle(r *request) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.publisher.status(wire.StateIdle, r.Message)
	if k.running != nil {
		k.publisher.status(wire.StateBusy, k.running.request.Message)
	}
}

package transport

import (
	"context"
	"net"
)

// Limits of a heartbeat's peers, in bytes.
const (
	maxHeartbeat      = 1 << 20
	maxHeartbeatQueue = 8 << 20
)

// Heartbeat is a bound socket that sends every message back, with its
// envelope, to REQ and DEALER peers alike. It has goroutines of its own, so it
// answers whatever the rest of the kernel does; ListenHeartbeat starts them,
// Close joins them.
type Heartbeat struct{ router *Router }

// ListenHeartbeat binds a heartbeat to an endpoint, as [ListenRouter] does.
// Options.MaxMessage is at most 1 MiB, HardLimit at most 8 MiB.
func ListenHeartbeat(endpoint string, opt Options) (*Heartbeat, error) {
	opt = opt.withDefaults()
	opt.MaxMessage = min(opt.MaxMessage, maxHeartbeat)
	opt.HardLimit = min(opt.HardLimit, maxHeartbeatQueue)
	h := &Heartbeat{router: newRouter(nil)}
	h.router.recv = func(r Request) {
		// The only errors are that the peer is gone or does not read, and then
		// nobody waits for the answer.
		_ = h.router.Send(r.Frames)
	}
	if err := h.router.listen(endpoint, opt); err != nil {
		return nil, err
	}
	return h, nil
}

// Addr returns the address that the socket listens on.
func (h *Heartbeat) Addr() net.Addr { return h.router.Addr() }

// Close works as [Router.Close].
func (h *Heartbeat) Close(ctx context.Context) error { return h.router.Close(ctx) }

package transport

import "errors"

// Errors of sockets.
var (
	// ErrClosed is returned when the socket has been closed.
	ErrClosed = errors.New("socket is closed")
	// ErrNoPeer is returned, wrapped, by [Router.Send] when no connected peer has the identity.
	ErrNoPeer = errors.New("no peer with this identity is connected")
	// ErrSlowPeer is returned, wrapped, when a peer had more than HardLimit bytes waiting and was disconnected.
	ErrSlowPeer = errors.New("peer does not read what is sent to it")
	// ErrEndpoint is returned, wrapped, when an endpoint is neither tcp://host:port nor ipc://path.
	ErrEndpoint = errors.New("bad endpoint")
)

// Reasons why a connection is closed. They are logged.
var (
	errNotZMTP      = errors.New("peer does not speak ZMTP 3")
	errBadFrame     = errors.New("peer sent a malformed frame")
	errTooLarge     = errors.New("peer announced a message over the limit")
	errOverBudget   = errors.New("too many large messages at the same time")
	errBadIdentity  = errors.New("peer has a reserved or too long identity")
	errTooManyTopic = errors.New("peer subscribes to too many topics")
	errTakenOver    = errors.New("another connection has taken the identity over")
)

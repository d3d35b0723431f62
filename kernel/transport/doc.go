// Package transport is the kernel's ZeroMQ sockets: [Router] for requests,
// [XPub] for what every client sees, [Heartbeat]. They bind, and they stay up
// whatever their peers do.
//
// # Why not zmq4's own sockets
//
// zmq4 does the handshake (its Open, on a connection that was accepted here).
// The rest of it would let one bad peer stop the kernel: its accept loop waits
// for each handshake without a deadline, it allocates whatever size a frame
// announces, it answers a PING from the goroutine that reads while another one
// writes, and it does not tell SUBSCRIBE from CANCEL. So accepting, framing and
// writing are done here, for ZMTP 3.0 and 3.1.
//
// # Goroutines and queues
//
// A socket has one goroutine that accepts. Each connection has one that does
// the handshake and then reads, and one that writes what is in the
// connection's queue; see [socket]. A queue is bounded in bytes, so a peer that
// does not read costs a known amount of memory and then its connection.
// Nobody who sends ever waits for a peer; producers of output that may wait ask
// [XPub.WaitReady] first.
//
// # Trust
//
// Who may speak is decided by the signatures of package wire. Here every peer is
// a stranger: until a message is complete it gets little memory, and what one
// peer does ends at most its own connection, with a line in the log at debug
// level.
//
// https://rfc.zeromq.org/spec/23/ (ZMTP 3.0), https://rfc.zeromq.org/spec/37/ (3.1)
package transport

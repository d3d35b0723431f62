package transport

import (
	"log/slog"
	"time"
)

// Options tune a socket. The zero value of each field is its default.
type Options struct {
	// Logger gets what happens to connections, at debug level, and accept
	// errors, at warn level. By default nothing is logged.
	Logger *slog.Logger
	// HandshakeTimeout is how long a new connection has for its handshake; 5 s.
	HandshakeTimeout time.Duration
	// MaxPeers is how many connections a socket has at most, those in their
	// handshake included; 1024. More are closed at once.
	MaxPeers int
	// MaxMessage is the size in bytes of the largest message that is read, 64
	// bytes added for each frame; 128 MiB. A peer that announces more is
	// disconnected. All messages that a socket is reading at one time share
	// four times as much.
	MaxMessage int64
	// Linger is how long Close waits for queued messages to be written; 1 s.
	Linger time.Duration
	// HardLimit is how many bytes may wait for a peer; 64 MiB. A peer that has
	// more waiting is disconnected when the next message comes. A single
	// message may be larger.
	HardLimit int64

	// The rest is for XPub.

	// SoftLimit is how many bytes may wait for a subscriber before messages of
	// class Output are dropped for it; 32 MiB, and at most HardLimit.
	SoftLimit int64
	// HighWater is how many bytes may wait for the fastest subscriber before
	// WaitReady blocks; 4 MiB, and at most half of SoftLimit.
	HighWater int64
	// StallAfter is how long nothing can be written to a subscriber before
	// WaitReady takes no more account of it, and Close does not wait for it
	// (the latter on every socket); 3 s.
	StallAfter time.Duration
	// OnSubscribe is called when a peer subscribes to a topic. What the
	// function sends to sub comes before everything that is published to this
	// topic later. The first frame has to start with topic, because libzmq's
	// SUB throws away what it has not subscribed to. It is called by the connection's reader goroutine, maybe by
	// several at the same time.
	OnSubscribe func(topic []byte, sub *Subscriber)
	// DroppedNotice makes the one message that tells a subscriber what it has
	// missed: n messages of that many bytes. It is queued once the subscriber
	// has drained, before any other Output. Nil frames send nothing. It is
	// called by the connection's writer goroutine, maybe by several at the
	// same time.
	DroppedNotice func(n int, bytes int64) [][]byte
}

func (o Options) withDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	setDefault(&o.HandshakeTimeout, 5*time.Second)
	setDefault(&o.MaxPeers, 1024)
	setDefault(&o.MaxMessage, 128<<20)
	setDefault(&o.Linger, time.Second)
	setDefault(&o.HardLimit, 64<<20)
	setDefault(&o.SoftLimit, 32<<20)
	setDefault(&o.HighWater, 4<<20)
	setDefault(&o.StallAfter, 3*time.Second)
	// Producers have to be held back before anything is dropped, and output
	// has to be dropped before anybody is disconnected.
	o.SoftLimit = min(o.SoftLimit, o.HardLimit)
	o.HighWater = min(o.HighWater, o.SoftLimit/2)
	return o
}

func setDefault[T int | int64 | time.Duration](field *T, value T) {
	if *field <= 0 {
		*field = value
	}
}

package transport

// Subscriber is one peer of an [XPub].
type Subscriber struct {
	peer *peer

	// Guarded by the mutex of the XPub.
	topics topics
	wants  bool // the last Output matched, or might have
}

// Send queues a message for this subscriber alone, whatever it subscribes to.
// It never waits. The error wraps ErrSlowPeer or ErrClosed.
func (s *Subscriber) Send(frames [][]byte) error {
	return s.peer.send(encodeMessage(frames), false)
}

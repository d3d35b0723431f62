package transport

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"net"
	"time"

	"github.com/go-zeromq/zmq4"
	"github.com/go-zeromq/zmq4/security/null"
)

const (
	greetingSize = 64 // bytes
	// maxHandshakeFrame bounds the READY command: a socket type, an identity
	// of up to 255 bytes, and maybe properties that do not matter here.
	maxHandshakeFrame = 4096
	maxIdentity       = 255
)

// handshake greets a new connection as a socket of the given type, within the
// timeout. It returns the identity that the peer gave, empty if none, and the
// reader that has what follows.
func handshake(conn net.Conn, kind zmq4.SocketType, timeout time.Duration) (identity []byte, r *bufio.Reader, err error) {
	if err := conn.SetDeadline(time.Now().Add(timeout)); err != nil {
		return nil, nil, err
	}
	guard := &handshakeConn{Conn: conn, r: bufio.NewReaderSize(conn, readBuffer)}
	meta, err := open(guard, kind)
	if err != nil {
		return nil, nil, err
	}
	identity = []byte(meta["Identity"])
	// Identities with a leading zero are for those that a ROUTER makes up.
	if len(identity) > maxIdentity || len(identity) > 0 && identity[0] == 0 {
		return nil, nil, errBadIdentity
	}
	return identity, guard.r, conn.SetDeadline(time.Time{})
}

// open lets zmq4 do the handshake. zmq4 panics on an unknown socket type and
// on properties that are cut short.
func open(conn net.Conn, kind zmq4.SocketType) (meta zmq4.Metadata, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errNotZMTP, r)
		}
	}()
	c, err := zmq4.Open(conn, null.Security(), kind, nil, true, nil)
	if err != nil {
		return nil, err
	}
	return c.Peer.Meta, nil
}

// handshakeConn gives zmq4 only bytes that have been looked at: a greeting of
// ZMTP 3, then whole command frames of a moderate size. Others than ZMTP 3
// peers are refused at their first wrong byte.
type handshakeConn struct {
	net.Conn
	r       *bufio.Reader
	checked []byte
	greeted bool
}

// Read implements [net.Conn].
func (h *handshakeConn) Read(p []byte) (int, error) {
	if len(h.checked) == 0 {
		if err := h.check(); err != nil {
			return 0, err
		}
	}
	n := copy(p, h.checked)
	h.checked = h.checked[n:]
	return n, nil
}

func (h *handshakeConn) check() (err error) {
	if h.greeted {
		h.checked, err = h.readCommand()
		return err
	}
	h.greeted = true
	h.checked, err = h.readGreeting()
	return err
}

// readGreeting checks a signature (FF, eight bytes, 7F) and a version. ZMTP 1
// has neither, and ZMTP 2 sends no more than 12 bytes before it waits.
func (h *handshakeConn) readGreeting() ([]byte, error) {
	for _, want := range []struct {
		size int
		ok   func(last byte) bool
	}{
		{1, func(b byte) bool { return b == 0xFF }},
		{10, func(b byte) bool { return b == 0x7F }},
		{11, func(b byte) bool { return b >= 3 }},
	} {
		b, err := h.r.Peek(want.size)
		if err != nil {
			return nil, err
		}
		if !want.ok(b[want.size-1]) {
			return nil, fmt.Errorf("%w: greeting starts with % x", errNotZMTP, b)
		}
	}
	return h.take(greetingSize)
}

func (h *handshakeConn) readCommand() ([]byte, error) {
	b, err := h.r.Peek(2)
	if err != nil {
		return nil, err
	}
	header, size := 2, uint64(b[1])
	switch b[0] {
	case flagCommand:
	case flagCommand | flagLong:
		if b, err = h.r.Peek(9); err != nil {
			return nil, err
		}
		header, size = 9, binary.BigEndian.Uint64(b[1:])
	default:
		return nil, fmt.Errorf("%w: flags %#02x in a handshake", errBadFrame, b[0])
	}
	if size > maxHandshakeFrame {
		return nil, fmt.Errorf("%w: %d bytes in a handshake", errTooLarge, size)
	}
	return h.take(header + int(size))
}

func (h *handshakeConn) take(n int) ([]byte, error) {
	b := make([]byte, n)
	return b, readFull(h.r, b)
}

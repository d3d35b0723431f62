package transport

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"sync/atomic"
)

// Flags of a ZMTP 3 frame.
const (
	flagMore    = 1 // another frame of the message follows
	flagLong    = 2 // the size has eight bytes instead of one
	flagCommand = 4 // the frame is a command, not part of a message
)

const (
	readBuffer = 16 << 10 // bytes
	// firstChunk is what a frame gets before any of it has come.
	firstChunk = 64 << 10
	// frameCost is added to a frame's size for what it costs beside its bytes.
	frameCost = 64
)

// message is what was read: the frames of a message, or one command.
type message struct {
	frames  [][]byte
	command bool
}

// messageReader reads messages of ZMTP 3 frames.
type messageReader struct {
	r      *bufio.Reader
	limit  int64   // of a message, in bytes
	budget *budget // shared by all connections of the socket
}

// next reads one message or command.
func (m *messageReader) next() (message, error) {
	var msg message
	lease := lease{budget: m.budget}
	defer lease.end()
	left := m.limit
	for {
		flags, size, err := m.header()
		if err != nil {
			return message{}, err
		}
		if left < frameCost || size > uint64(left-frameCost) {
			return message{}, fmt.Errorf("%w of %d bytes: a frame of %d bytes with %d left", errTooLarge, m.limit, size, left)
		}
		left -= int64(size) + frameCost
		body, err := m.body(int(size), &lease)
		if err != nil {
			return message{}, err
		}
		msg.frames = append(msg.frames, body)
		if flags&flagCommand != 0 {
			if len(msg.frames) > 1 || flags&flagMore != 0 {
				return message{}, fmt.Errorf("%w: a command within a message", errBadFrame)
			}
			msg.command = true
			return msg, nil
		}
		if flags&flagMore == 0 {
			return msg, nil
		}
	}
}

func (m *messageReader) header() (flags byte, size uint64, err error) {
	flags, err = m.r.ReadByte()
	if err != nil {
		return 0, 0, err
	}
	if flags&^(flagMore|flagLong|flagCommand) != 0 {
		return 0, 0, fmt.Errorf("%w: flags %#02x", errBadFrame, flags)
	}
	var b [8]byte
	if flags&flagLong != 0 {
		if err := readFull(m.r, b[:]); err != nil {
			return 0, 0, err
		}
		return flags, binary.BigEndian.Uint64(b[:]), nil
	}
	if err := readFull(m.r, b[7:]); err != nil {
		return 0, 0, err
	}
	return flags, uint64(b[7]), nil
}

// body reads a frame's bytes. Memory grows with what has come, never with
// what was announced.
func (m *messageReader) body(size int, lease *lease) ([]byte, error) {
	body := make([]byte, 0, min(size, firstChunk))
	for {
		if err := lease.add(int64(cap(body) - len(body))); err != nil {
			return nil, err
		}
		from := len(body)
		body = body[:cap(body)]
		if err := readFull(m.r, body[from:]); err != nil {
			return nil, err
		}
		if len(body) == size {
			return body, nil
		}
		grown := make([]byte, len(body), min(size, 2*len(body)))
		copy(grown, body)
		body = grown
	}
}

func readFull(r io.Reader, b []byte) error {
	_, err := io.ReadFull(r, b)
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// budget bounds the memory of all messages that one socket's connections have
// read in part.
type budget struct {
	size int64
	used atomic.Int64
}

// freeLease is what a message may use without asking the budget, so that
// peers with large messages never stand in the way of ordinary ones.
const freeLease = 1 << 20

// lease is one message's share of a budget.
type lease struct {
	budget *budget
	total  int64 // of the message
	taken  int64 // from the budget
}

func (l *lease) add(n int64) error {
	l.total += n
	if l.total <= freeLease {
		return nil
	}
	l.taken += n
	if l.budget.used.Add(n) > l.budget.size {
		return errOverBudget
	}
	return nil
}

func (l *lease) end() {
	if l.taken > 0 {
		l.budget.used.Add(-l.taken)
	}
}

// encodeMessage returns a message as it goes over the wire. It shares no memory
// with the frames.
func encodeMessage(frames [][]byte) []byte {
	size := 0
	for _, f := range frames {
		size += 9 + len(f)
	}
	b := make([]byte, 0, size)
	for i, f := range frames {
		var flags byte
		if i < len(frames)-1 {
			flags = flagMore
		}
		b = appendFrame(b, flags, f)
	}
	return b
}

// encodeCommand returns a command as it goes over the wire.
func encodeCommand(name string, data []byte) []byte {
	body := append([]byte{byte(len(name))}, name...)
	return appendFrame(nil, flagCommand, append(body, data...))
}

// decodeCommand takes a command's body apart.
func decodeCommand(body []byte) (name string, data []byte, err error) {
	if len(body) == 0 || int(body[0]) > len(body)-1 {
		return "", nil, fmt.Errorf("%w: a command without its name", errBadFrame)
	}
	n := 1 + int(body[0])
	return string(body[1:n]), body[n:], nil
}

func appendFrame(b []byte, flags byte, body []byte) []byte {
	if len(body) > 255 {
		b = append(b, flags|flagLong)
		b = binary.BigEndian.AppendUint64(b, uint64(len(body)))
	} else {
		b = append(b, flags, byte(len(body)))
	}
	return append(b, body...)
}

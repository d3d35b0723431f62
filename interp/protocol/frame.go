package protocol

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// MaxFrame is the largest frame that is read or written, in bytes.
const MaxFrame = 1 << 30

// ErrFrameSize is returned when a frame announces or needs more than [MaxFrame] bytes.
var ErrFrameSize = errors.New("engine frame is larger than 1 GiB")

// A Writer writes messages as frames. Any number of goroutines may use it.
//
// A frame is its size (four bytes, big endian, without itself), then for each
// part its size (likewise) and its bytes. The first part is the message's
// JSON, the others are its buffers.
type Writer struct {
	mu sync.Mutex
	w  io.Writer
}

// NewWriter returns a Writer to w. Each message is one call of w.Write.
func NewWriter(w io.Writer) *Writer { return &Writer{w: w} }

// Write writes one message.
func (w *Writer) Write(m Message) error {
	frame, err := encode(m)
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, err := w.w.Write(frame); err != nil {
		return fmt.Errorf("write engine message %s: %w", m.Type, err)
	}
	return nil
}

func encode(m Message) ([]byte, error) {
	head, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode engine message %s: %w", m.Type, err)
	}
	size := 4 + len(head)
	for _, b := range m.Buffers {
		size += 4 + len(b)
	}
	if size > MaxFrame {
		return nil, fmt.Errorf("encode engine message %s of %d bytes: %w", m.Type, size, ErrFrameSize)
	}
	frame := make([]byte, 0, 4+size)
	frame = binary.BigEndian.AppendUint32(frame, uint32(size))
	frame = appendPart(frame, head)
	for _, b := range m.Buffers {
		frame = appendPart(frame, b)
	}
	return frame, nil
}

func appendPart(frame, part []byte) []byte {
	frame = binary.BigEndian.AppendUint32(frame, uint32(len(part)))
	return append(frame, part...)
}

// A Reader reads frames as messages. One goroutine uses it.
type Reader struct{ r *bufio.Reader }

// NewReader returns a Reader from r.
func NewReader(r io.Reader) *Reader { return &Reader{r: bufio.NewReaderSize(r, 64<<10)} }

// Read reads one message. It returns io.EOF where the stream ends between two
// frames, io.ErrUnexpectedEOF within one.
func (r *Reader) Read() (Message, error) {
	var m Message
	var size [4]byte
	if _, err := io.ReadFull(r.r, size[:]); err != nil {
		return m, err
	}
	n := binary.BigEndian.Uint32(size[:])
	if n > MaxFrame {
		return m, fmt.Errorf("read engine message of %d bytes: %w", n, ErrFrameSize)
	}
	frame := make([]byte, n)
	if _, err := io.ReadFull(r.r, frame); err != nil {
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return m, err
	}
	head, rest, err := cutPart(frame)
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(head, &m); err != nil {
		return m, fmt.Errorf("read engine message: %w", err)
	}
	for len(rest) > 0 {
		var part []byte
		if part, rest, err = cutPart(rest); err != nil {
			return m, err
		}
		m.Buffers = append(m.Buffers, part)
	}
	return m, nil
}

func cutPart(frame []byte) (part, rest []byte, err error) {
	if len(frame) < 4 {
		return nil, nil, fmt.Errorf("read engine message: a part of %d bytes has no size", len(frame))
	}
	n := binary.BigEndian.Uint32(frame)
	if uint64(n) > uint64(len(frame)-4) {
		return nil, nil, fmt.Errorf("read engine message: a part announces %d bytes, %d are left", n, len(frame)-4)
	}
	return frame[4 : 4+n], frame[4+n:], nil
}

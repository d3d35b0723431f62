package protocol

import (
	"bytes"
	"encoding/binary"
)

// markerTail is the length of what follows the nonce in a marker: the number.
const markerTail = 8

// Marker returns the bytes that an engine writes into descriptors 1 and 2
// before the ordered event with number sync. They are short enough for one
// atomic write to a pipe (POSIX: PIPE_BUF is at least 512).
func Marker(nonce string, sync uint64) []byte {
	b := make([]byte, 0, 1+len(nonce)+markerTail)
	b = append(b, 0)
	b = append(b, nonce...)
	return binary.BigEndian.AppendUint64(b, sync)
}

// A Scanner takes a stream apart into what was printed and the markers in it.
// It reads nothing itself: feed it chunks as they come.
type Scanner struct {
	lead []byte // how a marker starts
	held []byte // the end of the last chunk, if it may be the start of a marker
}

// NewScanner returns a Scanner for the markers of a nonce.
func NewScanner(nonce string) *Scanner {
	return &Scanner{lead: append([]byte{0}, nonce...)}
}

// Scan takes the next chunk apart, calling text for printed bytes and marker
// for markers, in the order in which they stand in the stream. The bytes given
// to text are only valid during the call.
func (s *Scanner) Scan(chunk []byte, text func([]byte), marker func(sync uint64)) {
	if len(s.held) > 0 {
		chunk = append(s.held, chunk...)
		s.held = nil
	}
	for len(chunk) > 0 {
		at := bytes.IndexByte(chunk, 0)
		if at < 0 {
			text(chunk)
			return
		}
		rest := chunk[at:]
		n := min(len(rest), len(s.lead))
		switch {
		case !bytes.Equal(rest[:n], s.lead[:n]): // a zero byte that the user printed
			text(chunk[:at+1])
			chunk = chunk[at+1:]
			continue
		case len(rest) < len(s.lead)+markerTail: // the marker may go on in the next chunk
			if at > 0 {
				text(chunk[:at])
			}
			s.held = bytes.Clone(rest)
			return
		}
		if at > 0 {
			text(chunk[:at])
		}
		marker(binary.BigEndian.Uint64(rest[len(s.lead):]))
		chunk = rest[len(s.lead)+markerTail:]
	}
}

// Flush gives what is held back to text: the stream has ended.
func (s *Scanner) Flush(text func([]byte)) {
	if len(s.held) > 0 {
		text(s.held)
		s.held = nil
	}
}

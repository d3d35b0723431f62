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

// cellMark is set in the number of a marker that belongs to no event but says
// whose output follows.
const cellMark = 1 << 63

// CellMarker returns the bytes that say that what follows in a stream is output
// of a cell that ended earlier. Cell 0 goes back to the cell that runs. An
// engine writes both and the text between them at once, so that no other output
// comes between: [MaxMarked] bytes of text at the most.
func CellMarker(nonce string, cell int) []byte { return Marker(nonce, cellMark|uint64(cell)) }

// MaxMarked is how much text may stand between two CellMarkers. With them it is
// as long as a write to a pipe may be to be atomic on Linux (4096 bytes).
const MaxMarked = 4000

// MarkedCell takes the number of a marker apart: ok is set for a CellMarker.
func MarkedCell(number uint64) (cell int, ok bool) {
	return int(number &^ cellMark), number&cellMark != 0
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

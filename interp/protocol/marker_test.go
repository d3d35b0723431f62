package protocol

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

const nonce = "0123456789abcdef0123456789abcdef"

// scan cuts stream into chunks of at most size bytes and writes down what a
// Scanner finds.
func scan(stream string, size int) string {
	s := NewScanner(nonce)
	var b strings.Builder
	last := ""
	text := func(p []byte) {
		if last != "text" {
			b.WriteString("|")
		}
		last = "text"
		b.Write(p)
	}
	for len(stream) > 0 {
		n := min(size, len(stream))
		s.Scan([]byte(stream[:n]), text, func(n uint64) {
			last = "marker"
			if cell, ok := MarkedCell(n); ok {
				fmt.Fprintf(&b, "|cell %d", cell)
				return
			}
			fmt.Fprintf(&b, "|#%d", n)
		})
		stream = stream[n:]
	}
	s.Flush(text)
	return b.String()
}

func TestScanner(t *testing.T) {
	m := func(n uint64) string { return string(Marker(nonce, n)) }
	cell := func(n int) string { return string(CellMarker(nonce, n)) }
	for _, test := range []struct{ stream, want string }{
		{"", ""},
		{"plain", "|plain"},
		{"a" + m(1) + "b", "|a|#1|b"},
		{m(1) + m(2), "|#1|#2"},
		{"zero \x00 byte" + m(3), "|zero \x00 byte|#3"},
		{"\x00" + nonce[:5] + "x" + m(4), "|\x00" + nonce[:5] + "x|#4"},
		{"half a marker \x00" + nonce, "|half a marker \x00" + nonce},
		{"now" + cell(3) + "late" + cell(0) + "now", "|now|cell 3|late|cell 0|now"},
		{m(0) + m(1<<62), "|#0|#4611686018427387904"},
	} {
		for size := 1; size <= len(test.stream)+1; size++ {
			if got := scan(test.stream, size); got != test.want {
				t.Errorf("chunks of %d: %q, want %q", size, got, test.want)
			}
		}
	}
}

func TestMarkedOutputIsAtomic(t *testing.T) {
	// Linux: PIPE_BUF.
	if n := 2*len(CellMarker(nonce, 1)) + MaxMarked; n > 4096 {
		t.Errorf("the longest marked output is %d bytes", n)
	}
}

// What is printed comes out as it went in, however it is cut.
func FuzzScanner(f *testing.F) {
	f.Add([]byte("a\x00b"), uint64(1))
	f.Fuzz(func(t *testing.T, printed []byte, seed uint64) {
		r := rand.New(rand.NewPCG(seed, 0))
		s := NewScanner(nonce)
		var text []byte
		markers := 0
		add := func(p []byte) { text = append(text, p...) }
		count := func(uint64) { markers++ }
		stream := append(append([]byte{}, printed...), Marker(nonce, 5)...)
		for len(stream) > 0 {
			n := 1 + r.IntN(len(stream))
			s.Scan(stream[:n], add, count)
			stream = stream[n:]
		}
		s.Flush(add)
		if string(text) != string(printed) || markers != 1 {
			t.Errorf("printed %q and 1 marker, scanned %q and %d", printed, text, markers)
		}
	})
}

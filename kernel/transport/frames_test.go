package transport

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
)

func readerOf(b []byte) messageReader {
	return messageReader{r: bufio.NewReader(bytes.NewReader(b)), limit: 1 << 20, budget: &budget{size: 4 << 20}}
}

// The bytes are those of RFC 23's grammar, written by hand.
func TestEncodeMessage(t *testing.T) {
	long := strings.Repeat("x", 256)
	for _, c := range []struct {
		frames []string
		want   string
	}{
		{[]string{""}, "\x00\x00"},
		{[]string{"ab"}, "\x00\x02ab"},
		{[]string{"a", "", "b"}, "\x01\x01a\x01\x00\x00\x01b"},
		{[]string{long, long[1:]}, "\x03\x00\x00\x00\x00\x00\x00\x01\x00" + long + "\x00\xff" + long[1:]},
	} {
		got := encodeMessage(bytesOf(c.frames))
		if string(got) != c.want {
			t.Errorf("%.20q is %q", c.frames, got)
		}
		r := readerOf(got)
		if m, err := r.next(); err != nil || join(m.frames) != strings.Join(c.frames, "|") {
			t.Errorf("%.20q comes back as %.20q, %v", c.frames, m.frames, err)
		}
		if _, err := r.next(); err != io.EOF {
			t.Errorf("at the end: %v", err)
		}
	}
}

func TestMessagesCutShort(t *testing.T) {
	whole := encodeMessage(bytesOf([]string{"one", strings.Repeat("x", 300), "three"}))
	for n := 1; n < len(whole); n++ {
		r := readerOf(whole[:n])
		if _, err := r.next(); err == nil {
			t.Fatalf("%d of %d bytes make a message", n, len(whole))
		}
		if used := r.budget.used.Load(); used != 0 {
			t.Fatalf("%d bytes of the budget are lost", used)
		}
	}
}

func FuzzMessageReader(f *testing.F) {
	f.Add(encodeMessage(bytesOf([]string{"a", "", strings.Repeat("x", 300)})))
	f.Add(encodeCommand("PING", []byte("\x00\x0acontext")))
	f.Add(longFrame(0, 1<<62))
	f.Add(longFrame(flagMore, 1<<19))
	f.Add([]byte("\x01\x01a\x04\x05\x04PING"))
	f.Fuzz(func(t *testing.T, b []byte) {
		r := readerOf(b)
		for {
			m, err := r.next()
			if err != nil {
				if r.budget.used.Load() != 0 {
					t.Error("part of the budget is lost")
				}
				return
			}
			if m.command {
				decodeCommand(m.frames[0])
				continue
			}
			again := readerOf(encodeMessage(m.frames))
			if back, err := again.next(); err != nil || join(back.frames) != join(m.frames) {
				t.Errorf("%q comes back as %q, %v", m.frames, back.frames, err)
			}
		}
	})
}

func TestErrorsSayWhatTheLimitIs(t *testing.T) {
	r := readerOf(longFrame(0, 1<<40))
	_, err := r.next()
	if !errors.Is(err, errTooLarge) || !strings.Contains(err.Error(), "1048576") {
		t.Errorf("got %v", err)
	}
}

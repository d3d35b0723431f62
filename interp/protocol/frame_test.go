package protocol

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRoundTrip(t *testing.T) {
	var b bytes.Buffer
	w := NewWriter(&b)
	execute, err := New(TypeExecute, Execute{Cell: 3, Code: "x := 1\n", AllowStdin: true, UserExpressions: map[string]string{"a": "x"}})
	if err != nil {
		t.Fatal(err)
	}
	execute.ID, execute.Cell = 7, 3
	sent := []Message{
		execute,
		{Type: TypeInterrupt},
		{Type: TypeCommMsg, Sync: 9, Body: []byte(`{"comm_id":"a"}`), Buffers: [][]byte{{1, 2}, {}, bytes.Repeat([]byte{3}, 100_000)}},
	}
	for _, m := range sent {
		if err := w.Write(m); err != nil {
			t.Fatal(err)
		}
	}
	r := NewReader(&b)
	for _, want := range sent {
		got, err := r.Read()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-sent +read\n%s", diff)
		}
	}
	if _, err := r.Read(); err != io.EOF {
		t.Errorf("at the end: %v, want EOF", err)
	}
}

func TestBadFrames(t *testing.T) {
	huge := binary.BigEndian.AppendUint32(nil, MaxFrame+1)
	for name, test := range map[string]struct {
		data []byte
		want string
	}{
		"cut size":       {[]byte{0, 0}, io.ErrUnexpectedEOF.Error()},
		"cut frame":      {[]byte{0, 0, 0, 9, 1}, io.ErrUnexpectedEOF.Error()},
		"too large":      {huge, ErrFrameSize.Error()},
		"no part":        {[]byte{0, 0, 0, 2, 1, 1}, "has no size"},
		"part too large": {[]byte{0, 0, 0, 5, 0, 0, 0, 9, 1}, "announces 9 bytes, 1 are left"},
		"no JSON":        {[]byte{0, 0, 0, 5, 0, 0, 0, 1, 'x'}, "read engine message"},
	} {
		_, err := NewReader(bytes.NewReader(test.data)).Read()
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
	}
}

func TestTooLargeToWrite(t *testing.T) {
	m := Message{Type: TypeCommMsg, Buffers: [][]byte{make([]byte, MaxFrame)}}
	if err := NewWriter(io.Discard).Write(m); !errors.Is(err, ErrFrameSize) {
		t.Errorf("Write = %v", err)
	}
}

func TestBodyWithoutJSON(t *testing.T) {
	if _, err := New(TypeDisplay, Display{Data: map[string]any{"a": func() {}}}); err == nil {
		t.Error("a function has JSON")
	}
}

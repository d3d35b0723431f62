package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func newCodec(t testing.TB, key string) *Codec {
	t.Helper()
	c, err := NewCodec("hmac-sha256", key)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// signed returns the frames of a message whose four parts are given.
func signed(t testing.TB, c *Codec, parts ...string) [][]byte {
	t.Helper()
	b := frames(parts...)
	return append(frames("id", delimiter, string(c.signer.Sign(b...))), b...)
}

func frames(s ...string) [][]byte {
	var b [][]byte
	for _, f := range s {
		b = append(b, []byte(f))
	}
	return b
}

const testHeader = `{"msg_id":"m1","session":"s","username":"u","date":"2024-05-06T07:08:09.123456Z","msg_type":"execute_request","version":"5.3","extra":{"kept":[1,2]}}`

func TestRoundTrip(t *testing.T) {
	h := Header{MsgID: "m2", Session: "s", Username: "kernel", MsgType: TypeStream, Version: Version,
		Date: Date{time.Date(2024, 5, 6, 7, 8, 9, 123456000, time.UTC)}}
	for _, key := range []string{"", "secret"} {
		c := newCodec(t, key)
		parent, err := c.Decode(signed(t, c, testHeader, "{}", "{}", `{"code":"1"}`))
		if err != nil {
			t.Fatal(err)
		}
		m, err := NewMessage(h, parent, Stream{Name: Stdout, Text: "a\n"})
		if err != nil {
			t.Fatal(err)
		}
		m.Buffers = frames("\x00binary", "")
		got, err := newCodec(t, key).Decode(c.Encode(m))
		if err != nil {
			t.Fatal(err)
		}
		if string(got.ParentHeader) != testHeader {
			t.Errorf("parent's header is %s", got.ParentHeader)
		}
		want := m
		want.RawHeader = got.RawHeader
		want.Metadata = emptyObject
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("with key %q (-want +got):\n%s", key, d)
		}
		var s Stream
		if err := got.Decode(&s); err != nil || s != (Stream{"stdout", "a\n"}) {
			t.Errorf("content is %+v, %v", s, err)
		}
	}
}

func TestMessageWithoutParent(t *testing.T) {
	m, err := NewMessage(Header{MsgType: TypeStatus}, Message{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	f := newCodec(t, "").Encode(m)
	if got := fmt.Sprintf("%s", f[3:]); got != "[{} {} {}]" {
		t.Errorf("parent, metadata and content are %s", got)
	}
}

// A message that was made here is as good a parent as one that came.
func TestMessageOfOwnParent(t *testing.T) {
	parent, err := NewMessage(Header{MsgID: "p", MsgType: TypeInputRequest}, Message{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	m, err := NewMessage(Header{MsgType: TypeStatus}, parent, nil)
	if err != nil {
		t.Fatal(err)
	}
	var h Header
	if err := json.Unmarshal(m.ParentHeader, &h); err != nil || h != parent.Header {
		t.Errorf("parent is %s, %v", m.ParentHeader, err)
	}
}

func TestNewMessageRefusesWhatJSONCannotSay(t *testing.T) {
	if _, err := NewMessage(Header{MsgType: TypeStatus}, Message{}, func() {}); err == nil || !strings.Contains(err.Error(), TypeStatus) {
		t.Errorf("got %v", err)
	}
}

func TestDecodeErrors(t *testing.T) {
	c := newCodec(t, "secret")
	good := func() [][]byte { return signed(t, c, testHeader, "{}", "{}", "{}") }
	wrong := good()
	wrong[2] = []byte(strings.Repeat("0", 64))
	changed := good()
	changed[6] = []byte(`{"code":"evil"}`)
	unsigned := good()
	unsigned[2] = nil
	for name, c := range map[string]struct {
		frames [][]byte
		want   error
	}{
		"nothing":         {nil, ErrNoDelimiter},
		"no delimiter":    {frames("a", "b", "c", "d", "e", "f"), ErrNoDelimiter},
		"too few":         {good()[:6], ErrTooFewFrames},
		"only delimiter":  {frames(delimiter), ErrTooFewFrames},
		"wrong signature": {wrong, ErrBadSignature},
		"changed content": {changed, ErrBadSignature},
		"not signed":      {unsigned, ErrBadSignature},
		"header no type":  {signed(t, c, `{"msg_id":"1"}`, "{}", "{}", "{}"), ErrNoType},
		"header null":     {signed(t, c, "null", "{}", "{}", "{}"), ErrNoType},
		"content list":    {signed(t, c, testHeader, "{}", "{}", "[]"), ErrNotObject},
		"metadata number": {signed(t, c, testHeader, "{}", "1", "{}"), ErrNotObject},
	} {
		if _, err := newCodec(t, "secret").Decode(c.frames); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", name, err, c.want)
		}
	}
}

func TestDecodeNamesBadPart(t *testing.T) {
	c := newCodec(t, "secret")
	for want, parts := range map[string][]string{
		"header":        {"{", "{}", "{}", "{}"},
		"parent_header": {testHeader, "{x", "{}", "{}"},
		"metadata":      {testHeader, "{}", "nul", "{}"},
		"content":       {testHeader, "{}", "{}", `{"a":1}}`},
	} {
		_, err := c.Decode(signed(t, c, parts...))
		var part *PartError
		if !errors.As(err, &part) || part.Part != want {
			t.Errorf("%s: got %v", want, err)
		}
	}
}

func TestDecodeTakesEmptyAndNullParts(t *testing.T) {
	c := newCodec(t, "secret")
	m, err := c.Decode(signed(t, c, testHeader, "", " ", "null"))
	if err != nil {
		t.Fatal(err)
	}
	for _, raw := range []json.RawMessage{m.ParentHeader, m.Metadata, m.Content} {
		if string(raw) != "{}" {
			t.Errorf("got %q", raw)
		}
	}
}

// Identities may be anything, and a delimiter among the buffers is a buffer.
func TestDecodeFindsFirstDelimiter(t *testing.T) {
	c := newCodec(t, "")
	f := append(frames("", "\x00\x01"), signed(t, c, testHeader, "{}", "{}", "{}")...)
	m, err := c.Decode(append(f, frames("buf", delimiter)...))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(frames("", "\x00\x01", "id"), m.Identities); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff(frames("buf", delimiter), m.Buffers); d != "" {
		t.Error(d)
	}
}

func TestReplayedMessageIsRefused(t *testing.T) {
	c := newCodec(t, "secret")
	f := signed(t, c, testHeader, "{}", "{}", "{}")
	if _, err := c.Decode(f); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Decode(f); !errors.Is(err, ErrReplayed) {
		t.Errorf("got %v", err)
	}
	open := newCodec(t, "")
	for range 2 {
		if _, err := open.Decode(f); err != nil {
			t.Errorf("without a key: %v", err)
		}
	}
}

func TestDigestHistoryForgetsTheOldest(t *testing.T) {
	h := newDigestHistory(3)
	add := func(s string) bool { return h.add([]byte(s)) }
	for _, s := range []string{"a", "b", "c", "d", "a"} {
		if !add(s) {
			t.Errorf("%s is not new", s)
		}
	}
	if add("d") || add("a") || !add("b") {
		t.Error("the last three are not remembered")
	}
	if len(h.seen) != 3 || len(h.ring) != 3 {
		t.Errorf("%d and %d are remembered", len(h.seen), len(h.ring))
	}
}

func TestCodecIsSharedByGoroutines(t *testing.T) {
	c := newCodec(t, "secret")
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range 200 {
				m, err := NewMessage(Header{MsgID: fmt.Sprint(g, "-", i), MsgType: TypeStatus}, Message{}, nil)
				if err != nil {
					t.Error(err)
				}
				if _, err := c.Decode(c.Encode(m)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func TestUnknownTypeIsNamed(t *testing.T) {
	m := Message{Header: Header{MsgType: "debug_request"}}
	if _, err := m.Body(); !errors.Is(err, ErrUnknownType) || !strings.Contains(err.Error(), "debug_request") {
		t.Errorf("got %v", err)
	}
	m = Message{Header: Header{MsgType: TypeExecuteRequest}, Content: []byte(`{"code":7}`)}
	var part *PartError
	if _, err := m.Body(); !errors.As(err, &part) || part.Part != "content" || part.MsgType != TypeExecuteRequest {
		t.Errorf("got %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	open := newCodec(f, "")
	keyed := newCodec(f, "secret")
	split := func(b []byte) [][]byte {
		var out [][]byte
		for _, s := range strings.Split(string(b), "\n") {
			out = append(out, []byte(s))
		}
		return out
	}
	f.Add([]byte("id\n<IDS|MSG>\n\n" + testHeader + "\n{}\n{}\n{\"code\":\"1\"}\nbuffer"))
	f.Add([]byte("<IDS|MSG>\nsig\nnull\n\n\n\n"))
	f.Add([]byte("<IDS|MSG>\n\n{\"msg_type\":\"history_reply\"}\n{}\n{}\n{\"history\":[[1,2,[\"a\",null]]]}"))
	f.Add([]byte("<IDS|MSG>\n\n{\"msg_type\":\"complete_request\",\"date\":7}\n{}\n{}\n{\"code\":\"\\ud83d\",\"cursor_pos\":-9}"))
	f.Fuzz(func(t *testing.T, b []byte) {
		in := split(b)
		if _, err := keyed.Decode(in); err == nil {
			t.Fatalf("%q is signed", b)
		}
		m, err := open.Decode(in)
		if err != nil {
			return
		}
		again, err := open.Decode(open.Encode(m))
		if err != nil {
			t.Fatalf("%q is decoded once and not twice: %v", b, err)
		}
		if d := cmp.Diff(m, again); d != "" {
			t.Fatal(d)
		}
		body, err := m.Body()
		if err != nil {
			return
		}
		if _, err := json.Marshal(body); err != nil {
			t.Fatalf("content of %s: %v", m.Header.MsgType, err)
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	c := newCodec(b, "secret")
	parent := Message{RawHeader: json.RawMessage(testHeader)}
	b.ReportAllocs()
	for b.Loop() {
		m, err := NewMessage(Header{MsgID: "m", MsgType: TypeStream, Version: Version}, parent, Stream{Stdout, "hello\n"})
		if err != nil {
			b.Fatal(err)
		}
		c.Encode(m)
	}
}

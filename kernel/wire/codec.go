package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// delimiter separates a message's identities from its signature.
const delimiter = "<IDS|MSG>"

// Codec turns frames into messages and back. Any number of goroutines may use
// it. All sockets of a kernel share one, because a message that was taken on
// one channel is not to be replayed on another.
type Codec struct {
	signer *Signer
	seen   *digestHistory
}

// NewCodec returns a Codec for the signature_scheme and key of a connection
// file; see [NewSigner].
func NewCodec(scheme, key string) (*Codec, error) {
	signer, err := NewSigner(scheme, key)
	if err != nil {
		return nil, err
	}
	return &Codec{signer: signer, seen: newDigestHistory(digestHistorySize)}, nil
}

// Decode takes the frames of one message apart. The message shares their
// memory. The error is one of ErrNoDelimiter, ErrTooFewFrames, ErrBadSignature,
// ErrReplayed (each maybe wrapped), or a *[PartError].
//
// As in jupyter_client, a signed message is taken once: a second one with the
// same signature is refused, within the last 65536 messages.
func (c *Codec) Decode(frames [][]byte) (Message, error) {
	at := delimiterIndex(frames)
	if at < 0 {
		return Message{}, fmt.Errorf("%w among its %d frames", ErrNoDelimiter, len(frames))
	}
	rest := frames[at+1:]
	if len(rest) < 5 {
		return Message{}, fmt.Errorf("%w: %d after the delimiter, at least 5 are needed", ErrTooFewFrames, len(rest))
	}
	signature, parts, buffers := rest[0], rest[1:5], rest[5:]
	// Nothing of a message is looked at before its signature.
	if !c.signer.Verify(signature, parts...) {
		return Message{}, ErrBadSignature
	}
	m := Message{
		Identities:   frames[:at:at],
		RawHeader:    parts[0],
		ParentHeader: parts[1],
		Metadata:     parts[2],
		Content:      parts[3],
		Buffers:      buffers,
	}
	if err := m.parse(); err != nil {
		return Message{}, err
	}
	if c.signer.Enabled() && !c.seen.add(signature) {
		return Message{}, fmt.Errorf("%s %s: %w", m.Header.MsgType, m.Header.MsgID, ErrReplayed)
	}
	return m, nil
}

// Encode returns the frames of a message, signed. It shares memory with m.
func (c *Codec) Encode(m Message) [][]byte {
	header, parent := object(m.ownHeader()), object(m.ParentHeader)
	metadata, content := object(m.Metadata), object(m.Content)
	frames := make([][]byte, 0, len(m.Identities)+6+len(m.Buffers))
	frames = append(frames, m.Identities...)
	frames = append(frames, []byte(delimiter), c.signer.Sign(header, parent, metadata, content))
	frames = append(frames, header, parent, metadata, content)
	return append(frames, m.Buffers...)
}

// parse decodes the header and checks that the other parts are JSON objects.
func (m *Message) parse() error {
	if err := json.Unmarshal(m.RawHeader, &m.Header); err != nil {
		return &PartError{Part: "header", Err: err}
	}
	if m.Header.MsgType == "" {
		return &PartError{Part: "header", Err: ErrNoType}
	}
	for _, part := range []struct {
		name string
		raw  *json.RawMessage
	}{{"parent_header", &m.ParentHeader}, {"metadata", &m.Metadata}, {"content", &m.Content}} {
		*part.raw = object(*part.raw)
		if err := checkObject(*part.raw); err != nil {
			return &PartError{Part: part.name, MsgType: m.Header.MsgType, Err: err}
		}
	}
	return nil
}

func checkObject(raw json.RawMessage) error {
	if !json.Valid(raw) {
		var v any // decoded again for the message, which Valid does not give
		return json.Unmarshal(raw, &v)
	}
	if bytes.TrimLeft(raw, " \t\r\n")[0] != '{' {
		return ErrNotObject
	}
	return nil
}

func delimiterIndex(frames [][]byte) int {
	for i, f := range frames {
		if string(f) == delimiter {
			return i
		}
	}
	return -1
}

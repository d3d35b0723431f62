package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Message is one message of any type on any channel.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#general-message-format
type Message struct {
	// Identities are the frames before the delimiter: whom a ROUTER's message
	// came from or goes to, or the topic of a published message.
	Identities [][]byte
	Header     Header
	// RawHeader is the header as it came, with fields that Header does not
	// know. It is nil in messages that were made here.
	RawHeader json.RawMessage
	// ParentHeader is the header of the message that this one answers, exactly
	// as it came. Empty means {}: there is no parent.
	ParentHeader json.RawMessage
	// Metadata and Content are JSON objects. Empty means {}.
	Metadata json.RawMessage
	Content  json.RawMessage
	Buffers  [][]byte
}

// NewMessage returns a message with the given header that answers parent: it
// goes to parent's identities and carries parent's header. The zero Message
// stands for no parent. Content is any value that encodes as a JSON object;
// nil is the empty object.
func NewMessage(h Header, parent Message, content any) (Message, error) {
	m := Message{Identities: parent.Identities, Header: h, ParentHeader: parent.ownHeader()}
	if content == nil {
		return m, nil
	}
	raw, err := json.Marshal(content)
	if err != nil {
		return Message{}, fmt.Errorf("encode content of %s: %w", h.MsgType, err)
	}
	m.Content = raw
	return m, nil
}

// Decode decodes the content into v, a pointer to a content struct. The error
// is a *[PartError].
func (m Message) Decode(v any) error {
	if err := json.Unmarshal(object(m.Content), v); err != nil {
		return &PartError{Part: "content", MsgType: m.Header.MsgType, Err: err}
	}
	return nil
}

// ownHeader returns the header as raw JSON, or nil for the zero Message.
func (m Message) ownHeader() json.RawMessage {
	if len(m.RawHeader) > 0 {
		return m.RawHeader
	}
	if m.Header == (Header{}) {
		return nil
	}
	raw, err := json.Marshal(m.Header)
	if err != nil { // a Header holds strings and a date only
		panic(err)
	}
	return raw
}

var emptyObject = json.RawMessage("{}")

// object returns raw, or {} where it is empty or null.
func object(raw json.RawMessage) json.RawMessage {
	if t := bytes.TrimSpace(raw); len(t) == 0 || bytes.Equal(t, []byte("null")) {
		return emptyObject
	}
	return raw
}

package wire

import (
	"errors"
	"fmt"
)

// Errors of [Codec.Decode].
var (
	// ErrNoDelimiter is returned when no frame is <IDS|MSG>.
	ErrNoDelimiter = errors.New("message has no <IDS|MSG> delimiter")
	// ErrTooFewFrames is returned when fewer than five frames follow the delimiter.
	ErrTooFewFrames = errors.New("message has too few frames")
	// ErrBadSignature is returned when a message is not signed with the connection's key.
	ErrBadSignature = errors.New("message has a wrong signature")
	// ErrReplayed is returned when a message with the same signature came before.
	ErrReplayed = errors.New("message came before")
	// ErrNotObject is returned, within a *PartError, when a part is not a JSON object.
	ErrNotObject = errors.New("not a JSON object")
	// ErrNoType is returned, within a *PartError, when a header has no msg_type.
	ErrNoType = errors.New("msg_type is missing")
	// ErrUnknownType is returned, wrapped, by [Message.Body] when a message type is not known.
	ErrUnknownType = errors.New("unknown message type")
)

// PartError is returned when one part of a message is not what it should be.
type PartError struct {
	Part    string // header, parent_header, metadata or content
	MsgType string // empty where not known yet
	Err     error
}

func (e *PartError) Error() string {
	if e.MsgType == "" {
		return fmt.Sprintf("message has a bad %s: %v", e.Part, e.Err)
	}
	return fmt.Sprintf("%s has a bad %s: %v", e.MsgType, e.Part, e.Err)
}

// Unwrap returns the cause.
func (e *PartError) Unwrap() error { return e.Err }

// SchemeError is returned when a connection file names a signature scheme
// that is not known.
type SchemeError struct{ Scheme string }

func (e *SchemeError) Error() string {
	return fmt.Sprintf("unknown signature_scheme %q in the connection file; known are %s", e.Scheme, knownSchemes())
}

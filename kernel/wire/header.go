package wire

import (
	"encoding/json"
	"strings"
	"time"
)

// Version is the protocol version that the headers of this package carry.
const Version = "5.5"

// Header names a message. Fields that it does not know are ignored.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#message-header
type Header struct {
	MsgID    string `json:"msg_id"`
	Session  string `json:"session"`
	Username string `json:"username"`
	Date     Date   `json:"date"`
	MsgType  string `json:"msg_type"`
	Version  string `json:"version"`
	// SubshellID names the subshell that a shell request is meant for.
	SubshellID string `json:"subshell_id,omitempty"`
}

// Date is when a message was made. It is written as ISO 8601 in UTC with
// microseconds. Clients write it in many ways and nothing depends on it, so
// reading never fails: what is not understood becomes the zero time.
type Date struct{ time.Time }

const dateLayout = "2006-01-02T15:04:05.000000Z"

// MarshalJSON implements [json.Marshaler].
func (d Date) MarshalJSON() ([]byte, error) {
	b := make([]byte, 0, len(dateLayout)+2)
	b = append(b, '"')
	b = d.UTC().AppendFormat(b, dateLayout)
	return append(b, '"'), nil
}

// UnmarshalJSON implements [json.Unmarshaler]. It never returns an error.
func (d *Date) UnmarshalJSON(b []byte) error {
	*d = Date{}
	var s string
	if json.Unmarshal(b, &s) != nil {
		return nil
	}
	// A date without a zone is read as UTC; a blank may stand for the T.
	s = strings.Replace(s, " ", "T", 1)
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02T15:04:05.999999999"} {
		if t, err := time.Parse(layout, s); err == nil {
			d.Time = t
			return nil
		}
	}
	return nil
}

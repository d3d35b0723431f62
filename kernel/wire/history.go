package wire

import (
	"encoding/json"
	"fmt"
)

// Values of [HistoryRequest.HistAccessType].
const (
	HistoryTail   = "tail"
	HistoryRange  = "range"
	HistorySearch = "search"
)

// HistoryRequest is the content of history_request.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#history
type HistoryRequest struct {
	Output         bool   `json:"output"`
	Raw            bool   `json:"raw"` // default true
	HistAccessType string `json:"hist_access_type"`
	// Session counts sessions from 1. Zero is the current one, -1 the one before.
	Session int `json:"session"`
	// Start and Stop are execution counts; Stop is not included, and nil is the end.
	Start int  `json:"start"`
	Stop  *int `json:"stop"`
	// N is how many of the last entries are wanted; nil is all.
	N *int `json:"n"`
	// Pattern is a glob with * and ?. Unique drops repeated inputs.
	Pattern string `json:"pattern"`
	Unique  bool   `json:"unique"`
}

// UnmarshalJSON implements [json.Unmarshaler].
func (r *HistoryRequest) UnmarshalJSON(b []byte) error {
	type plain HistoryRequest
	p := plain{Raw: true}
	if err := json.Unmarshal(b, &p); err != nil {
		return err
	}
	*r = HistoryRequest(p)
	return nil
}

// HistoryReply is the content of history_reply.
type HistoryReply struct {
	ReplyStatus
	History List[HistoryEntry] `json:"history"`
}

// HistoryEntry is one cell of the history. It is written as
// [session, line, input], or as [session, line, [input, output]] where
// WithOutput is true; an Output of nil is then null.
type HistoryEntry struct {
	Session    int
	Line       int
	Input      string
	WithOutput bool
	Output     *string
}

// MarshalJSON implements [json.Marshaler].
func (e HistoryEntry) MarshalJSON() ([]byte, error) {
	if e.WithOutput {
		return json.Marshal([]any{e.Session, e.Line, []any{e.Input, e.Output}})
	}
	return json.Marshal([]any{e.Session, e.Line, e.Input})
}

// UnmarshalJSON implements [json.Unmarshaler].
func (e *HistoryEntry) UnmarshalJSON(b []byte) error {
	var raw json.RawMessage
	if err := unmarshalTuple(b, &e.Session, &e.Line, &raw); err != nil {
		return fmt.Errorf("history entry: %w", err)
	}
	e.WithOutput, e.Output = len(raw) > 0 && raw[0] == '[', nil
	if e.WithOutput {
		return unmarshalTuple(raw, &e.Input, &e.Output)
	}
	return json.Unmarshal(raw, &e.Input)
}

// unmarshalTuple decodes an array into fields, one each.
func unmarshalTuple(b []byte, fields ...any) error {
	var items []json.RawMessage
	if err := json.Unmarshal(b, &items); err != nil {
		return err
	}
	if len(items) != len(fields) {
		return fmt.Errorf("%d items instead of %d", len(items), len(fields))
	}
	for i, item := range items {
		if err := json.Unmarshal(item, fields[i]); err != nil {
			return err
		}
	}
	return nil
}

package wire

import "encoding/json"

// CompleteRequest is the content of complete_request.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#completion
type CompleteRequest struct {
	Code string `json:"code"`
	// CursorPos counts Unicode code points; see [ByteOffset]. By default it is
	// the end of the code.
	CursorPos int `json:"cursor_pos"`
}

// UnmarshalJSON implements [json.Unmarshaler].
func (r *CompleteRequest) UnmarshalJSON(b []byte) error {
	type plain CompleteRequest
	p := plain{CursorPos: cursorAtEnd}
	if err := json.Unmarshal(b, &p); err != nil {
		return err
	}
	p.CursorPos = clampCursor(p.Code, p.CursorPos)
	*r = CompleteRequest(p)
	return nil
}

// CompleteReply is the content of complete_reply. CursorStart and CursorEnd
// count code points; the code between them is replaced by a match.
type CompleteReply struct {
	ReplyStatus
	Matches     List[string] `json:"matches"`
	CursorStart int          `json:"cursor_start"`
	CursorEnd   int          `json:"cursor_end"`
	Metadata    Object       `json:"metadata"`
}

// TypesExperimental is the key of [CompleteReply.Metadata] under which front
// ends look for a list of [TypedMatch].
const TypesExperimental = "_jupyter_types_experimental"

// TypedMatch says what a match is. Start and End count code points.
type TypedMatch struct {
	Start     int    `json:"start"`
	End       int    `json:"end"`
	Text      string `json:"text"`
	Type      string `json:"type"`
	Signature string `json:"signature"`
}

package wire

import "encoding/json"

// InspectRequest is the content of inspect_request.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#introspection
type InspectRequest struct {
	Code string `json:"code"`
	// CursorPos counts Unicode code points; see [ByteOffset]. By default it is
	// the end of the code.
	CursorPos int `json:"cursor_pos"`
	// DetailLevel is 0, or 1 for the source as well.
	DetailLevel int `json:"detail_level"`
}

// UnmarshalJSON implements [json.Unmarshaler].
func (r *InspectRequest) UnmarshalJSON(b []byte) error {
	type plain InspectRequest
	p := plain{CursorPos: cursorAtEnd}
	if err := json.Unmarshal(b, &p); err != nil {
		return err
	}
	p.CursorPos = clampCursor(p.Code, p.CursorPos)
	*r = InspectRequest(p)
	return nil
}

// InspectReply is the content of inspect_reply. Status is "ok" also where
// nothing was found.
type InspectReply struct {
	ReplyStatus
	Found    bool   `json:"found"`
	Data     Object `json:"data"`
	Metadata Object `json:"metadata"`
}

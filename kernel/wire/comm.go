package wire

import "encoding/json"

// CommOpen is the content of comm_open. Data is any JSON object.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#opening-a-comm
type CommOpen struct {
	CommID       string          `json:"comm_id"`
	TargetName   string          `json:"target_name"`
	TargetModule string          `json:"target_module,omitempty"`
	Data         json.RawMessage `json:"data"`
}

// CommMsg is the content of comm_msg.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#comm-messages
type CommMsg struct {
	CommID string          `json:"comm_id"`
	Data   json.RawMessage `json:"data"`
}

// CommClose is the content of comm_close.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#tearing-down-comms
type CommClose struct {
	CommID string          `json:"comm_id"`
	Data   json.RawMessage `json:"data"`
}

// MarshalJSON implements [json.Marshaler]: absent data is {}.
func (c CommOpen) MarshalJSON() ([]byte, error) {
	type plain CommOpen
	c.Data = object(c.Data)
	return json.Marshal(plain(c))
}

// MarshalJSON implements [json.Marshaler]: absent data is {}.
func (c CommMsg) MarshalJSON() ([]byte, error) {
	type plain CommMsg
	c.Data = object(c.Data)
	return json.Marshal(plain(c))
}

// MarshalJSON implements [json.Marshaler]: absent data is {}.
func (c CommClose) MarshalJSON() ([]byte, error) {
	type plain CommClose
	c.Data = object(c.Data)
	return json.Marshal(plain(c))
}

package wire

import "encoding/json"

// CommInfoRequest is the content of comm_info_request. An empty TargetName
// asks for all comms.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#comm-info
type CommInfoRequest struct {
	TargetName string `json:"target_name,omitempty"`
}

// CommInfoReply is the content of comm_info_reply.
type CommInfoReply struct {
	ReplyStatus
	Comms CommTargets `json:"comms"`
}

// CommTargets maps comm ids to their targets. It encodes as {} where it is nil.
type CommTargets map[string]CommTarget

// CommTarget says which target a comm belongs to.
type CommTarget struct {
	TargetName string `json:"target_name"`
}

// MarshalJSON implements [json.Marshaler].
func (t CommTargets) MarshalJSON() ([]byte, error) {
	if t == nil {
		return emptyObject, nil
	}
	return json.Marshal(map[string]CommTarget(t))
}

package wire

// ShutdownRequest is the content of shutdown_request. Restart says that
// another kernel will be started in this one's place.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#kernel-shutdown
type ShutdownRequest struct {
	Restart bool `json:"restart"`
}

// ShutdownReply is the content of shutdown_reply, on the channel of the
// request and on iopub.
type ShutdownReply struct {
	ReplyStatus
	Restart bool `json:"restart"`
}

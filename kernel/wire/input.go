package wire

// InputRequest is the content of input_request, which the kernel sends on the
// stdin channel.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#messages-on-the-stdin-router-dealer-channel
type InputRequest struct {
	Prompt   string `json:"prompt"`
	Password bool   `json:"password"`
}

// InputReply is the content of input_reply, the client's answer.
type InputReply struct {
	Value string `json:"value"`
}

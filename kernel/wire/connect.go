package wire

// ConnectRequest is the content of connect_request.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#connect
type ConnectRequest struct{}

// ConnectReply is the content of connect_reply: the ports of the kernel.
type ConnectReply struct {
	ReplyStatus
	ShellPort   int `json:"shell_port"`
	IOPubPort   int `json:"iopub_port"`
	StdinPort   int `json:"stdin_port"`
	HBPort      int `json:"hb_port"`
	ControlPort int `json:"control_port"`
}

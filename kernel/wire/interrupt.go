package wire

// InterruptRequest is the content of interrupt_request.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#kernel-interrupt
type InterruptRequest struct{}

// InterruptReply is the content of interrupt_reply.
type InterruptReply struct{ ReplyStatus }

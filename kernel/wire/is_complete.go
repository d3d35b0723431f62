package wire

// IsCompleteRequest is the content of is_complete_request.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#code-completeness
type IsCompleteRequest struct {
	Code string `json:"code"`
}

// Values of [IsCompleteReply.Status].
const (
	CodeComplete   = "complete"
	CodeIncomplete = "incomplete"
	CodeInvalid    = "invalid"
	CodeUnknown    = "unknown"
)

// IsCompleteReply is the content of is_complete_reply.
type IsCompleteReply struct {
	Status string `json:"status"`
	// Indent starts the next line. It is set where Status is "incomplete".
	Indent string `json:"indent"`
}

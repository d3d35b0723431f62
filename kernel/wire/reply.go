package wire

// Values of the field status of replies.
const (
	StatusOK      = "ok"
	StatusError   = "error"
	StatusAborted = "aborted"
)

// ReplyStatus is the start of every reply. Where Status is "error", the fields
// of Error stand beside it.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#request-reply
type ReplyStatus struct {
	Status string `json:"status"`
	*Error
}

// OK is the status of a reply to a request that succeeded.
func OK() ReplyStatus { return ReplyStatus{Status: StatusOK} }

// Failed is the status of a reply to a request that failed.
func Failed(e Error) ReplyStatus { return ReplyStatus{Status: StatusError, Error: &e} }

// Aborted is the status of a reply to a request that was not begun, because
// one before it failed. ename, evalue and traceback are there for clients that
// expect them with every status but "ok".
func Aborted() ReplyStatus {
	return ReplyStatus{Status: StatusAborted, Error: &Error{EName: "Aborted"}}
}

package wire

import "encoding/json"

// ExecuteRequest is the content of execute_request. Fields that a client
// leaves out get the protocol's defaults when it is decoded.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#execute
type ExecuteRequest struct {
	Code   string `json:"code"`
	Silent bool   `json:"silent"` // default false
	// StoreHistory is true by default, and always false where Silent is true.
	StoreHistory    bool              `json:"store_history"`
	UserExpressions map[string]string `json:"user_expressions"`
	AllowStdin      bool              `json:"allow_stdin"`   // default true
	StopOnError     bool              `json:"stop_on_error"` // default true
}

// UnmarshalJSON implements [json.Unmarshaler].
func (r *ExecuteRequest) UnmarshalJSON(b []byte) error {
	type plain ExecuteRequest
	p := plain{StoreHistory: true, AllowStdin: true, StopOnError: true}
	if err := json.Unmarshal(b, &p); err != nil {
		return err
	}
	p.StoreHistory = p.StoreHistory && !p.Silent
	*r = ExecuteRequest(p)
	return nil
}

// ExecuteReply is the content of execute_reply.
type ExecuteReply struct {
	ReplyStatus
	ExecutionCount int `json:"execution_count"`
	// UserExpressions has a [UserExpression] for each that was asked for.
	UserExpressions Object `json:"user_expressions"`
	// Payload is what the front end is to do, such as a [PagePayload].
	Payload List[any] `json:"payload"`
}

// UserExpression is the value of a user expression, or its error.
type UserExpression struct {
	ReplyStatus
	Data     Object `json:"data"`
	Metadata Object `json:"metadata"`
}

// PagePayload asks the front end to show a MIME bundle in its pager, from line
// Start on. Source is "page".
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#payloads-deprecated
type PagePayload struct {
	Source string `json:"source"`
	Data   Object `json:"data"`
	Start  int    `json:"start"`
}

// NewPagePayload returns a payload that shows data from its first line on.
func NewPagePayload(data Object) PagePayload { return PagePayload{Source: "page", Data: data} }

// NextInputPayload asks the front end to put a text into the next cell, or with
// Replace into the one that ran. Source is "set_next_input".
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#payloads-deprecated
type NextInputPayload struct {
	Source  string `json:"source"`
	Text    string `json:"text"`
	Replace bool   `json:"replace"`
}

// NewReplacePayload returns a payload that puts a text in the cell's place.
func NewReplacePayload(text string) NextInputPayload {
	return NextInputPayload{Source: "set_next_input", Text: text, Replace: true}
}

// ExecuteInput is the content of execute_input on iopub.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#code-inputs
type ExecuteInput struct {
	Code           string `json:"code"`
	ExecutionCount int    `json:"execution_count"`
}

// ExecuteResult is the content of execute_result on iopub.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#id6
type ExecuteResult struct {
	ExecutionCount int        `json:"execution_count"`
	Data           Object     `json:"data"`
	Metadata       Object     `json:"metadata"`
	Transient      *Transient `json:"transient,omitempty"`
}

package protocol

import "encoding/json"

// Execute asks the engine to run a cell.
type Execute struct {
	// Cell is the number that positions and names show, as in cell[3]:1:2.
	// It is the execution count, and unique for each request of one engine.
	Cell int    `json:"cell"`
	Code string `json:"code"`
	// Silent suppresses the result of the last expression.
	Silent bool `json:"silent,omitempty"`
	// AllowStdin says whether input may be asked for.
	AllowStdin bool `json:"allow_stdin,omitempty"`
	// Lines says that the front end shows text as it comes and takes no
	// updates of displays, as a console does.
	Lines bool `json:"lines,omitempty"`
	// UserExpressions are evaluated after a cell that succeeded: name to
	// expression.
	UserExpressions map[string]string `json:"user_expressions,omitempty"`
}

// Done ends an execute request: the cell succeeded where Error is nil.
type Done struct {
	Error           *Error                    `json:"error,omitempty"`
	UserExpressions map[string]UserExpression `json:"user_expressions,omitempty"`
	// Page is what a front end shows in its pager (`?name`), as a MIME bundle.
	Page map[string]any `json:"page,omitempty"`
	// NextInput is a text that is to stand in the cell's place (`%load file`).
	NextInput string `json:"next_input,omitempty"`
	// Restart asks for a new engine that gets the session's cells back, as
	// after the end of an engine: see [Replay].
	Restart bool `json:"restart,omitempty"`
}

// Replay has the cells that earlier engines of the session ran, oldest first.
// The engine declares again what they declare, and runs none of them.
type Replay struct {
	Cells []ReplayCell `json:"cells"`
}

// ReplayCell is the source of a cell that ran, and the number that it had.
type ReplayCell struct {
	Cell int    `json:"cell"`
	Code string `json:"code"`
}

// Replayed says what came of a Replay.
type Replayed struct {
	// Lost are the variables whose values are gone, each with its cell, as in
	// "x (cell[2])".
	Lost []string `json:"lost,omitempty"`
	// Notes are remarks for the user, one line each.
	Notes []string `json:"notes,omitempty"`
}

// Error is a failure as a front end shows it. Traceback lines may have ANSI
// colours; the first line is not repeated from Name and Value unless it is
// among them.
type Error struct {
	Name      string   `json:"ename"`
	Value     string   `json:"evalue"`
	Traceback []string `json:"traceback"`
}

// Error returns "ename: evalue".
func (e *Error) Error() string { return e.Name + ": " + e.Value }

// UserExpression is the value of one user expression, or its error.
type UserExpression struct {
	Data     map[string]any `json:"data,omitempty"`
	Metadata map[string]any `json:"metadata,omitempty"`
	Error    *Error         `json:"error,omitempty"`
}

// Display is a value in its MIME forms. Text forms are strings, binary forms
// base64 strings, JSON forms (application/json, …+json) any JSON value.
type Display struct {
	Data     map[string]any `json:"data"`
	Metadata map[string]any `json:"metadata,omitempty"`
	// DisplayID names the display for later updates.
	DisplayID string `json:"display_id,omitempty"`
	// Update replaces what was displayed with DisplayID, wherever it is.
	Update bool `json:"update,omitempty"`
}

// ClearOutput removes the cell's output, with Wait only when the next output comes.
type ClearOutput struct {
	Wait bool `json:"wait"`
}

// InputRequest asks the user for a line. All output before it is shown first.
type InputRequest struct {
	Prompt   string `json:"prompt"`
	Password bool   `json:"password,omitempty"`
}

// InputReply answers an InputRequest. Where Error is not empty there is no
// line, because input cannot be had; Error says why.
type InputReply struct {
	Value string `json:"value"`
	Error string `json:"error,omitempty"`
}

// Complete asks for completions at a byte offset in Code.
type Complete struct {
	Code   string `json:"code"`
	Cursor int    `json:"cursor"`
}

// Completion lists what may replace the bytes from Start to End of the code.
type Completion struct {
	Start   int              `json:"start"`
	End     int              `json:"end"`
	Matches []CompletionItem `json:"matches"`
}

// CompletionItem is one completion. Type is one of function, method, field,
// variable, constant, type, package, keyword, magic, path; Signature is the
// text shown beside it.
type CompletionItem struct {
	Text      string `json:"text"`
	Type      string `json:"type,omitempty"`
	Signature string `json:"signature,omitempty"`
}

// Inspect asks what is at a byte offset in Code. Detail is 0 or 1; 1 also
// shows the source.
type Inspect struct {
	Code   string `json:"code"`
	Cursor int    `json:"cursor"`
	Detail int    `json:"detail"`
}

// Inspection is the answer, a MIME bundle (text/plain, text/markdown) where
// Found.
type Inspection struct {
	Found bool           `json:"found"`
	Data  map[string]any `json:"data,omitempty"`
}

// Comm is a comm_open, comm_msg or comm_close. Target is set on open only.
type Comm struct {
	CommID   string          `json:"comm_id"`
	Target   string          `json:"target_name,omitempty"`
	Data     json.RawMessage `json:"data,omitempty"`
	Metadata json.RawMessage `json:"metadata,omitempty"`
}

// Ready is an engine's first message.
type Ready struct {
	// Protocol is the Version the engine speaks.
	Protocol int `json:"protocol"`
	// Engine is "interpreted" or "native".
	Engine string `json:"engine"`
	// Replays says that the engine answers TypeReplay.
	Replays   bool   `json:"replays,omitempty"`
	GoVersion string `json:"go_version"`
	PID       int    `json:"pid"`
	// CommTargets are the comm targets that the engine knows.
	CommTargets []string `json:"comm_targets,omitempty"`
}

package wire

// Error is the content of error on iopub, and part of replies whose status is
// "error".
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#execution-errors
type Error struct {
	EName  string `json:"ename"`
	EValue string `json:"evalue"`
	// Traceback is what front ends show, a line each, maybe with ANSI colours.
	Traceback List[string] `json:"traceback"`
}

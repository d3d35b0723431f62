package wire

// ClearOutput is the content of clear_output on iopub. With Wait, output is
// removed when the next output comes.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#clear-output
type ClearOutput struct {
	Wait bool `json:"wait"`
}

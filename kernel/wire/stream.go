package wire

// Names of streams.
const (
	Stdout = "stdout"
	Stderr = "stderr"
)

// Stream is the content of stream on iopub: text that was printed.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#streams-stdout-stderr-etc
type Stream struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

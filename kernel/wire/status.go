package wire

// Values of [KernelStatus.ExecutionState].
const (
	StateStarting = "starting"
	StateBusy     = "busy"
	StateIdle     = "idle"
)

// KernelStatus is the content of status on iopub.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#kernel-status
type KernelStatus struct {
	ExecutionState string `json:"execution_state"`
}

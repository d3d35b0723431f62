package wire

// IOPubWelcome is the content of iopub_welcome, which a subscriber gets first.
// Subscription is the topic it subscribed to.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#welcome-message
type IOPubWelcome struct {
	Subscription string `json:"subscription"`
}

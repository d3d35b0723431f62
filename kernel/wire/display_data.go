package wire

// DisplayData is the content of display_data and update_display_data on
// iopub. Text forms in Data are strings, binary forms base64 strings, JSON
// forms any value.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#display-data
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#update-display-data
type DisplayData struct {
	Data      Object    `json:"data"`
	Metadata  Object    `json:"metadata"`
	Transient Transient `json:"transient"`
}

// Transient is what is not saved in notebooks. DisplayID names a display for
// update_display_data.
type Transient struct {
	DisplayID string `json:"display_id,omitempty"`
}

package wire

// KernelInfoRequest is the content of kernel_info_request.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#kernel-info
type KernelInfoRequest struct{}

// KernelInfoReply is the content of kernel_info_reply.
type KernelInfoReply struct {
	ReplyStatus
	ProtocolVersion       string         `json:"protocol_version"`
	Implementation        string         `json:"implementation"`
	ImplementationVersion string         `json:"implementation_version"`
	LanguageInfo          LanguageInfo   `json:"language_info"`
	Banner                string         `json:"banner"`
	Debugger              bool           `json:"debugger"`
	HelpLinks             List[HelpLink] `json:"help_links"`
	// SupportedFeatures names optional features, such as "kernel subshells" and "debugger".
	SupportedFeatures List[string] `json:"supported_features"`
}

// LanguageInfo says how front ends treat the kernel's language.
type LanguageInfo struct {
	Name          string `json:"name"`
	Version       string `json:"version"`
	MIMEType      string `json:"mimetype"`
	FileExtension string `json:"file_extension"` // with the dot
	// PygmentsLexer, CodeMirrorMode and NBConvertExporter may be left out.
	// CodeMirrorMode is a string or an object.
	PygmentsLexer     string `json:"pygments_lexer,omitempty"`
	CodeMirrorMode    any    `json:"codemirror_mode,omitempty"`
	NBConvertExporter string `json:"nbconvert_exporter,omitempty"`
}

// HelpLink is an entry of a front end's Help menu.
type HelpLink struct {
	Text string `json:"text"`
	URL  string `json:"url"`
}

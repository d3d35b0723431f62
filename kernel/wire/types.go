package wire

import "fmt"

// Message types. Each is the msg_type of the content struct of its name.
const (
	TypeKernelInfoRequest = "kernel_info_request"
	TypeKernelInfoReply   = "kernel_info_reply"
	TypeExecuteRequest    = "execute_request"
	TypeExecuteReply      = "execute_reply"
	TypeIsCompleteRequest = "is_complete_request"
	TypeIsCompleteReply   = "is_complete_reply"
	TypeCompleteRequest   = "complete_request"
	TypeCompleteReply     = "complete_reply"
	TypeInspectRequest    = "inspect_request"
	TypeInspectReply      = "inspect_reply"
	TypeHistoryRequest    = "history_request"
	TypeHistoryReply      = "history_reply"
	TypeCommOpen          = "comm_open"
	TypeCommMsg           = "comm_msg"
	TypeCommClose         = "comm_close"
	TypeCommInfoRequest   = "comm_info_request"
	TypeCommInfoReply     = "comm_info_reply"
	TypeConnectRequest    = "connect_request"
	TypeConnectReply      = "connect_reply"
	TypeInterruptRequest  = "interrupt_request"
	TypeInterruptReply    = "interrupt_reply"
	TypeShutdownRequest   = "shutdown_request"
	TypeShutdownReply     = "shutdown_reply"
	TypeInputRequest      = "input_request"
	TypeInputReply        = "input_reply"
	TypeStream            = "stream"
	TypeDisplayData       = "display_data"
	TypeUpdateDisplayData = "update_display_data"
	TypeClearOutput       = "clear_output"
	TypeExecuteInput      = "execute_input"
	TypeExecuteResult     = "execute_result"
	TypeError             = "error"
	TypeStatus            = "status"
	TypeIOPubWelcome      = "iopub_welcome"
)

var bodies = map[string]func() any{
	TypeKernelInfoRequest: func() any { return new(KernelInfoRequest) },
	TypeKernelInfoReply:   func() any { return new(KernelInfoReply) },
	TypeExecuteRequest:    func() any { return new(ExecuteRequest) },
	TypeExecuteReply:      func() any { return new(ExecuteReply) },
	TypeIsCompleteRequest: func() any { return new(IsCompleteRequest) },
	TypeIsCompleteReply:   func() any { return new(IsCompleteReply) },
	TypeCompleteRequest:   func() any { return new(CompleteRequest) },
	TypeCompleteReply:     func() any { return new(CompleteReply) },
	TypeInspectRequest:    func() any { return new(InspectRequest) },
	TypeInspectReply:      func() any { return new(InspectReply) },
	TypeHistoryRequest:    func() any { return new(HistoryRequest) },
	TypeHistoryReply:      func() any { return new(HistoryReply) },
	TypeCommOpen:          func() any { return new(CommOpen) },
	TypeCommMsg:           func() any { return new(CommMsg) },
	TypeCommClose:         func() any { return new(CommClose) },
	TypeCommInfoRequest:   func() any { return new(CommInfoRequest) },
	TypeCommInfoReply:     func() any { return new(CommInfoReply) },
	TypeConnectRequest:    func() any { return new(ConnectRequest) },
	TypeConnectReply:      func() any { return new(ConnectReply) },
	TypeInterruptRequest:  func() any { return new(InterruptRequest) },
	TypeInterruptReply:    func() any { return new(InterruptReply) },
	TypeShutdownRequest:   func() any { return new(ShutdownRequest) },
	TypeShutdownReply:     func() any { return new(ShutdownReply) },
	TypeInputRequest:      func() any { return new(InputRequest) },
	TypeInputReply:        func() any { return new(InputReply) },
	TypeStream:            func() any { return new(Stream) },
	TypeDisplayData:       func() any { return new(DisplayData) },
	TypeUpdateDisplayData: func() any { return new(DisplayData) },
	TypeClearOutput:       func() any { return new(ClearOutput) },
	TypeExecuteInput:      func() any { return new(ExecuteInput) },
	TypeExecuteResult:     func() any { return new(ExecuteResult) },
	TypeError:             func() any { return new(Error) },
	TypeStatus:            func() any { return new(KernelStatus) },
	TypeIOPubWelcome:      func() any { return new(IOPubWelcome) },
}

// Body decodes the content into a new struct of the message's type and returns
// a pointer to it. The error of an unknown type wraps ErrUnknownType, that of a
// content that does not fit is a *[PartError].
func (m Message) Body() (any, error) {
	newBody, ok := bodies[m.Header.MsgType]
	if !ok {
		return nil, fmt.Errorf("%w %q", ErrUnknownType, m.Header.MsgType)
	}
	body := newBody()
	if err := m.Decode(body); err != nil {
		return nil, err
	}
	return body, nil
}

package kernel

import (
	"context"
	"fmt"
	"time"

	"gonymede/interp/protocol"
	"gonymede/kernel/history"
	"gonymede/kernel/wire"
)

// promptly is how long the engine may take to complete or inspect. JupyterLab
// throws answers away that take more than a second.
const promptly = 900 * time.Millisecond

// answerPromptly answers a request that waits for no cell, and says whether it
// was one. All of these work on shell and on control.
func (k *kernel) answerPromptly(r *request) bool {
	switch r.Header.MsgType {
	case wire.TypeKernelInfoRequest:
		k.around(r, func() { k.kernelInfo(r) })
	case wire.TypeConnectRequest:
		k.around(r, func() { k.connect(r) })
	case wire.TypeIsCompleteRequest:
		k.around(r, func() { k.isComplete(r) })
	case wire.TypeCommInfoRequest:
		k.around(r, func() { k.commInfo(r) })
	case wire.TypeInterruptRequest:
		k.around(r, func() {
			k.interrupt()
			k.reply(r, wire.TypeInterruptReply, wire.InterruptReply{ReplyStatus: wire.OK()})
		})
	case wire.TypeShutdownRequest:
		k.publisher.status(wire.StateBusy, r.Message)
		k.end(r)
	case wire.TypeCompleteRequest:
		k.aside(r, k.complete)
	case wire.TypeInspectRequest:
		k.aside(r, k.inspect)
	case wire.TypeHistoryRequest:
		k.aside(r, k.history)
	default:
		return false
	}
	return true
}

// aside answers a request whose answer takes a while, beside whatever else
// the client asks for.
func (k *kernel) aside(r *request, answer func(context.Context, *request)) {
	k.publisher.status(wire.StateBusy, r.Message)
	k.prompt.Go(func() {
		ctx, cancel := context.WithDeadline(context.Background(), r.arrived.Add(promptly))
		defer cancel()
		answer(ctx, r)
		k.idle(r)
	})
}

// sayFarewell answers the shutdown request: the engine is gone.
func (k *kernel) sayFarewell(r *request) {
	var content wire.ShutdownRequest
	if err := r.Decode(&content); err != nil {
		k.log.Warn("a bad shutdown request", "error", err)
	}
	reply := wire.ShutdownReply{ReplyStatus: wire.OK(), Restart: content.Restart}
	k.reply(r, wire.TypeShutdownReply, reply)
	// Clients that did not ask for it learn of the end on iopub.
	k.publisher.publish(wire.TypeShutdownReply, r.Message, reply)
	k.publisher.status(wire.StateIdle, r.Message)
}

func (k *kernel) kernelInfo(r *request) {
	version := k.config.GoVersion
	if ready, ok := k.supervisor.Ready(); ok && ready.GoVersion != "" {
		version = ready.GoVersion
	}
	version = plainVersion(version)
	k.reply(r, wire.TypeKernelInfoReply, wire.KernelInfoReply{
		ReplyStatus:           wire.OK(),
		ProtocolVersion:       wire.Version,
		Implementation:        "gonymede",
		ImplementationVersion: k.config.Version,
		LanguageInfo: wire.LanguageInfo{
			Name:           "go",
			Version:        version,
			MIMEType:       "text/x-go",
			FileExtension:  ".go",
			PygmentsLexer:  "go",
			CodeMirrorMode: "go",
		},
		Banner: k.banner(version),
		HelpLinks: wire.List[wire.HelpLink]{
			{Text: "Go documentation", URL: "https://go.dev/doc/"},
			{Text: "Go standard library", URL: "https://pkg.go.dev/std"},
			{Text: "A tour of Go", URL: "https://go.dev/tour/"},
		},
	})
}

// banner says what this is and, once that is known, what runs the cells.
func (k *kernel) banner(goVersion string) string {
	text := fmt.Sprintf("Gonymede %s, Go %s", k.config.Version, goVersion)
	if engine := k.choice.describe(); engine != "" {
		text += ", " + engine
	}
	return text
}

func (k *kernel) connect(r *request) {
	c := k.config.Connection
	k.reply(r, wire.TypeConnectReply, wire.ConnectReply{
		ReplyStatus: wire.OK(),
		ShellPort:   c.ShellPort,
		IOPubPort:   c.IOPubPort,
		StdinPort:   c.StdinPort,
		HBPort:      c.HeartbeatPort,
		ControlPort: c.ControlPort,
	})
}

func (k *kernel) isComplete(r *request) {
	var content wire.IsCompleteRequest
	if err := r.Decode(&content); err != nil {
		k.fail(r, wire.TypeIsCompleteReply, err)
		return
	}
	reply := wire.IsCompleteReply{Status: wire.CodeUnknown}
	if k.config.IsComplete != nil {
		reply.Status, reply.Indent = k.config.IsComplete(content.Code)
	}
	k.reply(r, wire.TypeIsCompleteReply, reply)
}

// complete answers with no match where the engine has none in time.
func (k *kernel) complete(ctx context.Context, r *request) {
	var content wire.CompleteRequest
	if err := r.Decode(&content); err != nil {
		k.fail(r, wire.TypeCompleteReply, err)
		return
	}
	cursor := wire.ByteOffset(content.Code, content.CursorPos)
	answer, err := k.supervisor.Complete(ctx, protocol.Complete{Code: content.Code, Cursor: cursor})
	if err != nil {
		k.log.Debug("no completion", "error", err)
		answer = protocol.Completion{Start: cursor, End: cursor}
	}
	reply := wire.CompleteReply{
		ReplyStatus: wire.OK(),
		CursorStart: wire.CodePointOffset(content.Code, answer.Start),
		CursorEnd:   wire.CodePointOffset(content.Code, answer.End),
	}
	typed := make(wire.List[wire.TypedMatch], 0, len(answer.Matches))
	for _, m := range answer.Matches {
		reply.Matches = append(reply.Matches, m.Text)
		typed = append(typed, wire.TypedMatch{
			Start: reply.CursorStart, End: reply.CursorEnd, Text: m.Text, Type: m.Type, Signature: m.Signature,
		})
	}
	reply.Metadata = wire.Object{wire.TypesExperimental: typed}
	k.reply(r, wire.TypeCompleteReply, reply)
}

func (k *kernel) inspect(ctx context.Context, r *request) {
	var content wire.InspectRequest
	if err := r.Decode(&content); err != nil {
		k.fail(r, wire.TypeInspectReply, err)
		return
	}
	answer, err := k.supervisor.Inspect(ctx, protocol.Inspect{
		Code: content.Code, Cursor: wire.ByteOffset(content.Code, content.CursorPos), Detail: content.DetailLevel,
	})
	if err != nil {
		k.log.Debug("no inspection", "error", err)
	}
	k.reply(r, wire.TypeInspectReply, wire.InspectReply{ReplyStatus: wire.OK(), Found: answer.Found, Data: answer.Data})
}

// tail is how many entries a client gets that does not say how many.
const tail = 10

func (k *kernel) history(ctx context.Context, r *request) {
	var content wire.HistoryRequest
	if err := r.Decode(&content); err != nil {
		k.fail(r, wire.TypeHistoryReply, err)
		return
	}
	var entries []history.Entry
	if store := k.config.History; store != nil {
		switch content.HistAccessType {
		case wire.HistoryTail:
			n := tail
			if content.N != nil {
				n = *content.N
			}
			entries = store.Tail(ctx, n)
		case wire.HistoryRange:
			entries = store.Range(ctx, content.Session, content.Start, content.Stop)
		case wire.HistorySearch:
			entries = store.Search(ctx, content.Pattern, content.N, content.Unique)
		default:
			k.log.Warn("unknown hist_access_type", "type", content.HistAccessType)
		}
	}
	reply := wire.HistoryReply{ReplyStatus: wire.OK()}
	for _, e := range entries {
		reply.History = append(reply.History, wire.HistoryEntry{
			Session: e.Session, Line: e.Line, Input: e.Input, WithOutput: content.Output, Output: e.Output,
		})
	}
	k.reply(r, wire.TypeHistoryReply, reply)
}

// plainVersion is a Go version as language_info has it: 1.26.8 for go1.26.8.
func plainVersion(v string) string {
	if len(v) > 2 && v[:2] == "go" {
		v = v[2:]
	}
	for i, c := range v {
		if c == ' ' || c == '-' {
			return v[:i]
		}
	}
	return v
}

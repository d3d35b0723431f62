package kerneltest

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"gonymede/kernel"
	"gonymede/kernel/wire"
)

func TestExecute(t *testing.T) {
	c, _ := start(t, nil)
	id := c.Execute(lines("out hello", "show chart", "err oops", "result 42"))
	var input wire.ExecuteInput
	c.Expect(id, Busy, Any(wire.TypeExecuteInput, &input),
		Stdout("hello\n"), Shown("chart"), Stderr("oops\n"), Result("42", 1), Idle)
	if input.ExecutionCount != 1 {
		t.Errorf("execute_input has count %d", input.ExecutionCount)
	}
	var reply wire.ExecuteReply
	m := c.Reply(Shell, id, wire.TypeExecuteReply, &reply)
	if reply.Status != wire.StatusOK || reply.ExecutionCount != 1 {
		t.Errorf("reply %s", m.Content)
	}
	for _, field := range []string{`"payload":[]`, `"user_expressions":{}`} {
		if !strings.Contains(string(m.Content), field) {
			t.Errorf("reply %s has no %s", m.Content, field)
		}
	}
	var metadata struct{ Started wire.Date }
	if json.Unmarshal(m.Metadata, &metadata); metadata.Started.IsZero() {
		t.Errorf("metadata %s has no date of the start", m.Metadata)
	}
}

// TestChecksHaveNoStderr has a cell that checks an exercise print to stderr, for which
// nbgrader would give no points.
func TestChecksHaveNoStderr(t *testing.T) {
	c, _ := start(t, nil)
	c.Run(lines("%%apart f", "err logged", "result 3"), Stdout("logged\n"), Result("3", 1))
	c.Run(lines("err logged", "result 3"), Stderr("logged\n"), Result("3", 2))
}

func TestExecutionCount(t *testing.T) {
	c, _ := start(t, nil)
	c.Run("result a", Result("a", 1))

	// A silent cell has no input, no result and no number.
	id := c.ExecuteWith(wire.ExecuteRequest{Code: lines("out seen", "result hidden"), Silent: true, StoreHistory: true})
	c.Expect(id, Busy, Stdout("seen\n"), Idle)
	if reply := c.ExecuteReply(id); reply.ExecutionCount != 1 {
		t.Errorf("a silent cell has count %d", reply.ExecutionCount)
	}
	// One that is not stored is shown with the number as it is.
	id = c.ExecuteWith(wire.ExecuteRequest{Code: "result b"})
	c.Expect(id, Busy, Input("result b"), Result("b", 1), Idle)
	if reply := c.ExecuteReply(id); reply.ExecutionCount != 1 {
		t.Errorf("a cell that is not stored has count %d", reply.ExecutionCount)
	}
	c.Run("result c", Result("c", 2))
}

func TestUserExpressions(t *testing.T) {
	c, _ := start(t, nil)
	id := c.ExecuteWith(wire.ExecuteRequest{Code: "out a", UserExpressions: map[string]string{"x": "1+1", "y": "bad"}})
	c.Expect(id, Busy, Input("out a"), Stdout("a\n"), Idle)
	var reply struct {
		UserExpressions map[string]struct {
			Status, EName string
			Data          map[string]string
		} `json:"user_expressions"`
	}
	c.Reply(Shell, id, wire.TypeExecuteReply, &reply)
	x, y := reply.UserExpressions["x"], reply.UserExpressions["y"]
	if x.Status != "ok" || x.Data["text/plain"] != "=1+1" || y.Status != "error" || y.EName != "Bad" {
		t.Errorf("got %+v", reply)
	}
}

func TestErrorIsTheSameInReplyAndOnIOPub(t *testing.T) {
	c, _ := start(t, nil)
	id := c.Execute(lines("out before", "fail wrong"))
	var shown wire.Error
	c.Expect(id, Busy, Input(lines("out before", "fail wrong")), Stdout("before\n"), Any(wire.TypeError, &shown), Idle)
	reply := c.ExecuteReply(id)
	if reply.Status != wire.StatusError || !reflect.DeepEqual(*reply.Error, shown) || shown.EName != "Failure" ||
		shown.EValue != "wrong" || len(shown.Traceback) == 0 || reply.ExecutionCount != 1 {
		t.Errorf("reply %+v, shown %+v", reply, shown)
	}
}

func TestAbortAfterAnError(t *testing.T) {
	c, _ := start(t, nil)
	first := c.Execute(lines("sleep 1000", "fail wrong"))
	c.Expect(first, Busy, Input(lines("sleep 1000", "fail wrong")))
	queued := []string{c.Execute("out never"), c.Execute("out never")}
	info := c.Send(Shell, wire.TypeIsCompleteRequest, wire.IsCompleteRequest{Code: "x"})
	c.Expect(info, Busy, Idle)
	c.Expect(first, Busy, Failure("Failure", "wrong"), Idle)
	c.Reply(Shell, info, wire.TypeIsCompleteReply, nil)
	c.ExecuteReply(first)
	for _, id := range queued {
		c.Expect(id, Busy, Idle)
		if reply := c.ExecuteReply(id); reply.Status != wire.StatusAborted {
			t.Errorf("got %+v", reply)
		}
	}
	// What is sent after the error was known runs.
	c.Run("out yes", Stdout("yes\n"))
}

func TestNoAbortWithoutStopOnError(t *testing.T) {
	c, _ := start(t, nil)
	first := c.ExecuteWith(wire.ExecuteRequest{Code: "fail wrong", StoreHistory: true})
	second := c.Execute("out yes")
	c.Expect(first, Busy, Input("fail wrong"), Failure("Failure", "wrong"), Idle)
	c.Expect(second, Busy, Input("out yes"), Stdout("yes\n"), Idle)
	c.ExecuteReply(first)
	c.ExecuteReply(second)
}

func TestDisplays(t *testing.T) {
	c, _ := start(t, nil)
	code := lines("showid a", "out text", "update a", "clear wait", "show b")
	var first, second wire.DisplayData
	var clear wire.ClearOutput
	c.Run(code, Any(wire.TypeDisplayData, &first), Stdout("text\n"),
		Any(wire.TypeUpdateDisplayData, &second), Any(wire.TypeClearOutput, &clear), Shown("b"))
	if first.Transient.DisplayID != "a" || second.Transient.DisplayID != "a" || second.Data["text/plain"] != "new" || !clear.Wait {
		t.Errorf("got %+v, %+v, %+v", first, second, clear)
	}
}

func TestPayloads(t *testing.T) {
	c, _ := start(t, nil)
	for script, want := range map[string]string{
		"page docs": `"payload":[{"source":"page","data":{"text/plain":"docs"},"start":0}]`,
		"load x":    `"payload":[{"source":"set_next_input","text":"x","replace":true}]`,
	} {
		id := c.Execute(script)
		c.Expect(id, Busy, Input(script), Idle)
		m := c.Reply(Shell, id, wire.TypeExecuteReply, nil)
		if !strings.Contains(string(m.Content), want) {
			t.Errorf("got %s", m.Content)
		}
	}
}

func TestLateOutputHasItsCellAsParent(t *testing.T) {
	c, _ := start(t, nil)
	first := c.Execute(lines("lateshow 1400 later", "lateerror broken"))
	c.Expect(first, Busy, Input(lines("lateshow 1400 later", "lateerror broken")), Idle)
	c.ExecuteReply(first)
	c.Run("out other", Stdout("other\n"))
	c.Expect(first, Failure("Panic", "broken"), Shown("later"))
}

func TestKernelInfo(t *testing.T) {
	c, _ := start(t, nil)
	for _, channel := range []string{Shell, Control} {
		id := c.Send(channel, wire.TypeKernelInfoRequest, nil)
		c.Expect(id, Busy, Idle)
		var info wire.KernelInfoReply
		m := c.Reply(channel, id, wire.TypeKernelInfoReply, &info)
		if info.Status != "ok" || info.ProtocolVersion != "5.5" || info.Implementation != "gonymede" || info.ImplementationVersion != "0.1" ||
			info.LanguageInfo.Name != "go" || !strings.HasPrefix(info.LanguageInfo.Version, "1.26") || info.LanguageInfo.FileExtension != ".go" ||
			info.LanguageInfo.MIMEType != "text/x-go" || info.Banner == "" || len(info.HelpLinks) == 0 {
			t.Errorf("got %s", m.Content)
		}
	}
}

func TestConnect(t *testing.T) {
	c, connection := start(t, nil)
	id := c.Send(Shell, wire.TypeConnectRequest, nil)
	c.Expect(id, Busy, Idle)
	var reply wire.ConnectReply
	c.Reply(Shell, id, wire.TypeConnectReply, &reply)
	if reply.ShellPort != connection.ShellPort || reply.HBPort != connection.HeartbeatPort || reply.IOPubPort != connection.IOPubPort {
		t.Errorf("got %+v", reply)
	}
}

func TestIsComplete(t *testing.T) {
	c, _ := start(t, nil)
	for code, want := range map[string]wire.IsCompleteReply{
		"x := 1":   {Status: "complete"},
		"func f {": {Status: "incomplete", Indent: "\t"},
	} {
		id := c.Send(Shell, wire.TypeIsCompleteRequest, wire.IsCompleteRequest{Code: code})
		c.Expect(id, Busy, Idle)
		var reply wire.IsCompleteReply
		c.Reply(Shell, id, wire.TypeIsCompleteReply, &reply)
		if reply != want {
			t.Errorf("%q: got %+v", code, reply)
		}
	}
}

func TestCompletePositionsAreCodePoints(t *testing.T) {
	c, _ := start(t, nil)
	code := "𝒳😀 fm.Pri" // two characters of four bytes
	id := c.Send(Shell, wire.TypeCompleteRequest, wire.CompleteRequest{Code: code, CursorPos: 9})
	c.Expect(id, Busy, Idle)
	var reply struct {
		wire.CompleteReply
		Metadata map[string][]wire.TypedMatch `json:"metadata"`
	}
	c.Reply(Shell, id, wire.TypeCompleteReply, &reply)
	if reply.Status != "ok" || reply.CursorStart != 6 || reply.CursorEnd != 9 || !reflect.DeepEqual([]string(reply.Matches), []string{"PriDone"}) {
		t.Errorf("got %+v", reply)
	}
	want := []wire.TypedMatch{{Start: 6, End: 9, Text: "PriDone", Type: "function", Signature: "func()"}}
	if got := reply.Metadata[wire.TypesExperimental]; !reflect.DeepEqual(got, want) {
		t.Errorf("types %+v", got)
	}
}

func TestCompleteIsNeverLate(t *testing.T) {
	c, _ := start(t, nil)
	id := c.Send(Shell, wire.TypeCompleteRequest, wire.CompleteRequest{Code: "slow", CursorPos: 4})
	c.Expect(id, Busy, Idle)
	m := c.Reply(Shell, id, wire.TypeCompleteReply, nil)
	for _, want := range []string{`"status":"ok"`, `"matches":[]`, `"cursor_start":4`, `"cursor_end":4`} {
		if !strings.Contains(string(m.Content), want) {
			t.Errorf("%s has no %s", m.Content, want)
		}
	}
}

func TestInspect(t *testing.T) {
	c, _ := start(t, nil)
	for detail, want := range []string{"😀x at 4, detail 0", "😀x at 4, detail 1"} {
		id := c.Send(Shell, wire.TypeInspectRequest, wire.InspectRequest{Code: "😀x", CursorPos: 1, DetailLevel: detail})
		c.Expect(id, Busy, Idle)
		var reply wire.InspectReply
		c.Reply(Shell, id, wire.TypeInspectReply, &reply)
		if !reply.Found || reply.Data["text/plain"] != want {
			t.Errorf("got %+v", reply)
		}
	}
	id := c.Send(Shell, wire.TypeInspectRequest, wire.InspectRequest{})
	c.Expect(id, Busy, Idle)
	var reply wire.InspectReply
	if c.Reply(Shell, id, wire.TypeInspectReply, &reply); reply.Found || reply.Status != "ok" {
		t.Errorf("got %+v", reply)
	}
}

func TestHistory(t *testing.T) {
	c, _ := start(t, withHistory)
	c.Run("result one", Result("one", 1))
	c.Run("out two", Stdout("two\n"))
	c.Run("result one", Result("one", 3))
	ask := func(r wire.HistoryRequest) string {
		id := c.Send(Shell, wire.TypeHistoryRequest, r)
		c.Expect(id, Busy, Idle)
		m := c.Reply(Shell, id, wire.TypeHistoryReply, nil)
		return string(m.Content)
	}
	two, three := 2, 3
	for _, test := range []struct {
		request wire.HistoryRequest
		want    string
	}{
		{wire.HistoryRequest{HistAccessType: "tail", N: &two}, `[[1,2,"out two"],[1,3,"result one"]]`},
		{wire.HistoryRequest{HistAccessType: "tail", N: &two, Output: true}, `[[1,2,["out two",null]],[1,3,["result one","one"]]]`},
		{wire.HistoryRequest{HistAccessType: "range", Start: 1, Stop: &three}, `[[1,1,"result one"],[1,2,"out two"]]`},
		{wire.HistoryRequest{HistAccessType: "search", Pattern: "*one"}, `[[1,1,"result one"],[1,3,"result one"]]`},
		{wire.HistoryRequest{HistAccessType: "search", Pattern: "*one", Unique: true}, `[[1,3,"result one"]]`},
	} {
		if got := ask(test.request); !strings.Contains(got, `"history":`+test.want) {
			t.Errorf("%+v: got %s", test.request, got)
		}
	}
}

func TestRequestsAreAnsweredWhileACellRuns(t *testing.T) {
	c, _ := start(t, withHistory)
	cell := c.Execute("block")
	c.Expect(cell, Busy, Input("block"))
	for request, reply := range map[string]string{
		wire.TypeKernelInfoRequest: wire.TypeKernelInfoReply,
		wire.TypeConnectRequest:    wire.TypeConnectReply,
		wire.TypeCommInfoRequest:   wire.TypeCommInfoReply,
		wire.TypeIsCompleteRequest: wire.TypeIsCompleteReply,
		wire.TypeCompleteRequest:   wire.TypeCompleteReply,
		wire.TypeInspectRequest:    wire.TypeInspectReply,
		wire.TypeHistoryRequest:    wire.TypeHistoryReply,
	} {
		for _, channel := range []string{Shell, Control} {
			id := c.Send(channel, request, nil)
			c.Reply(channel, id, reply, nil)
			c.Expect(id, Busy, Idle)
			// The kernel as a whole is still busy, with the cell.
			c.Expect(cell, Busy)
		}
	}
	id := c.Send(Control, wire.TypeInterruptRequest, nil)
	c.Reply(Control, id, wire.TypeInterruptReply, nil)
	c.ExecuteReply(cell)
	c.drainTo(cell, wire.StateIdle)
}

// drainTo receives until a status of a request; the order of what two
// requests publish at the same time is not fixed.
func (c *Client) drainTo(id, state string) {
	c.t.Helper()
	for {
		if m := c.Recv(IOPub); parentID(m) == id && State(m) == state {
			return
		}
	}
}

func TestUnknownMessagesAndFields(t *testing.T) {
	c, _ := start(t, nil)
	for _, channel := range []string{Shell, Control} {
		id := c.Send(channel, "brew_request", map[string]any{"coffee": true})
		c.Expect(id, Busy, Idle)
	}
	id := c.Send(Control, "debug_request", map[string]any{"command": "initialize"})
	c.Expect(id, Busy, Idle)
	id = c.Send(Shell, wire.TypeExecuteRequest, map[string]any{"code": "out a", "shiny": []int{1}})
	c.Expect(id, Busy, Input("out a"), Stdout("a\n"), Idle)
	c.ExecuteReply(id)
	// Content that does not fit is answered with an error.
	for request, reply := range map[string]string{
		wire.TypeExecuteRequest:    wire.TypeExecuteReply,
		wire.TypeCompleteRequest:   wire.TypeCompleteReply,
		wire.TypeInspectRequest:    wire.TypeInspectReply,
		wire.TypeIsCompleteRequest: wire.TypeIsCompleteReply,
		wire.TypeHistoryRequest:    wire.TypeHistoryReply,
		wire.TypeCommInfoRequest:   wire.TypeCommInfoReply,
	} {
		id := c.Send(Shell, request, map[string]any{"code": 1, "target_name": 1, "session": "x"})
		c.Expect(id, Busy, Idle)
		var status wire.ReplyStatus
		if c.Reply(Shell, id, reply, &status); status.Status != wire.StatusError || !strings.Contains(status.EValue, request) {
			t.Errorf("%s: got %+v", request, status)
		}
	}
	c.Run("out fine", Stdout("fine\n"))
}

func TestSignatures(t *testing.T) {
	c, _ := start(t, nil)
	m := c.Message(wire.TypeExecuteRequest, wire.Message{}, wire.ExecuteRequest{Code: "out forged"})
	stranger, err := wire.NewCodec("hmac-sha256", "another key")
	if err != nil {
		t.Fatal(err)
	}
	for _, channel := range []string{Shell, Control, Stdin} {
		c.SendFrames(channel, stranger.Encode(m))
		c.SendFrames(channel, [][]byte{[]byte("no delimiter")})
		c.SendFrames(channel, [][]byte{[]byte("<IDS|MSG>"), nil, []byte("{")})
	}
	c.Run("out mine", Stdout("mine\n"))
	id := c.Send(Control, wire.TypeKernelInfoRequest, nil)
	c.Expect(id, Busy, Idle)
	c.Reply(Control, id, wire.TypeKernelInfoReply, nil)
}

func TestSignatureSchemes(t *testing.T) {
	for _, scheme := range []string{"hmac-md5", "hmac-sha1", "hmac-sha512", "hmac-sha3_256", "hmac-blake2b", "hmac-sha256"} {
		t.Run(scheme, func(t *testing.T) {
			c, _ := start(t, func(k *kernel.Config) { k.Connection.SignatureScheme = scheme })
			c.Run("out a", Stdout("a\n"))
		})
	}
	t.Run("empty key", func(t *testing.T) {
		c, _ := start(t, func(k *kernel.Config) { k.Connection.Key = "" })
		c.Run("out a", Stdout("a\n"))
	})
}

func TestTCP(t *testing.T) {
	c, _ := start(t, func(k *kernel.Config) { k.Connection = tcp(t) })
	c.Run("out a", Stdout("a\n"))
	c.Beat()
}

func TestManyCellsInExactOrder(t *testing.T) {
	c, _ := start(t, nil)
	code := lines("out before", "show shown", "out after")
	for range 300 {
		c.Run(code, Stdout("before\n"), Shown("shown"), Stdout("after\n"))
	}
}

func TestTwoClients(t *testing.T) {
	a, connection := start(t, nil)
	b := Connect(t, connection)
	// Both see what the kernel said to b until it was ready.
	for range 2 {
		a.Recv(IOPub)
	}
	id := a.Execute("out a")
	for _, c := range []*Client{a, b} {
		c.Expect(id, Busy, Input("out a"), Stdout("a\n"), Idle)
	}
	a.ExecuteReply(id)
}

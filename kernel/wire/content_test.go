package wire

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func decode[T any](t *testing.T, content string) T {
	t.Helper()
	var v T
	if err := (Message{Content: json.RawMessage(content)}).Decode(&v); err != nil {
		t.Fatalf("%s: %v", content, err)
	}
	return v
}

func TestExecuteRequestDefaults(t *testing.T) {
	for content, want := range map[string]ExecuteRequest{
		`{"code":"1"}`:                         {Code: "1", StoreHistory: true, AllowStdin: true, StopOnError: true},
		`{"silent":true}`:                      {Silent: true, AllowStdin: true, StopOnError: true},
		`{"silent":true,"store_history":true}`: {Silent: true, AllowStdin: true, StopOnError: true},
		`{"store_history":false,"allow_stdin":false,"stop_on_error":false,"new":1}`: {},
		`{"user_expressions":{"a":"b"}}`:                                            {StoreHistory: true, AllowStdin: true, StopOnError: true, UserExpressions: map[string]string{"a": "b"}},
	} {
		if d := cmp.Diff(want, decode[ExecuteRequest](t, content)); d != "" {
			t.Errorf("%s (-want +got):\n%s", content, d)
		}
	}
}

func TestCursorDefaultsAndClamps(t *testing.T) {
	for content, want := range map[string]int{
		`{"code":"a𝄞b"}`:                   3,
		`{"code":"a𝄞b","cursor_pos":2}`:    2,
		`{"code":"a𝄞b","cursor_pos":99}`:   3,
		`{"code":"a𝄞b","cursor_pos":-1}`:   0,
		`{"code":"a𝄞b","cursor_pos":null}`: 3,
	} {
		if got := decode[CompleteRequest](t, content).CursorPos; got != want {
			t.Errorf("complete %s: %d, want %d", content, got, want)
		}
		if got := decode[InspectRequest](t, content).CursorPos; got != want {
			t.Errorf("inspect %s: %d, want %d", content, got, want)
		}
	}
}

func TestHistoryRequestDefaults(t *testing.T) {
	r := decode[HistoryRequest](t, `{"hist_access_type":"range","session":-1,"start":2,"stop":null,"n":null}`)
	if d := cmp.Diff(HistoryRequest{Raw: true, HistAccessType: HistoryRange, Session: -1, Start: 2}, r); d != "" {
		t.Error(d)
	}
	r = decode[HistoryRequest](t, `{"raw":false,"stop":0,"n":5}`)
	if r.Raw || r.Stop == nil || *r.Stop != 0 || r.N == nil || *r.N != 5 {
		t.Errorf("got %+v", r)
	}
}

// What clients iterate over or look into is never null or missing.
func TestContentsAsWritten(t *testing.T) {
	out := "2"
	failure := Error{EName: "panic", EValue: ""}
	for _, c := range []struct {
		content any
		want    string
	}{
		{ExecuteReply{ReplyStatus: OK(), ExecutionCount: 3},
			`{"status":"ok","execution_count":3,"user_expressions":{},"payload":[]}`},
		{ExecuteReply{ReplyStatus: Failed(failure), ExecutionCount: 3},
			`{"status":"error","ename":"panic","evalue":"","traceback":[],"execution_count":3,"user_expressions":{},"payload":[]}`},
		{ExecuteReply{ReplyStatus: Aborted()},
			`{"status":"aborted","ename":"Aborted","evalue":"","traceback":[],"execution_count":0,"user_expressions":{},"payload":[]}`},
		{failure, `{"ename":"panic","evalue":"","traceback":[]}`},
		{UserExpression{ReplyStatus: OK(), Data: Object{"text/plain": "1"}},
			`{"status":"ok","data":{"text/plain":"1"},"metadata":{}}`},
		{NewPagePayload(Object{"text/plain": "doc"}), `{"source":"page","data":{"text/plain":"doc"},"start":0}`},
		{NewReplacePayload("x := 1"), `{"source":"set_next_input","text":"x := 1","replace":true}`},
		{CompleteReply{ReplyStatus: OK()},
			`{"status":"ok","matches":[],"cursor_start":0,"cursor_end":0,"metadata":{}}`},
		{InspectReply{ReplyStatus: OK()}, `{"status":"ok","found":false,"data":{},"metadata":{}}`},
		{HistoryReply{ReplyStatus: OK(), History: []HistoryEntry{
			{Session: 1, Line: 2, Input: "a"},
			{Session: 1, Line: 3, Input: "b", WithOutput: true, Output: &out},
			{Session: 1, Line: 4, Input: "c", WithOutput: true},
		}}, `{"status":"ok","history":[[1,2,"a"],[1,3,["b","2"]],[1,4,["c",null]]]}`},
		{HistoryReply{ReplyStatus: OK()}, `{"status":"ok","history":[]}`},
		{CommInfoReply{ReplyStatus: OK()}, `{"status":"ok","comms":{}}`},
		{CommInfoReply{ReplyStatus: OK(), Comms: CommTargets{"1": {TargetName: "t"}}}, `{"status":"ok","comms":{"1":{"target_name":"t"}}}`},
		{CommOpen{CommID: "1", TargetName: "t"}, `{"comm_id":"1","target_name":"t","data":{}}`},
		{CommClose{CommID: "1"}, `{"comm_id":"1","data":{}}`},
		{CommMsg{CommID: "1", Data: json.RawMessage(`{"x":1}`)}, `{"comm_id":"1","data":{"x":1}}`},
		{DisplayData{}, `{"data":{},"metadata":{},"transient":{}}`},
		{ExecuteResult{ExecutionCount: 1, Data: Object{"text/plain": "1"}}, `{"execution_count":1,"data":{"text/plain":"1"},"metadata":{}}`},
		{InterruptReply{OK()}, `{"status":"ok"}`},
		{ShutdownReply{OK(), true}, `{"status":"ok","restart":true}`},
		{IOPubWelcome{}, `{"subscription":""}`},
		{IsCompleteReply{Status: CodeComplete}, `{"status":"complete","indent":""}`},
		{KernelInfoReply{ReplyStatus: OK(), ProtocolVersion: Version},
			`{"status":"ok","protocol_version":"5.5","implementation":"","implementation_version":"","language_info":{"name":"","version":"","mimetype":"","file_extension":""},"banner":"","debugger":false,"help_links":[],"supported_features":[]}`},
	} {
		got, err := json.Marshal(c.content)
		if err != nil || string(got) != c.want {
			t.Errorf("%T is\n%s, want\n%s (%v)", c.content, got, c.want, err)
		}
	}
}

// Every message type decodes what it has encoded.
func TestBodiesRoundTrip(t *testing.T) {
	for msgType, newBody := range bodies {
		raw, err := json.Marshal(newBody())
		if err != nil {
			t.Fatal(err)
		}
		body, err := Message{Header: Header{MsgType: msgType}, Content: raw}.Body()
		if err != nil {
			t.Errorf("%s: %v", msgType, err)
			continue
		}
		again, err := json.Marshal(body)
		if err != nil || string(again) != string(raw) {
			t.Errorf("%s: %s comes back as %s, %v", msgType, raw, again, err)
		}
	}
	h := decode[HistoryReply](t, `{"status":"ok","history":[[1,2,"a"],[1,3,["b","2"]],[1,4,["c",null]]]}`)
	if again, _ := json.Marshal(h); string(again) != `{"status":"ok","history":[[1,2,"a"],[1,3,["b","2"]],[1,4,["c",null]]]}` {
		t.Errorf("history comes back as %s", again)
	}
	for _, bad := range []string{`[1,2]`, `7`, `[1,2,["a"]]`, `["x",2,"a"]`} {
		if err := json.Unmarshal([]byte(bad), new(HistoryEntry)); err == nil {
			t.Errorf("history entry %s was taken", bad)
		}
	}
}

func TestReplyErrorsAreDecoded(t *testing.T) {
	r := decode[ExecuteReply](t, `{"status":"error","ename":"E","evalue":"v","traceback":["l"]}`)
	if r.Error == nil || r.EName != "E" || r.EValue != "v" || len(r.Traceback) != 1 {
		t.Errorf("got %+v", r)
	}
}

package kerneltest

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"gonymede/kernel"
	"gonymede/kernel/wire"
)

// input is an execute request that may ask for input.
func input(code string) wire.ExecuteRequest {
	return wire.ExecuteRequest{Code: code, StoreHistory: true, AllowStdin: true, StopOnError: true}
}

func (c *Client) answer(request wire.Message, value string) {
	c.t.Helper()
	c.SendMessage(Stdin, wire.TypeInputReply, request, wire.InputReply{Value: value}, nil)
}

func TestInput(t *testing.T) {
	c, connection := start(t, nil)
	other := Connect(t, connection)
	for range 2 {
		c.Recv(IOPub)
	}
	code := lines("out before", "input name?", "password secret?")
	id := c.ExecuteWith(input(code))
	c.Expect(id, Busy, Input(code), Stdout("before\n"))
	var first, second wire.InputRequest
	m := c.Reply(Stdin, id, wire.TypeInputRequest, &first)
	c.Beat() // the heart beats while the cell waits
	c.answer(m, "Gopher")
	c.Expect(id, Stdout("got Gopher\n"))
	c.answer(m, "an answer to what was asked before")
	c.Reply(Stdin, id, wire.TypeInputRequest, &second)
	c.answer(m, "an answer to what was asked before")
	c.answer(wire.Message{}, "an answer without a parent")
	c.Expect(id, Stdout("got an answer without a parent\n"), Idle)
	c.ExecuteReply(id)
	if first != (wire.InputRequest{Prompt: "name?"}) || second != (wire.InputRequest{Prompt: "secret?", Password: true}) {
		t.Errorf("got %+v and %+v", first, second)
	}
	other.Expect(id, Busy, Input(code), Stdout("before\ngot Gopher\ngot an answer without a parent\n"), Idle)
	if n := len(other.inbox[Stdin]); n != 0 {
		t.Errorf("the other client was asked %d times", n)
	}
}

func TestStaleInputIsIgnored(t *testing.T) {
	c, _ := start(t, nil)
	c.answer(wire.Message{}, "too early")
	// The reply went another way than the request, so let the kernel see it.
	info := c.Send(Shell, wire.TypeKernelInfoRequest, nil)
	c.Expect(info, Busy, Idle)
	c.Reply(Shell, info, wire.TypeKernelInfoReply, nil)
	id := c.ExecuteWith(input(lines("sleep 200", "input name?")))
	c.Expect(id, Busy, Input(lines("sleep 200", "input name?")))
	c.answer(c.Reply(Stdin, id, wire.TypeInputRequest, nil), "right")
	c.Expect(id, Stdout("got right\n"), Idle)
	c.ExecuteReply(id)
}

func TestInputThatIsNotAllowed(t *testing.T) {
	c, _ := start(t, nil)
	id := c.Execute("input name?")
	c.Expect(id, Busy, Input("input name?"), Failure("StdinNotImplementedError", "allow_stdin"), Idle)
	c.ExecuteReply(id)
	if n := len(c.inbox[Stdin]); n != 0 {
		t.Errorf("the client was asked %d times", n)
	}
}

func TestInterruptOfInput(t *testing.T) {
	c, connection := start(t, nil)
	gone := Connect(t, connection)
	id := gone.ExecuteWith(input("input name?"))
	gone.Reply(Stdin, id, wire.TypeInputRequest, nil)
	gone.drainTo(id, wire.StateBusy)
	gone.Expect(id, Input("input name?"))
	gone.checkEmpty()
	gone.Close()
	c.drainTo(id, wire.StateBusy)
	c.Expect(id, Input("input name?"))
	interrupt := c.Send(Control, wire.TypeInterruptRequest, nil)
	c.Reply(Control, interrupt, wire.TypeInterruptReply, nil)
	c.drainTo(id, wire.StateIdle)
	c.drain(interrupt, wire.StateIdle)
	c.Run("out a", Stdout("a\n"))
}

// drain forgets what came until now, and what comes until a status of a
// request unless that came already.
func (c *Client) drain(id, state string) {
	c.t.Helper()
	info := c.Send(Control, wire.TypeKernelInfoRequest, nil)
	c.Reply(Control, info, wire.TypeKernelInfoReply, nil)
	c.drainTo(info, wire.StateIdle)
}

func TestInterrupt(t *testing.T) {
	c, _ := start(t, nil)
	for _, channel := range []string{Control, Shell} {
		id := c.Execute("block")
		c.Expect(id, Busy, Input("block"))
		interrupt := c.Send(channel, wire.TypeInterruptRequest, nil)
		var reply wire.InterruptReply
		if channel == Shell {
			// Both replies come on shell, in any order.
			for range 2 {
				c.Recv(Shell)
			}
			reply.Status = "ok"
		} else {
			c.Reply(channel, interrupt, wire.TypeInterruptReply, &reply)
			c.ExecuteReply(id)
		}
		if reply.Status != "ok" {
			t.Errorf("got %+v", reply)
		}
		c.drainTo(id, wire.StateIdle)
		c.drain(interrupt, wire.StateIdle)
	}
	c.Run("out a", Stdout("a\n"))
}

func TestInterruptWhenIdle(t *testing.T) {
	c, _ := start(t, nil)
	id := c.Send(Control, wire.TypeInterruptRequest, nil)
	c.Expect(id, Busy, Idle)
	c.Reply(Control, id, wire.TypeInterruptReply, nil)
	c.Run("out a", Stdout("a\n"))
}

func TestComms(t *testing.T) {
	c, _ := start(t, nil)
	// A target that nobody knows, such as the one JupyterLab opens at once.
	id := c.Send(Shell, wire.TypeCommOpen, wire.CommOpen{CommID: "w", TargetName: "jupyter.widget.control"})
	var closed wire.CommClose
	c.Expect(id, Busy, Any(wire.TypeCommClose, &closed), Idle)
	if closed.CommID != "w" {
		t.Errorf("got %+v", closed)
	}

	id = c.Send(Shell, wire.TypeCommOpen, wire.CommOpen{CommID: "e", TargetName: "echo", Data: []byte(`{"a":1}`)})
	c.Expect(id, Busy, Idle)
	m := c.Message(wire.TypeCommMsg, wire.Message{}, wire.CommMsg{CommID: "e", Data: []byte(`{"b":2}`)})
	m.Buffers = [][]byte{{0, 1, 2}}
	c.SendFrames(Shell, c.codec.Encode(m))
	c.Expect(m.Header.MsgID, Busy, Idle)
	echo := c.Recv(IOPub)
	if echo.Header.MsgType != wire.TypeCommMsg || string(echo.Content) != `{"comm_id":"e","data":{"b":2}}` ||
		len(echo.Buffers) != 1 || string(echo.Buffers[0]) != "\x00\x01\x02" {
		t.Errorf("got %s", Describe(echo))
	}

	cell := c.Execute("commopen engine-comm")
	c.Expect(cell, Busy, Input("commopen engine-comm"))
	var opened wire.CommOpen
	c.drainComm(cell, &opened)
	if opened.CommID != "engine-comm" || opened.TargetName != "view" {
		t.Errorf("got %+v", opened)
	}
	c.ExecuteReply(cell)

	if got := c.comms(""); got != `{"e":{"target_name":"echo"},"engine-comm":{"target_name":"view"}}` {
		t.Errorf("open comms %s", got)
	}
	if got := c.comms("echo"); got != `{"e":{"target_name":"echo"}}` {
		t.Errorf("open comms of a target %s", got)
	}
	id = c.Send(Shell, wire.TypeCommClose, wire.CommClose{CommID: "e"})
	c.Expect(id, Busy, Idle)
	id = c.Send(Shell, wire.TypeCommMsg, wire.CommMsg{CommID: "e"}) // not open any longer
	c.Expect(id, Busy, Idle)
	if got := c.comms(""); got != `{"engine-comm":{"target_name":"view"}}` {
		t.Errorf("open comms %s", got)
	}
	// The end of the engine is the end of its comms.
	id = c.Execute("exit 1")
	c.Expect(id, Busy, Input("exit 1"), Any(wire.TypeCommClose, &closed), Failure("EngineExit", "1"), Idle)
	c.ExecuteReply(id)
	if got := c.comms(""); closed.CommID != "engine-comm" || got != "{}" {
		t.Errorf("open comms %s", got)
	}
}

// drainComm receives a comm_open and the idle of a cell, in any order: comms
// are not ordered with the end of a cell.
func (c *Client) drainComm(cell string, opened *wire.CommOpen) {
	c.t.Helper()
	for range 2 {
		m := c.Recv(IOPub)
		if m.Header.MsgType == wire.TypeCommOpen {
			c.check(m, cell, wire.TypeCommOpen, opened)
			continue
		}
		c.check(m, cell, wire.TypeStatus, nil)
	}
}

func (c *Client) comms(target string) string {
	c.t.Helper()
	id := c.Send(Shell, wire.TypeCommInfoRequest, wire.CommInfoRequest{TargetName: target})
	c.Expect(id, Busy, Idle)
	m := c.Reply(Shell, id, wire.TypeCommInfoReply, nil)
	_, comms, _ := strings.Cut(string(m.Content), `"comms":`)
	return strings.TrimSuffix(comms, "}")
}

// A comm message reaches the engine behind the cells before it, and does not
// wait for their end.
func TestCommWhileACellRuns(t *testing.T) {
	c, _ := start(t, nil)
	cell := c.Execute("block")
	c.Expect(cell, Busy, Input("block"))
	id := c.Send(Shell, wire.TypeCommOpen, wire.CommOpen{CommID: "e", TargetName: "echo"})
	c.Expect(id, Busy, Idle)
	c.Expect(cell, Busy)
	c.Send(Shell, wire.TypeCommMsg, wire.CommMsg{CommID: "e"})
	for c.Recv(IOPub).Header.MsgType != wire.TypeCommMsg {
	}
	c.Send(Control, wire.TypeInterruptRequest, nil)
	c.Recv(Control)
	c.drainTo(cell, wire.StateIdle)
	c.drain("", "")
	c.ExecuteReply(cell)
}

func TestShutdown(t *testing.T) {
	for _, restart := range []bool{false, true} {
		connection := ipc(t)
		p := launch(t, os.Args[0], kernelArgument, connectionFile(t, connection))
		listening(t, connection)
		c := Connect(t, connection)
		c.Run("out a", Stdout("a\n"))
		id := c.Send(Control, wire.TypeShutdownRequest, wire.ShutdownRequest{Restart: restart})
		var reply, broadcast wire.ShutdownReply
		c.Reply(Control, id, wire.TypeShutdownReply, &reply)
		c.Expect(id, Busy, Any(wire.TypeShutdownReply, &broadcast), Idle)
		if reply.Restart != restart || reply.Status != "ok" || broadcast.Restart != restart {
			t.Errorf("got %+v, %+v", reply, broadcast)
		}
		if p.await(t); !p.ProcessState.Success() {
			t.Errorf("the kernel ended with %v", p.ProcessState)
		}
	}
}

func TestSignals(t *testing.T) {
	connection := ipc(t)
	p := launch(t, os.Args[0], kernelArgument, connectionFile(t, connection))
	listening(t, connection)
	c := Connect(t, connection)
	id := c.Execute("block")
	c.Expect(id, Busy, Input("block"))
	p.Process.Signal(syscall.SIGINT)
	c.Expect(id, Failure("Interrupted", ""), Idle)
	c.ExecuteReply(id)
	p.Process.Signal(syscall.SIGTERM)
	if p.await(t); !p.ProcessState.Success() {
		t.Errorf("the kernel ended with %v", p.ProcessState)
	}
}

func TestDeaths(t *testing.T) {
	c, _ := start(t, nil)
	for i, test := range []struct{ death, name, value string }{
		{"exit 3", "EngineExit", "exit status 3"},
		{"panic ouch", "GoPanic", "ouch"},
		{"kill", "EngineKilled", "SIGKILL"},
	} {
		code := lines("out before", test.death)
		id := c.Execute(code)
		c.Expect(id, Busy, Input(code), Stdout("before\n"), Failure(test.name, test.value), Idle)
		if reply := c.ExecuteReply(id); reply.Status != "error" || reply.ExecutionCount != 2*i+1 {
			t.Errorf("got %+v", reply)
		}
		c.Run("out after", Stdout("after\n"))
	}
	// One that comes when no cell runs is shown as the last cell's.
	id := c.Execute("lateexit 4")
	c.Expect(id, Busy, Input("lateexit 4"), Idle, Failure("EngineExit", "exit status 4"))
	c.ExecuteReply(id)
	c.Run("out after", Stdout("after\n"))
}

func TestEngineThatDoesNotStart(t *testing.T) {
	c, _ := start(t, func(k *kernel.Config) { k.Engine = []string{"/no/such/engine"} })
	for range 2 {
		id := c.Execute("out a")
		c.Expect(id, Busy, Input("out a"), Failure("EngineStart", "/no/such/engine"), Idle)
		c.ExecuteReply(id)
	}
}

func TestKernelsThatCannotStart(t *testing.T) {
	taken := tcp(t)
	holder, _ := start(t, func(k *kernel.Config) { k.Connection = taken })
	holder.Run("out a", Stdout("a\n"))
	free := tcp(t)
	free.HeartbeatPort = taken.HeartbeatPort
	bad := *ipc(t)
	bad.SignatureScheme = "rot13"
	for name, test := range map[string]struct {
		config kernel.Config
		want   []string
	}{
		"missing file": {kernel.Config{ConnectionFile: "/no/such/file"}, []string{"/no/such/file"}},
		"no file":      {kernel.Config{}, []string{"connection file"}},
		"port in use":  {kernel.Config{Connection: free}, []string{"heartbeat", fmt.Sprint(free.HeartbeatPort), "in use"}},
		"scheme":       {kernel.Config{Connection: &bad}, []string{"rot13"}},
		"transport":    {kernel.Config{Connection: &kernel.Connection{Transport: "udp", IP: "x"}}, []string{"udp"}},
	} {
		test.config.Engine = []string{"/no/such/engine"}
		err := kernel.Run(t.Context(), test.config)
		for _, want := range test.want {
			if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s: got %v", name, err)
			}
		}
	}
	file := connectionFile(t, free)
	os.WriteFile(file, []byte("{not json"), 0o600)
	if err := kernel.Run(t.Context(), kernel.Config{ConnectionFile: file, Engine: []string{"x"}}); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("got %v", err)
	}
	t.Setenv("GONYMEDE_MEMORY_LIMIT", "plenty")
	if err := kernel.Run(t.Context(), kernel.Config{Connection: tcp(t), Engine: []string{"x"}}); err == nil || !strings.Contains(err.Error(), "plenty") {
		t.Errorf("got %v", err)
	}
}

// An interrupt that comes as soon as a client knows of the cell ends it.
func TestInterruptAtOnce(t *testing.T) {
	eachTarget(t, func(t *testing.T, target target) {
		_, c := target.launch(t, ipc(t))
		for range 100 {
			id := c.Execute(target.cells.block)
			c.Expect(id, Busy, Input(target.cells.block))
			interrupt := c.Send(Control, wire.TypeInterruptRequest, nil)
			c.Reply(Control, interrupt, wire.TypeInterruptReply, nil)
			c.ExecuteReply(id)
			c.drainTo(id, wire.StateIdle)
			c.drain("", "")
		}
		c.Run(target.cells.print("alive"), Stdout("alive\n"))
	})
}

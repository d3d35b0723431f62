package kerneltest

import (
	"strings"

	"gonymede/kernel/wire"
)

// Execute sends an execute request with the protocol's defaults, without stdin.
func (c *Client) Execute(code string) string {
	c.t.Helper()
	return c.ExecuteWith(wire.ExecuteRequest{Code: code, StoreHistory: true, StopOnError: true})
}

// ExecuteWith sends an execute request.
func (c *Client) ExecuteWith(r wire.ExecuteRequest) string {
	c.t.Helper()
	return c.Send(Shell, wire.TypeExecuteRequest, r)
}

// Run executes code that prints or shows what the expectations say, between
// busy, execute_input and idle, and returns the reply.
func (c *Client) Run(code string, expect ...Expectation) wire.ExecuteReply {
	c.t.Helper()
	id := c.Execute(code)
	c.Expect(id, append(append([]Expectation{Busy, Input(code)}, expect...), Idle)...)
	return c.ExecuteReply(id)
}

// ExecuteReply receives the reply to an execute request.
func (c *Client) ExecuteReply(id string) (reply wire.ExecuteReply) {
	c.t.Helper()
	c.Reply(Shell, id, wire.TypeExecuteReply, &reply)
	return reply
}

// An Expectation says which messages come next on iopub, for a request.
type Expectation func(c *Client, id string)

// Expect asserts that exactly these messages come next on iopub, all as the
// answer to one request.
func (c *Client) Expect(id string, expect ...Expectation) {
	c.t.Helper()
	for _, e := range expect {
		e(c, id)
	}
}

// Busy is the status busy.
func Busy(c *Client, id string) { c.t.Helper(); c.status(id, wire.StateBusy) }

// Idle is the status idle.
func Idle(c *Client, id string) { c.t.Helper(); c.status(id, wire.StateIdle) }

func (c *Client) status(id, state string) {
	c.t.Helper()
	m := c.Recv(IOPub)
	c.check(m, id, wire.TypeStatus, nil)
	if State(m) != state {
		c.t.Fatalf("got %s, want %s", Describe(m), state)
	}
}

// Input is the execute_input of code.
func Input(code string) Expectation {
	return func(c *Client, id string) {
		c.t.Helper()
		var input wire.ExecuteInput
		c.check(c.Recv(IOPub), id, wire.TypeExecuteInput, &input)
		if input.Code != code {
			c.t.Fatalf("execute_input of %q, want %q", input.Code, code)
		}
	}
}

// Stdout is text on stdout, in one message or in several.
func Stdout(text string) Expectation { return stream(wire.Stdout, text) }

// Stderr is text on stderr, in one message or in several.
func Stderr(text string) Expectation { return stream(wire.Stderr, text) }

func stream(name, text string) Expectation {
	return func(c *Client, id string) {
		c.t.Helper()
		for rest := text; rest != ""; {
			var s wire.Stream
			c.check(c.Recv(IOPub), id, wire.TypeStream, &s)
			after, ok := strings.CutPrefix(rest, s.Text)
			if s.Name != name || !ok || s.Text == "" {
				c.t.Fatalf("%q on %s, want %q on %s", s.Text, s.Name, rest, name)
			}
			rest = after
		}
	}
}

// Shown is a display_data with a text.
func Shown(text string) Expectation {
	return func(c *Client, id string) {
		c.t.Helper()
		var d wire.DisplayData
		c.check(c.Recv(IOPub), id, wire.TypeDisplayData, &d)
		if d.Data["text/plain"] != text {
			c.t.Fatalf("%v is shown, want %q", d.Data, text)
		}
	}
}

// Result is an execute_result with a text and an execution count.
func Result(text string, count int) Expectation {
	return func(c *Client, id string) {
		c.t.Helper()
		var r wire.ExecuteResult
		c.check(c.Recv(IOPub), id, wire.TypeExecuteResult, &r)
		if r.Data["text/plain"] != text || r.ExecutionCount != count {
			c.t.Fatalf("the result is %v [%d], want %q [%d]", r.Data, r.ExecutionCount, text, count)
		}
	}
}

// Failure is an error of a name whose value contains a text.
func Failure(name, value string) Expectation {
	return func(c *Client, id string) {
		c.t.Helper()
		var e wire.Error
		c.check(c.Recv(IOPub), id, wire.TypeError, &e)
		if e.EName != name || !strings.Contains(e.EValue, value) {
			c.t.Fatalf("the error is %s: %s, want %s: %s", e.EName, e.EValue, name, value)
		}
	}
}

// Any is a message of a type, decoded into body where that is not nil.
func Any(typ string, body any) Expectation {
	return func(c *Client, id string) {
		c.t.Helper()
		c.check(c.Recv(IOPub), id, typ, body)
	}
}

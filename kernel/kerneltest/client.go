package kerneltest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/go-zeromq/zmq4"
	"github.com/google/uuid"

	"gonymede/kernel"
	"gonymede/kernel/wire"
)

// Patience is how long a client waits for a message before the test fails. It
// only guards against hanging.
const Patience = 30 * time.Second

// Client is a front end that is connected to a kernel on all five channels.
//
// It owns one goroutine for each channel but the heartbeat, which reads its
// socket. Connect starts them; they end when Close closes the sockets.
type Client struct {
	t       testing.TB
	codec   *wire.Codec
	session string
	cancel  context.CancelFunc
	sockets map[string]zmq4.Socket
	inbox   map[string]chan wire.Message
	readers chan struct{} // has a token for each reader that ended
}

// Channels of a client.
const (
	Shell     = "shell"
	Control   = "control"
	Stdin     = "stdin"
	IOPub     = "iopub"
	Heartbeat = "heartbeat"
)

// Connect connects a client and waits until the kernel answers. The test
// fails at its end where there is a message on iopub that nobody received.
func Connect(t testing.TB, c *kernel.Connection) *Client {
	t.Helper()
	client := Dial(t, c, uuid.NewString())
	if m := client.Recv(IOPub); m.Header.MsgType != wire.TypeIOPubWelcome {
		t.Fatalf("the first message on iopub is %s, not iopub_welcome", m.Header.MsgType)
	}
	id := client.Send(Shell, wire.TypeKernelInfoRequest, nil)
	client.Reply(Shell, id, wire.TypeKernelInfoReply, nil)
	for { // what came before this request is none of the test's business
		if m := client.Recv(IOPub); parentID(m) == id && State(m) == wire.StateIdle {
			break
		}
	}
	t.Cleanup(client.checkEmpty)
	return client
}

// Dial connects a client with a session, and does nothing else.
func Dial(t testing.TB, c *kernel.Connection, session string) *Client {
	t.Helper()
	codec, err := wire.NewCodec(c.SignatureScheme, c.Key)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	client := &Client{
		t: t, codec: codec, session: session, cancel: cancel,
		sockets: make(map[string]zmq4.Socket), inbox: make(map[string]chan wire.Message), readers: make(chan struct{}, 8),
	}
	t.Cleanup(client.Close)
	for channel, port := range map[string]int{
		Shell: c.ShellPort, Control: c.ControlPort, Stdin: c.StdinPort, IOPub: c.IOPubPort, Heartbeat: c.HeartbeatPort,
	} {
		// One identity for all, as Jupyter's clients have it.
		id := zmq4.WithID(zmq4.SocketIdentity(session))
		var socket zmq4.Socket
		switch channel {
		case IOPub:
			socket = zmq4.NewSub(ctx, id)
		case Heartbeat:
			socket = zmq4.NewReq(ctx, id)
		default:
			socket = zmq4.NewDealer(ctx, id)
		}
		client.sockets[channel] = socket
		if err := socket.Dial(Endpoint(c, port)); err != nil {
			t.Fatalf("dial %s: %v", channel, err)
		}
		if channel == Heartbeat {
			continue
		}
		inbox := make(chan wire.Message, 1<<20)
		client.inbox[channel] = inbox
		go client.read(channel, socket, inbox)
		if channel == IOPub {
			if err := socket.SetOption(zmq4.OptionSubscribe, ""); err != nil {
				t.Fatal(err)
			}
		}
	}
	return client
}

// Endpoint is where a channel of a connection is.
func Endpoint(c *kernel.Connection, port int) string {
	if c.Transport == "ipc" {
		return fmt.Sprintf("ipc://%s-%d", c.IP, port)
	}
	return fmt.Sprintf("tcp://%s:%d", c.IP, port)
}

func (c *Client) read(channel string, socket zmq4.Socket, inbox chan<- wire.Message) {
	defer func() { c.readers <- struct{}{} }()
	for {
		raw, err := socket.Recv()
		if err != nil {
			return
		}
		m, err := c.codec.Decode(raw.Frames)
		if err != nil {
			c.t.Errorf("a bad message on %s: %v", channel, err)
			return
		}
		inbox <- m
	}
}

// Close closes the sockets. It is called at the end of the test.
func (c *Client) Close() {
	c.cancel()
	for _, socket := range c.sockets {
		socket.Close()
	}
	for range c.inbox {
		<-c.readers
	}
	clear(c.sockets)
	clear(c.inbox)
}

// Send sends a message and returns its id. Content is a value that encodes as
// JSON, or nil.
func (c *Client) Send(channel, typ string, content any) string {
	c.t.Helper()
	return c.SendMessage(channel, typ, wire.Message{}, content, nil)
}

// SendMessage sends a message with a parent and metadata, as Send does.
func (c *Client) SendMessage(channel, typ string, parent wire.Message, content, metadata any) string {
	c.t.Helper()
	m := c.Message(typ, parent, content)
	if metadata != nil {
		m.Metadata = c.json(metadata)
	}
	c.SendFrames(channel, c.codec.Encode(m))
	return m.Header.MsgID
}

// Message makes a message of this client.
func (c *Client) Message(typ string, parent wire.Message, content any) wire.Message {
	c.t.Helper()
	parent.Identities = nil
	m, err := wire.NewMessage(wire.Header{
		MsgID: uuid.NewString(), Session: c.session, Username: "test", MsgType: typ, Version: wire.Version,
		Date: wire.Date{Time: time.Now()},
	}, parent, content)
	if err != nil {
		c.t.Fatal(err)
	}
	return m
}

// SendFrames sends anything.
func (c *Client) SendFrames(channel string, frames [][]byte) {
	c.t.Helper()
	if err := c.sockets[channel].Send(zmq4.NewMsgFrom(frames...)); err != nil {
		c.t.Fatalf("send on %s: %v", channel, err)
	}
}

func (c *Client) json(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		c.t.Fatal(err)
	}
	return raw
}

// Beat sends a heartbeat and waits for its echo.
func (c *Client) Beat() {
	c.t.Helper()
	if err := c.sockets[Heartbeat].Send(zmq4.NewMsgString("ping")); err != nil {
		c.t.Fatalf("heartbeat: %v", err)
	}
	m, err := c.sockets[Heartbeat].Recv()
	if err != nil || string(m.Frames[len(m.Frames)-1]) != "ping" {
		c.t.Fatalf("heartbeat: %v, %v", m, err)
	}
}

// Recv receives the next message of a channel.
func (c *Client) Recv(channel string) wire.Message {
	c.t.Helper()
	select {
	case m := <-c.inbox[channel]:
		return m
	case <-time.After(Patience):
		c.t.Fatalf("no message came on %s", channel)
		panic("unreachable")
	}
}

// Reply receives the reply to a request, decodes its content into body where
// that is not nil, and returns it.
func (c *Client) Reply(channel, id, typ string, body any) wire.Message {
	c.t.Helper()
	m := c.Recv(channel)
	c.check(m, id, typ, body)
	return m
}

// check asserts a message's parent and type.
func (c *Client) check(m wire.Message, id, typ string, body any) {
	c.t.Helper()
	if m.Header.MsgType != typ || parentID(m) != id {
		c.t.Fatalf("got %s, want %s as an answer to %s", Describe(m), typ, id)
	}
	if m.Header.Version != wire.Version || m.Header.Session == "" || m.Header.MsgID == "" {
		c.t.Errorf("header %+v", m.Header)
	}
	if body != nil {
		if err := m.Decode(body); err != nil {
			c.t.Fatal(err)
		}
	}
}

// checkEmpty fails the test where messages on iopub are left.
func (c *Client) checkEmpty() {
	if c.t.Failed() {
		return
	}
	for {
		select {
		case m := <-c.inbox[IOPub]:
			c.t.Errorf("nobody asked for %s", Describe(m))
		default:
			return
		}
	}
}

// Describe is a message on one line.
func Describe(m wire.Message) string {
	return fmt.Sprintf("%s %.300s (parent %s)", m.Header.MsgType, m.Content, parentID(m))
}

func parentID(m wire.Message) string {
	var parent wire.Header
	if err := json.Unmarshal(m.ParentHeader, &parent); err != nil {
		return ""
	}
	return parent.MsgID
}

// State is the kernel's state where m is a status message.
func State(m wire.Message) string {
	var s wire.KernelStatus
	if m.Header.MsgType != wire.TypeStatus || m.Decode(&s) != nil {
		return ""
	}
	return s.ExecutionState
}

// lines joins script lines.
func lines(s ...string) string { return strings.Join(s, "\n") }

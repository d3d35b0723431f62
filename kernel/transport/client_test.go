package transport

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"net"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/go-zeromq/zmq4"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience guards against a hang. No test depends on how long anything takes.
const patience = 20 * time.Second

// within receives from a channel, or fails.
func within[T any](t testing.TB, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatal("nothing came")
		panic("unreachable")
	}
}

// eventually waits until cond is true, or fails.
func eventually(t testing.TB, what string, cond func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !cond(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never happened: %s", what)
		}
	}
}

type closer interface{ Close(context.Context) error }

func closeAtEnd(t testing.TB, c closer) {
	t.Helper()
	t.Cleanup(func() {
		if err := c.Close(context.Background()); err != nil {
			t.Errorf("close: %v", err)
		}
	})
}

// startEcho starts a ROUTER that sends every message back.
func startEcho(t testing.TB, endpoint string, opt Options) *Router {
	t.Helper()
	ready := make(chan struct{})
	var r *Router
	r, err := ListenRouter(endpoint, func(q Request) {
		<-ready
		_ = r.Send(q.Frames) // a peer that is gone wants no answer
	}, opt)
	if err != nil {
		t.Fatal(err)
	}
	close(ready)
	closeAtEnd(t, r)
	return r
}

func startXPub(t testing.TB, opt Options) *XPub {
	t.Helper()
	x, err := ListenXPub("tcp://127.0.0.1:0", opt)
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, x)
	return x
}

// dial connects a socket of zmq4's own.
func dial(t testing.TB, newSocket func(context.Context, ...zmq4.Option) zmq4.Socket, addr net.Addr, identity string) zmq4.Socket {
	t.Helper()
	s := newSocket(context.Background(), zmq4.WithID(zmq4.SocketIdentity(identity)), zmq4.WithDialerMaxRetries(3))
	t.Cleanup(func() { s.Close() })
	if err := s.Dial(endpointOf(addr)); err != nil {
		t.Fatal(err)
	}
	return s
}

func endpointOf(addr net.Addr) string {
	if addr.Network() == "unix" {
		return "ipc://" + addr.String()
	}
	return "tcp://" + addr.String()
}

// rawPeer is a ZMTP peer that does exactly what a test tells it.
type rawPeer struct {
	net.Conn
	messages messageReader
}

// dialRaw connects and sends and reads nothing.
func dialRaw(t testing.TB, addr net.Addr) *rawPeer {
	t.Helper()
	conn, err := net.Dial(addr.Network(), addr.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return &rawPeer{conn, messageReader{r: bufio.NewReader(conn), limit: 1 << 30, budget: &budget{size: 1 << 40}}}
}

// greeting is what a peer of this version and mechanism says first.
func greeting(major, minor byte, mechanism string) []byte {
	b := make([]byte, greetingSize)
	b[0], b[8], b[9], b[10], b[11] = 0xFF, 1, 0x7F, major, minor
	copy(b[12:32], mechanism)
	return b
}

func property(name, value string) []byte {
	b := append([]byte{byte(len(name))}, name...)
	b = binary.BigEndian.AppendUint32(b, uint32(len(value)))
	return append(b, value...)
}

// dialZMTP connects and does the handshake of ZMTP 3.1.
func dialZMTP(t testing.TB, addr net.Addr, kind, identity string) *rawPeer {
	t.Helper()
	p := dialRaw(t, addr)
	p.put(t, greeting(3, 1, "NULL"))
	p.put(t, encodeCommand("READY", append(property("Socket-Type", kind), property("Identity", identity)...)))
	p.SetReadDeadline(time.Now().Add(patience))
	if err := readFull(p.messages.r, make([]byte, greetingSize)); err != nil {
		t.Fatal("greeting:", err)
	}
	if m, err := p.messages.next(); err != nil || !m.command || !bytes.HasPrefix(m.frames[0], []byte("\x05READY")) {
		t.Fatalf("want READY, got %q, %v", m.frames, err)
	}
	return p
}

// dialKnown connects to a ROUTER that echoes, and returns when it knows the identity.
func dialKnown(t testing.TB, r *Router, identity string) *rawPeer {
	t.Helper()
	p := dialZMTP(t, r.Addr(), "DEALER", identity)
	p.send(t, "known?")
	if got := p.recv(t); got != "known?" {
		t.Fatalf("got %q", got)
	}
	return p
}

// put writes bytes as they are.
func (p *rawPeer) put(t testing.TB, b []byte) {
	t.Helper()
	p.SetWriteDeadline(time.Now().Add(patience))
	if _, err := p.Write(b); err != nil {
		t.Fatal(err)
	}
}

func (p *rawPeer) send(t testing.TB, frames ...string) {
	t.Helper()
	p.put(t, encodeMessage(bytesOf(frames)))
}

// recv reads one message, its frames joined by |.
func (p *rawPeer) recv(t testing.TB) string {
	t.Helper()
	p.SetReadDeadline(time.Now().Add(patience))
	m, err := p.messages.next()
	if err != nil {
		t.Fatal(err)
	}
	return join(m.frames)
}

// wantClosed reads until the other side has closed the connection.
func (p *rawPeer) wantClosed(t testing.TB) {
	t.Helper()
	p.SetReadDeadline(time.Now().Add(patience))
	buf := make([]byte, 64<<10)
	for {
		_, err := p.messages.r.Read(buf)
		if err == nil {
			continue
		}
		if os.IsTimeout(err) {
			t.Fatal("the connection was not closed")
		}
		return
	}
}

func sendZMQ(t testing.TB, s zmq4.Socket, frames ...string) {
	t.Helper()
	if err := s.Send(zmq4.NewMsgFrom(bytesOf(frames)...)); err != nil {
		t.Fatal(err)
	}
}

func recvZMQ(t testing.TB, s zmq4.Socket) string {
	t.Helper()
	type result struct {
		msg zmq4.Msg
		err error
	}
	c := make(chan result, 1)
	go func() {
		m, err := s.Recv()
		c <- result{m, err}
	}()
	r := within(t, c)
	if r.err != nil {
		t.Fatal(r.err)
	}
	return join(r.msg.Frames)
}

func bytesOf(frames []string) [][]byte {
	var b [][]byte
	for _, f := range frames {
		b = append(b, []byte(f))
	}
	return b
}

func join(frames [][]byte) string {
	var s []string
	for _, f := range frames {
		s = append(s, string(f))
	}
	return strings.Join(s, "|")
}

func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}

package transport

import (
	"context"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"net"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// checkAlive is what has to work whatever other peers do.
func checkAlive(t *testing.T, r *Router) {
	t.Helper()
	p := dialZMTP(t, r.Addr(), "DEALER", "")
	defer p.Close()
	p.send(t, "alive?")
	if got := p.recv(t); got != "alive?" {
		t.Fatalf("got %q", got)
	}
}

func longFrame(flags byte, size uint64) []byte {
	return binary.BigEndian.AppendUint64([]byte{flags | flagLong}, size)
}

// Each of these peers is disconnected at once, without waiting for more.
func TestBadHandshakesAreRefused(t *testing.T) {
	ready := func(props ...[]byte) []byte {
		var body []byte
		for _, p := range props {
			body = append(body, p...)
		}
		return append(greeting(3, 0, "NULL"), encodeCommand("READY", body)...)
	}
	dealer := property("Socket-Type", "DEALER")
	random := make([]byte, 4096)
	rng := rand.NewChaCha8([32]byte{1})
	rng.Read(random)
	random[0] = 'x'

	r := startEcho(t, "tcp://127.0.0.1:0", Options{HandshakeTimeout: time.Hour})
	for name, b := range map[string][]byte{
		"HTTP":                    []byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
		"TLS":                     {0x16, 3, 1, 2, 0},
		"random bytes":            random,
		"zeros":                   make([]byte, 64),
		"ZMTP 1":                  {1, 0},
		"ZMTP 1, long":            {0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0},
		"ZMTP 2":                  {0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 1, 5},
		"CURVE":                   greeting(3, 1, "CURVE"),
		"PLAIN":                   greeting(3, 1, "PLAIN"),
		"no mechanism":            greeting(3, 1, ""),
		"no socket type":          ready(),
		"unknown socket type":     ready(property("Socket-Type", "GOSSIP")),
		"incompatible type":       ready(property("Socket-Type", "SUB")),
		"property cut in name":    ready([]byte("\x0bSock")),
		"property cut in value":   ready(dealer[:len(dealer)-2]),
		"property of 4 GB":        ready(append([]byte("\x08Identity"), 0xFF, 0xFF, 0xFF, 0xFF)),
		"reserved identity":       ready(dealer, property("Identity", "\x00\x01\x02\x03\x04")),
		"identity of 256 bytes":   ready(dealer, property("Identity", strings.Repeat("x", 256))),
		"not READY":               append(greeting(3, 0, "NULL"), encodeCommand("HELLO", nil)...),
		"message before READY":    append(greeting(3, 0, "NULL"), encodeMessage(bytesOf([]string{"hello"}))...),
		"command of 1 GB":         append(greeting(3, 0, "NULL"), longFrame(flagCommand, 1<<30)...),
		"command of 2^64-1 bytes": append(greeting(3, 0, "NULL"), longFrame(flagCommand, ^uint64(0))...),
		"command with more":       append(greeting(3, 0, "NULL"), flagCommand|flagMore, 5, 'R'),
		"empty command":           append(greeting(3, 0, "NULL"), flagCommand, 0),
	} {
		t.Run(name, func(t *testing.T) {
			p := dialRaw(t, r.Addr())
			p.put(t, b)
			p.wantClosed(t)
		})
	}
	checkAlive(t, r)
}

func TestBadFramesAreRefused(t *testing.T) {
	r := startEcho(t, "tcp://127.0.0.1:0", Options{MaxMessage: 1 << 20})
	for name, b := range map[string][]byte{
		"reserved flags":          {0x80, 1, 'x'},
		"over the limit":          longFrame(0, 1<<20+1),
		"2^63 bytes":              longFrame(0, 1<<63),
		"2^64-1 bytes":            longFrame(0, ^uint64(0)),
		"over the limit in parts": append(append(longFrame(flagMore, 1<<19), make([]byte, 1<<19)...), longFrame(0, 1<<19)...),
		"endless empty frames":    []byte(strings.Repeat("\x01\x00", 1<<20/frameCost+1)),
		"command in a message":    append([]byte{flagMore, 1, 'x'}, encodeCommand("PING", []byte{0, 0})...),
		"command without name":    {flagCommand, 0},
		"command name too long":   {flagCommand, 2, 9, 'P'},
		"PING without TTL":        encodeCommand("PING", nil),
		"ERROR":                   encodeCommand("ERROR", []byte("\x04oops")),
	} {
		t.Run(name, func(t *testing.T) {
			p := dialZMTP(t, r.Addr(), "DEALER", "")
			p.SetWriteDeadline(time.Now().Add(patience))
			p.Write(b) // may fail: the other side closes as soon as it has seen enough
			p.wantClosed(t)
		})
	}
	checkAlive(t, r)
}

func TestUnknownCommandsAreIgnored(t *testing.T) {
	r := startEcho(t, "tcp://127.0.0.1:0", Options{})
	p := dialZMTP(t, r.Addr(), "DEALER", "")
	p.put(t, encodeCommand("GOSSIP", []byte("x")))
	p.put(t, encodeCommand("SUBSCRIBE", []byte("x"))) // means nothing to a ROUTER
	p.put(t, encodeCommand("PING", []byte("\x00\x0acontext")))
	p.send(t, "hello")
	if got := p.recv(t); got != "\x04PONGcontext" {
		t.Errorf("got %q", got)
	}
	if got := p.recv(t); got != "hello" {
		t.Errorf("got %q", got)
	}
}

// A peer that announces a gigabyte, within the limit, gets no memory for what
// it does not send.
func TestAnnouncedFramesTakeNoMemory(t *testing.T) {
	r := startEcho(t, "tcp://127.0.0.1:0", Options{MaxMessage: 4 << 30})
	before := heapInUse()
	for range 20 {
		p := dialZMTP(t, r.Addr(), "DEALER", "")
		p.put(t, longFrame(0, 1<<30))
		p.put(t, make([]byte, 1000))
	}
	checkAlive(t, r)
	if after := heapInUse(); after > before+32<<20 {
		t.Errorf("20 announced gigabytes took %d MB", (after-before)>>20)
	}
}

// Peers that all send parts of large messages share a budget. Small messages
// need none of it.
func TestPartialMessagesShareBudget(t *testing.T) {
	r := startEcho(t, "tcp://127.0.0.1:0", Options{MaxMessage: 8 << 20})
	var held []*rawPeer
	part := append(longFrame(0, 7<<20), make([]byte, 6<<20)...)
	for range 12 {
		p := dialZMTP(t, r.Addr(), "DEALER", "")
		p.SetWriteDeadline(time.Now().Add(patience))
		if _, err := p.Write(part); err == nil {
			held = append(held, p)
		}
	}
	eventually(t, "peers over the budget are disconnected", func() bool { return r.sock.connections() <= 6 })
	if used := r.sock.budget.used.Load(); used > r.sock.budget.size {
		t.Errorf("%d bytes are used of %d", used, r.sock.budget.size)
	}
	checkAlive(t, r)
	for _, p := range held {
		p.Close()
	}
	eventually(t, "the budget is free again", func() bool { return r.sock.budget.used.Load() == 0 })
}

// Peers that connect and say nothing, or one byte at a time, hinder nobody and
// are disconnected at the handshake's deadline.
func TestSlowHandshakes(t *testing.T) {
	r := startEcho(t, "tcp://127.0.0.1:0", Options{HandshakeTimeout: 300 * time.Millisecond})
	var idle, slow []*rawPeer
	for range 50 {
		idle = append(idle, dialRaw(t, r.Addr()))
		slow = append(slow, dialRaw(t, r.Addr()))
	}
	checkAlive(t, r)
	var wg sync.WaitGroup
	for _, p := range slow {
		wg.Go(func() {
			for _, b := range greeting(3, 0, "NULL") {
				if _, err := p.Write([]byte{b}); err != nil {
					return
				}
				time.Sleep(50 * time.Millisecond)
			}
		})
	}
	for _, p := range append(idle, slow...) {
		p.wantClosed(t)
	}
	wg.Wait()
	checkAlive(t, r)
}

func TestPeersOverTheNumberAreRefused(t *testing.T) {
	r := startEcho(t, "tcp://127.0.0.1:0", Options{MaxPeers: 3})
	var in []*rawPeer
	for range 3 {
		in = append(in, dialZMTP(t, r.Addr(), "DEALER", ""))
	}
	dialRaw(t, r.Addr()).wantClosed(t)
	in[0].Close()
	eventually(t, "a place is free", func() bool { return r.sock.connections() == 2 })
	checkAlive(t, r)
}

func descriptors(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(entries)
}

// 500 peers connect and go, some properly, some in the middle of things. Nothing
// is left of them. (That no goroutine is left is checked by TestMain.)
func TestConnectAndDisconnectStorm(t *testing.T) {
	r := startEcho(t, "tcp://127.0.0.1:0", Options{})
	x := startXPub(t, Options{})
	checkAlive(t, r)
	before := descriptors(t)
	for i := range 125 {
		dialRaw(t, r.Addr()).Close()

		p := dialRaw(t, r.Addr())
		p.put(t, greeting(3, 0, "NULL")[:i%greetingSize])
		p.Close()

		p = dialZMTP(t, r.Addr(), "DEALER", "again")
		p.send(t, "hello")
		p.put(t, longFrame(0, 5000))
		p.Close()

		p = dialZMTP(t, x.Addr(), "SUB", "")
		p.send(t, "\x01")
		x.Publish(bytesOf([]string{"topic", "text"}), Output)
		p.Close()
	}
	checkAlive(t, r)
	eventually(t, "all connections are gone", func() bool {
		return r.sock.connections() == 0 && x.sock.connections() == 0
	})
	eventually(t, "all descriptors are closed", func() bool { return descriptors(t) <= before })
	if n := len(r.peers); n != 0 {
		t.Errorf("%d identities are left", n)
	}
	if n := len(x.subscribers); n != 0 {
		t.Errorf("%d subscribers are left", n)
	}
}

// brokenListener fails as an accept without free descriptors does.
type brokenListener struct {
	net.Listener
	mu       sync.Mutex
	failures int
}

func (l *brokenListener) Accept() (net.Conn, error) {
	l.mu.Lock()
	l.failures--
	fail := l.failures >= 0
	l.mu.Unlock()
	if fail {
		return nil, &net.OpError{Op: "accept", Net: "tcp", Err: os.NewSyscallError("accept4", syscall.EMFILE)}
	}
	return l.Listener.Accept()
}

func TestAcceptErrorsPass(t *testing.T) {
	ln, err := listen("tcp://127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := newRouter(nil)
	r.recv = func(q Request) { _ = r.Send(q.Frames) }
	r.sock = newSocketOn(&brokenListener{Listener: ln, failures: 4}, "ROUTER", r, Options{}.withDefaults())
	r.sock.start()
	closeAtEnd(t, r)
	checkAlive(t, r)
}

func TestCloseEndsHandshakesAndRepeats(t *testing.T) {
	r := startEcho(t, "tcp://127.0.0.1:0", Options{HandshakeTimeout: time.Hour})
	p := dialRaw(t, r.Addr())
	eventually(t, "the peer is in its handshake", func() bool { return r.sock.connections() == 1 })
	closed := make(chan error, 2)
	for range 2 {
		go func() { closed <- r.Close(context.Background()) }()
	}
	if err := errors.Join(within(t, closed), within(t, closed)); err != nil {
		t.Error(err)
	}
	p.wantClosed(t)
	if _, err := net.Dial("tcp", r.Addr().String()); err == nil {
		t.Error("the socket still listens")
	}
}

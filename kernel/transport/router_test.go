package transport

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-zeromq/zmq4"
)

func TestRouterAnswersByIdentity(t *testing.T) {
	r := startEcho(t, "tcp://127.0.0.1:0", Options{})
	a, b := dial(t, zmq4.NewDealer, r.Addr(), "alice"), dial(t, zmq4.NewDealer, r.Addr(), "bob")
	for _, c := range []struct {
		sock zmq4.Socket
		text string
	}{{a, "from a"}, {b, "from b"}, {a, "again a"}} {
		sendZMQ(t, c.sock, c.text, "", "tail")
		if got := recvZMQ(t, c.sock); got != c.text+"||tail" {
			t.Errorf("got %q, want %q", got, c.text)
		}
	}
}

func TestRouterGivesIdentityFirst(t *testing.T) {
	requests := make(chan Request, 1)
	r, err := ListenRouter("tcp://127.0.0.1:0", func(q Request) { requests <- q }, Options{})
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, r)
	dialZMTP(t, r.Addr(), "DEALER", "alice").send(t, "one", "two")
	q := within(t, requests)
	if got := join(q.Frames); got != "alice|one|two" || string(q.Identity) != "alice" {
		t.Errorf("got %q from %q", got, q.Identity)
	}
}

func TestRouterNamesNamelessPeers(t *testing.T) {
	ids := make(chan string, 2)
	r, err := ListenRouter("tcp://127.0.0.1:0", func(q Request) { ids <- string(q.Identity) }, Options{})
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, r)
	dialZMTP(t, r.Addr(), "DEALER", "").send(t, "x")
	dialZMTP(t, r.Addr(), "DEALER", "").send(t, "x")
	one, two := within(t, ids), within(t, ids)
	if one == two || len(one) != 5 || one[0] != 0 || two[0] != 0 {
		t.Errorf("identities are %q and %q", one, two)
	}
}

func TestRouterSendErrors(t *testing.T) {
	r := startEcho(t, "tcp://127.0.0.1:0", Options{})
	if err := r.Send(bytesOf([]string{"nobody", "hello"})); !errors.Is(err, ErrNoPeer) {
		t.Errorf("unknown identity: %v", err)
	}
	if err := r.Send(bytesOf([]string{"alone"})); err == nil {
		t.Error("a message of its identity only was taken")
	}
	r.Close(context.Background())
	if err := r.Send(bytesOf([]string{"nobody", "hello"})); !errors.Is(err, ErrClosed) {
		t.Errorf("after Close: %v", err)
	}
}

// A client that reconnects takes over its identity, and the old connection's
// end does not take it away again.
func TestRouterHandover(t *testing.T) {
	r := startEcho(t, "tcp://127.0.0.1:0", Options{})
	older := dialZMTP(t, r.Addr(), "DEALER", "same")
	older.send(t, "one")
	if got := older.recv(t); got != "one" {
		t.Fatalf("got %q", got)
	}
	newer := dialZMTP(t, r.Addr(), "DEALER", "same")
	newer.send(t, "two")
	if got := newer.recv(t); got != "two" {
		t.Fatalf("got %q", got)
	}
	older.wantClosed(t)
	eventually(t, "the older connection is gone", func() bool { return r.sock.connections() == 1 })
	if err := r.Send(bytesOf([]string{"same", "three"})); err != nil {
		t.Fatal(err)
	}
	if got := newer.recv(t); got != "three" {
		t.Fatalf("got %q", got)
	}
}

// A peer that never reads is disconnected once its queue is full. Others do not
// notice.
func TestRouterDisconnectsPeerThatNeverReads(t *testing.T) {
	r := startEcho(t, "tcp://127.0.0.1:0", Options{HardLimit: 1 << 20})
	dialKnown(t, r, "deaf")
	good := dialZMTP(t, r.Addr(), "DEALER", "good")
	big := strings.Repeat("x", 256<<10)
	eventually(t, "the deaf peer is disconnected", func() bool {
		err := r.Send(bytesOf([]string{"deaf", big}))
		return errors.Is(err, ErrSlowPeer)
	})
	good.send(t, "still there?")
	if got := good.recv(t); got != "still there?" {
		t.Fatalf("got %q", got)
	}
	eventually(t, "the deaf peer is gone", func() bool { return r.sock.connections() == 1 })
}

func TestRouterLargeMessages(t *testing.T) {
	r := startEcho(t, "tcp://127.0.0.1:0", Options{})
	for _, size := range []int{0, 1, 255, 256, 64 << 10, 64<<10 + 1, 10 << 20} {
		s := dial(t, zmq4.NewDealer, r.Addr(), fmt.Sprint("size ", size))
		text := strings.Repeat("x", size)
		sendZMQ(t, s, text)
		if got := recvZMQ(t, s); got != text {
			t.Errorf("%d bytes came back as %d", size, len(got))
		}
	}
}

// What was queued before Close reaches a peer that reads slowly, also when it
// sends in the meantime. What it sends is not delivered any more.
func TestRouterCloseDeliversWhatIsQueued(t *testing.T) {
	const n = 4000
	requests := make(chan string, n)
	r, err := ListenRouter("tcp://127.0.0.1:0", func(q Request) { requests <- string(q.Frames[1]) }, Options{Linger: patience})
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, r)
	p := dialZMTP(t, r.Addr(), "DEALER", "p")
	p.send(t, "in time")
	if got := within(t, requests); got != "in time" {
		t.Fatalf("got %q", got)
	}
	text := strings.Repeat("x", 5000)
	for i := range n {
		if err := r.Send(bytesOf([]string{"p", fmt.Sprint(i), text})); err != nil {
			t.Fatal(err)
		}
	}
	closed := make(chan error, 1)
	go func() { closed <- r.Close(context.Background()) }()
	eventually(t, "Close has begun", r.sock.isClosed)
	p.send(t, "too late")
	p.send(t, "too late as well")
	// Longer than Close waits where it has nothing left to write.
	time.Sleep(4 * endWait)
	for i := range n {
		if got := p.recv(t); got != fmt.Sprint(i, "|", text) {
			t.Fatalf("message %d is %.20q", i, got)
		}
	}
	p.wantClosed(t)
	p.Close()
	if err := within(t, closed); err != nil {
		t.Error(err)
	}
	if len(requests) != 0 {
		t.Errorf("%q was delivered after Close", <-requests)
	}
}

// Close does not wait for ever for a peer that does not read.
func TestRouterCloseEndsLinger(t *testing.T) {
	r := startEcho(t, "tcp://127.0.0.1:0", Options{Linger: 50 * time.Millisecond})
	p := dialKnown(t, r, "deaf")
	for range 64 {
		if err := r.Send(bytesOf([]string{"deaf", strings.Repeat("x", 512<<10)})); err != nil {
			t.Fatal(err)
		}
	}
	closed := make(chan error, 1)
	go func() { closed <- r.Close(context.Background()) }()
	if err := within(t, closed); err != nil {
		t.Error(err)
	}
	p.wantClosed(t)
}

// A peer that took nothing for a long time already is not waited for at all.
func TestRouterCloseSkipsStalledPeer(t *testing.T) {
	r := startEcho(t, "tcp://127.0.0.1:0", Options{Linger: time.Hour, StallAfter: 50 * time.Millisecond})
	dialKnown(t, r, "deaf")
	for range 64 {
		if err := r.Send(bytesOf([]string{"deaf", strings.Repeat("x", 512<<10)})); err != nil {
			t.Fatal(err)
		}
	}
	r.mu.Lock()
	deaf := r.peers["deaf"]
	r.mu.Unlock()
	eventually(t, "the peer has stalled", func() bool {
		_, _, stalled := deaf.out.load(r.sock.opt.StallAfter)
		return stalled
	})
	closed := make(chan error, 1)
	go func() { closed <- r.Close(context.Background()) }()
	if err := within(t, closed); err != nil {
		t.Error(err)
	}
}

func TestRouterManyClientsAtOnce(t *testing.T) {
	r := startEcho(t, "tcp://127.0.0.1:0", Options{})
	var wg sync.WaitGroup
	for c := range 8 {
		p := dialZMTP(t, r.Addr(), "DEALER", fmt.Sprint("client", c))
		wg.Go(func() {
			for i := range 300 {
				text := fmt.Sprint(c, "/", i)
				p.send(t, text)
				if got := p.recv(t); got != text {
					t.Errorf("got %q, want %q", got, text)
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestRouterIPC(t *testing.T) {
	path := filepath.Join(t.TempDir(), "shell-1")
	r := startEcho(t, "ipc://"+path, Options{})
	s := dial(t, zmq4.NewDealer, r.Addr(), "ipc")
	sendZMQ(t, s, "hello")
	if got := recvZMQ(t, s); got != "hello" {
		t.Errorf("got %q", got)
	}
}

package transport

import (
	"context"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/go-zeromq/zmq4"
)

// subscribe connects a SUB peer that subscribes to topics, and returns when
// the socket knows of it.
func subscribe(t testing.TB, x *XPub, topics ...string) *rawPeer {
	t.Helper()
	p := dialZMTP(t, x.Addr(), "SUB", "")
	before := x.subscriptions()
	for _, topic := range topics {
		p.send(t, "\x01"+topic)
	}
	eventually(t, "the subscription counts", func() bool { return x.subscriptions() == before+len(topics) })
	return p
}

// subscriptions counts those of all subscribers.
func (x *XPub) subscriptions() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	n := 0
	for _, s := range x.subscribers {
		for _, times := range s.topics {
			n += times
		}
	}
	return n
}

func publish(x *XPub, class Class, frames ...string) { x.Publish(bytesOf(frames), class) }

func TestXPubMatchesTopics(t *testing.T) {
	x := startXPub(t, Options{})
	all, ab, none := subscribe(t, x, ""), subscribe(t, x, "a", "b"), subscribe(t, x)
	publish(x, Output, "abc", "1")
	publish(x, Output, "xyz", "2")
	publish(x, Status, "b", "3")
	for _, want := range []string{"abc|1", "xyz|2", "b|3"} {
		if got := all.recv(t); got != want {
			t.Errorf("subscriber to everything got %q, want %q", got, want)
		}
	}
	for _, want := range []string{"abc|1", "b|3"} {
		if got := ab.recv(t); got != want {
			t.Errorf("subscriber to a and b got %q, want %q", got, want)
		}
	}
	none.send(t, "\x01")
	eventually(t, "the subscription counts", func() bool { return x.subscriptions() == 4 })
	publish(x, Status, "last")
	if got := none.recv(t); got != "last" {
		t.Errorf("subscriber to nothing got %q", got)
	}
}

func TestXPubCancel(t *testing.T) {
	x := startXPub(t, Options{})
	p := subscribe(t, x, "a", "a", "b")
	p.send(t, "\x00a")
	eventually(t, "the first cancel counts", func() bool { return x.subscriptions() == 2 })
	publish(x, Output, "a1")
	p.send(t, "\x00a")
	p.send(t, "\x00never subscribed")
	eventually(t, "the second cancel counts", func() bool { return x.subscriptions() == 1 })
	publish(x, Output, "a2")
	publish(x, Output, "b")
	if got := p.recv(t) + " " + p.recv(t); got != "a1 b" {
		t.Errorf("got %q", got)
	}
}

// ZMTP 3.1 has commands for subscriptions.
func TestXPubSubscriptionCommands(t *testing.T) {
	x := startXPub(t, Options{})
	p := subscribe(t, x)
	p.put(t, encodeCommand("SUBSCRIBE", []byte("a")))
	p.put(t, encodeCommand("SUBSCRIBE", []byte("b")))
	p.put(t, encodeCommand("CANCEL", []byte("a")))
	eventually(t, "the cancel counts", func() bool { return x.subscriptions() == 1 })
	publish(x, Output, "a")
	publish(x, Output, "b")
	if got := p.recv(t); got != "b" {
		t.Errorf("got %q", got)
	}
}

func TestXPubServesZMQ4Sub(t *testing.T) {
	for _, endpoint := range []string{"tcp://127.0.0.1:0", "ipc://" + filepath.Join(t.TempDir(), "iopub")} {
		welcome := func(topic []byte, sub *Subscriber) {
			if err := sub.Send(bytesOf([]string{"welcome", string(topic)})); err != nil {
				t.Error(err)
			}
		}
		x, err := ListenXPub(endpoint, Options{OnSubscribe: welcome})
		if err != nil {
			t.Fatal(err)
		}
		closeAtEnd(t, x)
		s := dial(t, zmq4.NewSub, x.Addr(), "")
		if err := s.SetOption(zmq4.OptionSubscribe, "w"); err != nil {
			t.Fatal(err)
		}
		if got := recvZMQ(t, s); got != "welcome|w" {
			t.Errorf("got %q", got)
		}
	}
}

// Whoever comes while much is published gets its welcome first, once, and then
// everything from some message on.
func TestXPubLateJoinersGetWelcomeFirst(t *testing.T) {
	x := startXPub(t, Options{OnSubscribe: func(topic []byte, sub *Subscriber) {
		if err := sub.Send(bytesOf([]string{"welcome", string(topic)})); err != nil {
			t.Error(err)
		}
	}})
	stop := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
			}
			if x.WaitReady(t.Context()) != nil {
				return
			}
			publish(x, Output, "n", strconv.Itoa(i))
		}
	})
	for range 10 {
		p := dialZMTP(t, x.Addr(), "SUB", "")
		p.send(t, "\x01")
		p.send(t, "\x01") // the same again: no second welcome
		if got := p.recv(t); got != "welcome|" {
			t.Errorf("first came %q", got)
		}
		last := -1
		for range 200 {
			n, err := strconv.Atoi(strings.TrimPrefix(p.recv(t), "n|"))
			if err != nil || last >= 0 && n != last+1 {
				t.Fatalf("after %d came %d (%v)", last, n, err)
			}
			last = n
		}
		p.Close()
	}
	close(stop)
	wg.Wait()
}

func TestXPubBoundsSubscriptions(t *testing.T) {
	x := startXPub(t, Options{})
	many := subscribe(t, x)
	for i := range maxTopics + 1 {
		many.send(t, fmt.Sprint("\x01", i))
	}
	many.wantClosed(t)
	long := subscribe(t, x)
	long.send(t, "\x01"+strings.Repeat("x", maxTopicSize+1))
	long.wantClosed(t)
	large := subscribe(t, x)
	large.put(t, longFrame(0, 1<<20))
	large.wantClosed(t)
	x.Publish(nil, Output)
	odd := subscribe(t, x)
	odd.send(t, "")
	odd.send(t, "\x07message of an XSUB")
	odd.send(t, "\x01", "two frames")
	odd.send(t, "\x01")
	eventually(t, "the good subscription counts", func() bool { return x.subscriptions() == 1 })
}

// A subscriber stops reading while another takes 200,000 messages: the other
// loses none, memory stays bounded, the stalled one is told what it missed.
func TestXPubStalledSubscriberDelaysNobody(t *testing.T) {
	const n = 200_000
	x := startXPub(t, Options{
		SoftLimit: 4 << 20,
		HighWater: 1 << 20,
		DroppedNotice: func(n int, bytes int64) [][]byte {
			return bytesOf([]string{"notice", strconv.Itoa(n), strconv.FormatInt(bytes, 10)})
		},
	})
	stalled, good := subscribe(t, x, ""), subscribe(t, x, "")
	before := heapInUse()
	text := strings.Repeat("x", 150)
	var published sync.WaitGroup
	published.Go(func() {
		for i := range n {
			if err := x.WaitReady(t.Context()); err != nil {
				t.Error(err)
				return
			}
			publish(x, Output, "o", strconv.Itoa(i), text)
		}
		publish(x, Status, "idle")
	})
	peak := before
	for i := range n {
		if got := good.recv(t); got != "o|"+strconv.Itoa(i)+"|"+text {
			t.Fatalf("message %d is %.30q", i, got)
		}
		if i%50_000 == 0 {
			peak = max(peak, heapInUse())
		}
	}
	if got := good.recv(t); got != "idle" {
		t.Fatalf("got %q", got)
	}
	published.Wait()
	if grown := int64(peak) - int64(before); grown > 48<<20 {
		t.Errorf("memory grew by %d MB", grown>>20)
	}

	// The stalled one wakes up: first what was queued, without a gap, then the
	// status that is never dropped, then the notice, then what comes later.
	got := 0
	m := stalled.recv(t)
	for ; strings.HasPrefix(m, "o|"); m = stalled.recv(t) {
		if !strings.HasPrefix(m, "o|"+strconv.Itoa(got)+"|") {
			t.Fatalf("message %d is %.30q", got, m)
		}
		got++
	}
	if m != "idle" {
		t.Fatalf("want idle, got %.30q", m)
	}
	bytes := 0
	for i := got; i < n; i++ {
		bytes += len(encodeMessage(bytesOf([]string{"o", strconv.Itoa(i), text})))
	}
	if m, want := stalled.recv(t), fmt.Sprintf("notice|%d|%d", n-got, bytes); m != want {
		t.Errorf("got %q, want %q", m, want)
	}
	publish(x, Output, "o", "later")
	if m := stalled.recv(t); m != "o|later" {
		t.Errorf("got %q", m)
	}
}

// Status messages are kept for a subscriber that lost output; one that does not
// even take those is disconnected.
func TestXPubDisconnectsAtHardLimit(t *testing.T) {
	x := startXPub(t, Options{SoftLimit: 1 << 20, HardLimit: 2 << 20})
	deaf, good := subscribe(t, x, ""), subscribe(t, x, "")
	text := strings.Repeat("x", 100<<10)
	sent := make(chan int, 1)
	var publisher sync.WaitGroup
	publisher.Go(func() {
		n := 0
		for ; x.sock.connections() == 2; n++ {
			if err := x.WaitReady(t.Context()); err != nil {
				t.Error(err)
				return
			}
			publish(x, Status, "status", text)
		}
		publish(x, Status, "end")
		sent <- n
	})
	got := 0
	for good.recv(t) != "end" {
		got++
	}
	if n := within(t, sent); got != n {
		t.Errorf("the good subscriber got %d of %d", got, n)
	}
	publisher.Wait()
	deaf.wantClosed(t)
}

// One message larger than every limit still passes.
func TestXPubPassesLargeMessages(t *testing.T) {
	x := startXPub(t, Options{SoftLimit: 1 << 10, HardLimit: 2 << 10, HighWater: 512})
	p := subscribe(t, x, "")
	text := strings.Repeat("x", 10<<20)
	for range 3 {
		if err := x.WaitReady(t.Context()); err != nil {
			t.Fatal(err)
		}
		publish(x, Output, "big", text)
		if got := p.recv(t); got != "big|"+text {
			t.Errorf("%d bytes came of %d", len(got), len(text))
		}
	}
}

func TestXPubSendsToClosedSubscriber(t *testing.T) {
	subs := make(chan *Subscriber, 1)
	x := startXPub(t, Options{OnSubscribe: func(_ []byte, s *Subscriber) { subs <- s }})
	p := dialZMTP(t, x.Addr(), "SUB", "")
	p.send(t, "\x01")
	s := within(t, subs)
	p.Close()
	eventually(t, "the subscriber is gone", func() bool { return x.sock.connections() == 0 })
	if err := s.Send(bytesOf([]string{"late"})); err == nil {
		t.Error("a message to nobody was taken")
	}
}

func TestXPubCloseDeliversWhatIsQueued(t *testing.T) {
	x := startXPub(t, Options{Linger: patience})
	p := subscribe(t, x, "")
	text := strings.Repeat("x", 10_000)
	for range 1000 {
		publish(x, Output, "o", text)
	}
	publish(x, Status, "idle")
	closed := make(chan error, 1)
	go func() { closed <- x.Close(context.Background()) }()
	for range 1000 {
		if got := p.recv(t); got != "o|"+text {
			t.Fatalf("got %.20q", got)
		}
	}
	if got := p.recv(t); got != "idle" {
		t.Fatalf("got %q", got)
	}
	p.wantClosed(t)
	p.Close()
	if err := within(t, closed); err != nil {
		t.Error(err)
	}
	publish(x, Status, "after Close") // is lost, and harms nothing
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := x.WaitReady(ctx); err != ErrClosed {
		t.Errorf("WaitReady after Close: %v", err)
	}
}

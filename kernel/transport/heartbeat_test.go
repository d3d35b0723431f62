package transport

import (
	"strings"
	"testing"

	"github.com/go-zeromq/zmq4"
)

func startHeartbeat(t *testing.T) *Heartbeat {
	t.Helper()
	h, err := ListenHeartbeat("tcp://127.0.0.1:0", Options{})
	if err != nil {
		t.Fatal(err)
	}
	closeAtEnd(t, h)
	return h
}

func TestHeartbeatAnswersReq(t *testing.T) {
	h := startHeartbeat(t)
	s := dial(t, zmq4.NewReq, h.Addr(), "")
	for range 3 {
		sendZMQ(t, s, "ping")
		if got := recvZMQ(t, s); got != "ping" {
			t.Errorf("got %q", got)
		}
	}
}

func TestHeartbeatKeepsEnvelope(t *testing.T) {
	h := startHeartbeat(t)
	p := dialZMTP(t, h.Addr(), "DEALER", "")
	p.send(t, "hop", "", "ping")
	if got := p.recv(t); got != "hop||ping" {
		t.Errorf("got %q", got)
	}
}

func TestHeartbeatRefusesLargeMessages(t *testing.T) {
	h := startHeartbeat(t)
	p := dialZMTP(t, h.Addr(), "DEALER", "")
	p.put(t, []byte("\x02\x00\x00\x00\x00\x00\x20\x00\x00"))
	p.wantClosed(t)
	p = dialZMTP(t, h.Addr(), "DEALER", "")
	text := strings.Repeat("x", 100_000)
	p.send(t, text)
	if got := p.recv(t); got != text {
		t.Errorf("%d bytes came back as %d", len(text), len(got))
	}
}

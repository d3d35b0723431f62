package transport

import (
	"strings"
	"testing"

	"github.com/go-zeromq/zmq4"
)

// benchMessage has 7 frames and 300 bytes, as a short stream message has.
func benchMessage() [][]byte {
	return bytesOf([]string{
		"kernel.stream.stdout", "<IDS|MSG>", strings.Repeat("f", 64),
		strings.Repeat("h", 100), strings.Repeat("p", 60), "{}", strings.Repeat("c", 45),
	})
}

// BenchmarkXPub publishes to one subscriber over loopback TCP, with back
// pressure, until it has read everything.
func BenchmarkXPub(b *testing.B) {
	x := startXPub(b, Options{})
	p := subscribe(b, x, "")
	message := benchMessage()
	b.ReportAllocs()
	b.ResetTimer()
	go func() {
		for range b.N {
			if x.WaitReady(b.Context()) != nil {
				return
			}
			x.Publish(message, Output)
		}
	}()
	for range b.N {
		if _, err := p.messages.next(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
}

// BenchmarkXPubZMQ4Sub is the same with zmq4's own SUB.
func BenchmarkXPubZMQ4Sub(b *testing.B) {
	x := startXPub(b, Options{})
	s := dial(b, zmq4.NewSub, x.Addr(), "")
	if err := s.SetOption(zmq4.OptionSubscribe, ""); err != nil {
		b.Fatal(err)
	}
	eventually(b, "the subscription counts", func() bool { return x.subscriptions() == 1 })
	message := benchMessage()
	b.ResetTimer()
	go func() {
		for range b.N {
			if x.WaitReady(b.Context()) != nil {
				return
			}
			x.Publish(message, Output)
		}
	}()
	for range b.N {
		if _, err := s.Recv(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
}

// BenchmarkRouterEcho is one request and its reply at a time.
func BenchmarkRouterEcho(b *testing.B) {
	r := startEcho(b, "tcp://127.0.0.1:0", Options{})
	p := dialZMTP(b, r.Addr(), "DEALER", "")
	encoded := encodeMessage(benchMessage())
	b.ResetTimer()
	for range b.N {
		p.put(b, encoded)
		if _, err := p.messages.next(); err != nil {
			b.Fatal(err)
		}
	}
}

package kernel

import (
	"testing"
	"time"
)

// jupyterServer counts as Jupyter Server's _limit_rate does.
type jupyterServer struct {
	window   []sentMessage
	bytes    int
	exceeded bool
}

func (s *jupyterServer) receive(now time.Time, bytes int) {
	const window = 3 * time.Second
	for len(s.window) > 0 && now.Sub(s.window[0].at) >= window {
		s.bytes -= s.window[0].bytes
		s.window = s.window[1:]
	}
	s.window = append(s.window, sentMessage{now, bytes})
	s.bytes += bytes
	if float64(len(s.window))/window.Seconds() > 1000 || float64(s.bytes)/window.Seconds() > 1_000_000 {
		s.exceeded = true
	}
}

func TestPaceStaysBelowTheServersLimits(t *testing.T) {
	for name, size := range map[string]int{"displays": 0, "lines": 200, "batches": 128 << 10, "huge": 5 << 20} {
		t.Run(name, func(t *testing.T) {
			p, now := newPace(), time.Unix(0, 0)
			p.now = func() time.Time { return now }
			var server jupyterServer
			messages, began, longest := 20000, now, time.Duration(0)
			if size > 10000 {
				messages = 200
			}
			for range messages {
				waited := now
				for {
					delay := p.admit(size)
					if delay <= 0 {
						break
					}
					now = now.Add(delay)
				}
				longest = max(longest, now.Sub(waited))
				server.receive(now, size)
			}
			if server.exceeded && size < paceBytes {
				t.Error("Jupyter Server would have dropped output")
			}
			// Nor is it needlessly slow.
			need := max(float64(messages)/paceMessages, float64(messages*size)/paceBytes) * paceWindow.Seconds()
			if got := now.Sub(began).Seconds(); got > 1.1*need+paceWindow.Seconds() {
				t.Errorf("took %.1f s, %.1f are needed", got, need)
			}
			t.Logf("%d messages of %d bytes in %v; the longest wait was %v", messages, size, now.Sub(began), longest)
		})
	}
}

func TestPaceStartsAnewAfterIdle(t *testing.T) {
	p, now := newPace(), time.Unix(0, 0)
	p.now = func() time.Time { return now }
	for range 10 {
		for range paceMessages / 3 {
			if d := p.admit(10); d > 0 {
				t.Fatalf("waits %v", d)
			}
		}
		p.reset()
	}
}

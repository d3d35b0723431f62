package kernel

import (
	"context"
	"sync"
	"time"
)

// Jupyter Server forwards at most 1000 messages and 1 MB of streams a second
// on iopub, averaged over its window of three seconds; past that it throws
// output away and says so in the notebook (ZMQChannelsWebsocketConnection,
// iopub_msg_rate_limit, iopub_data_rate_limit, rate_limit_window). A cell that
// prints more than that must be slowed down instead.
//
// The limits here are four fifths of the server's in a slightly longer window,
// because its clock starts when it reads a message, not when we send it.
// Within the window output may come in a burst of half the limit, then
// evenly: a notebook that stands still for three seconds looks dead.
//
// The server resets its counts when it sees an idle status; so does [pace].
//
// Front ends behind a server (JupyterLab, Notebook 7) send the cell's id in
// the metadata of their execute requests; clients that talk to the kernel
// directly (nbclient, jupyter console) do not, and get full speed.
const (
	paceWindow   = 3300 * time.Millisecond
	paceBytes    = 2_400_000 // in a window
	paceMessages = 2400      // in a window
	burstShare   = 0.5
)

// pace slows output down to what Jupyter Server forwards.
type pace struct {
	mu       sync.Mutex
	now      func() time.Time
	sent     []sentMessage // within the window, oldest first
	bytes    int
	tokens   float64 // of the burst that is left: 1 is a whole window's worth
	refilled time.Time
}

type sentMessage struct {
	at    time.Time
	bytes int
}

func newPace() *pace { return &pace{now: time.Now, tokens: burstShare} }

// wait waits until a message may be sent, or ctx ends, and counts it.
func (p *pace) wait(ctx context.Context, bytes int) {
	for {
		delay := p.admit(bytes)
		if delay <= 0 {
			return
		}
		timer := time.NewTimer(delay)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return
		}
	}
}

// admit counts a message, or says how long to wait before asking again.
func (p *pace) admit(bytes int) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	for len(p.sent) > 0 && now.Sub(p.sent[0].at) >= paceWindow {
		p.bytes -= p.sent[0].bytes
		p.sent = p.sent[1:]
	}
	// The even rate is a window's worth a window.
	p.tokens = min(burstShare, p.tokens+now.Sub(p.refilled).Seconds()/paceWindow.Seconds())
	p.refilled = now
	if len(p.sent) > 0 {
		if len(p.sent) >= paceMessages || p.bytes+bytes > paceBytes {
			return paceWindow - now.Sub(p.sent[0].at)
		}
		if p.tokens <= 0 {
			return time.Duration(-p.tokens*float64(paceWindow)) + time.Millisecond
		}
	}
	p.sent = append(p.sent, sentMessage{now, bytes})
	p.bytes += bytes
	p.tokens -= max(1.0/paceMessages, float64(bytes)/paceBytes)
	return 0
}

// reset forgets what was sent: an idle status was.
func (p *pace) reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.sent, p.bytes, p.tokens = nil, 0, burstShare
}

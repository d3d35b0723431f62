package display

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// A bar sends once in progressEvery at most. Where many bars move, each waits
// until all have had progressShare: Jupyter Server throws output away above
// 1000 messages a second, and a reader sees no more than a few anyway.
const (
	progressEvery = 100 * time.Millisecond
	progressShare = 20 * time.Millisecond
)

// due are the bars that have a timer.
var due = dueBars{bars: map[*Progress]bool{}}

type dueBars struct {
	mu   sync.Mutex
	bars map[*Progress]bool
}

// add adds a bar and returns how long it has to leave between two messages.
func (d *dueBars) add(p *Progress) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.bars[p] = true
	return max(progressEvery, time.Duration(len(d.bars))*progressShare)
}

func (d *dueBars) remove(p *Progress) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.bars, p)
}

func (d *dueBars) all() []*Progress {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Collect(maps.Keys(d.bars))
}

// FlushProgress sends what bars have not sent yet, and returns when that is
// done. It is for engines, which call it when a cell ends: some front ends take
// nothing after that, and a console prints the next prompt.
func FlushProgress() {
	for _, p := range due.all() {
		p.flushNow()
	}
	notebookLine.end()
}

// touch sees to it that a change is sent soon. The change is made before it is
// called: either a timer is pending, which will see the change, or this call
// makes one. Only who turns armed from false to true makes a timer.
func (p *Progress) touch() {
	if !p.armed.Load() && p.armed.CompareAndSwap(false, true) {
		p.arm()
	}
}

func (p *Progress) arm() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done {
		return
	}
	wait := due.add(p) - time.Since(p.sentAt)
	p.flush = sync.OnceFunc(p.sendChange)
	p.timer = time.AfterFunc(max(0, wait), p.flush)
}

// flushNow does the work of the pending timer, or waits for the timer that
// is doing it.
func (p *Progress) flushNow() {
	if flush := p.takeTimer(); flush != nil {
		flush()
	}
}

func (p *Progress) takeTimer() (flush func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done || p.timer == nil {
		return nil
	}
	p.timer.Stop()
	return p.flush
}

// sendChange is what a timer runs. Nobody makes another timer before it calls
// disarm. A change that came after it took the state, and left the rest to this
// timer, is found afterwards.
func (p *Progress) sendChange() {
	p.send()
	if p.disarm() {
		p.touch()
	}
}

// disarm reports whether there is something to send already.
func (p *Progress) disarm() bool {
	p.out.Lock() // for sent
	defer p.out.Unlock()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done {
		return false
	}
	due.remove(p)
	p.timer, p.flush = nil, nil
	p.armed.Store(false)
	return p.sent != progressKey{label: p.label, count: p.count.Load(), total: p.total}
}

// send draws the bar, unless it is drawn as it is.
func (p *Progress) send() {
	p.out.Lock()
	defer p.out.Unlock()
	if state, changed := p.take(); changed {
		p.view.draw(state)
	}
}

// take takes a state to send, if there is one. It is called with out held.
func (p *Progress) take() (state progressState, changed bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	state, m := p.look(now)
	if state.progressKey == p.sent {
		return state, false
	}
	p.meter, p.sent, p.sentAt = m, state.progressKey, now
	return state, true
}

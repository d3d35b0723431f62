package display

import (
	"sync"
	"sync/atomic"
	"time"
)

// A Progress is a bar that shows how far a piece of work is: how many items are
// done, the rate, and the time left. It works while its cell runs and stays in
// the notebook as it was last.
//
//	p := display.NewProgress("Reading", len(files))
//	defer p.Done()
//	for _, file := range files {
//		read(file)
//		p.Add(1)
//	}
//
// Any number of goroutines may use one bar. Add costs nanoseconds and never
// waits for the front end: between its first and its last state, which are sent
// at once, a bar sends at most ten messages a second, all bars together about
// fifty. The last state always arrives, also where no further Add comes and where
// the cell panics or is interrupted. Such a bar shows where it stopped.
//
// The zero Progress is a bar without a label and a total, which is shown when it
// is used first. A bar must not be copied after that: the copy's methods panic.
//
// For a loop within a loop make both bars before the outer one, and [Progress.Set]
// the inner one to 0 in each round.
//
// In a terminal, jupyter console's too, a bar is one line, and so several bars
// share that line: it shows one that moves, and keeps what is Done. A plain program
// writes it to standard error; where that is a file, it gets a line every ten
// seconds and one when the bar is Done.
//
// # Goroutines and locks
//
// A bar owns no goroutine. It owns at most one timer: the Add that finds none
// makes it (see [Progress.touch]), in its own goroutine, so that what the timer
// shows belongs to the cell that made the change. The timer runs once, in a
// goroutine that sends what has changed and ends. So a bar that nobody moves has
// no timer, and a cell that waits for ever is found to be deadlocked. Done stops
// the timer; [FlushProgress] runs its work at once.
//
// Of the two locks, out is taken first. It is held while a state is taken and
// sent, so that states arrive in order; only who sends takes it. mu is held for
// nanoseconds. Both are unlocked by deferred calls, so that nothing that ends a
// goroutine leaves them locked.
type Progress struct {
	// self is the bar's own address once it is in use, by which a copy is known.
	self    atomic.Pointer[Progress]
	count   atomic.Int64
	inBytes atomic.Bool
	// armed is set while a timer is pending or sends. Then a change needs to do
	// no more than be there. After Done it stays set.
	armed atomic.Bool
	view  progressView

	out  sync.Mutex // held while a state is sent
	sent progressKey

	mu     sync.Mutex // guards what follows
	label  string
	total  int64
	meter  meter
	sentAt time.Time // when the last state was
	flush  func()    // what the timer runs
	timer  *time.Timer
	done   bool
	final  int64 // the count when it was done
}

// A progressView draws states, one at a time: in a notebook or on a terminal.
type progressView interface{ draw(progressState) }

// progressKey is what has to change for a bar to be drawn again; time that
// passes is no reason.
type progressKey struct {
	label        string
	count, total int64
	done         bool
}

// NewProgress shows a bar for an amount of work: total items, or, where total is
// 0 or below, an unknown number. Then it shows the count, the rate and the time.
func NewProgress(label string, total int) *Progress {
	now := time.Now()
	p := &Progress{label: label, total: int64(total), view: newProgressView(), meter: newMeter(now, 0), sentAt: now}
	p.self.Store(p)
	state := p.state()
	p.sent = state.progressKey
	p.view.draw(state) // nobody else has p yet
	return p
}

// use is called by each method first. It costs one load.
func (p *Progress) use() {
	if p.self.Load() != p {
		p.begin()
	}
}

// begin makes a bar of the zero value. A copy's locks and timer are another bar's,
// perhaps held, so nothing can be done with it.
func (p *Progress) begin() {
	if self := p.self.Load(); self != nil && self != p {
		panic("display: this Progress is a copy of another one; pass on the pointer that display.NewProgress returns")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.view == nil {
		p.view, p.meter = newProgressView(), newMeter(time.Now(), 0)
	}
	p.self.Store(p) // whoever sees it sees the view
}

// Add counts n items as done. A negative n takes some back. More items than the
// total are shown as they are, as in 105/100. After Done it changes nothing.
func (p *Progress) Add(n int) {
	p.use()
	p.count.Add(int64(n))
	p.touch()
}

// Set says how many items are done in all. Less than before is a new beginning:
// the rate and the time are measured from there.
func (p *Progress) Set(n int) {
	p.use()
	if int64(n) < p.count.Swap(int64(n)) {
		p.ifOpen(func() { p.meter = newMeter(time.Now(), int64(n)) })
	}
	p.touch()
}

// SetTotal says how many items there are; 0 or below: it is unknown.
func (p *Progress) SetTotal(n int) {
	p.change(func() { p.total = int64(n) })
}

// Describe changes the label.
func (p *Progress) Describe(label string) {
	p.change(func() { p.label = label })
}

// change changes what mu guards, unless the bar is done.
func (p *Progress) change(set func()) {
	p.use()
	p.ifOpen(set)
	p.touch()
}

func (p *Progress) ifOpen(set func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.done {
		set()
	}
}

// Write counts the bytes that pass, and shows the counts as bytes. So a bar
// can stand beside a file in an [io.MultiWriter], or behind an [io.TeeReader].
// Its error is always nil.
func (p *Progress) Write(b []byte) (int, error) {
	if !p.inBytes.Load() {
		p.inBytes.Store(true)
	}
	p.Add(len(b))
	return len(b), nil
}

// Range returns the numbers from 0 to total-1 for a range loop, and counts each
// when the loop's body is through with it; without a total there is no end. The bar
// is Done when the loop ends, however it does.
//
//	for i := range display.NewProgress("Rounds", 1000).Range() {
func (p *Progress) Range() func(yield func(int) bool) {
	return func(yield func(int) bool) {
		defer p.Done()
		for i := 0; p.has(i) && yield(i); i++ {
			p.Add(1)
		}
	}
}

// has reports whether there is an item i.
func (p *Progress) has(i int) bool {
	p.use()
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.total <= 0 || int64(i) < p.total
}

// Done says that the work is over and shows the bar's last state at once: where
// it stopped, the time that it took, and the mean rate. A second Done does nothing.
func (p *Progress) Done() {
	if p.end() {
		p.send()
	}
}

// Close is [Progress.Done], for code that closes what it opens. Its error is
// always nil.
func (p *Progress) Close() error {
	p.Done()
	return nil
}

// end marks the bar as done, stops its timer, and reports whether it was open.
func (p *Progress) end() bool {
	p.use()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done {
		return false
	}
	p.done = true
	p.final = p.count.Load()
	p.meter.observe(time.Now(), p.final)
	p.armed.Store(true) // for ever: whoever adds from now on finds nothing to do
	if p.timer != nil {
		p.timer.Stop()
		due.remove(p)
	}
	return true
}

// Display returns the forms of the bar as it is now.
func (p *Progress) Display() Bundle { return p.state().Display() }

// String returns the bar as text.
func (p *Progress) String() string { return p.state().text() }

// state takes the bar's state and leaves its rate as it is.
func (p *Progress) state() progressState {
	p.use()
	p.mu.Lock()
	defer p.mu.Unlock()
	state, _ := p.look(time.Now())
	return state
}

// look returns the state at a time, and the meter that has seen it. It is
// called with mu held.
func (p *Progress) look(now time.Time) (progressState, meter) {
	m, count := p.meter, p.final
	if !p.done {
		count = p.count.Load()
		m.observe(now, count)
	}
	return progressState{
		progressKey: progressKey{label: p.label, count: count, total: p.total, done: p.done},
		bytes:       p.inBytes.Load(),
		elapsed:     m.elapsed(),
		rate:        m.rate(),
		mean:        m.mean(count),
	}, m
}

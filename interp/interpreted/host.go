package interpreted

import (
	"context"
	"reflect"
	"runtime/pprof"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"gonymede/interp/executor"
)

// host is what rewritten cells call in compiled code. Several goroutines of
// cells use it at once.
type host struct {
	options Options
	trace   *trace
	shapes  *shapes
	// reflects is set when a cell has used package reflect, whose panics may be
	// its own.
	reflects atomic.Bool

	mu      sync.Mutex
	runs    map[mark]*run // by the mark of their goroutines
	current *run
}

func newHost(o Options) *host {
	h := &host{options: o, trace: newTrace(), shapes: newShapes(), runs: map[mark]*run{}}
	h.trace.mark = h.mark
	return h
}

// A run is one execution of a cell, together with the goroutines that it has
// started and that may outlive it.
type run struct {
	cell    int
	host    *host
	labels  context.Context
	mark    mark
	stopped chan struct{} // closed to wake sleepers
	ended   chan struct{} // closed when a goroutine of the cell has ended it

	mu       sync.Mutex
	live     int // goroutines of the cell, its own among them
	result   any // nil where nothing is to be shown
	shapes   []int
	exit     *executor.Panic
	finished bool // its function has returned, or was ended
	complete bool // its function has come to its end
	woken    bool
}

// A mark tells which cell a goroutine belongs to: where cells are contained the
// cell's number, otherwise the profiler label that goroutines inherit.
type mark uint64

func (h *host) mark() mark {
	if cell := h.options.Cell; cell != nil {
		return mark(cell())
	}
	return mark(uintptr(goroutineLabel()))
}

// begin starts a run of a cell.
func (h *host) begin(cell int) *run {
	labels := pprof.WithLabels(context.Background(), pprof.Labels("cell", strconv.Itoa(cell)))
	r := &run{cell: cell, host: h, labels: labels, stopped: make(chan struct{}), ended: make(chan struct{})}
	h.mu.Lock()
	h.current = r
	h.mu.Unlock()
	return r
}

// end ends the current run; its goroutines may live on.
func (h *host) end() {
	h.mu.Lock()
	defer h.mu.Unlock()
	for m, r := range h.runs {
		if r != h.current && r.idle() {
			delete(h.runs, m)
		}
	}
	h.current = nil
}

// label marks the calling goroutine, and all that it starts, as the run's. The
// function that it returns takes the mark off.
func (r *run) label() func() {
	pprof.SetGoroutineLabels(r.labels)
	r.mark = r.host.mark()
	r.host.mu.Lock()
	r.host.runs[r.mark] = r
	r.host.mu.Unlock()
	return func() { pprof.SetGoroutineLabels(context.Background()) }
}

// running finds the run that the calling goroutine belongs to; a goroutine that
// bears no mark, as one that a timer started, counts for the current run.
func (h *host) running() *run {
	own, current := h.find()
	if own != nil {
		return own
	}
	return current
}

// find returns the run whose mark the calling goroutine bears, nil for none, and
// the current run.
func (h *host) find() (own, current *run) {
	m := h.mark()
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.runs[m], h.current
}

// CallersCell is the number of the cell that the calling goroutine belongs to,
// 0 where that is unknown.
func (i *Interpreter) CallersCell() int {
	if cell := i.options.Cell; cell != nil {
		return cell()
	}
	if own, _ := i.host.find(); own != nil {
		return own.cell
	}
	return 0
}

// wake ends all sleeps of the run.
func (r *run) wake() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.woken {
		r.woken = true
		close(r.stopped)
	}
}

// join and leave count the goroutines of the run. A goroutine that belongs to
// none, of a comm's callback for instance, is not counted.
func (r *run) join() {
	if r != nil {
		r.mu.Lock()
		r.live++
		r.mu.Unlock()
	}
}

func (r *run) leave() {
	if r != nil {
		r.mu.Lock()
		r.live--
		r.mu.Unlock()
	}
}

func (r *run) over() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.finished && r.live == 0
}

func (r *run) idle() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.live == 0
}

func (r *run) value() any {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.result
}

// end ends the run with a panic or an exit. It reports false where the cell is
// over.
func (r *run) end(p *executor.Panic) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.finished {
		return false
	}
	if r.exit == nil {
		r.exit = p
		close(r.ended)
	}
	return true
}

func (r *run) exited() *executor.Panic {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.exit
}

func (r *run) completed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.complete
}

// complete is called at the end of the function that holds a cell's statements.
func (h *host) complete() {
	if r := h.running(); r != nil {
		r.mu.Lock()
		r.complete = true
		r.mu.Unlock()
	}
}

// finish is deferred by the function that holds a cell's statements.
func (h *host) finish() {
	if r := h.running(); r != nil {
		r.mu.Lock()
		r.finished = true
		r.mu.Unlock()
	}
}

// sleep is time.Sleep, which an interrupt ends.
func (h *host) sleep(d time.Duration) {
	r := h.running()
	if r == nil || d <= 0 {
		time.Sleep(d)
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.stopped:
	}
}

// runeAt is the rune of a string at a byte, and how many bytes it takes.
func runeAt(s string, at int) (rune, int) { return utf8.DecodeRuneInString(s[at:]) }

// clearAny is the builtin function clear, for maps and slices.
func clearAny(v any) { reflect.ValueOf(v).Clear() }

// chain lists an error and all that it wraps, as errors.As looks at them.
func (h *host) chain(err error) []error {
	var list []error
	for err != nil {
		list = append(list, err)
		switch u := err.(type) {
		case interface{ Unwrap() error }:
			err = u.Unwrap()
			continue
		case interface{ Unwrap() []error }:
			for _, e := range u.Unwrap() {
				list = append(list, h.chain(e)...)
			}
			return list
		}
		v, sh := h.shapes.resolve(reflect.ValueOf(err), nil)
		call, ok := sh.method("Unwrap", v)
		if !ok {
			return list
		}
		err, _ = call()[0].Interface().(error)
	}
	return list
}

package native

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"gonymede/interp/executor"
	"gonymede/interp/native/containment"
)

// Runs are the cells of this process that run compiled code, and what was
// reported of them. There is one in a process.
type Runs struct {
	late func(cell int, p *executor.Panic)

	mu   sync.Mutex
	byID map[uint64]*run // by the cell's number
}

// A run is what is known of a cell that runs.
type run struct {
	goroutine uint64        // the cell's own
	ended     chan struct{} // closed when the cell is to end at once
	failure   *executor.Panic
}

// Contain starts the containment of all cells. late is told of panics in
// goroutines that a cell has started.
func Contain(late func(cell int, p *executor.Panic)) (*Runs, error) {
	r := &Runs{late: late, byID: map[uint64]*run{}}
	if err := containment.Start(r.report); err != nil {
		return nil, fmt.Errorf("contain cells: %w", err)
	}
	return r, nil
}

// begin enters a run of a cell.
func (r *Runs) begin(number int) *run {
	n := &run{ended: make(chan struct{})}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.byID[uint64(number)] = n
	return n
}

// end takes a run out.
func (r *Runs) end(number int, n *run) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.byID[uint64(number)] == n {
		delete(r.byID, uint64(number))
	}
}

// own tells which goroutine is the cell's own. The goroutine calls it.
func (r *Runs) own(n *run) {
	id := containment.Goroutine()
	r.mu.Lock()
	defer r.mu.Unlock()
	n.goroutine = id
}

// gone waits until the cell's own goroutine is gone, or has said why it ends:
// its deferred calls run before a panic is reported.
func (r *Runs) gone(n *run) {
	for {
		alive := false
		for _, s := range containment.Stacks() {
			alive = alive || s.ID == n.goroutine
		}
		if !alive {
			return
		}
		select {
		case <-n.ended:
			return
		case <-time.After(100 * time.Microsecond):
		}
	}
}

// failed returns why a run ended, nil where nothing was reported.
func (r *Runs) failed(n *run) *executor.Panic {
	r.mu.Lock()
	defer r.mu.Unlock()
	return n.failure
}

// report is called by a goroutine that has broken, before it ends.
func (r *Runs) report(e containment.Event) {
	p := &executor.Panic{Frames: framesOf(e.PCs)}
	switch e.Kind {
	case containment.Exit:
		p.Exit = true
		p.Code, _ = e.Value.(int)
	case containment.Fatal:
		p.Fatal = true
		p.Text = strings.TrimPrefix(e.Text, "fatal error: ")
	default:
		p.Text, p.Earlier = lastPanic(e.Text)
	}
	r.mu.Lock()
	n := r.byID[e.Cell]
	// While the cell runs, any of its goroutines ends it, as it would end a
	// program.
	if n != nil {
		if n.failure == nil {
			n.failure = p
			close(n.ended)
		}
		r.mu.Unlock()
		return
	}
	r.mu.Unlock()
	r.late(int(e.Cell), p)
}

// lastPanic takes apart what Go prints of panics that came one upon the other.
func lastPanic(text string) (last, earlier string) {
	const next = "\n\tpanic: "
	if i := strings.LastIndex(text, next); i >= 0 {
		return text[i+len(next):], text[:i]
	}
	return strings.TrimPrefix(text, "panic: "), ""
}

// framesOf are the session's functions in a trace.
func framesOf(pcs []uintptr) []executor.Frame {
	if len(pcs) == 0 {
		return nil
	}
	var list []executor.Frame
	frames := runtime.CallersFrames(pcs)
	for {
		f, more := frames.Next()
		if frame, ok := sessionFrame(f); ok {
			list = append(list, frame)
		}
		if !more {
			return list
		}
	}
}

// sessionFrame is a frame as the user knows it, where it is one of a cell.
func sessionFrame(f runtime.Frame) (executor.Frame, bool) {
	i := strings.LastIndex(f.File, "cell[")
	if i < 0 {
		return executor.Frame{}, false
	}
	name := strings.Replace(f.Function, "main."+entryName, "main.main", 1)
	frame := executor.Frame{Function: name}
	frame.Pos.Filename, frame.Pos.Line = f.File[i:], f.Line
	return frame, true
}

package interpreted

import (
	"go/token"
	"strings"
	"sync"
	"sync/atomic"

	"gonymede/interp/executor"
)

// positions knows where each function of the session was last seen.
//
// yaegi does not know where a panic came from. So a function with statements
// that can panic notes their positions in a variable of its own, and defers a
// call of host.At, which stores that in the function's slot. When a panic goes
// up, yaegi calls At first and then prints the function's name, so that trace
// finds the position in the slot. Slots belong to names as yaegi prints them.
type positions struct {
	mu     sync.RWMutex
	slots  []*slot
	byName map[string]int
	ranges []span
}

type slot struct{ last atomic.Int64 }

// span is the source of one function.
type span struct {
	start, end token.Pos
	name       string
}

func newPositions() *positions { return &positions{byName: map[string]int{}} }

// slot returns the number of the slot for a name.
func (p *positions) slot(name string) int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n, ok := p.byName[name]
	if !ok {
		n = len(p.slots)
		p.slots = append(p.slots, &slot{})
		p.byName[name] = n
	}
	return n
}

// add enters the source of a function.
func (p *positions) add(start, end token.Pos, name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ranges = append(p.ranges, span{start, end, name})
}

// at stores a position.
func (p *positions) at(pos *int, n int) {
	p.mu.RLock()
	s := p.slots[n]
	p.mu.RUnlock()
	s.last.Store(int64(*pos))
}

// last takes the position out of the slot of a name, 0 where it has none.
func (p *positions) last(name string) token.Pos {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if n, ok := p.byName[name]; ok {
		return token.Pos(p.slots[n].last.Swap(0))
	}
	return token.NoPos
}

// function is the name of the innermost function around a position.
func (p *positions) function(pos token.Pos) string {
	p.mu.RLock()
	defer p.mu.RUnlock()
	best := span{}
	for _, s := range p.ranges {
		if s.start <= pos && pos < s.end && (best.name == "" || s.end-s.start < best.end-best.start) {
			best = s
		}
	}
	return best.name
}

// trace receives what yaegi prints while a panic goes up: one line for each
// interpreted function, innermost first, as
//
//	cell[3]:1:2: panic: main.work(...)
//
// The position in it is where the function begins, not where it panicked.
// Lines are kept apart by the mark of the goroutine that writes.
type trace struct {
	positions *positions
	fset      *token.FileSet
	mark      func() mark // of the calling goroutine

	mu     sync.Mutex
	frames map[mark][]executor.Frame
}

func newTrace() *trace {
	return &trace{positions: newPositions(), frames: map[mark][]executor.Frame{}}
}

// Write takes one line.
func (t *trace) Write(line []byte) (int, error) {
	_, name, ok := strings.Cut(string(line), ": panic: ")
	if !ok {
		return len(line), nil
	}
	name, _, _ = strings.Cut(name, "(...)")
	if name == "main" { // the call of the cell
		return len(line), nil
	}
	if strings.HasSuffix(name, literalSuffix) {
		name = literalSlot(name)
	}
	f := executor.Frame{Function: clean(name)}
	if pos := t.positions.last(name); pos.IsValid() {
		f.Function = t.positions.function(pos)
		// What the rewriting added has positions outside of cells.
		if where := t.fset.Position(pos); strings.HasPrefix(where.Filename, "cell[") {
			f.Pos = where
		}
	}
	if strings.HasPrefix(name, "main."+cellFunc) && f.Function != "" && !f.Pos.IsValid() {
		f.Function = "main.main"
	}
	m := t.mark()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.frames[m] = append(t.frames[m], f)
	return len(line), nil
}

// take returns and forgets what was noted for a label.
func (t *trace) take(m mark) []executor.Frame {
	t.mu.Lock()
	defer t.mu.Unlock()
	frames := t.frames[m]
	delete(t.frames, m)
	return frames
}

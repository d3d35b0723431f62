package session

import (
	"go/types"
	"runtime/pprof"
	"strconv"
	"strings"
	"sync"
	"time"

	"gonymede/interp/native/containment"
)

// Reading a variable that goroutines may be writing.
//
// A value is read without the locks that its owner may use, so that neither
// %who nor an inspection ever waits for a cell. That is safe where no code of a
// cell runs. Where some does, a string, slice or interface may be seen half
// written, and walking a map that grows would end the process. So there are two
// ways of reading: of a quiet session everything is shown, to a limit; of one
// that is busy only what one machine word holds, which is never half written:
// numbers, booleans, whether a pointer is nil, and lengths. Methods of the
// value, such as String, are not called in either: they are the user's code,
// and may lock. While a quiet session is read no cell begins. A timer of an
// earlier cell may; then a bad pointer is a panic, which ends the reading only.

// A gate keeps cells from beginning while a variable is read, which takes less
// than a millisecond.
type gate struct {
	// before are the goroutines of cells of earlier sessions in this process, as
	// tests have them: how many for each cell.
	before map[int]int

	mu      sync.Mutex
	running bool // a cell runs
}

// enter waits for a reading to end, and returns what ends the cell.
func (g *gate) enter() (leave func()) {
	g.set(true)
	return func() { g.set(false) }
}

func (g *gate) set(running bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.running = running
}

// live is what an inspection shows of a variable's value, "" for nothing.
func (s *Session) live(v *types.Var) string {
	s.gate.mu.Lock()
	defer s.gate.mu.Unlock()
	r := s.value(v, !s.gate.running && s.quiet(0), inspectValue)
	if r.busy {
		return r.text + " // more when no cell and no goroutine of one runs"
	}
	return r.text
}

// inspectValue is how much an inspection shows of a value, in bytes.
const inspectValue = 600

// quiet reports whether no goroutine runs, or may run, code of a cell, but those
// of one cell, 0 for none. A goroutine that has done its work needs a moment to
// end, the one that ran the cell before among them.
func (s *Session) quiet(cell int) bool {
	for _, wait := range []time.Duration{0, time.Millisecond, 3 * time.Millisecond} {
		time.Sleep(wait)
		if s.alone(cell) {
			return true
		}
	}
	return false
}

// alone is quiet for this moment.
func (s *Session) alone(cell int) bool {
	if containment.CountAll().Goroutines() > containment.Count(uint64(cell)).Goroutines() {
		return false
	}
	for other, n := range goroutinesOfCells() {
		if other != cell && n > s.gate.before[other] {
			return false
		}
	}
	return true
}

// goroutinesOfCells counts the goroutines of each cell that is interpreted: they
// carry its number as a profiler label.
func goroutinesOfCells() map[int]int {
	cells := map[int]int{}
	var b strings.Builder
	if err := pprof.Lookup("goroutine").WriteTo(&b, 1); err != nil {
		return map[int]int{-1: 1} // not known
	}
	alike := 0 // goroutines with the same stack, which are one entry
	for line := range strings.Lines(b.String()) {
		if n, _, ok := strings.Cut(line, " @ "); ok {
			alike, _ = strconv.Atoi(n)
		}
		labels, ok := strings.CutPrefix(line, "# labels: ")
		if !ok {
			continue
		}
		if _, rest, ok := strings.Cut(labels, `"cell":"`); ok {
			number, _, _ := strings.Cut(rest, `"`)
			n, _ := strconv.Atoi(number)
			cells[n] += alike
		}
	}
	return cells
}

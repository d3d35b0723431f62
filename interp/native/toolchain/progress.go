package toolchain

import (
	"fmt"
	"time"
)

// Progress is told at the beginning of each step of Prepare, and once more at
// the end.
type Progress struct {
	Step, Steps int // of those that are known to be needed; Step counts from 1
	Name        string
	Elapsed     time.Duration // since the beginning
	Waiting     bool          // another process is building
	Done        bool          // this is the end
}

// String is a line for a terminal or a notebook.
func (p Progress) String() string {
	elapsed := p.Elapsed.Round(100 * time.Millisecond)
	switch {
	case p.Done:
		return fmt.Sprintf("native cells are ready (%v)", elapsed)
	case p.Waiting:
		return fmt.Sprintf("another process prepares native cells: waiting for it (%v)", elapsed)
	}
	return fmt.Sprintf("[%d/%d] %s (%v)", p.Step, p.Steps, p.Name, elapsed)
}

// reporter counts steps.
type reporter struct {
	tell  func(Progress)
	begin time.Time
	last  Progress
}

func newReporter(tell func(Progress), steps int) *reporter {
	if tell == nil {
		tell = func(Progress) {}
	}
	return &reporter{tell: tell, begin: time.Now(), last: Progress{Steps: steps}}
}

func (r *reporter) step(name string) {
	r.last.Step++
	r.last.Steps = max(r.last.Steps, r.last.Step)
	r.last.Name, r.last.Waiting = name, false
	r.report()
}

func (r *reporter) waiting() {
	r.last.Waiting = true
	r.report()
}

func (r *reporter) done() {
	r.last.Step, r.last.Done, r.last.Waiting = r.last.Steps, true, false
	r.report()
}

func (r *reporter) report() {
	r.last.Elapsed = time.Since(r.begin)
	r.tell(r.last)
}

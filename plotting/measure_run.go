package plotting

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"time"

	"gonymede/interp/native/containment"
)

// A job is one function to measure, at one value of the parameter.
type job struct {
	name string
	n    int
	run  func()      // or
	runN func(n int) // which gets n

	calls int // how often a run calls the function
	slice int // how often it does before it looks whether it is to end
	runs  []oneRun
}

// oneRun is what one run has measured.
type oneRun struct {
	calls         int
	elapsed       time.Duration
	bytes, allocs uint64
}

const (
	// lookEvery is how long a run goes on before it looks whether the cell has
	// been interrupted.
	lookEvery = 10 * time.Millisecond
	mostCalls = 1_000_000_000
)

// measure runs the jobs as the plan says, and returns what a reader of the
// results has to know about that.
func measure(p Plan, jobs []*job) (notes []string) {
	start := p.meter.now()
	expected := time.Duration(0)
	for _, j := range jobs {
		j.calls, j.slice = 1, 1
		first := p.once(j) // it finds cold caches and unfinished preparations
		j.fit(p, first)
		expected += time.Duration(p.Runs) * max(first.elapsed, p.MinTime)
	}
	step, done := p.meter.progress(p.Runs*len(jobs), min(expected, p.Budget))
	defer done()
	// The same plan draws the same orders, whatever else draws random numbers.
	random := rand.New(rand.NewPCG(1, 2))
	for run := range p.Runs {
		spent := p.meter.now() - start
		// One round has been the warming up, which is at least as long as the rest.
		if run >= fewestRuns && spent+spent/time.Duration(run+1) > p.Budget {
			return append(notes, fmt.Sprintf("%d runs of the %d planned: they took %v, and the budget is %v (Plan.Budget)",
				run, p.Runs, roundTime(spent), p.Budget))
		}
		for _, i := range random.Perm(len(jobs)) {
			jobs[i].measureOnce(p)
			step()
		}
	}
	return notes
}

// measureOnce adds a run. One that turns out to be far too short is not counted, but
// tells how many calls the next try needs.
func (j *job) measureOnce(p Plan) {
	for {
		r := p.once(j)
		if r.elapsed >= p.MinTime/2 || j.calls == mostCalls {
			j.runs = append(j.runs, r)
			return
		}
		j.fit(p, r)
	}
}

// fit sets how many calls last as long as a run shall, going by a run that was
// made, and how many last until it looks around.
func (j *job) fit(p Plan, r oneRun) {
	elapsed := max(r.elapsed, 1)
	if r.elapsed < p.MinTime {
		// As package testing does it: a fifth more than needed, so as not to be
		// just too short again, but not a hundred times as much as before, since the first
		// calls of all may be slow.
		want := 1.2 * float64(p.MinTime) / float64(elapsed) * float64(r.calls)
		j.calls = int(min(want, 100*float64(r.calls), mostCalls))
		j.calls = min(max(j.calls, r.calls+1), mostCalls)
	}
	j.slice = int(max(1, min(float64(lookEvery)/float64(elapsed)*float64(r.calls), mostCalls)))
}

// once runs the job's function as often as it says.
func (p Plan) once(j *job) oneRun {
	endIfInterrupted()
	p.meter.collect()
	bytes, allocs := p.meter.allocated()
	start := p.meter.now()
	for left := j.calls; left > 0; {
		now := min(left, j.slice)
		j.call(now)
		if left -= now; left > 0 {
			endIfInterrupted()
		}
	}
	elapsed := p.meter.now() - start
	endBytes, endAllocs := p.meter.allocated()
	return oneRun{calls: j.calls, elapsed: elapsed, bytes: endBytes - bytes, allocs: endAllocs - allocs}
}

// call calls the function. There is nothing between the two loops and it, as
// all that there is would be measured.
func (j *job) call(times int) {
	if j.run != nil {
		for range times {
			j.run()
		}
		return
	}
	for range times {
		j.runN(j.n)
	}
}

// endIfInterrupted ends the goroutine where the cell that it belongs to has been
// interrupted. An interrupt finds its way into code of cells only, and a cell's
// function may be too small to be met there.
func endIfInterrupted() {
	if containment.Wanted() {
		runtime.Goexit()
	}
}

// row is what the runs have measured. Memory is rounded down to whole bytes and
// allocations as in package testing, times to more digits than any clock has.
func (j *job) row() Row {
	r := Row{Case: j.name, N: j.n, Metrics: []Metric{{Unit: timePerCall}, {Unit: bytesPerCall}, {Unit: allocsPerCall}}}
	for _, run := range j.runs {
		r.Calls = append(r.Calls, run.calls)
		for i, v := range []float64{round(run.elapsed.Seconds()/float64(run.calls), 6), float64(run.bytes / uint64(run.calls)), float64(run.allocs / uint64(run.calls))} {
			r.Metrics[i].Values = append(r.Metrics[i].Values, v)
		}
	}
	return r
}

// roundTime leaves three digits of a time, as nobody needs the nanoseconds of a minute.
func roundTime(d time.Duration) time.Duration {
	unit := time.Duration(1)
	for d/unit >= 1000 {
		unit *= 10
	}
	return d.Round(unit)
}

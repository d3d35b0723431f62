package plotting

import (
	"errors"
	"fmt"
	"time"
)

// A CaseN is one of several ways to do something of a size n, or with n
// workers, which Measure measures.
type CaseN struct {
	// Name says what the case is, as in "serial". No two cases have the same.
	Name string
	// Run does it once.
	Run func(n int)
}

// Measure measures how long each case takes for each value of a parameter: a
// size, or a number of workers. It is [Plan.Measure] of the zero Plan.
//
//	plotting.Measure("workers", []int{1, 2, 4}, plotting.CaseN{Name: "sum", Run: func(n int) { sum(numbers, n) }})
//
// Each function is called once to warm it up. Then, as often as Plan.Runs says,
// all functions are measured in turn, in an order that is drawn anew each time,
// so that what slows the machine down for a while hits all of them alike. One
// run calls the function so often that it lasts Plan.MinTime, and gives the
// mean time of a call; the results are the runs' median and its interval. That
// includes the call itself: about 2 ns of a compiled function, about a microsecond of
// an interpreted one. Before each run garbage is collected, as package testing
// does, so that no run pays for another's.
//
// What is allocated meanwhile is counted too, as by go test -benchmem: it is
// that of the whole program.
//
// A panic of a function goes through to the caller.
func Measure(parameter string, values []int, cases ...CaseN) Results {
	return Plan{}.Measure(parameter, values, cases...)
}

// A Plan says how Compare and Measure measure. What is zero has its default.
type Plan struct {
	// Runs is how often each function is measured: 10 by default. An interval
	// of a median needs 6.
	Runs int
	// MinTime is how long a run lasts at least, 20 ms by default: so long that
	// neither the clock's resolution nor a goroutine's start matters.
	MinTime time.Duration
	// Budget is how much time all is meant to take, 10 s by default. When it is
	// used up, the runs so far are the results, and say so; but there are
	// always three, so that slow functions may take longer.
	Budget time.Duration

	meter meter // the clock, where a test has its own
}

const (
	defaultRuns    = 10
	defaultMinTime = 20 * time.Millisecond
	defaultBudget  = 10 * time.Second
	fewestRuns     = 3
	mostRuns       = 10_000
)

// Measure measures how long each case takes for each value of a parameter. The
// results relate the other cases to the first one with the same value, or,
// where there is one case, the other values to the first.
func (p Plan) Measure(parameter string, values []int, cases ...CaseN) Results {
	var jobs []*job
	for _, c := range cases {
		for _, n := range values {
			jobs = append(jobs, &job{name: c.Name, n: n, runN: c.Run})
		}
	}
	const caller = "plotting.Measure"
	switch {
	case parameter == "":
		return Results{Err: errors.New(caller + `: the parameter has no name; give it one, as in "n" or "workers"`)}
	case len(values) == 0:
		return Results{Err: fmt.Errorf("%s: there are no values of %s to measure at", caller, parameter)}
	}
	for i, n := range values {
		for _, earlier := range values[:i] {
			if n == earlier {
				return Results{Err: fmt.Errorf("%s: %s=%d is there twice", caller, parameter, n)}
			}
		}
	}
	return p.results(caller, parameter, values, jobs)
}

// results measures the jobs, which are those of each case in turn, for each of
// the parameter's values where it has one.
func (p Plan) results(caller, parameter string, values []int, jobs []*job) Results {
	if err := p.check(jobs, max(len(values), 1)); err != nil {
		return Results{Err: fmt.Errorf("%s: %w", caller, err)}
	}
	p = p.filled()
	r := Results{Parameter: parameter, settings: settingsHere(jobs), own: true}
	r.Caption = r.settings.caption()
	r.Notes = measure(p, jobs)
	for _, j := range jobs {
		r.Rows = append(r.Rows, j.row())
	}
	return r
}

// filled puts defaults where p has zeros.
func (p Plan) filled() Plan {
	if p.Runs == 0 {
		p.Runs = defaultRuns
	}
	if p.MinTime == 0 {
		p.MinTime = defaultMinTime
	}
	if p.Budget == 0 {
		p.Budget = defaultBudget
	}
	if p.meter == nil {
		p.meter = wall{}
	}
	return p
}

// check says what is wrong with a plan or with what it is to measure, of which
// there are each jobs for a case.
func (p Plan) check(jobs []*job, each int) error {
	switch {
	case p.Runs < 0 || p.Runs > mostRuns:
		return fmt.Errorf("Plan.Runs is %d; it has to be from 1 to %d, or 0 for %d", p.Runs, mostRuns, defaultRuns)
	case p.MinTime < 0:
		return fmt.Errorf("Plan.MinTime is %v, less than no time", p.MinTime)
	case p.Budget < 0:
		return fmt.Errorf("Plan.Budget is %v, less than no time", p.Budget)
	case len(jobs) == 0:
		return errors.New("there are no cases to measure")
	}
	seen := map[string]string{}
	for i := 0; i < len(jobs); i += each {
		j := jobs[i]
		if j.name == "" {
			return fmt.Errorf("case %d has no Name", i/each)
		}
		if j.run == nil && j.runN == nil {
			return fmt.Errorf("case %d, %q, has no function Run", i/each, j.name)
		}
		// Names that differ only in what a benchmark's name cannot have would
		// be one benchmark to whatever reads the lines.
		if other, ok := seen[benchmarkName(j.name)]; ok {
			return fmt.Errorf("the cases %q and %q have the same name", other, j.name)
		}
		seen[benchmarkName(j.name)] = j.name
	}
	return nil
}

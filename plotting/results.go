package plotting

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/perf/benchunit"
)

// Results are what [Compare] and [Measure] have measured, or [ReadBenchmarks]
// has read. As the last expression of a cell they show a table: medians with
// their 95 % intervals, and the ratios to the first case. Their methods Bars,
// Runs, Boxes, ECDF, Lines and Speedup make charts of them, and Benchmarks makes
// lines for benchstat.
//
// The intervals of medians assume nothing of how times are distributed; see
// [Summary]. The ratio to another row is the median of the ratios of all pairs of
// runs, by Hodges and Lehmann. Its interval, and the p-value beside it, are those
// of the Mann-Whitney U test, which benchstat uses too: where p is above 0.05, the
// interval contains 1, and the measurements do not show a difference.
type Results struct {
	// Title is the heading of the table and the charts, "" for none.
	Title string
	// Parameter is what Row.N is a number of, as in "n" or "workers", or "".
	Parameter string
	// Rows has what was measured: each case, and of it each value of the parameter.
	Rows []Row
	// Caption says where it was measured: on how many CPUs, with which GOMAXPROCS and
	// version of Go, and whether the functions were interpreted or compiled.
	Caption string
	// Notes say what else a reader of the numbers has to know.
	Notes []string
	// Err says why there are no rows; or which lines of a text could not be
	// read, while the rows have the others. It is shown where Results are.
	Err error

	settings settings
	unit     string // that charts show; "" for the first row's first
	own      bool   // measured here, not read
	byProcs  bool   // the parameter is GOMAXPROCS, which is no part of a benchmark's name
}

// A Row has the runs of one case, at one value of the parameter.
type Row struct {
	Case string
	// N is the value of the parameter, 0 where there is none.
	N int
	// Calls is how often each run has called the function.
	Calls []int
	// Metrics has what was measured in these runs, first the time.
	Metrics []Metric

	procs int // GOMAXPROCS as the name of a benchmark says it, or 0
}

// A Metric is one quantity, measured in several runs. Its unit is a basic one:
// a benchmark's ns/op are seconds here, "sec/op", and its MB/s are "B/s".
type Metric struct {
	Unit   string
	Values []float64
}

// The units of what is measured here.
const (
	timePerCall   = "sec/op"
	bytesPerCall  = "B/op"
	allocsPerCall = "allocs/op"
)

// Summary returns the median of the values, its interval, and more.
func (m Metric) Summary() (Summary, error) { return Summarize(m.Values) }

// Unit returns the results with charts of another quantity, as in
// r.Unit("allocs/op").Bars().
func (r Results) Unit(unit string) Results {
	if r.Err != nil && len(r.Rows) == 0 {
		return r
	}
	_, unit = benchunit.Tidy(1, unit)
	if !slices.Contains(r.units(), unit) {
		return Results{Err: fmt.Errorf("plotting.Results: nothing was measured in %s, only in %s", unit, strings.Join(r.units(), ", "))}
	}
	r.unit = unit
	return r
}

// units are those of all metrics, in their order of appearance.
func (r Results) units() []string {
	var units []string
	for _, row := range r.Rows {
		for _, m := range row.Metrics {
			if !slices.Contains(units, m.Unit) {
				units = append(units, m.Unit)
			}
		}
	}
	return units
}

// chosen is the unit that charts show, "" if there are no rows.
func (r Results) chosen() string {
	if r.unit != "" {
		return r.unit
	}
	if units := r.units(); len(units) > 0 {
		return units[0]
	}
	return ""
}

// values are what was measured of a quantity, in a slice of its own.
func (row Row) values(unit string) []float64 {
	for _, m := range row.Metrics {
		if m.Unit == unit {
			return slices.Clone(m.Values)
		}
	}
	return nil
}

// label names a row.
func (r Results) label(row Row) string {
	if r.Parameter == "" {
		return row.Case
	}
	return fmt.Sprintf("%s, %s=%d", row.Case, r.Parameter, row.N)
}

// cases are the names of the cases, in order.
func (r Results) cases() []string {
	var names []string
	known := map[string]bool{}
	for _, row := range r.Rows {
		if !known[row.Case] {
			known[row.Case] = true
			names = append(names, row.Case)
		}
	}
	return names
}

// bases are, for each row, the row that it is related to: that of the first case
// at the same value of the parameter; or, of a single case, the first value. It is
// -1 for a base itself, and where there is none.
func (r Results) bases() []int {
	first := map[int]int{} // row of the first case, by the value of the parameter
	for i, row := range r.Rows {
		if _, known := first[row.N]; row.Case == r.Rows[0].Case && !known {
			first[row.N] = i
		}
	}
	single := len(r.cases()) == 1
	bases := make([]int, len(r.Rows))
	for i, row := range r.Rows {
		base, known := first[row.N]
		if single {
			base, known = 0, true
		}
		if bases[i] = base; !known || base == i {
			bases[i] = -1
		}
	}
	return bases
}

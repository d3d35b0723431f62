package plotting

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/perf/benchfmt"
	"golang.org/x/perf/benchunit"
)

// procsParameter is the parameter of benchmarks that ran with several numbers
// of processors, as "go test -bench -cpu 1,2,4" runs them.
const procsParameter = "GOMAXPROCS"

// ReadBenchmarks reads the text that "go test -bench" prints, also that of
// several runs (-count) and packages, with whatever units its benchmarks report. The
// lines of one benchmark become the runs of one row.
//
// If the names have a part like "/n=1000" with different numbers, that is the
// parameter; of several, the one with the most numbers, or else the last one.
// Without it GOMAXPROCS is, if that differs. Otherwise a GOMAXPROCS that differs is part
// of the cases' names, and so are the values of lines of the form "key: value".
//
// A line that begins like a benchmark and is none is left out. Err names it by its
// number; it also says if there is no benchmark at all.
func ReadBenchmarks(text string) Results {
	var faults []error
	var lines []*benchfmt.Result
	reader := benchfmt.NewReader(strings.NewReader(text), "line")
	for reader.Scan() {
		switch record := reader.Result().(type) {
		case *benchfmt.Result:
			if err := checkValues(record); err != nil {
				faults = append(faults, err)
				continue
			}
			tidy(record)
			lines = append(lines, record.Clone()) // the reader uses its own again
		case *benchfmt.SyntaxError:
			faults = append(faults, fmt.Errorf("line %d: %s", record.Line, record.Msg))
		}
	}
	if err := reader.Err(); err != nil {
		faults = append(faults, err)
	}
	if len(lines) == 0 && len(faults) == 0 {
		faults = append(faults, errors.New(`there is no line with a benchmark, like "BenchmarkSum-2 1000 1234 ns/op"`))
	}
	r := group(lines)
	if len(faults) > 0 {
		r.Err = fmt.Errorf("plotting.ReadBenchmarks: %w", errors.Join(faults...))
	}
	return r
}

func checkValues(line *benchfmt.Result) error {
	_, number := line.Pos()
	for _, v := range line.Values {
		if math.IsNaN(v.Value) || math.IsInf(v.Value, 0) {
			unit := v.Unit
			if v.OrigUnit != "" {
				unit = v.OrigUnit
			}
			return fmt.Errorf("line %d: the value in %s is not a finite number", number, unit)
		}
	}
	return nil
}

// tidy puts values into basic units. The reader leaves those as they are that
// it does not change, so that "0 ns/op" would not be in seconds.
func tidy(line *benchfmt.Result) {
	for i, v := range line.Values {
		line.Values[i].Value, line.Values[i].Unit = benchunit.Tidy(v.Value, v.Unit)
	}
}

// group makes rows of benchmark lines.
func group(lines []*benchfmt.Result) Results {
	varying := varyingSettings(lines)
	var r Results
	r.Parameter, r.byProcs = parameterOf(lines)
	several := !r.byProcs && haveSeveralProcs(lines)
	index := map[string]int{}
	for _, line := range lines {
		row := rowOf(line, r.Parameter)
		if r.byProcs {
			row.procs = max(row.procs, 1) // package testing writes no "-1"
			row.N = row.procs
		}
		if several {
			row.Case += fmt.Sprintf(" %s=%d", procsParameter, max(row.procs, 1))
		}
		for _, key := range varying {
			row.Case += fmt.Sprintf(" %s=%s", key, line.GetConfig(key))
		}
		id := fmt.Sprintf("%q %d %d", row.Case, row.N, row.procs)
		at, ok := index[id]
		if !ok {
			at = len(r.Rows)
			index[id] = at
			r.Rows = append(r.Rows, row)
		}
		r.Rows[at].add(line)
	}
	if len(lines) > 0 {
		r.settings = settingsOf(lines, varying)
		r.Caption = r.settings.caption()
	}
	return r
}

// add adds a run.
func (row *Row) add(line *benchfmt.Result) {
	row.Calls = append(row.Calls, line.Iters)
	for _, v := range line.Values {
		at := slices.IndexFunc(row.Metrics, func(m Metric) bool { return m.Unit == v.Unit })
		if at < 0 {
			at = len(row.Metrics)
			row.Metrics = append(row.Metrics, Metric{Unit: v.Unit})
		}
		row.Metrics[at].Values = append(row.Metrics[at].Values, v.Value)
	}
}

// rowOf splits the name of a benchmark into the case and its parameter.
func rowOf(line *benchfmt.Result, parameter string) Row {
	base, parts := line.Name.Parts()
	row := Row{Case: string(base)}
	for _, part := range parts {
		if part[0] == '-' {
			row.procs, _ = strconv.Atoi(string(part[1:])) // digits, by Parts; 0 if there are far too many
			continue
		}
		if key, n, ok := numberOf(part); ok && key == parameter {
			row.N = n
			continue
		}
		row.Case += string(part)
	}
	row.Case = strings.TrimPrefix(row.Case, "/")
	return row
}

// numberOf takes apart "/n=1000".
func numberOf(part []byte) (key string, n int, ok bool) {
	key, value, ok := strings.Cut(strings.TrimPrefix(string(part), "/"), "=")
	if !ok || key == "" {
		return "", 0, false
	}
	n, err := strconv.Atoi(value)
	if err == nil {
		return key, n, true
	}
	// A size is often written as 1e6.
	f, err := strconv.ParseFloat(value, 64)
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1e15 {
		return "", 0, false
	}
	return key, int(f), true
}

// parameterOf is the parameter of benchmarks, "" where there is none. All of them
// have it. byProcs means that it is the number of processors that they ran on.
func parameterOf(lines []*benchfmt.Result) (parameter string, byProcs bool) {
	var keys []string
	numbers := map[string]map[int]bool{}
	having := map[string]int{}
	for _, line := range lines {
		_, parts := line.Name.Parts()
		for _, part := range parts {
			key, n, ok := numberOf(part)
			if !ok {
				continue
			}
			if numbers[key] == nil {
				keys = append(keys, key)
				numbers[key] = map[int]bool{}
			}
			numbers[key][n] = true
			having[key]++
		}
	}
	best, most := "", 1
	for _, key := range keys {
		if n := len(numbers[key]); n > 1 && n >= most && having[key] == len(lines) {
			best, most = key, n
		}
	}
	if best == "" && haveSeveralProcs(lines) {
		return procsParameter, true
	}
	return best, false
}

// haveSeveralProcs reports whether not all lines have the same GOMAXPROCS.
func haveSeveralProcs(lines []*benchfmt.Result) bool {
	return slices.ContainsFunc(lines, func(line *benchfmt.Result) bool {
		return max(rowOf(line, "").procs, 1) != max(rowOf(lines[0], "").procs, 1)
	})
}

// varyingSettings are the keys that do not have the same value on all lines,
// in alphabetical order.
func varyingSettings(lines []*benchfmt.Result) []string {
	values := map[string]string{}
	var varying []string
	for i, line := range lines {
		for _, c := range line.Config {
			if i == 0 {
				values[c.Key] = string(c.Value)
			} else if v, ok := values[c.Key]; (!ok || v != string(c.Value)) && !slices.Contains(varying, c.Key) {
				varying = append(varying, c.Key)
			}
		}
		for key := range values {
			if line.GetConfig(key) == "" && !slices.Contains(varying, key) {
				varying = append(varying, key)
			}
		}
	}
	slices.Sort(varying)
	return varying
}

// settingsOf are those that all lines share.
func settingsOf(lines []*benchfmt.Result, varying []string) settings {
	var s settings
	for _, c := range lines[0].Config {
		if !slices.Contains(varying, c.Key) {
			s.pairs = append(s.pairs, setting{c.Key, string(c.Value)})
		}
	}
	if !haveSeveralProcs(lines) {
		s.procs = rowOf(lines[0], "").procs
	}
	return s
}

package plotting

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Benchmarks returns the results as text in the format of Go benchmarks, as
// "go test -bench" prints it, a line for each run:
//
//	BenchmarkOne_loop/n=1000-2  30303  792.418 ns/op  0 B/op  0 allocs/op
//
// benchstat reads it, and so does [ReadBenchmarks]. To see the cases side by
// side: benchstat -col .name.
//
// A benchmark's name has no spaces; they become underscores. Keys with values
// before the lines say where it was measured; beside those of package testing
// there are "cpus", "go" (the version) and "code" (compiled or interpreted).
//
// https://go.dev/design/14313-benchmark-format
func (r Results) Benchmarks() string {
	var text strings.Builder
	for _, line := range r.settings.pairs {
		if line.value != "" {
			fmt.Fprintf(&text, "%s: %s\n", line.key, line.value)
		}
	}
	var lines [][]string
	for _, row := range r.Rows {
		name := r.benchmarkName(row)
		for run := range row.runs() {
			calls := 1
			if run < len(row.Calls) {
				calls = row.Calls[run]
			}
			line := []string{name, strconv.Itoa(calls)}
			for _, m := range row.Metrics {
				if run < len(m.Values) {
					value, unit := benchmarkValue(m.Values[run], m.Unit)
					line = append(line, value+" "+unit)
				}
			}
			lines = append(lines, line)
		}
	}
	// Package testing has columns of a fixed width and tabs between them; lines
	// would not fit into a notebook.
	for _, line := range columnsOfText(lines) {
		text.WriteString(line + "\n")
	}
	return text.String()
}

// runs is how many runs the row has.
func (row Row) runs() int {
	n := 0
	for _, m := range row.Metrics {
		n = max(n, len(m.Values))
	}
	return n
}

func (r Results) benchmarkName(row Row) string {
	name := "Benchmark" + benchmarkName(row.Case)
	if r.Parameter != "" && !r.byProcs {
		name += "/" + escape(r.Parameter) + "=" + strconv.Itoa(row.N)
	}
	procs := row.procs
	if procs == 0 {
		procs = r.settings.procs
	}
	if procs == 0 {
		return name
	}
	// Package testing leaves "-1" out; but then a name that ends in "-2" by
	// itself would be read as that of two processors.
	return fmt.Sprintf("%s-%d", name, procs)
}

// benchmarkName is the name of a case as it follows the word Benchmark, where
// no small letter may.
func benchmarkName(name string) string {
	runes := []rune(name)
	if len(runes) > 0 {
		runes[0] = unicode.ToUpper(runes[0])
	}
	return escape(string(runes))
}

// escape replaces what cannot be in a benchmark's name, as package testing does:
// spaces would end it.
func escape(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte('_')
		case !strconv.IsPrint(r):
			quoted := strconv.QuoteRune(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// benchmarkValue is a value in the unit that package testing has for it.
func benchmarkValue(v float64, unit string) (value, benchmarkUnit string) {
	switch unit {
	case timePerCall:
		v, unit = v*1e9, "ns/op"
	case "B/s":
		v, unit = v/1e6, "MB/s"
	}
	// Changing the unit has made the last of the 16 digits wrong.
	return strconv.FormatFloat(round(v, 13), 'f', -1, 64), unit
}

// round leaves some digits of a number.
func round(v float64, digits int) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', digits, 64), 64)
	if err != nil { // up beyond float64
		return v
	}
	return rounded
}

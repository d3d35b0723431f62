package plotting_test

import (
	"fmt"
	"strings"
	"testing"

	"gonum.org/v1/plot/cmpimg"

	"gonymede/plotting"
)

func TestGoldenResults(t *testing.T) {
	for name, example := range map[string]func(){
		"results.png":       ExampleResults,
		"results_lines.png": ExampleResults_Lines,
	} {
		cmpimg.CheckPlotApprox(example, t, 0.02, name)
	}
}

// What "go test -bench . -count 8" has printed, as a table and as a chart.
func ExampleResults() {
	results := plotting.ReadBenchmarks(sums)
	results.Title = "Adding up a slice"
	fmt.Println(results)
	if err := results.Bars().Save("testdata/results.png"); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Adding up a slice
	// case          n            time per call                × Sum                         B/s  memory per call  allocations per call
	// Sum       10000  8.918 µs (5.336–10.625)                       8.405 GiB/s (6.608–10.860)              0 B                     0
	// Sum     1000000   685.1 µs (554.5–804.4)                         10.87 GiB/s (7.24–12.91)              0 B                     0
	// SumTwo    10000   3.858 µs (3.761–5.982)  0.531 (0.362–0.705)   19.31 GiB/s (12.20–19.76)            208 B                     6
	// SumTwo  1000000   292.4 µs (281.0–306.4)  0.421 (0.372–0.494)   25.49 GiB/s (24.28–26.39)            208 B                     6
	// medians of 8 runs (and their 95 % intervals)
	// AMD EPYC, GOMAXPROCS=2, linux/amd64
}

func ExampleResults_Lines() {
	results := plotting.ReadBenchmarks(sums)
	chart := results.Unit("MB/s").Lines()
	chart.Title = "Adding up a slice"
	if err := chart.Save("testdata/results_lines.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// Adding up a slice
	//   Sum: 10000 → 8.405 (6.608–10.86), 1000000 → 10.87 (7.24–12.91)
	//   SumTwo: 10000 → 19.31 (12.2–19.76), 1000000 → 25.49 (24.28–26.39)
	//   axes: n → GiB/s
	// Medians with their 95 % intervals.
	// AMD EPYC, GOMAXPROCS=2, linux/amd64
}

func ExampleReadBenchmarks() {
	results := plotting.ReadBenchmarks(`
cpu: AMD EPYC
BenchmarkQueue/mutex-4    1000   812 ns/op   16 B/op
BenchmarkQueue/mutex-4    1000   790 ns/op   16 B/op
BenchmarkQueue/channel-4  1000   345 ns/op   0 B/op
BenchmarkQueue/channel-4  1000   360 ns/op   none B/op
BenchmarkQueue/channel-4  1000   361 ns/op   0 B/op
`)
	fmt.Println(results)
	// Output:
	// case           time per call  × Queue/mutex  memory per call
	// Queue/mutex         801.0 ns                            16 B
	// Queue/channel       353.0 ns          0.441              0 B
	// medians of 2 runs, too few for 95 % intervals, for which it takes 6
	// too few runs to tell whether a ratio is more than chance, for which it takes 4
	// AMD EPYC, GOMAXPROCS=4
	// plotting.ReadBenchmarks: line 6: parsing measurement: invalid syntax
}

func ExampleResults_Benchmarks() {
	results := plotting.ReadBenchmarks("BenchmarkMerge/n=1000-8 100 8123.5 ns/op\nBenchmarkMerge/n=2000-8 50 17000 ns/op")
	fmt.Println(results.Benchmarks())
	// Output:
	// BenchmarkMerge/n=1000-8  100  8123.5 ns/op
	// BenchmarkMerge/n=2000-8   50   17000 ns/op
}

func TestTableSaysHowSureItIs(t *testing.T) {
	for name, test := range map[string]struct {
		runs    []string // times of a and of b
		want    []string
		without []string
	}{
		"one run": {[]string{"10", "20"}, []string{"one run of each", "20.00 ns"}, []string{"~", "("}},
		"three":   {[]string{"10 11 12", "20 21 22"}, []string{"medians of 3 runs, too few", "too few runs to tell", "1.91"}, []string{"~"}},
		"apart":   {[]string{"10 11 12 13 14 15", "20 21 22 23 24 25"}, []string{"medians of 6 runs (", "22.50 ns (20.00–25.00)", "1.8 (1.53–2.18)"}, []string{"~", "too few"}},
		"alike":   {[]string{"10 12 14 16 18 20", "11 13 15 17 19 21"}, []string{"~ 1.07 (0.75–1.5)", "~ no difference was found"}, []string{"too few"}},
		"unequal": {[]string{"10 12 14 16 18 20", "11 13"}, []string{"medians of 2 to 6 runs (", "for which it takes 6"}, nil},
	} {
		var text strings.Builder
		for i, runs := range test.runs {
			for time := range strings.FieldsSeq(runs) {
				fmt.Fprintf(&text, "Benchmark%c-2 1 %s ns/op\n", "AB"[i], time)
			}
		}
		got := plotting.ReadBenchmarks(text.String()).String()
		for _, want := range test.want {
			if !strings.Contains(got, want) {
				t.Errorf("%s: without %q:\n%s", name, want, got)
			}
		}
		for _, not := range test.without {
			if table, _, _ := strings.Cut(got, "GOMAXPROCS"); strings.Contains(strings.ReplaceAll(table, "medians of 6 runs (and", ""), not) {
				t.Errorf("%s: with %q:\n%s", name, not, got)
			}
		}
	}
}

func TestTableHasNoMarkupOfOthers(t *testing.T) {
	r := plotting.ReadBenchmarks("Benchmark<script>-2 1 5 ns/op\nBenchmark&amp;-2 1 5 ns/op\n")
	r.Title = "<b>"
	html := r.Display().Data["text/html"].(string)
	for _, want := range []string{"&lt;script&gt;", "&amp;amp;", "&lt;b&gt;", "5.000 ns", "<th"} {
		if !strings.Contains(html, want) {
			t.Errorf("without %q: %s", want, html)
		}
	}
}

func TestAxesHaveSensibleUnits(t *testing.T) {
	for line, want := range map[string]string{
		"0.25 ns/op":         "time per call, ns",
		"1500 ns/op":         "time per call, µs",
		"2.5e6 ns/op":        "time per call, ms",
		"7.3e12 ns/op":       "time per call, s",
		"2048 B/op":          "memory per call, KiB",
		"120000 allocs/op":   "allocations per call",
		"1048.576 MB/s":      "MiB/s",
		"3500 items/s":       "items/s",
		"12 ns/item":         "ns/item",
		"7000000 lookups/op": "lookups per call",
		"99.5 p99-ns/op":     "p99 time per call, ns",
		"2048 disk-B/s":      "disk KiB/s",
		"0.5 hit%":           "hit%",
	} {
		r := plotting.ReadBenchmarks("BenchmarkA-2 1 " + line)
		if got := r.Axis(); r.Err != nil || got != want {
			t.Errorf("%s: the axis is %q (%v), want %q", line, got, r.Err, want)
		}
	}
}

func TestTableHasSensibleNumbers(t *testing.T) {
	for line, want := range map[string]string{
		"0.5 B/op":                    "memory per call 0.5 B",
		"22.5 allocs/op":              "allocations per call 22.5",
		"22 allocs/op":                "allocations per call 22",
		"2048 B/op":                   "memory per call 2.000 KiB",
		"0.5 hit%":                    "hit% 0.5 hit%",
		"0.00001 hit%":                "hit% 1e-05 hit%",
		"99.5 p99-ns/op":              "p99 time per call 99.50 ns",
		"4096 disk-B/op":              "disk bytes per call 4.000 KiB",
		"12345678 lookups/op":         "lookups per call 12345678 lookups",
		"3.25e20 items/s":             "items/s 3.25e+20 items/s",
		"0 ns/op":                     "time per call 0 s",
		"4200000000000 ns/op 3 ns/op": "time per call 2100 s",
	} {
		r := plotting.ReadBenchmarks("BenchmarkA-2 1 " + line)
		table := strings.Split(r.String(), "\n")
		got := strings.Join(strings.Fields(strings.TrimPrefix(table[0], "case")+" "+strings.TrimPrefix(table[1], "A")), " ")
		if r.Err != nil || got != want {
			t.Errorf("%s: the table has %q (%v), want %q", line, got, r.Err, want)
		}
	}
}

// Loops that were optimised away were printed as 0.00 ns/op for years.
func TestZeroTimesAreTimes(t *testing.T) {
	r := plotting.ReadBenchmarks("BenchmarkA-8 1 5 ns/op\nBenchmarkZero-8 1 0.00 ns/op 0 MB/s\nBenchmarkZero-8 1 +Inf ns/op")
	for i, row := range r.Rows {
		if row.Metrics[0].Unit != "sec/op" || i == 1 && row.Metrics[1].Unit != "B/s" {
			t.Errorf("%s has %+v, want sec/op and B/s", row.Case, row.Metrics)
		}
	}
	if r.Err == nil || !strings.HasSuffix(r.Err.Error(), "line 3: the value in ns/op is not a finite number") {
		t.Errorf("the error is %v", r.Err)
	}
}

func TestNamesStayInTheirCells(t *testing.T) {
	empty := func() {}
	r := plotting.Plan{Runs: 1, MinTime: 1}.Compare(plotting.Case{Name: "a\nb\t\x1b[1m", Run: empty}, plotting.Case{Name: "c\u200b", Run: empty})
	lines := strings.Split(r.String(), "\n")
	if !strings.Contains(lines[0], `× a\nb\t\x1b[1m`) || !strings.HasPrefix(lines[1], `a\nb\t\x1b[1m  `) || !strings.HasPrefix(lines[2], `c\u200b  `) {
		t.Errorf("the table is\n%s", r)
	}
	if strings.ContainsAny(r.Display().Data["text/html"].(string), "\n\x1b\u200b") {
		t.Errorf("the table is %q", r.Display().Data["text/html"])
	}
}

// A notebook has some 83 letters in a line.
func TestLinesOfBenchmarksFitIntoANotebook(t *testing.T) {
	r := plotting.Plan{Runs: 2, MinTime: 1}.Measure("n", []int{1_000}, plotting.CaseN{Name: "one loop", Run: func(int) {}})
	for i := range r.Rows {
		r.Rows[i].Metrics[0].Values = []float64{792.418e-9, 1792.418e-9}
		r.Rows[i].Metrics[1].Values = []float64{1024, 0}
	}
	text := r.Benchmarks()
	_, text, _ = strings.Cut(text, "Benchmark")
	for line := range strings.Lines("Benchmark" + text) {
		if len(line) > 84 || !strings.Contains(line, " 1 allocs/op") && !strings.Contains(line, " 0 allocs/op") {
			t.Errorf("a line has %d letters: %s", len(line), line)
		}
	}
}

package plotting_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/perf/benchfmt"

	"gonymede/plotting"
)

func TestReadGoTest(t *testing.T) {
	r := plotting.ReadBenchmarks(sums)
	if r.Err != nil {
		t.Fatal(r.Err)
	}
	if r.Parameter != "n" || len(r.Rows) != 4 {
		t.Fatalf("parameter %q, %d rows, want n and 4", r.Parameter, len(r.Rows))
	}
	row := r.Rows[3]
	if row.Case != "SumTwo" || row.N != 1_000_000 {
		t.Errorf("the last row is %s, %d", row.Case, row.N)
	}
	if want := []int{422, 356, 328, 424, 422, 422, 384, 421}; !slices.Equal(row.Calls, want) {
		t.Errorf("calls %v, want %v", row.Calls, want)
	}
	var units []string
	for _, m := range row.Metrics {
		units = append(units, m.Unit)
	}
	if want := []string{"sec/op", "B/s", "B/op", "allocs/op"}; !slices.Equal(units, want) {
		t.Errorf("units %q, want %q", units, want)
	}
	if got := row.Metrics[0].Values[0]; got != 298_905e-9 {
		t.Errorf("the first time is %v s", got)
	}
	if want := "AMD EPYC, GOMAXPROCS=2, linux/amd64"; r.Caption != want {
		t.Errorf("the caption is %q, want %q", r.Caption, want)
	}
}

// What is written is read by the Go project's own reader.
func TestLinesAreGoBenchmarks(t *testing.T) {
	r := plotting.Plan{MinTime: 1, Runs: 3}.Measure("workers", []int{1, 4},
		plotting.CaseN{Name: "a channel of one", Run: func(int) {}},
		plotting.CaseN{Name: "map/очередь-8\x00", Run: func(int) {}})
	names := map[string]int{}
	reader := benchfmt.NewReader(strings.NewReader(r.Benchmarks()), "")
	for reader.Scan() {
		result, ok := reader.Result().(*benchfmt.Result)
		if !ok {
			t.Fatal(reader.Result())
		}
		names[result.Name.String()]++
		var units []string
		for _, v := range result.Values {
			units = append(units, v.Unit)
		}
		if want := []string{"sec/op", "B/op", "allocs/op"}; !slices.Equal(units, want) {
			t.Errorf("units %q, want %q", units, want)
		}
		if _, parts := result.Name.Parts(); !strings.HasPrefix(string(parts[len(parts)-1]), "-") {
			t.Errorf("the name %s does not end in GOMAXPROCS", result.Name)
		}
		for _, key := range []string{"goos", "goarch", "pkg", "cpus", "go", "code"} {
			if result.GetConfig(key) == "" {
				t.Errorf("there is no %s", key)
			}
		}
	}
	procs := ""
	if _, after, ok := strings.Cut(r.Caption, "GOMAXPROCS="); ok {
		procs, _, _ = strings.Cut(after, ",")
	}
	want := map[string]int{}
	for _, name := range []string{"A_channel_of_one/workers=1-", "A_channel_of_one/workers=4-", `Map/очередь-8\x00/workers=1-`, `Map/очередь-8\x00/workers=4-`} {
		want[name+procs] = 3
	}
	if !reflect.DeepEqual(names, want) {
		t.Errorf("got  %v\nwant %v", names, want)
	}
}

func TestWrittenIsReadBack(t *testing.T) {
	for _, text := range []string{sums, perProcessor, "goos: linux\nBenchmarkPush/ring-8 100 1234567.25 ns/op 12.5 items/s\n"} {
		once := plotting.ReadBenchmarks(text)
		twice := plotting.ReadBenchmarks(once.Benchmarks())
		if once.Err != nil || twice.Err != nil {
			t.Fatal(once.Err, twice.Err)
		}
		if !reflect.DeepEqual(once, twice) {
			t.Errorf("read    %+v\nwritten %s\nread    %+v", once, once.Benchmarks(), twice)
		}
	}
}

const throughput = `
goos: linux
pkg: example.com/queue
BenchmarkPush/ring-8   	 100	  50 ns/op	 12.5 items/s
BenchmarkPush/list-8   	 100	  80 ns/op	 8 items/s
pkg: example.com/stack
BenchmarkPush/list-8   	 100	  30 ns/op	 9.5 items/s
`

const perProcessor = `
BenchmarkLock   	 100	  50 ns/op
BenchmarkLock-2 	 100	  80 ns/op
BenchmarkLock-2 	 100	  82 ns/op
BenchmarkLock-4 	 100	  99 ns/op
`

func TestRowsAreToldApart(t *testing.T) {
	for name, test := range map[string]struct{ text, parameter, rows string }{
		"packages":     {throughput, "", "Push/ring pkg=example.com/queue 0, Push/list pkg=example.com/queue 0, Push/list pkg=example.com/stack 0"},
		"processors":   {perProcessor, "GOMAXPROCS", "Lock 1, Lock 2, Lock 4"},
		"two numbers":  {"BenchmarkA/n=1/p=7-2 1 5 ns/op\nBenchmarkA/n=1/p=8-2 1 5 ns/op", "p", "A/n=1 7, A/n=1 8"},
		"both vary":    {"BenchmarkA/n=1/p=7 1 5 ns/op\nBenchmarkA/n=2/p=8 1 5 ns/op", "p", "A/n=1 7, A/n=2 8"},
		"size":         {"BenchmarkA/size=1e3-2 1 5 ns/op\nBenchmarkA/size=1e6-2 1 5 ns/op", "size", "A 1000, A 1000000"},
		"not all have": {"BenchmarkA/n=1-2 1 5 ns/op\nBenchmarkA/n=2-2 1 5 ns/op\nBenchmarkB-2 1 5 ns/op", "", "A/n=1 0, A/n=2 0, B 0"},
		"both ways":    {"BenchmarkA/n=1 1 5 ns/op\nBenchmarkA/n=1-4 1 5 ns/op\nBenchmarkA/n=2-4 1 5 ns/op", "n", "A GOMAXPROCS=1 1, A GOMAXPROCS=4 1, A GOMAXPROCS=4 2"},
		"only name":    {"Benchmark/n=1 1 5 ns/op\nBenchmark/n=2 1 5 ns/op", "n", " 1,  2"},
	} {
		r := plotting.ReadBenchmarks(test.text)
		var rows []string
		for _, row := range r.Rows {
			rows = append(rows, fmt.Sprint(row.Case, " ", row.N))
		}
		if got := strings.Join(rows, ", "); r.Err != nil || r.Parameter != test.parameter || got != test.rows {
			t.Errorf("%s: err %v, parameter %q, rows %q\nwant parameter %q, rows %q", name, r.Err, r.Parameter, got, test.parameter, test.rows)
		}
	}
}

// The lines that are fine are read, and the others are named.
func TestBadLinesAreNamed(t *testing.T) {
	r := plotting.ReadBenchmarks("goos: linux\nBenchmarkA-2 10 5 ns/op\nBenchmarkA-2 ten 5 ns/op\nhello\nBenchmarkA-2 10 NaN ns/op\nBenchmarkA-2 10 7 ns/op\nBenchmarkB-2 10 5\n")
	if len(r.Rows) != 1 || !slices.Equal(r.Rows[0].Calls, []int{10, 10}) {
		t.Errorf("the rows are %+v, want A with two runs", r.Rows)
	}
	want := "plotting.ReadBenchmarks: line 3: parsing iteration count: invalid syntax\nline 5: the value in ns/op is not a finite number\nline 7: missing units"
	if r.Err == nil || r.Err.Error() != want {
		t.Errorf("the error is %q, want %q", r.Err, want)
	}
	if text := r.Display().Text(); !strings.Contains(text, "ns") || !strings.Contains(text, "line 7: missing units") {
		t.Errorf("shown is %q", text)
	}
	for _, nothing := range []string{"", "PASS\nok  \tgonymede\t0.1s\n", "BenchmarkA\n"} {
		if r := plotting.ReadBenchmarks(nothing); r.Err == nil || !strings.Contains(r.Err.Error(), "no line with a benchmark") {
			t.Errorf("of %q the error is %v", nothing, r.Err)
		}
	}
}

func FuzzReadBenchmarks(f *testing.F) {
	for _, text := range []string{throughput, perProcessor, "Benchmark 1 1 ns/op", "Benchmark-2 1 1e300 MB/s\nx: y\nBenchmark/=1 1 0 B/op", "BenchmarkA/n=1-99999999999999999999 1 1 ns/op"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r := plotting.ReadBenchmarks(text)
		if len(r.Rows) == 0 && r.Err == nil {
			t.Error("neither rows nor an error")
		}
		_ = r.String()
		_ = r.Lines().String()
		again := plotting.ReadBenchmarks(r.Benchmarks())
		if len(r.Rows) > 0 && len(again.Rows) == 0 {
			t.Errorf("%q is not read back: %v", r.Benchmarks(), again.Err)
		}
	})
}

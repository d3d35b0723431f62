package plotting_test

import (
	"fmt"
	"strings"
	"testing"

	"gonymede/plotting"
)

// A module has thousands of benchmarks. What is made of their results takes a
// moment; were the time anything but linear, this test would never end.
func TestManyResults(t *testing.T) {
	const rows = 10_000
	for name, line := range map[string]string{"cases": "BenchmarkCase%d-8 100 %d ns/op\n", "numbers": "BenchmarkSum/n=%d-8 100 %d ns/op\n", "both": "BenchmarkCase%[1]d/n=%[1]d-8 100 %[2]d ns/op\n"} {
		var text strings.Builder
		for i := range rows {
			fmt.Fprintf(&text, line, i, i+1)
		}
		r := plotting.ReadBenchmarks(text.String())
		if len(r.Rows) != rows {
			t.Fatalf("%s: %d rows are read", name, len(r.Rows))
		}
		forms := r.Display()
		html := forms.Data["text/html"].(string)
		for _, shown := range []string{forms.Text(), html} {
			if !strings.Contains(shown, "… and 9,800 more rows") || len(shown) > 100_000 {
				t.Errorf("%s: shown are %d bytes, which end in %q", name, len(shown), shown[max(0, len(shown)-200):])
			}
		}
		for _, chart := range []plotting.Chart{r.Bars(), r.Lines(), r.Runs(), r.Speedup()} {
			if text := chart.String(); text == "" {
				t.Errorf("%s: %T says nothing", name, chart)
			}
		}
		if written := r.Benchmarks(); strings.Count(written, "\n") != rows {
			t.Errorf("%s: %d lines are written", name, strings.Count(written, "\n"))
		}
	}
}

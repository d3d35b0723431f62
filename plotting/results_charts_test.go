package plotting_test

import (
	"strings"
	"testing"

	"gonymede/plotting"
)

func TestChartsOfResults(t *testing.T) {
	r := plotting.Plan{MinTime: 1, Runs: 8}.Measure("workers", []int{1, 2, 4}, plotting.CaseN{Name: "spin", Run: func(n int) {
		for range 10_000 / n {
			spun++
		}
	}})
	for _, chart := range []plotting.Chart{r.Bars(), r.Runs(), r.Boxes(), r.ECDF(), r.Lines(), r.Speedup(), r.Unit("allocs/op").Bars()} {
		forms := chart.Display()
		if forms.Data["image/png"] == nil {
			t.Errorf("%T is not drawn: %s", chart, forms.Text())
		}
		if !strings.Contains(forms.Text(), "spin") || !strings.Contains(forms.Text(), r.Caption) {
			t.Errorf("%T does not name the case and the machine: %s", chart, forms.Text())
		}
	}
	failed := plotting.Compare()
	for _, chart := range []plotting.Chart{failed.Bars(), failed.Runs(), failed.Boxes(), failed.ECDF(), failed.Lines(), failed.Speedup()} {
		forms := chart.Display()
		if forms.Data["image/png"] != nil || !strings.Contains(forms.Text(), "plotting.Compare: there are no cases") {
			t.Errorf("%T of results with an error shows %q", chart, forms.Text())
		}
	}
	one := plotting.ReadBenchmarks("BenchmarkA-2 1 5 ns/op").Lines().Display().Text()
	if strings.Contains(one, "fill its field") || !strings.Contains(one, "they have no parameter that lines could depend on; show them with Bars, Runs or Boxes") {
		t.Errorf("lines of results without a parameter show %q", one)
	}
}

func TestResultsWithoutRowsSaySo(t *testing.T) {
	nope := plotting.ReadBenchmarks("BenchmarkA-8 10 12 ns/op").Unit("nope")
	for want, r := range map[string]plotting.Results{
		"plotting.Results: there is nothing in them; Compare, Measure and ReadBenchmarks make some": {},
		"plotting.Results: nothing was measured in nope, only in sec/op":                            nope,
	} {
		if got := r.Display().Text(); got != want {
			t.Errorf("shown is %q, want %q", got, want)
		}
		for _, chart := range []plotting.Chart{r.Bars(), r.Runs(), r.Boxes(), r.ECDF(), r.Lines(), r.Speedup()} {
			if got := chart.Display().Text(); got != want {
				t.Errorf("%T shows %q, want %q", chart, got, want)
			}
			if got := chart.String(); !strings.Contains(got, want) {
				t.Errorf("%T is %q, without %q", chart, got, want)
			}
		}
	}
}

var spun int

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
	if !strings.Contains(one, "without a parameter") {
		t.Errorf("lines of results without a parameter show %q", one)
	}
}

var spun int

package plotting_test

import (
	"fmt"
	"strings"
	"testing"

	"gonum.org/v1/plot/cmpimg"

	"gonymede/plotting"
)

func ExampleECDF() {
	chart := plotting.ECDF{
		Title: "How long a request waits",
		Axis:  "latency, µs",
		Log:   true,
		Samples: []plotting.Sample{
			{Label: "pool of 8", Values: latencies(1200, 120, 0.3, 0.02)},
			{Label: "pool of 4", Values: latencies(800, 190, 0.35, 0.05)},
			{Label: "pool of 1 (few runs)", Values: latencies(60, 420, 0.4, 0)},
		},
	}
	if err := chart.Save("testdata/ecdf.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// How long a request waits
	//   pool of 8: 1200 values, p50 121.3, p90 182.5, p99 525.2, least 42.91, greatest 695.8
	//   pool of 4: 800 values, p50 193, p90 316, p99 877.2, least 54.07, greatest 1068
	//   pool of 1 (few runs): 60 values, p50 371.7, p90 724.7, least 121.8, greatest 1113
	//   axis: latency, µs
}

func TestECDFGolden(t *testing.T) { cmpimg.CheckPlotApprox(ExampleECDF, t, 0.02, "ecdf.png") }

func TestPercentiles(t *testing.T) {
	hundred := make([]float64, 100)
	for n := range hundred {
		hundred[n] = float64(n + 1)
	}
	for want, chart := range map[string]plotting.ECDF{
		"p50 50, p90 90, p99 99":                                  {Samples: []plotting.Sample{{Values: hundred}}},
		"a: 99 values, p50 50, p90 90, least 1, greatest 99\n  b": {Samples: []plotting.Sample{{Label: "a", Values: hundred[:99]}, {Label: "b", Values: hundred}}},
		"p1 1, p95.5 96":                                          {Samples: []plotting.Sample{{Values: hundred}}, Percentiles: []float64{1, 95.5}},
		"its Percentiles are [100]":                               {Samples: []plotting.Sample{{Values: hundred}}, Percentiles: []float64{100}},
		"in ascending order":                                      {Samples: []plotting.Sample{{Values: hundred}}, Percentiles: []float64{50, 10}},
	} {
		if text := chart.String(); !strings.Contains(text, want) {
			t.Errorf("got %q, want %q", text, want)
		}
	}
}

package plotting_test

import (
	"fmt"
	"strings"
	"testing"

	"gonum.org/v1/plot/cmpimg"

	"gonymede/plotting"
)

func ExampleHistogram() {
	chart := plotting.Histogram{
		Title:   "How long a request waits",
		Axis:    "latency, µs",
		Caption: "2 CPUs, GOMAXPROCS=2, go1.26.8, compiled",
		Samples: []plotting.Sample{{Label: "pool of 8", Values: latencies(1200, 120, 0.3, 0.02)}},
	}
	if err := chart.Save("testdata/histogram.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// How long a request waits
	//   pool of 8: 1200 values, median 121.3 (95 %: 118.5–124.1), quartiles 98.6–151, p99 525.9, least 42.91, greatest 695.8
	//   bins from 40 to 700: 66
	//   counts of pool of 8: 4 8 49 49 88 123 129 138 114 115 76 75 51 51 24 18 16 13 11 6 2 3 2 0 0 0 0 0 1 0 0 0 0 0 2 1 0 3 2 1 2 1 1 1 3 0 1 1 4 0 3 0 2 1 1 0 0 1 0 0 0 1 0 1 0 1
	//   axis: latency, µs
	// 2 CPUs, GOMAXPROCS=2, go1.26.8, compiled
}

func TestHistogramGolden(t *testing.T) {
	cmpimg.CheckPlotApprox(ExampleHistogram, t, 0.02, "histogram.png")
}

// Several samples are outlines, whose heights are shares.
func ExampleHistogram_several() {
	chart := plotting.Histogram{
		Title: "How long a request waits",
		Axis:  "latency, µs",
		Log:   true,
		Bins:  30,
		Samples: []plotting.Sample{
			{Label: "pool of 8", Values: latencies(1200, 120, 0.3, 0.02)},
			{Label: "pool of 4", Values: latencies(800, 190, 0.35, 0.05)},
		},
	}
	if err := chart.Save("testdata/histograms.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// How long a request waits
	//   pool of 8: 1200 values, median 121.3 (95 %: 118.5–124.1), quartiles 98.6–151, p99 525.9, least 42.91, greatest 695.8
	//   pool of 4: 800 values, median 193.1 (95 %: 187.8–198.6), quartiles 150.8–248.8, p99 884.9, least 54.07, greatest 1068
	//   bins from 42.913 to 1067.9: 30, equal on a log axis
	//   counts of pool of 8: 4 3 4 17 51 44 82 125 160 156 168 122 99 62 39 22 6 1 1 0 3 9 5 9 5 2 1 0 0 0
	//   counts of pool of 4: 0 0 1 0 2 2 3 18 31 35 58 67 77 99 98 75 80 54 26 23 11 6 4 2 1 4 7 6 5 5
	//   axis: latency, µs
}

func TestHistogramsGolden(t *testing.T) {
	cmpimg.CheckPlotApprox(ExampleHistogram_several, t, 0.02, "histograms.png")
}

func TestHistogramCounts(t *testing.T) {
	for want, chart := range map[string]plotting.Histogram{
		"bins from 1 to 7: 6\n  counts of a: 1 1 1 1 1 1":           {Samples: []plotting.Sample{{Label: "a", Values: []float64{1, 2, 3, 4, 5, 6}}}, Bins: 0},
		"bins from 0 to 10: 2\n  counts: 2 3":                       {Samples: []plotting.Sample{{Values: []float64{0, 4, 5, 9, 10}}}, Bins: 2},
		"bins from 1 to 100: 2, equal on a log axis\n  counts: 1 2": {Samples: []plotting.Sample{{Values: []float64{1, 10, 100}}}, Bins: 2, Log: true},
		"bins from 4.75 to 5.25: 1\n  counts: 3":                    {Samples: []plotting.Sample{{Values: []float64{5, 5, 5}}}},
		"it has -1 Bins":                                            {Samples: []plotting.Sample{{Values: []float64{5}}}, Bins: -1},
	} {
		if text := chart.String(); !strings.Contains(text, want) {
			t.Errorf("got %q, want %q", text, want)
		}
	}
}

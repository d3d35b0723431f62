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
	//   counts of pool of 8: ▁▁▃▃▆███▇▇▅▅▃▃▂▂▁▁▁▁▁▁▁·····▁·····▁▁·▁▁▁▁▁▁▁▁·▁▁▁·▁·▁▁▁··▁···▁·▁·▁, most are the 138 from 110 to 120
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
	//   counts of pool of 8: ▁▁▁▁▃▃▄▆███▆▅▃▂▂▁▁▁·▁▁▁▁▁▁▁···, most are the 168 from 125.28 to 139.45
	//   counts of pool of 4: ··▁·▁▁▁▂▃▃▅▆▇██▇▇▅▃▂▁▁▁▁▁▁▁▁▁▁, most are the 99 from 172.78 to 192.32
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

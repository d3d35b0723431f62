package plotting_test

import (
	"fmt"
	"testing"

	"gonum.org/v1/plot/cmpimg"

	"gonymede/plotting"
)

func ExampleViolins() {
	chart := plotting.Violins{
		Title: "How long a request waits",
		Axis:  "latency, µs",
		Samples: []plotting.Sample{
			{Label: "one goroutine per request", Values: latencies(800, 120, 0.25, 0.03)},
			{Label: "pool of 4", Values: latencies(800, 180, 0.3, 0.01)},
			{Label: "pool of 1", Values: latencies(800, 250, 0.3, 0.2)},
		},
	}
	if err := chart.Save("testdata/violins.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// How long a request waits
	//   one goroutine per request: 800 values, median 123 (95 %: 120.4–125.9), quartiles 104.5–147, p99 529.8, least 45.64, greatest 642.1
	//   pool of 4: 800 values, median 182.1 (95 %: 176.5–187.2), quartiles 146.8–227.6, p99 529.2, least 68.62, greatest 841.8
	//   pool of 1: 800 values, median 269.9 (95 %: 261.3–278.1), quartiles 211.9–383.4, p99 1328, least 87.95, greatest 1481
	//   axis: latency, µs
}

func TestViolinsGolden(t *testing.T) {
	cmpimg.CheckPlotApprox(ExampleViolins, t, 0.02, "violins.png")
}

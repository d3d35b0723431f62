package plotting_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot/cmpimg"

	"gonymede/plotting"
)

func ExampleDensity() {
	chart := plotting.Density{
		Title: "How long a request waits",
		Axis:  "latency, µs",
		Samples: []plotting.Sample{
			{Label: "pool of 8", Values: latencies(1200, 120, 0.3, 0.02)},
			{Label: "pool of 4", Values: latencies(800, 190, 0.35, 0.05)},
			{Label: "pool of 1 (few runs)", Values: latencies(60, 420, 0.4, 0)},
		},
	}
	if err := chart.Save("testdata/density.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// How long a request waits
	//   pool of 8: 1200 values, median 121.3 (95 %: 118.5–124.1), quartiles 98.6–151, p99 525.9, least 42.91, greatest 695.8, bandwidth 9.981
	//   pool of 4: 800 values, median 193.1 (95 %: 187.8–198.6), quartiles 150.8–248.8, p99 884.9, least 54.07, greatest 1068, bandwidth 20.23
	//   pool of 1 (few runs): 60 values, median 374.3 (95 %: 323.7–420.3), quartiles 302.2–517.9, least 121.8, greatest 1113, bandwidth 74.72
	//   axis: latency, µs
}

func TestDensityGolden(t *testing.T) { cmpimg.CheckPlotApprox(ExampleDensity, t, 0.02, "density.png") }

func TestDensitySaysWhatIsWrong(t *testing.T) {
	for _, bandwidth := range []float64{-1, math.NaN(), math.Inf(1)} {
		chart := plotting.Density{Bandwidth: bandwidth, Samples: []plotting.Sample{{Values: []float64{1, 2}}}}
		if text := chart.Display().Text(); !strings.Contains(text, "its Bandwidth is") {
			t.Errorf("a bandwidth of %v: %q", bandwidth, text)
		}
	}
}

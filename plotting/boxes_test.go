package plotting_test

import (
	"fmt"
	"strings"
	"testing"

	"gonum.org/v1/plot/cmpimg"

	"gonymede/plotting"
)

func ExampleBoxes() {
	chart := plotting.Boxes{
		Title: "How long a request waits",
		Axis:  "latency, µs",
		Log:   true,
		Samples: []plotting.Sample{
			{Label: "one goroutine per request", Values: latencies(800, 120, 0.25, 0.03)},
			{Label: "pool of 4", Values: latencies(800, 180, 0.4, 0.01)},
			{Label: "pool of 1", Values: latencies(800, 600, 0.6, 0.1)},
		},
	}
	if err := chart.Save("testdata/boxes.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// How long a request waits
	//   one goroutine per request: 800 values, median 123 (95 %: 120.4–125.9), quartiles 104.5–147, p99 529.8, least 45.64, greatest 642.1, beyond the whiskers 31
	//   pool of 4: 800 values, median 182.8 (95 %: 175.4–189.7), quartiles 137.1–246.1, p99 568.9, least 49.76, greatest 860, beyond the whiskers 9
	//   pool of 1: 800 values, median 646.5 (95 %: 599.6–690.1), quartiles 427.9–1136, p99 3272, least 81.06, greatest 4797, beyond the whiskers 1
	//   axis: latency, µs
}

func TestBoxesGolden(t *testing.T) { cmpimg.CheckPlotApprox(ExampleBoxes, t, 0.02, "boxes.png") }

// Tukey's rule: the box is 2.25 to 6.75 (eighth method), so whiskers reach to
// values from -4.5 to 13.5, and 14 lies beyond.
func TestBoxesWhiskers(t *testing.T) {
	chart := plotting.Boxes{Samples: []plotting.Sample{{Label: "a", Values: []float64{1, 2, 3, 4, 5, 6, 7, 14}}}}
	spec := checkVega(t, "boxes", chart)
	if spec == nil {
		return
	}
	layers := spec["layer"].([]any)
	values := func(n int) map[string]any {
		return layers[n].(map[string]any)["data"].(map[string]any)["values"].([]any)[0].(map[string]any)
	}
	box := values(0)
	if box["low"] != 1.0 || box["high"] != 7.0 || box["median"] != 4.5 {
		t.Errorf("the box is %v", box)
	}
	if dot := values(3); dot["value"] != 14.0 {
		t.Errorf("beyond the whiskers lies %v, want 14", dot)
	}
	if text := chart.String(); !strings.Contains(text, "beyond the whiskers 1") {
		t.Errorf("got %q", text)
	}
}

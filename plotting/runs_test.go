package plotting_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonum.org/v1/plot/cmpimg"

	"gonymede/plotting"
)

func ExampleRuns() {
	chart := plotting.Runs{
		Title:   "A counter that four goroutines share",
		Axis:    "time of an increment, ns",
		Caption: "2 CPUs, GOMAXPROCS=2, go1.26.8, compiled",
		Samples: []plotting.Sample{
			{Label: "sync.Mutex", Values: []float64{58.2, 61.4, 57.9, 60.3, 59.7, 63.8, 58.8, 60.9, 59.1, 71.5}},
			{Label: "atomic.Int64", Values: []float64{21.4, 20.9, 21.1, 22.6, 21.3, 21.0, 21.8, 21.2, 24.9, 21.5}},
			{Label: "channel (three runs)", Values: []float64{84.6, 91.2, 88.3}},
		},
	}
	if err := chart.Save("testdata/runs.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// A counter that four goroutines share
	//   sync.Mutex: 10 values, median 60 (95 %: 58.2–63.8), quartiles 58.75–61.6, least 57.9, greatest 71.5
	//   atomic.Int64: 10 values, median 21.35 (95 %: 21–22.6), quartiles 21.09–21.87, least 20.9, greatest 24.9
	//   channel (three runs): 3 values, median 88.3 (too few values for a 95 % interval), quartiles 85.22–90.72, least 84.6, greatest 91.2
	//   axis: time of an increment, ns
	// 2 CPUs, GOMAXPROCS=2, go1.26.8, compiled
}

func TestRunsGolden(t *testing.T) { cmpimg.CheckPlotApprox(ExampleRuns, t, 0.02, "runs.png") }

func TestRunsSayHowManyAreDrawn(t *testing.T) {
	few := plotting.Runs{Samples: []plotting.Sample{{Values: []float64{1, 2, 3}}}}
	many := plotting.Runs{Samples: []plotting.Sample{{Values: latencies(5000, 1, 0.1, 0)}}}
	for want, chart := range map[string]plotting.Runs{"Each dot is a value": few, "at most 1,000 values": many} {
		path := filepath.Join(t.TempDir(), "runs.json")
		if err := chart.Save(path); err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(path); err != nil || !strings.Contains(string(data), want) {
			t.Errorf("the description does not say %q (%v)", want, err)
		}
	}
	if text := few.String(); !strings.Contains(text, "too few values for a 95 % interval") {
		t.Errorf("got %q", text)
	}
}

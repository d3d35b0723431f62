package plotting_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/plot/cmpimg"

	"gonymede/plotting"
)

func ExampleSpeedup() {
	random := rand.New(rand.NewPCG(5, 1))
	chart := plotting.Speedup{
		Title:   "Counting words",
		Caption: "8 CPUs, GOMAXPROCS=8",
		Programs: []plotting.Scaling{
			{Label: "a map for each", Runs: timed(0.03, 0.02, random, 10, 1, 2, 4, 6, 8)},
			{Label: "one map, one mutex", Runs: timed(0.35, 0.04, random, 10, 1, 2, 4, 6, 8)},
		},
	}
	if err := chart.Save("testdata/speedup.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// Counting words
	//   a map for each: 1 worker 3 s (median of 10 runs)
	//     2 workers 1.95 times faster (95 %: 1.86–2.02), efficiency 97 %
	//     4 workers 3.66 times faster (95 %: 3.52–3.8), efficiency 92 %
	//     6 workers 5.15 times faster (95 %: 4.98–5.33), efficiency 86 %
	//     8 workers 6.6 times faster (95 %: 6.33–6.92), efficiency 83 %
	//     law of Amdahl: serial fraction 3.1 % (95 %: 2.7–3.5 %)
	//   one map, one mutex: 1 worker 3.037 s (median of 10 runs)
	//     2 workers 1.49 times faster (95 %: 1.39–1.61), efficiency 74 %
	//     4 workers 2 times faster (95 %: 1.86–2.11), efficiency 50 %
	//     6 workers 2.15 times faster (95 %: 2.03–2.3), efficiency 36 %
	//     8 workers 2.35 times faster (95 %: 2.2–2.51), efficiency 29 %
	//     law of Amdahl: serial fraction 34.8 % (95 %: 31.8–38.0 %)
	// 8 CPUs, GOMAXPROCS=8
}

func ExampleSpeedup_log() {
	random := rand.New(rand.NewPCG(9, 1))
	chart := plotting.Speedup{
		Title: "Many workers", Log: true,
		Programs: []plotting.Scaling{{Runs: timed(0.02, 0.03, random, 5, 1, 2, 4, 8, 16, 32, 64)}},
	}
	if err := chart.Save("testdata/speeduplog.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// Many workers
	//   program: 1 worker 3.005 s (median of 5 runs)
	//     2 workers 1.91 times faster (too few runs for an interval), efficiency 96 %
	//     4 workers 3.73 times faster (too few runs for an interval), efficiency 93 %
	//     8 workers 7.27 times faster (too few runs for an interval), efficiency 91 %
	//     16 workers 12.2 times faster (too few runs for an interval), efficiency 76 %
	//     32 workers 19.8 times faster (too few runs for an interval), efficiency 62 %
	//     64 workers 28.5 times faster (too few runs for an interval), efficiency 45 %
	//     law of Amdahl: serial fraction 2.0 % (95 %: 1.8–2.2 %)
}

func TestGoldenSpeedup(t *testing.T) {
	cmpimg.CheckPlotApprox(ExampleSpeedup, t, 0.02, "speedup.png")
	cmpimg.CheckPlotApprox(ExampleSpeedup_log, t, 0.02, "speeduplog.png")
}

func TestBadSpeedupsSayWhatIsWrong(t *testing.T) {
	one := plotting.WorkerRuns{Workers: 1, Seconds: []float64{1}}
	for want, programs := range map[string][]plotting.Scaling{
		"plotting.Speedup: it has no programs":                           nil,
		`plotting.Speedup: program "p": there are no runs with 1 worker`: {{Label: "p", Runs: []plotting.WorkerRuns{{Workers: 3, Seconds: []float64{1}}}}},
		`program "program 2": run 0 with 2 workers took -1 seconds`:      {{Runs: []plotting.WorkerRuns{one}}, {Runs: []plotting.WorkerRuns{one, {Workers: 2, Seconds: []float64{-1}}}}},
		"the times go from 1e-300 to 1e+300 seconds":                     {{Runs: []plotting.WorkerRuns{{1, []float64{1e300}}, {2, []float64{1e-300}}}}},
		"at most 7": make([]plotting.Scaling, 8),
	} {
		forms := plotting.Speedup{Programs: programs}.Display()
		if !strings.Contains(forms.Text(), want) || forms.Data["image/png"] != nil {
			t.Errorf("got %q, want %q and no picture", forms.Text(), want)
		}
	}
}

func TestExtremeSpeedupsAreDrawn(t *testing.T) {
	for name, runs := range map[string][]plotting.WorkerRuns{
		"one number of workers": {{1, []float64{5}}},
		"superlinear":           {{1, []float64{8}}, {2, []float64{3}}, {4, []float64{1}}},
		"slower with workers":   {{1, []float64{1}}, {2, []float64{30}}, {4, []float64{90}}},
		"huge":                  {{1, []float64{1e300}}, {2, []float64{1e289}}, {1 << 40, []float64{1e300}}},
		"equal times":           {{1, []float64{1}}, {2, []float64{1}}, {4, []float64{1}}},
	} {
		for _, log := range []bool{false, true} {
			chart := plotting.Speedup{Programs: []plotting.Scaling{{Label: "p", Runs: runs}}, Log: log}
			picture, ok := chart.Display().Data["image/png"].([]byte)
			if !ok || len(picture) > 2_000_000 {
				t.Errorf("%s: a picture: %v, of %d bytes", name, ok, len(picture))
			}
			if name != "huge" && name != "one number of workers" && name != "equal times" && !strings.Contains(chart.String(), "the law does not know") {
				t.Errorf("%s: %s", name, chart)
			}
			if panels := vegaOf(t, chart)["hconcat"].([]any); len(panels) != 2 {
				t.Errorf("%s: %d panels", name, len(panels))
			}
		}
	}
}

// The interval holds the true speed-up in at least 95 % of many experiments.
func TestSpeedupIntervalCovers(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 2))
	const simulations, truth = 1_000, 1 / (0.2 + 0.8/4)
	covered := 0
	for range simulations {
		chart := plotting.Speedup{Programs: []plotting.Scaling{{Label: "p", Runs: timed(0.2, 0.05, random, 9, 1, 4)}}}
		var speed, low, high, efficiency float64
		line := strings.Split(chart.String(), "\n")[2]
		if _, err := fmt.Sscanf(line, "    4 workers %f times faster (95 %%: %f–%f), efficiency %f %%", &speed, &low, &high, &efficiency); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if speed < low || speed > high {
			t.Fatalf("%q: the speed-up lies outside of its interval", line)
		}
		if low <= truth && truth <= high {
			covered++
		}
	}
	if covered < simulations*94/100 {
		t.Errorf("the interval covers the truth in %d of %d experiments", covered, simulations)
	}
	t.Logf("covered: %d of %d", covered, simulations)
}

package plotting_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonymede/plotting"
)

func ExampleFitAmdahl() {
	fit, err := plotting.FitAmdahl([]plotting.WorkerRuns{
		{Workers: 1, Seconds: []float64{8.11, 7.98, 8.03}},
		{Workers: 2, Seconds: []float64{4.44, 4.39, 4.41}},
		{Workers: 4, Seconds: []float64{2.61, 2.59, 2.70}},
		{Workers: 8, Seconds: []float64{1.79, 1.75, 1.71}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(fit)
	fmt.Printf("with 64 workers at most %.1f times faster\n", fit.Speedup(64))
	// Output:
	// serial fraction 10.6 % (95 %: 9.5–11.8 %)
	// with 64 workers at most 8.3 times faster
}

// timed are runs that follow the law, each with its own relative error.
func timed(serial, noise float64, random *rand.Rand, repetitions int, workers ...int) []plotting.WorkerRuns {
	var runs []plotting.WorkerRuns
	for _, n := range workers {
		r := plotting.WorkerRuns{Workers: n}
		for range repetitions {
			r.Seconds = append(r.Seconds, 3*(serial+(1-serial)/float64(n))*(1+noise*random.NormFloat64()))
		}
		runs = append(runs, r)
	}
	return runs
}

func TestFitAmdahlFindsTheSerialPart(t *testing.T) {
	for _, serial := range []float64{0, 0.02, 0.3, 1} {
		fit, err := plotting.FitAmdahl(timed(serial, 0, rand.New(rand.NewPCG(1, 1)), 1, 1, 2, 4, 8))
		if err != nil {
			t.Fatal(err)
		}
		for _, got := range []float64{fit.Serial, fit.Low, fit.High, fit.Fitted} {
			if math.Abs(got-serial) > 1e-6 {
				t.Errorf("the serial part is %v: got %+v", serial, fit)
			}
		}
		if strings.Contains(fit.String(), "the law does not know") {
			t.Errorf("a perfect fit is called odd: %s", fit)
		}
	}
}

func TestFitAmdahlIntervalCovers(t *testing.T) {
	const simulations = 2_000
	for _, tc := range []struct {
		serial, noise float64
		repetitions   int
		workers       []int
	}{
		{0.1, 0.02, 1, []int{1, 2, 4, 8}},
		{0.3, 0.05, 5, []int{1, 2, 3, 4, 6, 8}},
		{0.05, 0.02, 10, []int{1, 2, 4}},
	} {
		random := rand.New(rand.NewPCG(3, 7))
		covered := 0
		for range simulations {
			fit, err := plotting.FitAmdahl(timed(tc.serial, tc.noise, random, tc.repetitions, tc.workers...))
			if err != nil {
				t.Fatal(err)
			}
			if fit.Low <= tc.serial && tc.serial <= fit.High {
				covered++
			}
		}
		t.Logf("%v: %d of %d", tc, covered, simulations)
		// Three standard errors of a share of 95 % are 1.5 %.
		if share := float64(covered) / simulations; share < 0.935 || share > 0.965 {
			t.Errorf("with the serial part %v, noise %v, %d runs for each of %v workers: the interval covers it in %.1f %% of the simulations",
				tc.serial, tc.noise, tc.repetitions, tc.workers, 100*share)
		}
	}
}

func TestFitAmdahlBeyondTheLaw(t *testing.T) {
	runs := func(t1, t2, t4 float64) []plotting.WorkerRuns {
		return []plotting.WorkerRuns{{1, []float64{t1}}, {2, []float64{t2}}, {4, []float64{t4}}}
	}
	for want, tc := range map[string]struct {
		runs   []plotting.WorkerRuns
		serial float64
	}{
		"superlinear":             {runs(8, 3.5, 1.5), 0},
		"workers make it slower":  {runs(8, 9, 10), 1},
		"too few numbers of work": {runs(8, 4.8, 0)[:2], 0.2},
	} {
		fit, err := plotting.FitAmdahl(tc.runs)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(fit.String(), want) || math.Abs(fit.Serial-tc.serial) > 1e-9 || fit.Low > fit.High {
			t.Errorf("got %s, %+v; want %q and the serial part %v", fit, fit, want, tc.serial)
		}
	}
}

func TestBadRunsSayWhatIsWrong(t *testing.T) {
	one := plotting.WorkerRuns{Workers: 1, Seconds: []float64{1}}
	for want, runs := range map[string][]plotting.WorkerRuns{
		"no runs with 1 worker":                            {{Workers: 2, Seconds: []float64{1}}},
		"plotting.FitAmdahl: there are no runs":            nil,
		"all runs have the same number of workers":         {one, one},
		"runs with 0 workers":                              {one, {Seconds: []float64{1}}},
		"the runs with 4 workers have no times":            {one, {Workers: 4}},
		"run 1 with 2 workers took NaN seconds":            {one, {Workers: 2, Seconds: []float64{1, math.NaN()}}},
		"run 0 with 2 workers took 0 seconds; a time has ": {one, {Workers: 2, Seconds: []float64{0}}},
	} {
		if _, err := plotting.FitAmdahl(runs); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

package plotting_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"gonymede/plotting"
)

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-3*max(math.Abs(a), math.Abs(b)) }

func TestSummarize(t *testing.T) {
	values := []float64{10, 3, 1, 2, 5, 4, 6, 7, 9, 8}
	before := slices.Clone(values)
	s, err := plotting.Summarize(values)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(values, before) {
		t.Errorf("the values are changed: %v", values)
	}
	if s.N != 10 || s.Low != 1 || s.High != 10 || s.Median != 5.5 || s.Mean != 5.5 {
		t.Errorf("got %+v", s)
	}
	// For 10 values the interval of the median is that of the 2nd to the 9th
	// (97.9 %; one fewer has 94.5 % only).
	if s.MedianLow != 2 || s.MedianHigh != 9 {
		t.Errorf("the interval of the median is %v–%v, want 2–9", s.MedianLow, s.MedianHigh)
	}
	// t(0.975, 9) = 2.2622, and the standard deviation is 3.02765.
	if w := 2.2622 * 3.02765 / math.Sqrt(10); !near(s.MeanLow, 5.5-w) || !near(s.MeanHigh, 5.5+w) {
		t.Errorf("the interval of the mean is %v–%v, want ±%v", s.MeanLow, s.MeanHigh, w)
	}
	// R: quantile(1:10, c(.25, .75, .9), type = 8) is 2.916667, 8.083333, 9.633333.
	if !near(s.Q1, 2.916667) || !near(s.Q3, 8.083333) || !near(s.P90, 9.633333) {
		t.Errorf("quartiles %v, %v and p90 %v", s.Q1, s.Q3, s.P90)
	}
}

func TestSummaryOfFewValues(t *testing.T) {
	for n := 1; n <= 7; n++ {
		values := make([]float64, n)
		for i := range values {
			values[i] = float64(i + 1)
		}
		s, err := plotting.Summarize(values)
		if err != nil {
			t.Fatal(err)
		}
		if has := s.MedianLow != 0 && s.MedianHigh != 0; has != s.HasMedianInterval() {
			t.Errorf("%d values: median interval %v–%v, HasMedianInterval() is %v", n, s.MedianLow, s.MedianHigh, s.HasMedianInterval())
		}
		if has := s.MeanLow != s.MeanHigh; has != s.HasMeanInterval() {
			t.Errorf("%d values: mean interval %v–%v, HasMeanInterval() is %v", n, s.MeanLow, s.MeanHigh, s.HasMeanInterval())
		}
		if few := strings.Contains(s.String(), "too few"); few != (n > 1 && n < 6) {
			t.Errorf("%d values: %s", n, s)
		}
	}
}

func TestSummaryOfHugeAndTinyValues(t *testing.T) {
	for _, unit := range []float64{1e300, 1e-300, 1} {
		s, err := plotting.Summarize([]float64{1 * unit, 2 * unit, 3 * unit, 4 * unit, 5 * unit, 6 * unit})
		if err != nil {
			t.Fatal(err)
		}
		// t(0.975, 5) = 2.5706, and the standard deviation is 1.870829.
		if w := 2.5706 * 1.870829 / math.Sqrt(6); !near(s.MeanLow/unit, 3.5-w) || !near(s.MeanHigh/unit, 3.5+w) {
			t.Errorf("in units of %g the mean is %v–%v, want ±%v", unit, s.MeanLow, s.MeanHigh, w)
		}
		if s.Median != 3.5*unit || s.MedianLow != unit || s.MedianHigh != 6*unit {
			t.Errorf("in units of %g the median is %v (%v–%v)", unit, s.Median, s.MedianLow, s.MedianHigh)
		}
	}
	opposite, err := plotting.Summarize([]float64{-math.MaxFloat64, math.MaxFloat64})
	if err != nil || math.IsNaN(opposite.Mean) || opposite.Median != 0 {
		t.Errorf("the two ends of float64: %+v, %v", opposite, err)
	}
}

func TestSummarizeSaysWhatIsWrong(t *testing.T) {
	for want, values := range map[string][]float64{
		"there are no values": nil,
		"value 1 is NaN":      {1, math.NaN()},
		"value 0 is -Inf":     {math.Inf(-1), 1},
	} {
		if _, err := plotting.Summarize(values); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Summarize(%v): %v, want %q", values, err, want)
		}
	}
}

func TestSummaryAsText(t *testing.T) {
	values := make([]float64, 200)
	for n := range values {
		values[n] = 1000 + float64(n)/100
	}
	s, err := plotting.Summarize(values)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := s.String(), "200 values, median 1001 (95 %: 1000.85–1001.13), quartiles 1000.49–1001.5, p99 1001.98, least 1000, greatest 1001.99"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for v, want := range map[float64]string{0: "0", 1: "1", 1234567: "1235000", 12345678: "1.235e+07", -0.00012346: "-0.0001235", 9.8765e-9: "9.877e-09", 1.5: "1.5"} {
		if s, err := plotting.Summarize([]float64{v}); err != nil || s.String() != "one value, "+want {
			t.Errorf("%v is written %q, want %q (%v)", v, s, want, err)
		}
	}
}

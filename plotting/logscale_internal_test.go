package plotting

import (
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot"
)

// labelled returns the labels of an axis, in order.
func labelled(axis *plot.Axis) string {
	var labels []string
	for _, tick := range axis.Tick.Marker.Ticks(axis.Min, axis.Max) {
		if tick.Label != "" {
			labels = append(labels, tick.Label)
		}
	}
	return strings.Join(labels, " ")
}

func TestLabelsOfAxes(t *testing.T) {
	for _, tc := range []struct {
		low, high float64
		log       bool
		want      string
	}{
		{1, 1000, true, "1 10 100 1000"},
		{1, 60, true, "1 2 5 10 20 50"},
		{1, 1e6, true, "1 10 100 1000 10k 100k 1M"},
		{1e-6, 1, true, "10⁻⁶ 10⁻⁵ 0.0001 0.001 0.01 0.1 1"},
		{30, 45, true, "30 35 40 45"},
		{1e-300, 1e300, true, "10⁻³⁰⁰ 10⁻²⁰⁰ 10⁻¹⁰⁰ 1 10¹⁰⁰ 10²⁰⁰ 10³⁰⁰"},
		{7, 7, true, "5 10 20"},
		{0, 10, false, "0 2 4 6 8 10"},
		{0, 100_000, false, "0 20k 40k 60k 80k 100k"},
		{-2, 3, false, "-2 -1 0 1 2 3"},
		{0, 4e-6, false, "0 1·10⁻⁶ 2·10⁻⁶ 3·10⁻⁶ 4·10⁻⁶"},
		{1_000_000, 1_000_004, false, "1.000000M 1.000001M 1.000002M 1.000003M 1.000004M"},
		{5, 5, false, "4.0 4.5 5.0 5.5 6.0"},
		{0, 0, false, "-1.0 -0.5 0 0.5 1.0"},
	} {
		var axis plot.Axis
		if tc.log {
			logAxis(&axis, tc.low, tc.high)
		} else {
			linearAxis(&axis, tc.low, tc.high)
		}
		if got := labelled(&axis); got != tc.want {
			t.Errorf("from %v to %v, logarithmic %v: got %q, want %q", tc.low, tc.high, tc.log, got, tc.want)
		}
	}
}

// Whatever the numbers are, an axis has a place for each, in order, few marks,
// and no two of them with one label.
func TestAxesOfAllNumbers(t *testing.T) {
	numbers := []float64{-math.MaxFloat64, -1e300, -1, -1e-300, 0, math.SmallestNonzeroFloat64, 1e-300, 1e-9, 0.1, 1,
		math.Nextafter(1, 2), 1 + 1e-9, 3, 1e6, 1e6 + 1e-6, 1e300, math.MaxFloat64}
	for i, low := range numbers {
		for _, high := range numbers[i:] {
			for _, log := range []bool{false, true} {
				if log && low <= 0 {
					continue
				}
				var axis plot.Axis
				if linearAxis(&axis, low, high); log {
					logAxis(&axis, low, high)
				}
				from, to := axis.Norm(low), axis.Norm(high)
				if !(0 <= from && from <= to && to <= 1) {
					t.Errorf("from %v to %v, logarithmic %v: the ends lie at %v and %v", low, high, log, from, to)
				}
				ticks := axis.Tick.Marker.Ticks(axis.Min, axis.Max)
				seen := map[string]bool{}
				for _, tick := range ticks {
					if at := axis.Norm(tick.Value); !(at > -1e-6 && at < 1+1e-6) || tick.Label != "" && seen[tick.Label] {
						t.Errorf("from %v to %v, logarithmic %v: a mark %q at %v", low, high, log, tick.Label, at)
					}
					seen[tick.Label] = true
				}
				if len(ticks) > 90 || len(seen) > 12 || len(seen) == 0 {
					t.Errorf("from %v to %v, logarithmic %v: %d marks, %d labels", low, high, log, len(ticks), len(seen))
				}
			}
		}
	}
}

func TestLogScaleNeverPanics(t *testing.T) {
	values := []float64{math.Inf(-1), -1, 0, 1, 10, math.Inf(1), math.NaN()}
	for _, low := range values {
		for _, high := range values {
			logTicks{}.Ticks(low, high)
			linearTicks{}.Ticks(low, high)
			for _, x := range values {
				logScale{}.Normalize(low, high, x)
			}
		}
	}
	if at := (logScale{}).Normalize(1, 100, -5); at != 0 {
		t.Errorf("a number below zero lies at %v, want the start of the axis", at)
	}
}

func TestLogErrorSaysWhatToDo(t *testing.T) {
	err := logError("Lines", `series "a", point 3: Y`, -2, "LogY")
	if want := `plotting.Lines: series "a", point 3: Y is -2, and a logarithmic axis has a place only for numbers above zero; leave it out, or set LogY to false`; err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
	if err := logError("Lines", "x", 1e-300, "LogY"); err != nil {
		t.Errorf("a number above zero: %v", err)
	}
}

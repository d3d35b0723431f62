package plotting

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
)

// logScale places values on a logarithmic axis. Unlike that of gonum it never
// panics: a value that is not above zero lies at the start of the axis. Charts
// refuse such values with a sentence before they draw (see [logError]).
type logScale struct{}

var _ plot.Normalizer = logScale{}

// Normalize returns how far from low to high x lies, on a logarithmic scale.
func (logScale) Normalize(low, high, x float64) float64 {
	if !(x > 0) || !(low > 0) || !(high > low) {
		return 0
	}
	// A difference of logarithms stays finite where a quotient does not.
	from, to := math.Log(max(low, leastNormal)), math.Log(high)
	return (math.Log(max(x, leastNormal)) - from) / (to - from)
}

// leastNormal is the least number above zero that has all of its digits. Those
// below it, of which logarithms are not reliable, lie where it does.
const leastNormal = 0x1p-1022

// logAxis makes an axis logarithmic, from low to high and a little beyond. Both
// have to be above zero.
func logAxis(axis *plot.Axis, low, high float64) {
	const room = 0.03 // on either side, as a part of the axis
	decades := math.Log10(high) - math.Log10(low)
	widen := math.Pow(10, room*decades)
	if decades < 1e-9 {
		widen = math.Sqrt(10) // equal values lie in the middle of a decade
	}
	axis.Min = max(low/widen, leastNormal)
	axis.Max = max(min(high*widen, math.MaxFloat64), 10*leastNormal)
	axis.Scale = logScale{}
	axis.Tick.Marker = logTicks{}
}

// logTicks marks a logarithmic axis: the powers of ten, 1-2-5 where there are
// few of them, and round numbers where the axis is shorter than a decade.
type logTicks struct{}

var _ plot.Ticker = logTicks{}

// Ticks returns the marks from low to high; those without labels are minor.
func (logTicks) Ticks(low, high float64) []plot.Tick {
	if !(low > 0) || !(high > low) || math.IsInf(high, 0) {
		return nil
	}
	first, last := math.Log10(low), math.Log10(high)
	if last-first < 1 {
		return linearTicks{}.Ticks(low, high)
	}
	var ticks []plot.Tick
	step := decadeStep(last - first)
	for k := int(math.Floor(first)); k <= int(math.Ceil(last)); k++ {
		for m := 1; m <= 9; m++ {
			v := float64(m) * math.Pow10(k)
			if v < low || v > high || v == 0 || math.IsInf(v, 0) {
				continue
			}
			tick := plot.Tick{Value: v}
			switch {
			case m == 1 && k%step == 0, last-first < 2.5 && (m == 2 || m == 5):
				tick.Label = logLabel(m, k)
			case m > 1 && step > 1, step > 20:
				continue // they would be a grey block
			}
			ticks = append(ticks, tick)
		}
	}
	return ticks
}

// decadeStep is how many powers of ten lie between two labels.
func decadeStep(decades float64) int {
	for _, step := range []int{1, 2, 3, 6, 10, 20, 50} {
		if decades/float64(step) <= 8 {
			return step
		}
	}
	return 100
}

// logLabel writes the number m·10ᵏ.
func logLabel(m, k int) string {
	switch {
	case k >= 4 && k < 15:
		return fmt.Sprint(m*pow10(k%3)) + suffixes[k/3]
	case k >= 0 && k < 4:
		return fmt.Sprint(m * pow10(k))
	case k < 0 && k >= -4:
		return fmt.Sprintf("%.*f", -k, float64(m)*math.Pow10(k))
	case m == 1:
		return "10" + superscript(k)
	}
	return fmt.Sprint(m) + "·10" + superscript(k)
}

func pow10(k int) int { return int(math.Pow10(k)) }

// logError says that a value cannot be shown on a logarithmic axis, and what to
// do; it is nil if the value can. chart is the kind of the chart, what says
// which value it is, as in `series "a", point 3: Y`, and field is that of the
// chart which makes the axis logarithmic.
func logError(chart, what string, value float64, field string) error {
	if value > 0 {
		return nil
	}
	return fmt.Errorf("plotting.%s: %w", chart, notLog(what, value, field))
}

// notLog is logError without the chart, for a value that is not above zero.
func notLog(what string, value float64, field string) error {
	return fmt.Errorf("%s is %v, and a logarithmic axis has a place only for numbers above zero; leave it out, or set %s to false", what, value, field)
}

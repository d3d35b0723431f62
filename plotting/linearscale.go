package plotting

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot"
)

// linearScale is that of gonum for all finite numbers: a difference of two of
// them may be beyond float64, that of their halves is not.
type linearScale struct{}

var _ plot.Normalizer = linearScale{}

// Normalize returns how far from low to high x lies.
func (linearScale) Normalize(low, high, x float64) float64 {
	if !(high > low) {
		return 0
	}
	return (x/2 - low/2) / (high/2 - low/2)
}

// linearAxis makes an axis linear, from low to high and a little beyond, but not
// across zero.
func linearAxis(axis *plot.Axis, low, high float64) {
	const room = 0.04 // on either side, as a part of the axis
	size := max(math.Abs(low), math.Abs(high))
	if high/2-low/2 <= max(size*1e-12, leastNormal) { // equal values lie in the middle
		low, high = low-size/4, high+size/4
		if size < leastNormal {
			low, high = -1, 1
		}
	}
	widen := (high/2 - low/2) * 2 * room
	if math.IsInf(widen, 0) {
		widen = 0
	}
	axis.Min, axis.Max = max(low-widen, -math.MaxFloat64), min(high+widen, math.MaxFloat64)
	if low >= 0 {
		axis.Min = max(axis.Min, 0)
	}
	if high <= 0 && low < 0 {
		axis.Max = min(axis.Max, 0)
	}
	axis.Scale = linearScale{}
	axis.Tick.Marker = linearTicks{}
}

// linearTicks marks a linear axis at about five round numbers, and never loops
// long or panics, as that of gonum may for numbers that hardly differ.
type linearTicks struct{}

var _ plot.Ticker = linearTicks{}

// Ticks returns the marks from low to high; those without labels are minor.
func (linearTicks) Ticks(low, high float64) []plot.Tick {
	half := high/2 - low/2
	if !(half > 0) || math.IsInf(half, 0) {
		return nil
	}
	step, parts := tickStep(half / 2.5)
	minor := step / float64(parts)
	first, last := math.Ceil(low/minor), math.Floor(high/minor)
	if minor == 0 || last-first > 100 || math.Abs(first) > 1<<52 || math.Abs(last) > 1<<52 {
		// There are no round numbers between numbers that differ in their last digit.
		return []plot.Tick{{Value: low, Label: digits(low)}}
	}
	var ticks []plot.Tick
	var labelled []float64
	for n := first; n <= last; n++ {
		ticks = append(ticks, plot.Tick{Value: n * minor})
		if math.Mod(n, float64(parts)) == 0 {
			labelled = append(labelled, n*minor)
		}
	}
	labels := tickLabels(labelled, step)
	for i := range ticks {
		if math.Mod(first+float64(i), float64(parts)) == 0 {
			ticks[i].Label, labels = labels[0], labels[1:]
		}
	}
	return ticks
}

// tickStep returns a step of 1, 2 or 5 times a power of ten that is about as long
// as a given one, and into how many parts minor marks divide it.
func tickStep(about float64) (step float64, parts int) {
	power := math.Pow10(int(math.Floor(math.Log10(about))))
	switch {
	case about <= 1.2*power:
		return power, 5
	case about <= 2.4*power:
		return 2 * power, 4
	case about <= 6*power:
		return 5 * power, 5
	}
	return 10 * power, 5
}

// suffixes are those of the SI for powers of a thousand.
var suffixes = [...]string{"", "k", "M", "G", "T"}

// tickLabels writes numbers that are multiples of a step, all in one unit.
func tickLabels(values []float64, step float64) []string {
	var size float64
	for _, v := range values {
		size = max(size, math.Abs(v))
	}
	exponent, unit := 0, ""
	switch {
	case size >= 1e15 || size < 1e-3 && size > 0:
		exponent = int(math.Floor(math.Log10(size)/3+1e-9)) * 3
		unit = "·10" + superscript(exponent)
	case size >= 1e4:
		exponent = int(math.Log10(size)/3+1e-9) * 3
		unit = suffixes[exponent/3]
	}
	decimals := max(exponent-int(math.Floor(math.Log10(step)+1e-9)), 0)
	labels := make([]string, len(values))
	for n, v := range values {
		if labels[n] = strconv.FormatFloat(scaled(v, -exponent), 'f', min(decimals, 15), 64) + unit; v == 0 {
			labels[n] = "0"
		}
	}
	return labels
}

// scaled is v·10ᵏ, in two steps where 10ᵏ alone leaves float64.
func scaled(v float64, k int) float64 {
	return v * math.Pow10(k/2) * math.Pow10(k-k/2)
}

// superscript writes an exponent.
func superscript(k int) string {
	return strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴",
		"5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹").Replace(fmt.Sprint(k))
}

package plotting

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Samples are the values of all runs, a sample for each row, in the unit that
// Axis names, for charts that Results have no method for.
func (r Results) Samples() []Sample {
	if len(r.Rows) == 0 {
		return []Sample{{Label: r.fault().Error()}}
	}
	unit, scale := r.chosen(), r.scale()
	var samples []Sample
	for _, row := range r.Rows {
		values := row.values(unit)
		for i := range values {
			values[i] /= scale.factor
		}
		if len(values) > 0 {
			samples = append(samples, Sample{Label: r.label(row), Values: values})
		}
	}
	return samples
}

// Axis says what the values of Samples are, as in "time per call, µs".
func (r Results) Axis() string {
	return r.scale().axis(r.chosen())
}

// medianCaption is the caption of charts of medians.
func (r Results) medianCaption() string {
	unit := r.chosen()
	for _, row := range r.Rows {
		if s, err := Summarize(row.values(unit)); err == nil && s.HasMedianInterval() {
			return strings.TrimSuffix("Medians with their 95 % intervals.\n"+r.Caption, "\n")
		}
	}
	return r.Caption
}

// Bars shows the medians, each with its interval. The cases at one value of the parameter are
// a group. Medians that differ by more than a factor of 20 are dots on a logarithmic axis.
func (r Results) Bars() Bars {
	b := Bars{Title: r.Title, Caption: r.medianCaption(), Axis: r.Axis(), Log: r.isWide(), fault: r.fault()}
	unit, scale, single := r.chosen(), r.scale(), len(r.cases()) == 1
	for _, row := range r.Rows {
		s, err := Summarize(row.values(unit))
		if err != nil {
			continue // a benchmark that has not reported in this unit
		}
		bar := Bar{Label: row.Case, Value: s.Median / scale.factor, Low: s.MedianLow / scale.factor, High: s.MedianHigh / scale.factor}
		switch {
		case r.Parameter == "":
		case single:
			bar.Label = r.label(row)
		default:
			bar.Group = r.Parameter + "=" + strconv.Itoa(row.N)
		}
		b.Bars = append(b.Bars, bar)
	}
	return b
}

// Lines shows how the medians depend on the parameter, a line for each case.
// Axes whose numbers differ by more than a factor of 20 are logarithmic.
func (r Results) Lines() Lines {
	l := Lines{Title: r.Title, Caption: r.medianCaption(), XAxis: r.Parameter, YAxis: r.Axis(), LogY: r.isWide(), fault: r.fault()}
	if l.fault == nil && r.Parameter == "" {
		l.fault = errors.New("plotting.Results: they have no parameter that lines could depend on; show them with Bars, Runs or Boxes")
	}
	if l.fault != nil {
		return l
	}
	unit, scale := r.chosen(), r.scale()
	least, greatest := math.Inf(1), math.Inf(-1)
	series := map[string]int{} // places of the cases
	for _, name := range r.cases() {
		series[name] = len(l.Series)
		l.Series = append(l.Series, Series{Label: name})
	}
	for _, row := range r.Rows {
		summary, err := Summarize(row.values(unit))
		if err != nil {
			continue // a benchmark that has not reported in this unit
		}
		x := float64(row.N)
		least, greatest = min(least, x), max(greatest, x)
		s := &l.Series[series[row.Case]]
		s.Points = append(s.Points, Point{X: x, Y: summary.Median / scale.factor, Low: summary.MedianLow / scale.factor, High: summary.MedianHigh / scale.factor})
	}
	l.Series = slices.DeleteFunc(l.Series, func(s Series) bool { return len(s.Points) == 0 })
	for _, s := range l.Series {
		slices.SortStableFunc(s.Points, func(a, b Point) int { return cmp.Compare(a.X, b.X) })
	}
	l.LogX = isWide(least, greatest)
	return l
}

// errNoRows is what the zero Results show.
var errNoRows = errors.New("plotting.Results: there is nothing in them; Compare, Measure and ReadBenchmarks make some")

// fault says why there is nothing to draw, nil where there is something.
func (r Results) fault() error {
	switch {
	case len(r.Rows) > 0:
		return nil
	case r.Err != nil:
		return r.Err
	}
	return errNoRows
}

// medians are those of the rows, of the quantity that charts show.
func (r Results) medians() []float64 {
	var medians []float64
	unit := r.chosen()
	for _, row := range r.Rows {
		if s, err := Summarize(row.values(unit)); err == nil {
			medians = append(medians, s.Median)
		}
	}
	return medians
}

// scale is that of the greatest median, so that no chart needs long numbers.
func (r Results) scale() scale {
	greatest := 0.0
	for _, m := range r.medians() {
		greatest = max(greatest, m)
	}
	return scaleFor(greatest, r.chosen())
}

// isWide reports whether the values need a logarithmic axis, and can have one.
func (r Results) isWide() bool {
	least, greatest := math.Inf(1), math.Inf(-1)
	unit := r.chosen()
	for _, row := range r.Rows {
		for _, v := range row.values(unit) {
			least, greatest = min(least, v), max(greatest, v)
		}
	}
	return isWide(least, greatest)
}

func isWide(least, greatest float64) bool { return least > 0 && greatest > 20*least }

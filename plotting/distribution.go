package plotting

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"
)

// A distribution is what the charts of samples have in common: Runs, Boxes,
// Violins, ECDF, Histogram and Density.
type distribution struct {
	kind                 string
	title, caption, axis string
	log                  bool
	samples              []Sample
	width, height        int
	// most is how many samples fit into the chart.
	most int
	// fault is known before anything is looked at.
	fault error
}

// measured is a sample whose values are in ascending order.
type measured struct {
	// label is the name in pictures, each a different one, and name all of it.
	label, name string
	sorted      []float64
	summary     Summary
	// line is what a chart's text says of the sample instead of its summary, and
	// more what it adds.
	line, more string
}

// Numbers beyond these have no room for what is computed from them.
const leastSize, greatestSize = 1e-300, 1e300

// measure returns the samples in ascending order, or says what is wrong with
// them.
func (d distribution) measure() ([]measured, error) {
	if d.fault != nil {
		return nil, d.fault
	}
	if len(d.samples) == 0 {
		return nil, fmt.Errorf("plotting.%s: it has no samples; fill its field Samples", d.kind)
	}
	if len(d.samples) > d.most {
		return nil, fmt.Errorf("plotting.%s: it has %d samples, at most %d can be told apart; draw several charts", d.kind, len(d.samples), d.most)
	}
	var all []measured
	labels := map[string]int{}
	for n, s := range d.samples {
		if err := d.check(n, s); err != nil {
			return nil, err
		}
		m := measured{label: short(s.Label), name: s.Label, sorted: slices.Clone(s.Values)}
		slices.Sort(m.sorted)
		m.summary = summarize(m.sorted)
		if s.Label == "" && len(d.samples) > 1 {
			m.name = fmt.Sprintf("sample %d", n+1)
			m.label = m.name
		}
		if labels[m.label]++; labels[m.label] > 1 {
			same := fmt.Sprintf(" (%d)", labels[m.label])
			m.label, m.name = m.label+same, m.name+same
		}
		all = append(all, m)
	}
	return all, nil
}

func (d distribution) check(n int, s Sample) error {
	name := fmt.Sprintf("plotting.%s: sample %d, %q,", d.kind, n, s.Label)
	if len(s.Values) == 0 {
		return fmt.Errorf("%s has no values; leave it out, or fill its field Values", name)
	}
	for i, v := range s.Values {
		size := math.Abs(v)
		switch {
		case math.IsNaN(v) || math.IsInf(v, 0):
			return fmt.Errorf("%s has the value %v at index %d; only finite numbers can be drawn", name, v, i)
		case d.log && v <= 0:
			return fmt.Errorf("%s has the value %v at index %d, which has no place on a log axis; set Log to false, or leave out what is not above zero", name, v, i)
		case v != 0 && (size < leastSize || size > greatestSize):
			return fmt.Errorf("%s has the value %v at index %d; choose a unit in which the values are nearer to 1", name, v, i)
		}
	}
	return nil
}

// bounds returns the least and the greatest value of all samples.
func bounds(all []measured) (low, high float64) {
	low, high = all[0].summary.Low, all[0].summary.High
	for _, m := range all {
		low, high = min(low, m.summary.Low), max(high, m.summary.High)
	}
	return low, high
}

// scale makes an axis that of the values, from low to high.
func (d distribution) scale(axis *plot.Axis, low, high float64) {
	axis.Label.Text = d.axis
	if d.log {
		logAxis(axis, low, high)
		return
	}
	if low >= 0 && low < (high-low)/3 {
		low = 0 // costs little room, and lengths can be compared then
	}
	linearAxis(axis, low, high)
}

// grid is one of faint lines at the ticks of the axes that have them.
func grid(vertical, horizontal bool) *plotter.Grid {
	g := plotter.NewGrid()
	line := draw.LineStyle{Color: rule, Width: 0.75}
	g.Vertical, g.Horizontal = draw.LineStyle{}, draw.LineStyle{}
	if vertical {
		g.Vertical = line
	}
	if horizontal {
		g.Horizontal = line
	}
	return g
}

// onScale returns values as they lie on the axis: as they are, or their
// logarithms.
func (d distribution) onScale(values []float64) []float64 {
	if !d.log {
		return values
	}
	logs := make([]float64, len(values))
	for n, v := range values {
		logs[n] = math.Log10(v)
	}
	return logs
}

// offScale is the reverse of onScale, for one value.
func (d distribution) offScale(v float64) float64 {
	if d.log {
		return math.Pow(10, v)
	}
	return v
}

// text returns the samples in numbers, a line for each.
func (d distribution) text() string {
	all, err := d.measure()
	if err != nil {
		return orElse(d.title, strings.ToLower(d.kind)) + "\n  " + err.Error()
	}
	return d.textOf(all)
}

// textOf is text for samples in ascending order, with further lines.
func (d distribution) textOf(all []measured, lines ...string) string {
	text := []string{orElse(d.title, strings.ToLower(d.kind))}
	for _, m := range all {
		line := "  " + orElse(m.line, m.summary.String())
		if m.name != "" {
			line = "  " + m.name + ":" + line[1:]
		}
		if m.more != "" {
			line += ", " + m.more
		}
		text = append(text, line)
	}
	for _, line := range lines {
		text = append(text, "  "+line)
	}
	if d.axis != "" {
		text = append(text, "  axis: "+d.axis)
	}
	if d.caption != "" {
		text = append(text, d.caption)
	}
	return strings.Join(text, "\n")
}

// vegaAxis is the axis of the values in Vega-Lite.
func (d distribution) vegaAxis(field string) specification {
	axis := specification{"field": field, "type": "quantitative", "title": orNil(d.axis)}
	if d.log {
		axis["scale"] = specification{"type": "log", "nice": false, "padding": 10}
	} else {
		axis["scale"] = specification{"zero": false, "padding": 10}
	}
	return axis
}

func orNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// vegaColour gives each sample the colour that it has in the picture.
func vegaColour(all []measured) specification {
	var labels, colours []string
	for n, m := range all {
		labels, colours = append(labels, m.label), append(colours, cssColor(hue(n)))
	}
	return specification{
		"field": "label", "type": "nominal", "title": nil, "legend": nil,
		"scale": specification{"domain": labels, "range": colours},
	}
}

// paragraphs joins those texts that are not empty.
func paragraphs(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(t string) bool { return t == "" }), "\n")
}

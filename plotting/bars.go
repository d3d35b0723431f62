package plotting

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"

	"gonymede/kernel/display"
)

// Bars compares amounts: a bar for each, from zero, with the spread of the
// measurements where it is known. Bars of the same Group are drawn next to each
// other, and those with the same label then have the same colour.
type Bars struct {
	Title string
	// Caption is a line below the chart, "" for none.
	Caption string
	// Axis says what the values are, with their unit, as in "time, ms".
	Axis string
	Bars []Bar
	// Log makes the axis logarithmic. As it has no zero from which bars could
	// start, it shows dots.
	Log bool
	// Width and Height are the size in pixels of the page, 0 for one that fits.
	Width, Height int

	fault error // why a chart of Results has nothing to draw
}

// A Bar is one amount, not below zero.
type Bar struct {
	Label string
	Value float64
	// Low and High are the least and the greatest of the values measured, or
	// both 0 where there is no spread to show.
	Low, High float64
	// Group names the bars that belong together, as those of one size; "" where there are no groups.
	Group string
}

var _ Chart = Bars{}

// Display returns the chart as a picture, and as text.
func (b Bars) Display() display.Bundle { return show(b) }

// Save writes the chart to a file that ends in .png, .svg or .json (Vega-Lite).
func (b Bars) Save(path string) error { return save(b, path) }

// String returns the amounts as text, a line for each.
func (b Bars) String() string {
	var s strings.Builder
	s.WriteString(orElse(b.Title, "bars"))
	if b.fault != nil {
		return s.String() + "\n  " + b.fault.Error()
	}
	for _, group := range b.groups() {
		indent := "\n  "
		if b.isGrouped() {
			s.WriteString(indent + group.name + ":")
			indent += "  "
		}
		for _, n := range group.bars {
			bar := b.Bars[n]
			s.WriteString(indent + bar.Label + ": " + digits(bar.Value))
			if bar.hasSpread() {
				s.WriteString(" (" + digits(bar.Low) + "–" + digits(bar.High) + ")")
			}
		}
	}
	if b.Axis != "" {
		s.WriteString("\n  axis: " + b.Axis)
	}
	if b.Caption != "" {
		s.WriteString("\n" + b.Caption)
	}
	return s.String()
}

func (b Bar) hasSpread() bool { return b.Low != 0 || b.High != 0 }

func (b Bars) caption() string { return b.Caption }

func (b Bars) size() (width, height int) {
	height = 2*8 + 46 + int(b.rows().height)
	if b.isGrouped() {
		rows := markKey{b.keyEntries(), b.keyWidth()}.rows()
		height += int(markRow/pagePixel)*len(rows) + 4
	}
	if b.Title != "" {
		height += 26
	}
	if b.Caption != "" {
		height += 18
	}
	return sizeOr(b.Width, b.Height, timelineWidth, height)
}

func (b Bars) plot() (*plot.Plot, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	p := plot.New()
	p.Title.Text = b.Title
	p.X.Label.Text = b.Axis
	b.scale(&p.X)
	rows := b.rows()
	var ticks plot.ConstantTicks
	if b.isGrouped() {
		for _, group := range b.groups() {
			first, last := group.bars[0], group.bars[len(group.bars)-1]
			ticks = append(ticks, plot.Tick{Value: -(rows.at[first] + rows.at[last]) / 2, Label: short(group.name)})
		}
		p.Add(markKey{b.keyEntries(), b.keyWidth()})
	} else {
		for n, bar := range b.Bars {
			ticks = append(ticks, plot.Tick{Value: -rows.at[n], Label: short(bar.Label)})
		}
	}
	p.Y.Tick.Marker = ticks
	p.Y.Tick.Length = 0
	p.Y.LineStyle.Width = 0
	p.Y.Min, p.Y.Max = -rows.height, 0
	p.Add(rows)
	return p, nil
}

// scale makes an axis for the values and their spreads.
func (b Bars) scale(axis *plot.Axis) {
	if b.Log {
		e := extent{b.Bars[0].Value, b.Bars[0].Value}
		for _, bar := range b.Bars {
			e.add(bar.Value)
			if bar.hasSpread() {
				e.add(bar.High)
			}
			if bar.Low > 0 {
				e.add(bar.Low)
			}
		}
		logAxis(axis, e.low, e.high)
		return
	}
	var most float64
	for _, bar := range b.Bars {
		most = max(most, bar.Value, bar.High)
	}
	if most == 0 {
		most = 1
	}
	axis.Min, axis.Max = 0, min(1.02*most, math.MaxFloat64)
	axis.Scale, axis.Tick.Marker = linearScale{}, linearTicks{}
}

// A barGroup are the bars with one name of a group.
type barGroup struct {
	name string
	// bars are their places in the field Bars.
	bars []int
}

func (b Bars) isGrouped() bool {
	return slices.ContainsFunc(b.Bars, func(bar Bar) bool { return bar.Group != "" })
}

// groups returns the groups in the order in which they first appear.
func (b Bars) groups() []barGroup {
	var groups []barGroup
	for n, bar := range b.Bars {
		i := slices.IndexFunc(groups, func(g barGroup) bool { return g.name == bar.Group })
		if i < 0 {
			i = len(groups)
			groups = append(groups, barGroup{name: bar.Group})
		}
		groups[i].bars = append(groups[i].bars, n)
	}
	return groups
}

// labels are those of the bars, in the order in which they first appear.
func (b Bars) labels() []string {
	var labels []string
	for _, bar := range b.Bars {
		if !slices.Contains(labels, bar.Label) {
			labels = append(labels, bar.Label)
		}
	}
	return labels
}

func (b Bars) check() error {
	if b.fault != nil {
		return b.fault
	}
	if len(b.Bars) == 0 {
		return fmt.Errorf("plotting.Bars: it has no bars; fill its field Bars")
	}
	if len(b.Bars) > 200 {
		return fmt.Errorf("plotting.Bars: it has %d bars, at most 200 can be drawn", len(b.Bars))
	}
	for n, bar := range b.Bars {
		for _, v := range []float64{bar.Value, bar.Low, bar.High} {
			if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
				return fmt.Errorf("plotting.Bars: bar %d, %q, has the value %v; a bar needs finite numbers that are not below zero", n, bar.Label, v)
			}
		}
		if b.Log && bar.Value == 0 {
			return logError("Bars", fmt.Sprintf("bar %d, %q,", n, bar.Label), bar.Value, "Log")
		}
		if bar.hasSpread() && (bar.Low > bar.Value || bar.High < bar.Value) {
			return fmt.Errorf("plotting.Bars: bar %d, %q, has the value %v outside of its spread from %v to %v", n, bar.Label, bar.Value, bar.Low, bar.High)
		}
	}
	return nil
}

package plotting

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg/draw"
)

// traces is what the charts of series have in common: Lines and Scatter.
type traces struct {
	kind                         string
	title, caption, xAxis, yAxis string
	logX, logY                   bool
	series                       []Series
	fault                        error // known before
}

const (
	// mostSeries can be told apart by colour and mark.
	mostSeries = 35
	// mostVegaRows bounds the rows of a specification, which stays in the notebook.
	mostVegaRows = 5_000
)

func (p Point) hasInterval() bool { return p.Low != 0 || p.High != 0 }

func (t traces) check() error {
	if t.fault != nil {
		return t.fault
	}
	if len(t.series) == 0 {
		return fmt.Errorf("plotting.%s: it has no series; fill its field Series", t.kind)
	}
	if len(t.series) > mostSeries {
		return fmt.Errorf("plotting.%s: it has %d series, at most %d can be told apart; draw several charts", t.kind, len(t.series), mostSeries)
	}
	for n, s := range t.series {
		if len(s.Points) == 0 {
			return fmt.Errorf("plotting.%s: series %q has no points; leave it out, or fill its field Points", t.kind, t.label(n))
		}
		for i, point := range s.Points {
			if err := t.checkPoint(point); err != nil {
				return fmt.Errorf("plotting.%s: series %q, point %d: %w", t.kind, t.label(n), i, err)
			}
		}
	}
	return nil
}

func (t traces) checkPoint(p Point) error {
	for i, v := range [...]float64{p.X, p.Y, p.Low, p.High} {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return fmt.Errorf("%s is %v; only finite numbers can be drawn", [...]string{"X", "Y", "Low", "High"}[i], v)
		}
	}
	switch {
	case t.logX && p.X <= 0:
		return notLog("X", p.X, "LogX")
	case t.logY && p.Y <= 0:
		return notLog("Y", p.Y, "LogY")
	case p.hasInterval() && (p.Low > p.Y || p.High < p.Y):
		return fmt.Errorf("its Y is %v, outside of its interval from Low %v to High %v", p.Y, p.Low, p.High)
	}
	return nil
}

// label is the name of a series.
func (t traces) label(n int) string {
	if t.series[n].Label == "" && len(t.series) > 1 {
		return fmt.Sprintf("series %d", n+1)
	}
	return t.series[n].Label
}

func (t traces) labels() []string {
	labels := make([]string, len(t.series))
	for n := range labels {
		labels[n] = t.label(n)
	}
	return labels
}

func (t traces) count() int {
	var count int
	for _, s := range t.series {
		count += len(s.Points)
	}
	return count
}

// sort puts the points of each series into the order of X, and leaves those of
// the chart as they are.
func (t *traces) sort() {
	t.series = slices.Clone(t.series)
	byX := func(a, b Point) int { return cmp.Compare(a.X, b.X) }
	for n, s := range t.series {
		if !slices.IsSortedFunc(s.Points, byX) {
			t.series[n].Points = slices.Clone(s.Points)
			slices.SortStableFunc(t.series[n].Points, byX)
		}
	}
}

// An extent is from the least to the greatest of some numbers.
type extent struct{ low, high float64 }

func (e *extent) add(v float64) { e.low, e.high = min(e.low, v), max(e.high, v) }

func extentOf(points []Point) (x, y extent) {
	x = extent{points[0].X, points[0].X}
	y = extent{points[0].Y, points[0].Y}
	for _, p := range points {
		x.add(p.X)
		y.add(p.Y)
	}
	return x, y
}

// newPlot returns a plot with axes for all points and their intervals.
func (t traces) newPlot() *plot.Plot {
	x, y := extentOf(t.series[0].Points)
	for _, s := range t.series {
		for _, p := range s.Points {
			x.add(p.X)
			y.add(p.Y)
			if p.hasInterval() {
				y.add(p.High)
				if !t.logY || p.Low > 0 {
					y.add(p.Low)
				}
			}
		}
	}
	if !t.logY && y.low > 0 && y.low < (y.high-y.low)/2 {
		y.low = 0 // costs little room, and lengths are then comparable
	}
	p := plot.New()
	p.Title.Text = t.title
	p.X.Label.Text, p.Y.Label.Text = t.xAxis, t.yAxis
	setAxis(&p.X, x, t.logX)
	setAxis(&p.Y, y, t.logY)
	if at := t.measuredAt(); at != nil {
		p.X.Tick.Marker = at
	}
	p.Add(faintGrid())
	return p
}

func setAxis(axis *plot.Axis, e extent, log bool) {
	axis.Tick.Length = 5
	if log {
		logAxis(axis, e.low, e.high)
		return
	}
	linearAxis(axis, e.low, e.high)
}

// faintGrid is one of lines at the marks of both axes.
func faintGrid() *plotter.Grid {
	g := plotter.NewGrid()
	g.Vertical = draw.LineStyle{Color: rule, Width: 0.6}
	g.Horizontal = g.Vertical
	return g
}

// measuredAt returns where the points are, to mark the axis there, if that
// is at a few whole numbers as those of sizes and workers are.
func (t traces) measuredAt() plot.Ticker {
	var at []float64
	for _, s := range t.series {
		for _, p := range s.Points {
			if slices.Contains(at, p.X) {
				continue
			}
			if at = append(at, p.X); len(at) > 12 || p.X != math.Trunc(p.X) || math.Abs(p.X) >= 1e7 {
				return nil
			}
		}
	}
	if len(at) < 2 {
		return nil
	}
	slices.Sort(at)
	return countTicks{at, t.logX}
}

// countTicks marks an axis at given whole numbers, and labels those that are
// not too near to another.
type countTicks struct {
	at  []float64
	log bool
}

// Ticks returns the marks.
func (t countTicks) Ticks(low, high float64) []plot.Tick {
	var scale plot.Normalizer = linearScale{}
	if t.log {
		scale = logScale{}
	}
	const perLetter, gap = 0.014, 0.012 // parts of the axis
	ticks := make([]plot.Tick, len(t.at))
	free := math.Inf(1)
	// From the greatest, so that this always has a label.
	for n := len(t.at) - 1; n >= 0; n-- {
		ticks[n].Value = t.at[n]
		label := countLabel(t.at[n])
		half := perLetter*float64(len(label))/2 + gap/2
		if at := scale.Normalize(low, high, t.at[n]); at+half <= free {
			ticks[n].Label = label
			free = at - half
		}
	}
	return ticks
}

// countLabel writes a whole number, in thousands or millions if it has some.
func countLabel(v float64) string {
	for _, k := range []int{2, 1} {
		if unit := math.Pow10(3 * k); math.Abs(v) >= 10*unit && math.Mod(v, unit) == 0 || k == 2 && v != 0 && math.Mod(v, unit) == 0 {
			return fmt.Sprintf("%.0f", v/unit) + suffixes[k]
		}
	}
	return fmt.Sprintf("%.0f", v)
}

// text returns the series in numbers, a line for each.
func (t traces) text(describe func(Series) string, more ...string) string {
	lines := []string{orElse(t.title, strings.ToLower(t.kind))}
	if err := t.check(); err != nil {
		return lines[0] + "\n  " + err.Error()
	}
	if t.kind == "Lines" { // the order of dots does not matter
		t.sort()
	}
	for n, s := range t.series {
		name := t.label(n)
		if name != "" {
			name += ": "
		}
		lines = append(lines, "  "+name+describe(s))
	}
	if t.xAxis != "" || t.yAxis != "" {
		lines = append(lines, "  axes: "+orElse(t.xAxis, "X")+" → "+orElse(t.yAxis, "Y"))
	}
	for _, line := range append(more, t.caption) {
		if line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// describeLine gives the points of a line, or some of many.
func describeLine(s Series) string {
	const some = 12
	var b strings.Builder
	points := s.Points
	if len(points) > some {
		x, y := extentOf(points)
		fmt.Fprintf(&b, "%s points, X %s–%s, Y %s–%s; among them ", thousands(len(points)), digits(x.low), digits(x.high), digits(y.low), digits(y.high))
		points = nil
		for n := range 5 {
			points = append(points, s.Points[n*(len(s.Points)-1)/4])
		}
	}
	for n, p := range points {
		if n > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%s → %s", significant(p.X, 7), digits(p.Y))
		if p.hasInterval() {
			fmt.Fprintf(&b, " (%s–%s)", digits(p.Low), digits(p.High))
		}
	}
	return b.String()
}

// thousands writes a count with its thousands apart, as in 1,000,000.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}

func vegaScale(field, title string, log bool) specification {
	scale := specification{"zero": false}
	if log {
		scale = specification{"type": "log", "nice": false}
	}
	return specification{"field": field, "type": "quantitative", "title": title, "scale": scale}
}

// vegaColour is the colour of a series, with a legend where there are several.
func (t traces) vegaColour() specification {
	colour := specification{"field": "series", "type": "nominal", "title": nil, "scale": specification{"domain": t.labels()}}
	if len(t.series) == 1 {
		colour["legend"] = nil
	}
	return colour
}

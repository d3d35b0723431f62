package plotting

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"gonymede/kernel/display"
)

// ECDF draws the empirical distribution function of each sample: how many of
// its values, of 100, are at most x. It shows every value, and how slow the
// slowest of latencies are. Percentiles are lines across, with dots where the
// samples reach them and their values in the key.
//
// A step of the function that is narrower than half a pixel of the picture is
// drawn together with its neighbours.
type ECDF struct {
	Title string
	// Caption is text below the chart, "" for none.
	Caption string
	// Axis says what the values are, with their unit, as in "time, ms".
	Axis string
	// Log makes the axis logarithmic; all values have to be above zero then.
	Log     bool
	Samples []Sample
	// Percentiles are those to mark, above 0 and below 100, in ascending order;
	// nil is for 50, 90 and 99. The p-th percentile is the least value that p of
	// 100 values do not exceed. Above 50 it is not known of samples with fewer than
	// 100/(100-p) values, all of which may lie below it.
	Percentiles []float64
	// Width and Height are those of the chart in pixels of the page, 0 for what fits.
	Width, Height int

	fault error // why a chart of Results has nothing to draw
}

var _ Chart = ECDF{}

// Display returns the chart as a picture, and as text.
func (e ECDF) Display() display.Bundle { return show(e) }

// Save writes the chart to a file that ends in .png, .svg or .json (Vega-Lite).
func (e ECDF) Save(path string) error { return save(e, path) }

// String returns the percentiles of the samples, a line for each.
func (e ECDF) String() string {
	d := e.distribution()
	all, err := e.measure()
	if err != nil {
		return orElse(e.Title, "ecdf") + "\n  " + err.Error()
	}
	for n, m := range all {
		known := []string{fmt.Sprintf("%d values", m.summary.N)}
		for _, p := range e.percentiles() {
			if v, ok := m.percentile(p); ok {
				known = append(known, percentileName(p)+" "+m.number(v))
			}
		}
		known = append(known, "least "+m.number(m.summary.Low), "greatest "+m.number(m.summary.High))
		all[n].line = strings.Join(known, ", ")
	}
	return d.textOf(all)
}

func (e ECDF) distribution() distribution {
	return distribution{"ECDF", e.Title, e.Caption, e.Axis, e.Log, e.Samples, e.Width, e.Height, mostCurves, e.fault}
}

func (e ECDF) measure() ([]measured, error) {
	for n, p := range e.Percentiles {
		if !(p > 0 && p < 100) || n > 0 && p <= e.Percentiles[n-1] {
			return nil, fmt.Errorf("plotting.ECDF: its Percentiles are %v; they have to be above 0 and below 100, and in ascending order", e.Percentiles)
		}
	}
	if len(e.Percentiles) > 8 {
		return nil, fmt.Errorf("plotting.ECDF: it has %d Percentiles, at most 8 can be marked", len(e.Percentiles))
	}
	return e.distribution().measure()
}

func (e ECDF) percentiles() []float64 {
	if e.Percentiles == nil {
		return []float64{50, 90, 99}
	}
	return e.Percentiles
}

// percentile is the least value that p of 100 values do not exceed; ok tells
// whether there are values enough to know it.
func (m measured) percentile(p float64) (v float64, ok bool) {
	n := float64(len(m.sorted))
	if p > 50 && n*(100-p) < 100*(1-1e-9) {
		return 0, false
	}
	rank := int(math.Ceil(n*p/100 - 1e-9))
	return m.sorted[max(rank, 1)-1], true
}

// number writes a value of the sample.
func (m measured) number(v float64) string {
	return significant(v, min(telling(m.summary.Median, m.summary.Q3-m.summary.Q1), 7))
}

func percentileName(p float64) string { return fmt.Sprintf("p%g", p) }

func (e ECDF) caption() string { return e.Caption }

func (e ECDF) size() (width, height int) { return e.distribution().curveSize(e.caption()) }

func (e ECDF) plot() (*plot.Plot, error) {
	d := e.distribution()
	all, err := e.measure()
	if err != nil {
		return nil, err
	}
	table := keyTable{}
	for _, p := range e.percentiles() {
		table.heads = append(table.heads, percentileName(p))
	}
	for _, m := range all {
		row := keyRow{label: m.label}
		for _, p := range e.percentiles() {
			number := "–"
			if v, ok := m.percentile(p); ok {
				number = m.number(v)
			}
			row.numbers = append(row.numbers, number)
		}
		table.rows = append(table.rows, row)
	}
	low, high := bounds(all)
	p := d.curvePlot(low, high, table)
	p.Y.Label.Text = "% of the values"
	p.Y.Min, p.Y.Max = 0, 100
	p.Y.Tick.Marker = linearTicks{}
	p.Add(steps{e, all})
	return p, nil
}

// steps draws the functions, and the percentiles.
type steps struct {
	ECDF
	samples []measured
}

var (
	_ plot.Plotter    = steps{}
	_ plot.GlyphBoxer = steps{}
)

// Plot draws onto the data area of a plot.
func (s steps) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	name := lettering(smallSize, faintInk)
	name.XAlign = text.XLeft
	written := vg.Length(math.Inf(-1))
	for _, percentile := range s.percentiles() {
		at := y(percentile)
		c.StrokeLine2(draw.LineStyle{Color: faintInk, Width: 0.75, Dashes: []vg.Length{3, 3}}, c.Min.X, at, c.Max.X, at)
		if at-written > 10*pagePixel {
			write(c, name, vg.Point{X: c.Max.X + 4*pagePixel, Y: at}, percentileName(percentile))
			written = at
		}
	}
	pixels := int(2 * (c.Max.X - c.Min.X) / pagePixel)
	for n, m := range s.samples {
		line := []vg.Point{{X: c.Min.X, Y: y(0)}}
		for _, step := range s.steps(m, p.X, 2*pixels) {
			at := x(step.value)
			line = append(line, vg.Point{X: at, Y: line[len(line)-1].Y}, vg.Point{X: at, Y: y(step.share)})
		}
		line = append(line, vg.Point{X: c.Max.X, Y: y(100)})
		c.StrokeLines(curveStyle(n), line)
	}
	for n, m := range s.samples {
		for _, percentile := range s.percentiles() {
			if v, ok := m.percentile(percentile); ok {
				at := vg.Point{X: x(v), Y: y(percentile)}
				c.DrawGlyph(draw.GlyphStyle{Color: background, Radius: 4.2 * pagePixel, Shape: draw.CircleGlyph{}}, at)
				c.DrawGlyph(draw.GlyphStyle{Color: hue(n), Radius: 3.2 * pagePixel, Shape: draw.CircleGlyph{}}, at)
				if isDashed(n) {
					c.DrawGlyph(draw.GlyphStyle{Color: background, Radius: 1.6 * pagePixel, Shape: draw.CircleGlyph{}}, at)
				}
			}
		}
	}
}

// GlyphBoxes keeps room for the names of the percentiles.
func (s steps) GlyphBoxes(*plot.Plot) []plot.GlyphBox {
	var widest vg.Length
	for _, p := range s.percentiles() {
		widest = max(widest, lettering(smallSize, faintInk).Width(percentileName(p)))
	}
	return []plot.GlyphBox{{X: 1, Y: 0.5, Rectangle: vg.Rectangle{Max: vg.Point{X: widest + 4*pagePixel}}}}
}

// A step is where a distribution function rises, and to what share of 100.
type step struct{ value, share float64 }

// steps returns those of a sample, at most about so many: of the values that
// share a part of the axis only the greatest is left.
func (e ECDF) steps(m measured, axis plot.Axis, most int) []step {
	var all []step
	n := float64(len(m.sorted))
	last := -1
	for i, v := range m.sorted {
		if i+1 < len(m.sorted) && m.sorted[i+1] == v {
			continue
		}
		part := int(axis.Norm(v) * float64(most))
		if len(m.sorted) > most && part == last && len(all) > 1 {
			all = all[:len(all)-1]
		}
		last = part
		all = append(all, step{v, 100 * float64(i+1) / n})
	}
	return all
}

func (e ECDF) vega() specification {
	d := e.distribution()
	all, err := e.measure()
	if err != nil {
		return nil
	}
	p, err := e.plot()
	if err != nil {
		return nil
	}
	var rows, marks []specification
	for _, m := range all {
		rows = append(rows, specification{"label": m.label, "value": m.sorted[0], "share": 0})
		for _, s := range e.steps(m, p.X, 500) {
			rows = append(rows, specification{"label": m.label, "value": s.value, "share": s.share})
		}
		for _, percentile := range e.percentiles() {
			if v, ok := m.percentile(percentile); ok {
				marks = append(marks, specification{"label": m.label, "percentile": percentileName(percentile), "value": v, "share": percentile})
			}
		}
	}
	share := specification{"field": "share", "type": "quantitative", "title": p.Y.Label.Text, "scale": specification{"domain": []float64{0, 100}}}
	colour := vegaColour(all)
	colour["legend"] = specification{"orient": "top"}
	guides := slices.Clone(e.percentiles())
	return specification{
		"title":  d.title,
		"height": 280,
		"layer": []specification{
			{"data": specification{"values": guides}, "mark": specification{"type": "rule", "strokeDash": []int{4, 4}, "color": cssColor(faintInk)}, "encoding": specification{
				"y": specification{"field": "data", "type": "quantitative"},
			}},
			{"data": specification{"values": rows}, "mark": specification{"type": "line", "interpolate": "step-after"}, "encoding": specification{
				"x": d.vegaAxis("value"), "y": share, "color": colour, "strokeDash": vegaDashes(all),
			}},
			{"data": specification{"values": marks}, "mark": specification{"type": "circle", "size": 50, "opacity": 1, "tooltip": specification{"content": "data"}}, "encoding": specification{
				"x": d.vegaAxis("value"), "y": share, "color": colour,
			}},
		},
	}
}

package plotting

import (
	"encoding/json"
	"fmt"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"gonymede/kernel/display"
)

// Violins draws the shape of each sample: how dense the values lie, mirrored,
// from the least to the greatest value, with a bar from the first quartile to
// the third and a dot at the median. Each violin is as wide as its row allows
// where its values are densest, so widths of different samples are no counts.
//
// The density is estimated as [Density] does it; with Log it is that of the
// logarithms. A sample whose values are all equal is a line.
type Violins struct {
	Title string
	// Caption is text below the chart, "" for none.
	Caption string
	// Axis says what the values are, with their unit, as in "time, ms".
	Axis string
	// Log makes the axis logarithmic; all values have to be above zero then.
	Log     bool
	Samples []Sample
	// Width and Height are those of the chart in pixels of the page, 0 for what fits.
	Width, Height int
}

var _ Chart = Violins{}

// Display returns the chart as a picture, and as text.
func (v Violins) Display() display.Bundle { return show(v) }

// Save writes the chart to a file that ends in .png, .svg or .json (Vega-Lite).
func (v Violins) Save(path string) error { return save(v, path) }

// String returns the samples in numbers, a line for each.
func (v Violins) String() string { return v.distribution().text() }

func (v Violins) distribution() distribution {
	return distribution{"Violins", v.Title, v.Caption, v.Axis, v.Log, v.Samples, v.Width, v.Height, mostRows, nil}
}

func (v Violins) caption() string {
	return paragraphs("Shape: density of the values; bar: quartiles; white dot: median.", v.Caption)
}

func (v Violins) size() (width, height int) { return v.distribution().rowSize(56, v.caption()) }

func (v Violins) plot() (*plot.Plot, error) {
	d := v.distribution()
	all, err := d.measure()
	if err != nil {
		return nil, err
	}
	return d.rowPlot(all, violinRows{d, all}), nil
}

// violinRows draws samples as violins.
type violinRows struct {
	distribution
	samples []measured
}

var _ plot.Plotter = violinRows{}

// Plot draws onto the data area of a plot.
func (v violinRows) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	half := 0.44 * min(y(0)-y(-1), 120*pagePixel)
	for n, m := range v.samples {
		middle, clr, s := y(-float64(n)), hue(n), m.summary
		shape := v.density(m, 0, s.Low, s.High)
		if len(shape.x) == 0 {
			c.StrokeLine2(draw.LineStyle{Color: clr, Width: 2}, x(s.Median), middle-half, x(s.Median), middle+half)
		}
		var upper, lower []vg.Point
		for i := range shape.x {
			at, height := x(shape.x[i]), half*vg.Length(shape.y[i]/shape.greatest())
			upper = append(upper, vg.Point{X: at, Y: middle + height})
			lower = append(lower, vg.Point{X: at, Y: middle - height})
		}
		if outline := slices.Concat(upper, reversed(lower)); len(outline) > 0 {
			c.FillPolygon(pale(clr), outline)
			c.StrokeLines(draw.LineStyle{Color: clr, Width: 1.2}, append(outline, outline[0]))
		}
		const thick = 3 * pagePixel
		c.FillPolygon(ink, []vg.Point{
			{X: x(s.Q1), Y: middle - thick}, {X: x(s.Q3), Y: middle - thick}, {X: x(s.Q3), Y: middle + thick}, {X: x(s.Q1), Y: middle + thick},
		})
		at := vg.Point{X: x(s.Median), Y: middle}
		c.DrawGlyph(draw.GlyphStyle{Color: ink, Radius: 5 * pagePixel, Shape: draw.CircleGlyph{}}, at)
		c.DrawGlyph(draw.GlyphStyle{Color: background, Radius: 3.4 * pagePixel, Shape: draw.CircleGlyph{}}, at)
	}
}

func reversed(points []vg.Point) []vg.Point {
	slices.Reverse(points)
	return points
}

// vega puts all violins into one view: row n lies around y = n, which the axis
// writes as the sample's name.
func (v Violins) vega() specification {
	d := v.distribution()
	all, err := d.measure()
	if err != nil {
		return nil
	}
	var shapes, centres []specification
	var names []string
	var ticks []int
	for n, m := range all {
		s := m.summary
		shape := d.density(m, 0, s.Low, s.High)
		for i := range shape.x {
			width := 0.42 * shape.y[i] / shape.greatest()
			shapes = append(shapes, specification{"label": m.label, "x": shape.x[i], "from": float64(n) - width, "to": float64(n) + width})
		}
		centres = append(centres, specification{"label": m.label, "n": s.N, "row": n, "q1": s.Q1, "median": s.Median, "q3": s.Q3, "least": s.Low, "greatest": s.High})
		names = append(names, m.label)
		ticks = append(ticks, n)
	}
	list, err := json.Marshal(names)
	if err != nil {
		return nil
	}
	y := func(field string) specification {
		return specification{
			"field": field, "type": "quantitative", "title": nil,
			"scale": specification{"domain": []float64{-0.5, float64(len(all)) - 0.5}, "reverse": true, "nice": false, "zero": false},
			"axis":  specification{"values": ticks, "labelExpr": fmt.Sprintf("%s[datum.value]", list), "grid": false, "ticks": false, "domain": false},
		}
	}
	centre := func(mark specification, from, to string) specification {
		encoding := specification{"y": y("row"), "x": d.vegaAxis(from)}
		if to != "" {
			encoding["x2"] = specification{"field": to}
		}
		return specification{"data": specification{"values": centres}, "mark": mark, "encoding": encoding}
	}
	layers := []specification{
		centre(specification{"type": "rule", "strokeWidth": 6, "color": cssColor(ink)}, "q1", "q3"),
		centre(specification{"type": "circle", "size": 45, "opacity": 1, "color": cssColor(background), "stroke": cssColor(ink), "tooltip": specification{"content": "data"}}, "median", ""),
	}
	if len(shapes) > 0 {
		layers = slices.Insert(layers, 0, specification{"data": specification{"values": shapes}, "mark": specification{"type": "area", "opacity": 0.45}, "encoding": specification{
			"x": d.vegaAxis("x"), "y": y("from"), "y2": specification{"field": "to"}, "color": vegaColour(all),
		}})
	}
	return specification{"title": d.title, "height": 60 * len(all), "layer": layers}
}

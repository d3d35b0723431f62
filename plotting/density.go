package plotting

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"gonymede/kernel/display"
)

// Density draws how dense the values of each sample lie: kernel density
// estimates with a Gaussian kernel (github.com/aclements/go-moremath/stats). The
// area below each curve is 1. With Log the density is that of the decimal
// logarithms. If no value of a sample is below zero, neither is its curve: what
// the kernels would put there is reflected.
//
// Up to 2000 values are taken one by one. Of more, those that lie within an
// eighth of the bandwidth are taken together; this changes a curve by less than a
// thousandth of its height. A sample whose values are all equal is a line at
// that value.
type Density struct {
	Title string
	// Caption is text below the chart, "" for none.
	Caption string
	// Axis says what the values are, with their unit, as in "time, ms".
	Axis string
	// Log makes the axis logarithmic; all values have to be above zero then.
	Log     bool
	Samples []Sample
	// Bandwidth is the standard deviation of the kernel in units of the axis, or
	// with Log in decades; the larger, the smoother the curves. 0 is for Scott's
	// rule, for each sample by itself.
	Bandwidth float64
	// Width and Height are those of the chart in pixels of the page, 0 for what fits.
	Width, Height int
}

var _ Chart = Density{}

// Display returns the chart as a picture, and as text.
func (d Density) Display() display.Bundle { return show(d) }

// Save writes the chart to a file that ends in .png, .svg or .json (Vega-Lite).
func (d Density) Save(path string) error { return save(d, path) }

// String returns the samples in numbers, a line for each.
func (d Density) String() string {
	all, _, _, err := d.curves()
	if err != nil {
		return orElse(d.Title, "density") + "\n  " + err.Error()
	}
	for n, m := range all {
		all[n].more = d.bandwidth(m)
	}
	return d.distribution().textOf(all)
}

// bandwidth says how smooth the curve of a sample is.
func (d Density) bandwidth(m measured) string {
	h := d.Bandwidth
	if h == 0 {
		h = d.distribution().ruleBandwidth(d.distribution().onScale(m.sorted))
	}
	switch {
	case h == 0:
		return "all equal"
	case d.Log:
		return "bandwidth " + digits(h) + " decades"
	}
	return "bandwidth " + digits(h)
}

func (d Density) distribution() distribution {
	return distribution{"Density", d.Title, d.Caption, d.Axis, d.Log, d.Samples, d.Width, d.Height, mostCurves, nil}
}

func (d Density) caption() string { return d.Caption }

func (d Density) size() (width, height int) { return d.distribution().curveSize(d.caption()) }

// curves returns the samples and the ends of the curves, three bandwidths
// beyond the values.
func (d Density) curves() (all []measured, low, high float64, err error) {
	if d.Bandwidth < 0 || math.IsNaN(d.Bandwidth) || math.IsInf(d.Bandwidth, 0) {
		return nil, 0, 0, fmt.Errorf("plotting.Density: its Bandwidth is %v; it has to be a finite number above zero, or 0 for Scott's rule", d.Bandwidth)
	}
	all, err = d.distribution().measure()
	if err != nil {
		return nil, 0, 0, err
	}
	low, high = math.Inf(1), math.Inf(-1)
	for _, m := range all {
		from, to := d.ends(m)
		low, high = min(low, from), max(high, to)
	}
	return all, low, high, nil
}

// ends are those of the curve of a sample.
func (d Density) ends(m measured) (low, high float64) {
	s := d.distribution()
	values := s.onScale(m.sorted)
	h := d.Bandwidth
	if h == 0 {
		h = s.ruleBandwidth(values)
	}
	low, high = values[0], values[len(values)-1]
	reach := min(3*h, 2*(high-low)+h)
	low, high = s.offScale(low-reach), s.offScale(high+reach)
	switch {
	case d.Log: // decades beyond all others may leave float64
		low, high = max(low, leastSize/10), min(high, greatestSize*10)
	case m.summary.Low >= 0:
		low = max(low, 0)
	}
	return low, high
}

func (d Density) plot() (*plot.Plot, error) {
	all, low, high, err := d.curves()
	if err != nil {
		return nil, err
	}
	s := d.distribution()
	p := s.curvePlot(low, high, countAndMedian(all))
	p.Y.Label.Text = d.unit()
	p.Y.Min = 0
	p.Y.Tick.Marker = linearTicks{}
	var curves []curve
	p.Y.Max = 0
	for _, m := range all {
		from, to := d.ends(m)
		c := s.density(m, d.Bandwidth, from, to)
		p.Y.Max = max(p.Y.Max, 1.05*c.greatest())
		curves = append(curves, c)
	}
	if p.Y.Max == 0 {
		p.Y.Max = 1
	}
	p.Y.Scale = linearScale{}
	p.Add(densities{all, curves})
	return p, nil
}

// unit says what the heights of the curves are.
func (d Density) unit() string {
	if d.Log {
		return "density per decade"
	}
	return "density"
}

// densities draws curves with the area below them.
type densities struct {
	samples []measured
	curves  []curve
}

var _ plot.Plotter = densities{}

// Plot draws onto the data area of a plot.
func (d densities) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for n, curve := range d.curves {
		line := curveStyle(n)
		if len(curve.x) == 0 {
			at := x(d.samples[n].summary.Median)
			c.StrokeLine2(line, at, c.Min.Y, at, c.Max.Y)
			continue
		}
		var points []vg.Point
		for i := range curve.x {
			points = append(points, vg.Point{X: x(curve.x[i]), Y: y(curve.y[i])})
		}
		last := len(points) - 1
		fill := hue(n)
		fill.A = 0x28
		c.FillPolygon(fill, append([]vg.Point{{X: points[0].X, Y: y(0)}, {X: points[last].X, Y: y(0)}}, reversed(append([]vg.Point{}, points...))...))
		c.StrokeLines(line, points)
	}
}

func (d Density) vega() specification {
	all, _, _, err := d.curves()
	if err != nil {
		return nil
	}
	s := d.distribution()
	var rows, spikes []specification
	for _, m := range all {
		from, to := d.ends(m)
		c := s.density(m, d.Bandwidth, from, to)
		for i := range c.x {
			rows = append(rows, specification{"label": m.label, "value": c.x[i], "density": c.y[i]})
		}
		if len(c.x) == 0 {
			spikes = append(spikes, specification{"label": m.label, "value": m.summary.Median})
		}
	}
	colour := vegaColour(all)
	colour["legend"] = specification{"orient": "top"}
	var layers []specification
	if len(rows) > 0 {
		layers = append(layers, specification{"data": specification{"values": rows}, "mark": specification{"type": "area", "line": true, "opacity": 0.3, "tooltip": true}, "encoding": specification{
			"x": s.vegaAxis("value"), "color": colour,
			"y": specification{"field": "density", "type": "quantitative", "stack": nil, "title": d.unit()},
		}})
	}
	if len(spikes) > 0 {
		layers = append(layers, specification{"data": specification{"values": spikes}, "mark": specification{"type": "rule", "tooltip": true}, "encoding": specification{
			"x": s.vegaAxis("value"), "color": colour,
		}})
	}
	return specification{"title": d.Title, "height": 280, "layer": layers}
}

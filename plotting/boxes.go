package plotting

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"gonymede/kernel/display"
)

// Boxes draws Tukey's box plots (Exploratory Data Analysis, 1977): a box from
// the first quartile to the third with a line at the median, whiskers to the
// farthest values that lie within 1.5 times the length of the box from its
// ends, and dots for the values beyond. With Log these lengths are those on the
// logarithmic axis.
//
// Of more than 300 values beyond a whisker 300 are drawn, of evenly spaced
// ranks, the farthest one among them; the text says how many there are.
type Boxes struct {
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

	fault error // why a chart of Results has nothing to draw
}

var _ Chart = Boxes{}

// Display returns the chart as a picture, and as text.
func (b Boxes) Display() display.Bundle { return show(b) }

// Save writes the chart to a file that ends in .png, .svg or .json (Vega-Lite).
func (b Boxes) Save(path string) error { return save(b, path) }

// String returns the samples in numbers, a line for each.
func (b Boxes) String() string {
	d := b.distribution()
	all, err := d.measure()
	if err != nil {
		return d.text()
	}
	for n, m := range all {
		low, high := d.box(m).beyond(m)
		all[n].more = fmt.Sprintf("beyond the whiskers %s", grouped(len(low)+len(high)))
	}
	return d.textOf(all)
}

func (b Boxes) distribution() distribution {
	return distribution{"Boxes", b.Title, b.Caption, b.Axis, b.Log, b.Samples, b.Width, b.Height, mostRows, b.fault}
}

func (b Boxes) caption() string {
	return paragraphs("Box: quartiles and median; whiskers: values within 1.5 box lengths; dots: values beyond.", b.Caption)
}

func (b Boxes) size() (width, height int) { return b.distribution().rowSize(40, b.caption()) }

func (b Boxes) plot() (*plot.Plot, error) {
	d := b.distribution()
	all, err := d.measure()
	if err != nil {
		return nil, err
	}
	return d.rowPlot(all, boxRows{d, all}), nil
}

// A box says where the values of a sample begin that are not beyond the
// whiskers, and where they end: sorted[from:to].
type box struct{ from, to int }

func (d distribution) box(m measured) box {
	q := d.onScale([]float64{m.summary.Q1, m.summary.Q3})
	length := q[1] - q[0]
	least, greatest := d.offScale(q[0]-1.5*length), d.offScale(q[1]+1.5*length)
	// Rounding must not put the ends of the box beyond the whiskers.
	least, greatest = min(least, m.summary.Q1), max(greatest, m.summary.Q3)
	from, _ := slices.BinarySearch(m.sorted, least)
	to, _ := slices.BinarySearch(m.sorted, math.Nextafter(greatest, math.Inf(1)))
	return box{from, to}
}

// whiskers are the ends of the whiskers. Where few values are far apart there
// may be none between a quartile and its fence; the whisker ends at the box then.
func (b box) whiskers(m measured) (low, high float64) {
	low, high = m.summary.Q1, m.summary.Q3
	if b.from < b.to {
		low, high = min(low, m.sorted[b.from]), max(high, m.sorted[b.to-1])
	}
	return low, high
}

// beyond are the values beyond the whiskers.
func (b box) beyond(m measured) (low, high []float64) { return m.sorted[:b.from], m.sorted[b.to:] }

// mostBeyond is how many values beyond a whisker are drawn.
const mostBeyond = 300

// boxRows draws samples as boxes.
type boxRows struct {
	distribution
	samples []measured
}

var _ plot.Plotter = boxRows{}

// Plot draws onto the data area of a plot.
func (b boxRows) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	half := 0.3 * min(y(0)-y(-1), 60*pagePixel)
	for n, m := range b.samples {
		middle, clr, s := y(-float64(n)), hue(n), m.summary
		box := b.box(m)
		low, high := box.whiskers(m)
		line := draw.LineStyle{Color: clr, Width: 1.2}
		for _, whisker := range [][2]vg.Length{{x(low), x(s.Q1)}, {x(high), x(s.Q3)}} {
			c.StrokeLine2(line, whisker[0], middle, whisker[1], middle)
			c.StrokeLine2(line, whisker[0], middle-half/2, whisker[0], middle+half/2)
		}
		left, right := x(s.Q1), x(s.Q3)
		corners := []vg.Point{{X: left, Y: middle - half}, {X: right, Y: middle - half}, {X: right, Y: middle + half}, {X: left, Y: middle + half}}
		c.FillPolygon(pale(clr), corners)
		c.StrokeLines(line, append(corners, corners[0]))
		c.StrokeLine2(draw.LineStyle{Color: ink, Width: 1.8}, x(s.Median), middle-half, x(s.Median), middle+half)
		dot := draw.GlyphStyle{Color: clr, Radius: 1.8 * pagePixel, Shape: draw.RingGlyph{}}
		below, above := box.beyond(m)
		for _, v := range slices.Concat(thin(below, mostBeyond), thin(above, mostBeyond)) {
			c.DrawGlyph(dot, vg.Point{X: x(v), Y: middle})
		}
	}
}

func (b Boxes) vega() specification {
	d := b.distribution()
	all, err := d.measure()
	if err != nil {
		return nil
	}
	var boxes, dots []specification
	for _, m := range all {
		box, s := d.box(m), m.summary
		low, high := box.whiskers(m)
		boxes = append(boxes, specification{"label": m.label, "n": s.N, "low": low, "q1": s.Q1, "median": s.Median, "q3": s.Q3, "high": high})
		below, above := box.beyond(m)
		for _, v := range slices.Concat(thin(below, 100), thin(above, 100)) {
			dots = append(dots, specification{"label": m.label, "value": v})
		}
	}
	mark := func(mark specification, from, to string) specification {
		encoding := specification{"y": vegaRows(), "x": d.vegaAxis(from), "color": vegaColour(all)}
		if to != "" {
			encoding["x2"] = specification{"field": to}
		}
		return specification{"data": specification{"values": boxes}, "mark": mark, "encoding": encoding}
	}
	layers := []specification{
		mark(specification{"type": "rule"}, "low", "high"),
		mark(specification{"type": "bar", "size": 22, "tooltip": specification{"content": "data"}}, "q1", "q3"),
		mark(specification{"type": "tick", "color": cssColor(ink), "size": 22, "thickness": 2}, "median", ""),
	}
	delete(layers[2]["encoding"].(specification), "color")
	if len(dots) > 0 {
		layers = append(layers, specification{"data": specification{"values": dots}, "mark": specification{"type": "point", "size": 15, "tooltip": true}, "encoding": specification{
			"y": vegaRows(), "x": d.vegaAxis("value"), "color": vegaColour(all),
		}})
	}
	return specification{"title": d.title, "height": specification{"step": 36}, "layer": layers}
}

package plotting

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"gonymede/kernel/display"
)

// Runs shows everything that was measured: a dot for each value, and below the
// dots the median with its 95 % interval. A sample of fewer than six values has
// no such interval. How high a dot lies in its row means nothing; it keeps dots
// apart.
//
// Of a sample with more than 1000 values 1000 are drawn, of evenly spaced ranks,
// and fewer where there are many samples; the caption says so. The median and its interval are those of all values.
type Runs struct {
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

var _ Chart = Runs{}

// Display returns the chart as a picture, and as text.
func (r Runs) Display() display.Bundle { return show(r) }

// Save writes the chart to a file that ends in .png, .svg or .json (Vega-Lite).
func (r Runs) Save(path string) error { return save(r, path) }

// String returns the samples in numbers, a line for each.
func (r Runs) String() string { return r.distribution().text() }

func (r Runs) distribution() distribution {
	return distribution{"Runs", r.Title, r.Caption, r.Axis, r.Log, r.Samples, r.Width, r.Height, mostRows, r.fault}
}

// mostRows is how many rows a chart may have.
const mostRows = 60

// mostDots is how many dots are drawn of one sample, so that a picture stays
// readable and small.
const mostDots = 1000

func (r Runs) caption() string {
	note := "Each dot is a value; the diamond is the median, with its 95 % interval."
	for _, s := range r.Samples {
		if n := r.dots(); len(s.Values) > n {
			note = fmt.Sprintf("Dots are at most %s values of each sample, of evenly spaced ranks; the diamond is the median of all, with its 95 %% interval.", grouped(n))
			break
		}
	}
	return paragraphs(note, r.Caption)
}

// dots is how many are drawn of one sample.
func (r Runs) dots() int { return min(mostDots, 6*mostDots/max(1, len(r.Samples))) }

func (r Runs) size() (width, height int) { return r.distribution().rowSize(50, r.caption()) }

func (r Runs) plot() (*plot.Plot, error) {
	d := r.distribution()
	all, err := d.measure()
	if err != nil {
		return nil, err
	}
	return d.rowPlot(all, runRows{all, r.dots()}), nil
}

// runRows draws the values of samples as dots.
type runRows struct {
	samples []measured
	dots    int
}

var _ plot.Plotter = runRows{}

// Plot draws onto the data area of a plot.
func (r runRows) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	row := y(0) - y(-1)
	for n, m := range r.samples {
		values := thin(m.sorted, r.dots)
		// Many dots are small and let others through, so that one sees where they are dense.
		radius, clr := 2.3*pagePixel, hue(n)
		clr.A = 0xa0
		if len(values) > 200 {
			radius, clr.A = 1.5*pagePixel, 0x50
		}
		middle, half := y(-float64(n))+0.14*row, 0.24*row
		dot := draw.GlyphStyle{Color: clr, Radius: radius, Shape: draw.CircleGlyph{}}
		for rank, v := range values {
			c.DrawGlyph(dot, vg.Point{X: x(v), Y: middle + half*vg.Length(2*jitter(rank)-1)})
		}
		drawMedian(c, m.summary, x, y(-float64(n))-0.28*row)
	}
}

// jitter is where in its row the dot of a rank lies, from 0 to 1. Multiples of
// the golden ratio keep dots of near ranks far apart.
func jitter(rank int) float64 {
	_, part := math.Modf(float64(rank) * (math.Phi - 1))
	return part
}

// drawMedian draws a median as a diamond on its interval.
func drawMedian(c draw.Canvas, s Summary, x func(float64) vg.Length, y vg.Length) {
	if s.HasMedianInterval() {
		drawWhisker(c, x(s.MedianLow), x(s.MedianHigh), y, ink)
	}
	const half = 3.6 * pagePixel
	at := x(s.Median)
	c.FillPolygon(ink, []vg.Point{{X: at - half, Y: y}, {X: at, Y: y + half}, {X: at + half, Y: y}, {X: at, Y: y - half}})
}

func (r Runs) vega() specification {
	d := r.distribution()
	all, err := d.measure()
	if err != nil {
		return nil
	}
	var dots, centres []specification
	for _, m := range all {
		for rank, v := range thin(m.sorted, r.dots()) {
			dots = append(dots, specification{"label": m.label, "value": v, "offset": jitter(rank)})
		}
		s := m.summary
		centre := specification{"label": m.label, "n": s.N, "median": s.Median, "offset": -0.35}
		if s.HasMedianInterval() {
			centre["low"], centre["high"] = s.MedianLow, s.MedianHigh
		}
		centres = append(centres, centre)
	}
	offset := specification{"field": "offset", "type": "quantitative", "scale": specification{"domain": []float64{-0.8, 1.2}}}
	return specification{
		"title":  d.title,
		"height": specification{"step": 50},
		"layer": []specification{
			{"data": specification{"values": dots}, "mark": specification{"type": "circle", "opacity": 0.5, "tooltip": true}, "encoding": specification{
				"y": vegaRows(), "yOffset": offset, "x": d.vegaAxis("value"), "color": vegaColour(all),
			}},
			{"data": specification{"values": centres}, "mark": specification{"type": "rule", "strokeWidth": 2}, "encoding": specification{
				"y": vegaRows(), "yOffset": offset, "x": d.vegaAxis("low"), "x2": specification{"field": "high"},
			}},
			{"data": specification{"values": centres}, "mark": specification{"type": "point", "shape": "diamond", "filled": true, "color": cssColor(ink), "size": 60, "opacity": 1, "tooltip": specification{"content": "data"}}, "encoding": specification{
				"y": vegaRows(), "yOffset": offset, "x": d.vegaAxis("median"),
			}},
		},
	}
}

package plotting

import (
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"gonymede/kernel/display"
)

// Histogram counts how many values lie in each of a row of bins. Bars are the
// counts of one sample; of several samples, which may have different numbers of
// values, outlines show the share of the values of each. A bin includes its lower
// edge.
//
// The width of the bins is by default that of Freedman and Diaconis or of
// Sturges, whichever is less, and the geometric mean of those of several samples;
// with Log it is one on the logarithmic axis. There are at most 100 bins then.
type Histogram struct {
	Title string
	// Caption is text below the chart, "" for none.
	Caption string
	// Axis says what the values are, with their unit, as in "time, ms".
	Axis string
	// Log makes the axis of the values logarithmic; all have to be above zero then.
	Log     bool
	Samples []Sample
	// Bins is how many bins there are from the least value to the greatest; 0
	// is for a number that suits the values.
	Bins int
	// Width and Height are those of the chart in pixels of the page, 0 for what fits.
	Width, Height int
}

var _ Chart = Histogram{}

// Display returns the chart as a picture, and as text.
func (h Histogram) Display() display.Bundle { return show(h) }

// Save writes the chart to a file that ends in .png, .svg or .json (Vega-Lite).
func (h Histogram) Save(path string) error { return save(h, path) }

// String returns the samples in numbers, a line for each, and the counts.
func (h Histogram) String() string {
	all, edges, err := h.count()
	if err != nil {
		return orElse(h.Title, "histogram") + "\n  " + err.Error()
	}
	from, to := edges[0], edges[len(edges)-1]
	n := telling(max(-from, to), (to-from)/float64(len(edges)))
	equal := ""
	if h.Log && len(edges) > 2 {
		equal = ", equal on a log axis"
	}
	lines := []string{fmt.Sprintf("bins from %s to %s: %d%s", significant(from, n), significant(to, n), len(edges)-1, equal)}
	for _, m := range all {
		counts := m.counts(edges)
		name := "counts"
		if m.name != "" {
			name = "counts of " + m.name
		}
		if len(counts) <= 12 {
			lines = append(lines, name+": "+strings.Trim(fmt.Sprint(counts), "[]"))
			continue
		}
		most := slices.Max(counts)
		fullest := slices.Index(counts, most)
		lines = append(lines, fmt.Sprintf("%s: %s, most are the %d from %s to %s", name, blocks(counts), most,
			significant(edges[fullest], n), significant(edges[fullest+1], n)))
	}
	return h.distribution().textOf(all, lines...)
}

// blocks draws counts in text, with a point for none.
func blocks(counts []int) string {
	heights := []rune("▁▂▃▄▅▆▇█")
	most := slices.Max(counts)
	var b strings.Builder
	for _, count := range counts {
		if count == 0 {
			b.WriteRune('·')
			continue
		}
		b.WriteRune(heights[(count*len(heights)-1)/most])
	}
	return b.String()
}

func (h Histogram) distribution() distribution {
	return distribution{"Histogram", h.Title, h.Caption, h.Axis, h.Log, h.Samples, h.Width, h.Height, mostCurves, nil}
}

func (h Histogram) caption() string { return h.Caption }

func (h Histogram) size() (width, height int) { return h.distribution().curveSize(h.caption()) }

// count returns the samples, and the edges of the bins.
func (h Histogram) count() (all []measured, edges []float64, err error) {
	const most = 1000
	if h.Bins < 0 || h.Bins > most {
		return nil, nil, fmt.Errorf("plotting.Histogram: it has %d Bins; give it 1 to %d, or 0 for a number that suits the values", h.Bins, most)
	}
	d := h.distribution()
	if all, err = d.measure(); err != nil {
		return nil, nil, err
	}
	return all, d.binEdges(all, h.Bins), nil
}

// heights are those of the bins of a sample: counts, or shares of 100 if there
// are several samples.
func (h Histogram) heights(m measured, edges []float64) []float64 {
	var heights []float64
	for _, count := range m.counts(edges) {
		height := float64(count)
		if len(h.Samples) > 1 {
			height *= 100 / float64(len(m.sorted))
		}
		heights = append(heights, height)
	}
	return heights
}

func (h Histogram) unit() string {
	if len(h.Samples) > 1 {
		return "% of the values"
	}
	return "values"
}

func (h Histogram) plot() (*plot.Plot, error) {
	all, edges, err := h.count()
	if err != nil {
		return nil, err
	}
	p := h.distribution().curvePlot(edges[0], edges[len(edges)-1], countAndMedian(all))
	p.Y.Label.Text = h.unit()
	p.Y.Min, p.Y.Max = 0, 0
	for _, m := range all {
		p.Y.Max = max(p.Y.Max, 1.05*slices.Max(h.heights(m, edges)))
	}
	p.Y.Tick.Marker = linearTicks{}
	p.Add(histogramBars{h, all, edges})
	return p, nil
}

// histogramBars draws the counts of samples.
type histogramBars struct {
	Histogram
	samples []measured
	edges   []float64
}

var _ plot.Plotter = histogramBars{}

// Plot draws onto the data area of a plot.
func (h histogramBars) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	base := y(0)
	for n, m := range h.samples {
		heights := h.heights(m, h.edges)
		if len(h.samples) == 1 {
			h.drawBars(c, heights, x, y)
			continue
		}
		outline := []vg.Point{{X: x(h.edges[0]), Y: base}}
		for i, height := range heights {
			outline = append(outline, vg.Point{X: x(h.edges[i]), Y: y(height)}, vg.Point{X: x(h.edges[i+1]), Y: y(height)})
		}
		outline = append(outline, vg.Point{X: x(h.edges[len(h.edges)-1]), Y: base})
		fill := hue(n)
		fill.A = 0x28
		c.FillPolygon(fill, outline)
		c.StrokeLines(curveStyle(n), outline)
	}
}

func (h histogramBars) drawBars(c draw.Canvas, heights []float64, x, y func(float64) vg.Length) {
	for i, height := range heights {
		left, right := x(h.edges[i]), x(h.edges[i+1])
		// A gap tells bars apart, where there is room for one.
		if right-left > 5*pagePixel {
			right -= 0.75 * pagePixel
		}
		c.FillPolygon(hue(0), []vg.Point{{X: left, Y: y(0)}, {X: right, Y: y(0)}, {X: right, Y: y(height)}, {X: left, Y: y(height)}})
	}
}

func (h Histogram) vega() specification {
	all, edges, err := h.count()
	if err != nil {
		return nil
	}
	d := h.distribution()
	var rows, outlines []specification
	for _, m := range all {
		heights := h.heights(m, edges)
		for i, height := range heights {
			if height > 0 {
				rows = append(rows, specification{"label": m.label, "from": edges[i], "to": edges[i+1], "height": height, "base": 0})
			}
			outlines = append(outlines, specification{"label": m.label, "value": edges[i], "height": height})
		}
		outlines = append(outlines, specification{"label": m.label, "value": edges[len(edges)-1], "height": 0})
	}
	colour := vegaColour(all)
	colour["legend"] = specification{"orient": "top"}
	opacity := 0.85
	if len(all) > 1 {
		opacity = 0.25
	}
	height := specification{"field": "height", "type": "quantitative", "title": h.unit()}
	layers := []specification{
		{"data": specification{"values": rows}, "mark": specification{"type": "rect", "opacity": opacity, "tooltip": specification{"content": "data"}}, "encoding": specification{
			"x": d.vegaAxis("from"), "x2": specification{"field": "to"}, "y": height, "y2": specification{"field": "base"}, "color": colour,
		}},
	}
	if len(all) > 1 {
		layers = append(layers, specification{"data": specification{"values": outlines}, "mark": specification{"type": "line", "interpolate": "step-after"}, "encoding": specification{
			"x": d.vegaAxis("value"), "y": height, "color": colour, "strokeDash": vegaDashes(all),
		}})
	}
	return specification{"title": h.Title, "height": 280, "layer": layers}
}

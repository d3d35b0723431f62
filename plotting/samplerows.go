package plotting

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// rowPlot returns a plot with a row for each sample, the first at the top, as
// Bars has it: row n lies around y = -n. marks draws what is in the rows.
func (d distribution) rowPlot(all []measured, marks plot.Plotter) *plot.Plot {
	p := plot.New()
	p.Title.Text = d.title
	low, high := bounds(all)
	d.scale(&p.X, low, high)
	var ticks plot.ConstantTicks
	for n, m := range all {
		ticks = append(ticks, plot.Tick{Value: -float64(n), Label: m.label})
	}
	p.Y.Tick.Marker = ticks
	p.Y.Tick.Length = 0
	p.Y.LineStyle.Width = 0
	p.Y.Min, p.Y.Max = -float64(len(all))+0.5, 0.5
	p.Add(grid(true, false), marks, medians(all))
	return p
}

// medians writes the medians of the samples in a column to the right of their rows.
type medians []measured

var (
	_ plot.Plotter    = medians{}
	_ plot.GlyphBoxer = medians{}
)

const (
	medianHead = "median"
	columnGap  = 12 * pagePixel
	headHeight = 16 * pagePixel
)

// Plot writes the column and its head.
func (m medians) Plot(c draw.Canvas, p *plot.Plot) {
	_, y := p.Transforms(&c)
	style := lettering(textSize, ink)
	style.XAlign = text.XRight
	right := c.Max.X + columnGap + m.width()
	for n, sample := range m {
		write(c, style, vg.Point{X: right, Y: y(-float64(n))}, sample.median())
	}
	head := lettering(smallSize, faintInk)
	head.XAlign = text.XRight
	write(c, head, vg.Point{X: right, Y: c.Max.Y + headHeight/2}, medianHead)
}

// GlyphBoxes keeps room for the column and its head.
func (m medians) GlyphBoxes(*plot.Plot) []plot.GlyphBox {
	return []plot.GlyphBox{{X: 1, Y: 1, Rectangle: vg.Rectangle{Max: vg.Point{X: columnGap + m.width(), Y: headHeight}}}}
}

func (m medians) width() vg.Length {
	style := lettering(textSize, ink)
	widest := lettering(smallSize, faintInk).Width(medianHead)
	for _, sample := range m {
		widest = max(widest, style.Width(sample.median()))
	}
	return widest
}

// median is that of a sample as text.
func (m measured) median() string {
	s := m.summary
	return significant(s.Median, min(telling(s.Median, s.Q3-s.Q1), 7))
}

// rowSize is the size of a chart with rows so many pixels high.
func (d distribution) rowSize(rowHeight int, caption string) (width, height int) {
	return sizeOr(d.width, d.height, timelineWidth, 2*8+46+16+rowHeight*len(d.samples)+d.headings(caption))
}

// headings is the height of what stands above and below the data.
func (d distribution) headings(caption string) (height int) {
	if d.title != "" {
		height += 26
	}
	if caption != "" {
		height += 18
	}
	return height
}

// vegaRows is the axis of the rows in Vega-Lite.
func vegaRows() specification {
	return specification{"field": "label", "type": "nominal", "sort": nil, "title": nil}
}

package plotting

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// keyTable explains the colours of samples in rows above the data area, and
// gives a few numbers of each in columns.
type keyTable struct {
	heads []string
	rows  []keyRow
}

type keyRow struct {
	label   string
	numbers []string
}

var (
	_ plot.Plotter    = keyTable{}
	_ plot.GlyphBoxer = keyTable{}
)

const keyRowHeight = 17 // pixels of the page

// Plot draws the table; its columns of numbers end at the right end of the data.
func (k keyTable) Plot(c draw.Canvas, _ *plot.Plot) {
	head, number := lettering(smallSize, faintInk), lettering(textSize, ink)
	head.XAlign, number.XAlign = text.XRight, text.XRight
	name := lettering(textSize, ink)
	name.XAlign = text.XLeft
	const row = keyRowHeight * pagePixel
	top := c.Max.Y + (vg.Length(len(k.rows))+0.9)*row
	right := c.Max.X
	for column := len(k.heads) - 1; column >= 0; column-- {
		write(c, head, vg.Point{X: right, Y: top}, k.heads[column])
		for n, r := range k.rows {
			write(c, number, vg.Point{X: right, Y: top - vg.Length(n+1)*row}, r.numbers[column])
		}
		right -= k.columnWidth(column) + columnGap
	}
	for n, r := range k.rows {
		at := vg.Point{X: c.Min.X, Y: top - vg.Length(n+1)*row}
		c.FillPolygon(hue(n), []vg.Point{
			{X: at.X, Y: at.Y - swatch/2}, {X: at.X + swatch, Y: at.Y - swatch/2},
			{X: at.X + swatch, Y: at.Y + swatch/2}, {X: at.X, Y: at.Y + swatch/2},
		})
		if isDashed(n) { // a gap, as its curve has
			c.FillPolygon(background, []vg.Point{
				{X: at.X + swatch*0.35, Y: at.Y - swatch/2}, {X: at.X + swatch*0.65, Y: at.Y - swatch/2},
				{X: at.X + swatch*0.65, Y: at.Y + swatch/2}, {X: at.X + swatch*0.35, Y: at.Y + swatch/2},
			})
		}
		write(c, name, vg.Point{X: at.X + swatch + 5*pagePixel, Y: at.Y}, r.label)
	}
}

func (k keyTable) columnWidth(column int) vg.Length {
	widest := lettering(smallSize, faintInk).Width(k.heads[column])
	for _, r := range k.rows {
		widest = max(widest, lettering(textSize, ink).Width(r.numbers[column]))
	}
	return max(widest, 40*pagePixel)
}

// GlyphBoxes keeps the height of the table free above the data area.
func (k keyTable) GlyphBoxes(*plot.Plot) []plot.GlyphBox {
	height := (vg.Length(len(k.rows)) + 1.6) * keyRowHeight * pagePixel
	return []plot.GlyphBox{{X: 0, Y: 1, Rectangle: vg.Rectangle{Max: vg.Point{Y: height}}}}
}

// curveStyle is the line of the n-th sample. When the colours are used up they
// come again with dashes.
func curveStyle(n int) draw.LineStyle {
	style := draw.LineStyle{Color: hue(n), Width: 1.6}
	if isDashed(n) {
		style.Dashes = []vg.Length{5, 3}
	}
	return style
}

func isDashed(n int) bool { return n >= len(palette) }

// vegaDashes are those of the samples in Vega-Lite.
func vegaDashes(all []measured) specification {
	var labels []string
	var dashes [][]int
	for n, m := range all {
		labels = append(labels, m.label)
		if isDashed(n) {
			dashes = append(dashes, []int{6, 4})
		} else {
			dashes = append(dashes, []int{1, 0})
		}
	}
	return specification{"field": "label", "type": "nominal", "scale": specification{"domain": labels, "range": dashes}, "legend": nil}
}

// curvePlot returns a plot whose samples share one data area, with the table
// that explains them above it.
func (d distribution) curvePlot(low, high float64, table keyTable) *plot.Plot {
	p := plot.New()
	p.Title.Text = d.title
	d.scale(&p.X, low, high)
	p.Add(grid(true, true), table)
	return p
}

// mostCurves is how many samples can share one data area.
const mostCurves = 12

// curveSize is the size of a chart whose samples share one data area.
func (d distribution) curveSize(caption string) (width, height int) {
	return sizeOr(d.width, d.height, timelineWidth, 310+keyRowHeight*(len(d.samples)+1)+d.headings(caption))
}

// countAndMedian is a table of how many values there are, and of the medians.
func countAndMedian(all []measured) keyTable {
	table := keyTable{heads: []string{"values", "median"}}
	for _, m := range all {
		table.rows = append(table.rows, keyRow{m.label, []string{grouped(m.summary.N), m.median()}})
	}
	return table
}

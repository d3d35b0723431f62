package plotting

import (
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// key explains the colours of labels in a row above the data area. labels are
// all that the chart has: a label's place among them decides its colour.
type key struct{ explained, labels []string }

var (
	_ plot.Plotter    = key{}
	_ plot.GlyphBoxer = key{}
)

const (
	keyHeight = 24 * pagePixel
	swatch    = 10 * pagePixel
	keyGap    = 14 * pagePixel
)

// Plot draws the row; what does not fit into it is left out, and dots say so.
func (k key) Plot(c draw.Canvas, p *plot.Plot) {
	style := lettering(textSize, ink)
	style.XAlign = text.XLeft
	at := vg.Point{X: c.Min.X, Y: c.Max.Y + keyHeight/2}
	for _, label := range k.explained {
		width := style.Width(label)
		if at.X+swatch+4*pagePixel+width > c.Max.X {
			write(c, style, at, "…")
			return
		}
		c.FillPolygon(hue(slices.Index(k.labels, label)), []vg.Point{
			{X: at.X, Y: at.Y - swatch/2}, {X: at.X + swatch, Y: at.Y - swatch/2},
			{X: at.X + swatch, Y: at.Y + swatch/2}, {X: at.X, Y: at.Y + swatch/2},
		})
		at.X += swatch + 4*pagePixel
		write(c, style, at, label)
		at.X += width + keyGap
	}
}

// GlyphBoxes keeps the height of the row free above the data area.
func (k key) GlyphBoxes(*plot.Plot) []plot.GlyphBox {
	return []plot.GlyphBox{{X: 0, Y: 1, Rectangle: vg.Rectangle{Max: vg.Point{Y: keyHeight}}}}
}

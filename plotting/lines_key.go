package plotting

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// markKey explains marks in rows above the data area.
type markKey struct {
	entries []keyEntry
	width   vg.Length
}

// A keyEntry is a mark, drawn around a point, and what it stands for.
type keyEntry struct {
	label string
	mark  func(c draw.Canvas, at vg.Point)
}

var (
	_ plot.Plotter    = markKey{}
	_ plot.GlyphBoxer = markKey{}
)

const (
	markRow      = 19 * pagePixel
	markWidth    = 20 * pagePixel
	mostMarkRows = 6
)

// keyWidth is how wide the key of a chart may be. The width of the data area is
// known only when it is drawn, so this is an estimate on the safe side.
func keyWidth(width int) vg.Length { return vg.Length(max(width-90, 60)) * pagePixel }

// keyEntries are the marks of the series, none where there is but one without a name.
func (t traces) keyEntries() []keyEntry {
	var entries []keyEntry
	for n := range t.series {
		if t.label(n) == "" {
			continue
		}
		entries = append(entries, keyEntry{short(t.label(n)), func(c draw.Canvas, at vg.Point) {
			if t.kind == "Lines" {
				c.StrokeLine2(draw.LineStyle{Color: hue(n), Width: 1.5}, at.X-markWidth/2+2, at.Y, at.X+markWidth/2-2, at.Y)
			}
			drawMark(c, n, at)
		}})
	}
	return entries
}

// rows are the entries that fit beside each other; a last one says how many are left out.
func (k markKey) rows() [][]keyEntry {
	var rows [][]keyEntry
	var used vg.Length
	for n, e := range k.entries {
		width := markWidth + lettering(textSize, ink).Width(e.label) + keyGap
		if len(rows) == 0 || used+width > k.width {
			if len(rows) == mostMarkRows {
				last := keyEntry{label: fmt.Sprintf("… and %d more", len(k.entries)-n)}
				rows[len(rows)-1] = append(rows[len(rows)-1], last)
				return rows
			}
			rows, used = append(rows, nil), 0
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], e)
		used += width
	}
	return rows
}

// Plot draws the rows.
func (k markKey) Plot(c draw.Canvas, _ *plot.Plot) {
	style := lettering(textSize, ink)
	style.XAlign = text.XLeft
	rows := k.rows()
	for n, row := range rows {
		at := vg.Point{X: c.Min.X, Y: c.Max.Y + markRow*(vg.Length(len(rows)-n)-0.35)}
		for _, e := range row {
			if e.mark != nil {
				e.mark(c, vg.Point{X: at.X + markWidth/2, Y: at.Y})
				at.X += markWidth
			}
			write(c, style, vg.Point{X: at.X + 2*pagePixel, Y: at.Y}, e.label)
			at.X += style.Width(e.label) + keyGap
		}
	}
}

// GlyphBoxes keeps the height of the rows free above the data area.
func (k markKey) GlyphBoxes(*plot.Plot) []plot.GlyphBox {
	height := vg.Length(len(k.rows())) * markRow
	return []plot.GlyphBox{{X: 0, Y: 1, Rectangle: vg.Rectangle{Max: vg.Point{Y: height + 4*pagePixel}}}}
}

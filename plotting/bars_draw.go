package plotting

import (
	"image/color"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// barRows draws bars, the first at the top.
type barRows struct {
	Bars
	// at is how far below the top the middle of each bar is, and height is that
	// of all, in pixels of the page unless the chart has a Height of its own.
	at            []float64
	height, thick float64
}

var (
	_ plot.Plotter    = barRows{}
	_ plot.GlyphBoxer = barRows{}
)

// rows places the bars.
func (b Bars) rows() barRows {
	step, gap, thick := float64(laneHeight), 0.0, float64(barHeight/pagePixel)
	if b.isGrouped() {
		step, gap, thick = 21, 16, 18
	}
	r := barRows{Bars: b, at: make([]float64, len(b.Bars)), thick: thick}
	for _, group := range b.groups() {
		r.height += gap / 2
		for _, n := range group.bars {
			r.at[n] = r.height + step/2
			r.height += step
		}
		r.height += gap / 2
	}
	return r
}

// Plot draws onto the data area of a plot.
func (r barRows) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	style := lettering(textSize, ink)
	style.XAlign = text.XLeft
	thick := vg.Length(r.thick) * pagePixel
	if r.Height != 0 {
		thick = y(0) - y(-r.thick)
	}
	labels := r.labels()
	for n, bar := range r.Bars.Bars {
		mid, end := y(-r.at[n]), x(bar.Value)
		colour := r.colour(labels, bar)
		if r.Log {
			c.StrokeLine2(draw.LineStyle{Color: rule, Width: 0.75}, c.Min.X, mid, end, mid)
		} else {
			fillBox(c, vg.Rectangle{Min: vg.Point{X: x(0), Y: mid - thick/2}, Max: vg.Point{X: end, Y: mid + thick/2}}, colour)
		}
		whisker := color.Color(ink)
		if r.Log {
			whisker = colour
		}
		if bar.hasSpread() {
			r.drawSpread(c, bar, x, mid, whisker)
			end = max(end, x(bar.High))
		}
		if r.Log {
			drawMark(c, r.place(labels, bar), vg.Point{X: x(bar.Value), Y: mid})
			end += markRadius
		}
		if thick >= 0.8*textSize {
			write(c, style, vg.Point{X: end + 5*pagePixel, Y: mid}, shortNumber(bar.Value))
		}
	}
}

// place is that of a bar's label among all of them, by which bars in groups are told apart.
func (b Bars) place(labels []string, bar Bar) int {
	if !b.isGrouped() {
		return 0
	}
	return slices.Index(labels, bar.Label)
}

func (b Bars) colour(labels []string, bar Bar) color.NRGBA { return hue(b.place(labels, bar)) }

func (b Bars) keyEntries() []keyEntry {
	var entries []keyEntry
	for n, label := range b.labels() {
		entries = append(entries, keyEntry{short(label), func(c draw.Canvas, at vg.Point) {
			if b.Log {
				drawMark(c, n, at)
				return
			}
			const half = swatch / 2
			fillBox(c, vg.Rectangle{Min: vg.Point{X: at.X - half, Y: at.Y - half}, Max: vg.Point{X: at.X + half, Y: at.Y + half}}, hue(n))
		}})
	}
	return entries
}

// keyWidth leaves room for the names of the groups beside the key.
func (b Bars) keyWidth() vg.Length {
	var widest vg.Length
	for _, group := range b.groups() {
		widest = max(widest, lettering(textSize, ink).Width(short(group.name)))
	}
	width, _ := sizeOr(b.Width, b.Height, timelineWidth, 0)
	return max(vg.Length(width-70)*pagePixel-widest, 60)
}

// GlyphBoxes keeps room for the numbers at the ends of the bars.
func (r barRows) GlyphBoxes(p *plot.Plot) []plot.GlyphBox {
	style := lettering(textSize, ink)
	boxes := make([]plot.GlyphBox, len(r.Bars.Bars))
	for n, bar := range r.Bars.Bars {
		boxes[n].X = p.X.Norm(max(bar.Value, bar.High))
		boxes[n].Y = p.Y.Norm(-r.at[n])
		boxes[n].Rectangle.Max.X = style.Width(shortNumber(bar.Value)) + 6*pagePixel
		if r.Log {
			boxes[n].Rectangle.Max.X += markRadius
		}
	}
	return boxes
}

// drawSpread draws a whisker, with no end to the left if it reaches beyond a
// logarithmic axis.
func (b Bars) drawSpread(c draw.Canvas, bar Bar, x func(float64) vg.Length, y vg.Length, clr color.Color) {
	high := x(bar.High)
	if b.Log && bar.Low <= 0 {
		c.StrokeLine2(draw.LineStyle{Color: clr, Width: 1.2}, c.Min.X, y, high, y)
		drawWhisker(c, high, high, y, clr)
		return
	}
	drawWhisker(c, x(bar.Low), high, y, clr)
}

// drawWhisker draws the spread of a value as a line with ends.
func drawWhisker(c draw.Canvas, from, to, y vg.Length, clr color.Color) {
	style := draw.LineStyle{Color: clr, Width: 1.2}
	c.StrokeLine2(style, from, y, to, y)
	for _, x := range []vg.Length{from, to} {
		c.StrokeLine2(style, x, y-3, x, y+3)
	}
}

func (b Bars) vega() specification {
	var rows []specification
	for _, bar := range b.Bars {
		row := specification{"label": bar.Label, "value": bar.Value, "group": bar.Group}
		if bar.hasSpread() && (!b.Log || bar.Low > 0) {
			row["low"], row["high"] = bar.Low, bar.High
		}
		rows = append(rows, row)
	}
	value, low := vegaScale("value", b.Axis, b.Log), vegaScale("low", b.Axis, b.Log)
	mark := "point"
	if !b.Log {
		mark = "bar"
		delete(value, "scale")
		delete(low, "scale")
	}
	label := specification{"field": "label", "type": "nominal", "sort": nil, "title": nil}
	of := func(x specification, more specification) specification {
		encoding := specification{"y": label, "x": x}
		if b.isGrouped() {
			encoding["y"] = specification{"field": "group", "type": "nominal", "sort": nil, "title": nil}
			encoding["yOffset"] = specification{"field": "label", "type": "nominal", "sort": nil}
		}
		for name, channel := range more {
			encoding[name] = channel
		}
		return encoding
	}
	colour := specification{}
	if b.isGrouped() {
		colour["color"] = specification{"field": "label", "type": "nominal", "title": nil, "scale": specification{"domain": b.labels()}}
	}
	return specification{
		"data": specification{"values": rows},
		"layer": []specification{
			{"mark": specification{"type": mark}, "encoding": of(value, colour)},
			{"mark": specification{"type": "rule"}, "encoding": of(low, specification{"x2": specification{"field": "high"}}),
				"transform": []specification{{"filter": "isValid(datum.low)"}}},
		},
	}
}

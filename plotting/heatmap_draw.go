package plotting

import (
	"image/color"
	"math"
	"strconv"

	"gonum.org/v1/plot"
	colourmap "gonum.org/v1/plot/palette"
	"gonum.org/v1/plot/palette/moreland"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// viridis are ten colours of the scale of that name, by Stéfan van der Walt and
// Nathaniel Smith (2015, CC0): its lightness grows evenly, for all who see
// colours and for those who do not. Between them moreland mixes in CIE L*a*b*.
var viridis = []color.Color{
	color.NRGBA{0x44, 0x01, 0x54, 0xff}, color.NRGBA{0x48, 0x28, 0x78, 0xff}, color.NRGBA{0x3e, 0x4a, 0x89, 0xff},
	color.NRGBA{0x31, 0x68, 0x8e, 0xff}, color.NRGBA{0x26, 0x82, 0x8e, 0xff}, color.NRGBA{0x1f, 0x9e, 0x89, 0xff},
	color.NRGBA{0x35, 0xb7, 0x79, 0xff}, color.NRGBA{0x6e, 0xce, 0x58, 0xff}, color.NRGBA{0xb5, 0xde, 0x2b, 0xff},
	color.NRGBA{0xfd, 0xe7, 0x25, 0xff},
}

// colourScale gives numbers colours.
type colourScale struct {
	axis   plot.Axis
	colour colourmap.ColorMap
	// one is that all numbers are the same.
	one bool
}

func newColourScale(low, high float64, log bool) colourScale {
	var s colourScale
	setAxis(&s.axis, extent{low, high}, log)
	if s.one = low == high; !s.one {
		s.axis.Min, s.axis.Max = low, high
	}
	colour, err := moreland.NewLuminance(viridis)
	if err != nil { // the colours above do get lighter
		panic(err)
	}
	colour.SetMin(0)
	colour.SetMax(1)
	s.colour = colour
	return s
}

func (s colourScale) of(v float64) color.NRGBA { return s.at(s.axis.Norm(v)) }

// at is the colour of a part of the scale, from 0 to 1.
func (s colourScale) at(part float64) color.NRGBA {
	c, err := s.colour.At(min(max(part, 0), 1))
	if err != nil {
		return faintInk
	}
	return color.NRGBAModel.Convert(c).(color.NRGBA)
}

// cells draws the numbers as colours, and as text where it fits.
type cells struct {
	HeatMap
	scale colourScale
}

// Plot draws onto the data area of a plot.
func (m cells) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	width := (c.Max.X - c.Min.X) / vg.Length(len(m.Values[0]))
	height := (c.Max.Y - c.Min.Y) / vg.Length(len(m.Values))
	gap := vg.Length(0.5)
	if min(width, height) < 8 {
		gap = -0.4 // neighbours overlap a little, so that nothing shines through
	}
	written := m.fit(width, height)
	for row, values := range m.Values {
		for column, v := range values {
			at := vg.Point{X: x(float64(column)), Y: y(-float64(row))}
			box := vg.Rectangle{
				Min: vg.Point{X: at.X - width/2 + gap, Y: at.Y - height/2 + gap},
				Max: vg.Point{X: at.X + width/2 - gap, Y: at.Y + height/2 - gap},
			}
			if math.IsNaN(v) {
				hatch(c, box)
				continue
			}
			fill := m.scale.of(v)
			fillBox(c, box, fill)
			if written {
				write(c, lettering(textSize, inkOn(fill)), at, shortNumber(v))
			}
		}
	}
}

// fit reports whether all numbers fit into their cells.
func (m cells) fit(width, height vg.Length) bool {
	style := lettering(textSize, ink)
	if height < style.Font.Size*1.3 || width < style.Font.Size*1.3 {
		return false
	}
	for _, row := range m.Values {
		for _, v := range row {
			if !math.IsNaN(v) && style.Width(shortNumber(v)) > width-4*pagePixel {
				return false
			}
		}
	}
	return true
}

// shortNumber writes a number with three digits, and thousands as k.
func shortNumber(v float64) string {
	if size := math.Abs(v); size >= 1e4 && size < 1e15 {
		k := int(math.Log10(size)/3 + 1e-9)
		if rounded, err := strconv.ParseFloat(significant(v/math.Pow10(3*k), 3), 64); err == nil && math.Abs(rounded) < 1000 {
			return significant(rounded, 3) + suffixes[k]
		}
	}
	return significant(v, 3)
}

func fillBox(c draw.Canvas, box vg.Rectangle, fill color.Color) {
	c.FillPolygon(fill, []vg.Point{box.Min, {X: box.Max.X, Y: box.Min.Y}, box.Max, {X: box.Min.X, Y: box.Max.Y}})
}

// hatch marks a cell that has no number with slanted lines.
func hatch(c draw.Canvas, box vg.Rectangle) {
	fillBox(c, box, rule)
	size := box.Size()
	inside := draw.Canvas{Canvas: c.Canvas, Rectangle: box}
	const step = 6
	for from := -size.Y; from < size.X; from += step {
		line := []vg.Point{{X: box.Min.X + from, Y: box.Min.Y}, {X: box.Min.X + from + size.Y, Y: box.Max.Y}}
		c.StrokeLines(draw.LineStyle{Color: color.NRGBA{0xa0, 0xa7, 0xaf, 0xff}, Width: 0.8}, inside.ClipLinesXY(line)...)
	}
}

// colourBar draws the scale to the right of the data area.
type colourBar struct {
	scale colourScale
	title string
}

const (
	barGap   = 16 * pagePixel
	barWidth = 14 * pagePixel
)

// Plot draws beside the data area of a plot.
func (b colourBar) Plot(c draw.Canvas, _ *plot.Plot) {
	left, right := c.Max.X+barGap, c.Max.X+barGap+barWidth
	const steps = 128
	height := (c.Max.Y - c.Min.Y) / steps
	for n := range steps {
		part := (float64(n) + 0.5) / steps
		if b.scale.one {
			part = 0.5
		}
		low := c.Min.Y + vg.Length(n)*height
		fillBox(c, vg.Rectangle{Min: vg.Point{X: left, Y: low}, Max: vg.Point{X: right, Y: min(low+height+0.5, c.Max.Y)}}, b.scale.at(part))
	}
	style := lettering(textSize, ink)
	style.XAlign = text.XLeft
	line := draw.LineStyle{Color: faintInk, Width: 0.5}
	for _, tick := range b.ticks() {
		y := c.Y(b.scale.axis.Norm(tick.Value))
		length := vg.Length(4)
		if tick.Label == "" {
			length = 2
		}
		c.StrokeLine2(line, right, y, right+length, y)
		if tick.Label != "" {
			write(c, style, vg.Point{X: right + 6, Y: y}, tick.Label)
		}
	}
	if b.title != "" {
		title := lettering(textSize, faintInk)
		title.Rotation = math.Pi / 2
		title.YAlign = text.YTop
		c.FillText(title, vg.Point{X: right + 10 + b.labelWidth(), Y: c.Center().Y}, b.title)
	}
}

func (b colourBar) ticks() []plot.Tick {
	if b.scale.one { // the middle of the axis
		v := b.scale.axis.Min/2 + b.scale.axis.Max/2
		if _, log := b.scale.axis.Scale.(logScale); log {
			v = math.Sqrt(b.scale.axis.Min) * math.Sqrt(b.scale.axis.Max)
		}
		return []plot.Tick{{Value: v, Label: digits(v)}}
	}
	return b.scale.axis.Tick.Marker.Ticks(b.scale.axis.Min, b.scale.axis.Max)
}

func (b colourBar) labelWidth() vg.Length {
	var widest vg.Length
	for _, tick := range b.ticks() {
		widest = max(widest, lettering(textSize, ink).Width(tick.Label))
	}
	return widest
}

// GlyphBoxes keeps room for the bar, its labels and its title.
func (b colourBar) GlyphBoxes(*plot.Plot) []plot.GlyphBox {
	width := barGap + barWidth + 8 + b.labelWidth()
	if b.title != "" {
		width += 4 + 1.3*textSize
	}
	return []plot.GlyphBox{{X: 1, Y: 0.5, Rectangle: vg.Rectangle{Max: vg.Point{X: width}}}}
}

// columnTicks names the columns. Names that would touch each other are turned;
// of numbers, and where there is no room for turned ones either, some are left out.
func (h HeatMap) columnTicks(width int) (ticks plot.ConstantTicks, turned bool) {
	columns := len(h.Values[0])
	each := h.dataWidth(width) / vg.Length(columns)
	var widest vg.Length
	for n := range columns {
		widest = max(widest, lettering(textSize, ink).Width(short(h.column(n)))+6*pagePixel)
	}
	if turned = widest > each && !areNumbers(h.X); turned {
		widest = 1.2 * textSize
	}
	every := everyNth(float64(widest / each))
	for n := 0; n < columns; n += every {
		name := short(h.column(n))
		if turned {
			name = cut(lettering(textSize, ink), name, mostTurned)
		}
		ticks = append(ticks, plot.Tick{Value: float64(n), Label: name})
	}
	return ticks, turned
}

// mostTurned is how long turned names are.
const mostTurned = 200 * pagePixel

// turnedHeight is what turned names take below the data, 0 if names are not turned.
func (h HeatMap) turnedHeight(width int) int {
	ticks, turned := h.columnTicks(width)
	if !turned {
		return 0
	}
	var widest vg.Length
	for _, tick := range ticks {
		widest = max(widest, lettering(textSize, ink).Width(tick.Label))
	}
	return int(widest / pagePixel)
}

// dataWidth is about what the names of rows and the scale leave for the cells.
func (h HeatMap) dataWidth(width int) vg.Length {
	var names vg.Length
	for n := range h.Values {
		names = max(names, lettering(textSize, ink).Width(short(h.row(n))))
	}
	return max(vg.Length(width-150)*pagePixel-names, 20*pagePixel)
}

// areNumbers reports whether those left out can be told from those beside them.
func areNumbers(names []string) bool {
	for _, name := range names {
		if _, err := strconv.ParseFloat(name, 64); err != nil {
			return false
		}
	}
	return true
}

// rowTicks names the rows, and leaves out names that would touch each other.
func (h HeatMap) rowTicks(height int) plot.ConstantTicks {
	each := vg.Length(max(height-110, 20)) * pagePixel / vg.Length(len(h.Values))
	every := everyNth(float64(1.2 * textSize / each))
	var ticks plot.ConstantTicks
	for n := 0; n < len(h.Values); n += every {
		ticks = append(ticks, plot.Tick{Value: -float64(n), Label: short(h.row(n))})
	}
	return ticks
}

// everyNth is the round number at or above a number.
func everyNth(least float64) int {
	for _, n := range []int{1, 2, 5, 10, 20, 50, 100} {
		if float64(n) >= least {
			return n
		}
	}
	return mostCells
}

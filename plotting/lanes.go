package plotting

import (
	"image/color"
	"math"
	"slices"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// lanes draws the intervals and arrows of a timeline. Lane n from the top lies
// around y = -n.
type lanes struct{ schedule }

var _ plot.Plotter = lanes{}

const (
	barHeight = 22 * pagePixel
	// leastWritten is the height of a bar that has room for its label.
	leastWritten = 14 * pagePixel
	// leastRuled is how far apart lanes are that have a line each.
	leastRuled = 6 * pagePixel
	// thinnest keeps intervals visible that are shorter than a pixel.
	thinnest = 1.2 * pagePixel
)

// Plot draws onto the data area of a plot.
func (l lanes) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	step := y(0) - y(-1)
	height := min(barHeight, 0.68*step)
	at := make([]vg.Length, len(l.lanes))
	for n := range l.lanes {
		at[n] = y(-float64(n))
		if step < leastRuled {
			continue
		}
		c.StrokeLine2(draw.LineStyle{Color: rule, Width: 0.75}, c.Min.X, at[n], c.Max.X, at[n])
	}
	together := map[look]vg.Path{}
	var order []look
	var events []mark
	for _, m := range l.marks() {
		switch {
		case m.isPart:
			k := look{l.colour[m.Label], m.Waiting}
			if together[k] == nil {
				order = append(order, k)
			}
			foot := at[l.row[m.Lane]] - height/2 + height*vg.Length(m.above)
			together[k] = appendBox(together[k], x(float64(m.Start)), x(float64(m.End)), foot, foot+height*vg.Length(m.share))
		case m.isEvent():
			events = append(events, m) // above the others
		default:
			l.drawInterval(c, m.Interval, x(float64(m.Start)), x(float64(m.End)), at[l.row[m.Lane]], height)
		}
	}
	for _, k := range order {
		c.SetColor(k.fill())
		c.Fill(together[k])
	}
	for _, m := range events {
		l.drawEvent(c, m.Interval, vg.Point{X: x(float64(m.Start)), Y: at[l.row[m.Lane]]}, height)
	}
	arrows := arrowDrawer{canvas: c, step: step, bar: height}
	for _, a := range l.Arrows {
		arrows.draw(a.Label, vg.Point{X: x(float64(a.From)), Y: at[l.row[a.FromLane]]}, vg.Point{X: x(float64(a.To)), Y: at[l.row[a.ToLane]]})
	}
	arrows.label()
}

// A look is the colour of a label, and whether it is pale.
type look struct {
	colour  int
	waiting bool
}

func (k look) fill() color.NRGBA {
	if k.waiting {
		return pale(hue(k.colour))
	}
	return hue(k.colour)
}

// appendBox adds a box to a path.
func appendBox(path vg.Path, from, to, low, high vg.Length) vg.Path {
	path.Move(vg.Point{X: from, Y: low})
	path.Line(vg.Point{X: to, Y: low})
	path.Line(vg.Point{X: to, Y: high})
	path.Line(vg.Point{X: from, Y: high})
	path.Close()
	return path
}

func (l lanes) drawInterval(c draw.Canvas, i Interval, from, to, y, height vg.Length) {
	to = max(to, from+thinnest)
	k := look{l.colour[i.Label], i.Waiting}
	box := []vg.Point{
		{X: from, Y: y - height/2}, {X: to, Y: y - height/2},
		{X: to, Y: y + height/2}, {X: from, Y: y + height/2},
	}
	c.FillPolygon(k.fill(), box)
	line := draw.LineStyle{Color: background, Width: 0.75}
	if i.Waiting {
		line = draw.LineStyle{Color: hue(k.colour), Width: 0.75, Dashes: []vg.Length{2, 2}}
	}
	if to-from > 3*thinnest && height > 3*thinnest {
		c.StrokeLines(line, append(slices.Clone(box), box[0]))
	}
	if i.Label != "" && height >= leastWritten && to-from > 8*pagePixel && fits(i.Label, to-from) {
		write(c, lettering(textSize, inkOn(k.fill())), vg.Point{X: (from + to) / 2, Y: y}, i.Label)
	}
}

// drawEvent draws a diamond on the upper edge of the bars, where it covers no
// label. Its edge makes it seen on a bar of the same colour too.
func (l lanes) drawEvent(c draw.Canvas, i Interval, at vg.Point, height vg.Length) {
	half := min(height/2, 5.5*pagePixel)
	at.Y += height / 2
	diamond := []vg.Point{{X: at.X - half, Y: at.Y}, {X: at.X, Y: at.Y - half}, {X: at.X + half, Y: at.Y}, {X: at.X, Y: at.Y + half}}
	c.FillPolygon(look{l.colour[i.Label], i.Waiting}.fill(), diamond)
	c.StrokeLines(draw.LineStyle{Color: ink, Width: 0.75}, append(diamond, diamond[0]))
}

// fits says whether a label can be written into a width.
func fits(label string, width vg.Length) bool {
	return lettering(textSize, ink).Width(label)+4*pagePixel <= width
}

// laneStep estimates the height of a lane before it is drawn.
func (s schedule) laneStep() vg.Length {
	const axes = 130 // with a title, a caption and a key
	if s.Height == 0 {
		if len(s.lanes) > 20 {
			return vg.Length(20*laneHeight+12*(len(s.lanes)-20)) / vg.Length(len(s.lanes)) * pagePixel
		}
		return laneHeight * pagePixel
	}
	return max(0.1, vg.Length(s.Height-axes)/vg.Length(max(1, len(s.lanes)))) * pagePixel
}

// barHeight estimates the height of a bar before it is drawn.
func (s schedule) barHeight() vg.Length { return min(barHeight, 0.68*s.laneStep()) }

func (s schedule) drawAxes(p *plot.Plot) {
	// Where lanes are narrower than text, only some have their names.
	every := max(1, int(math.Ceil(float64(14*pagePixel/s.laneStep()))))
	var ticks plot.ConstantTicks
	for n, lane := range s.lanes {
		if n%every == 0 {
			ticks = append(ticks, plot.Tick{Value: -float64(n), Label: short(lane)})
		}
	}
	p.Y.Tick.Marker = ticks
	p.Y.Tick.Length = 0
	p.Y.LineStyle.Width = 0
	p.Y.Min, p.Y.Max = -float64(len(s.lanes))+0.5, 0.5
	p.X.Min, p.X.Max = 0, float64(s.end)
	if s.Schematic {
		p.X.Label.Text = "time →"
		p.X.Tick.Marker = plot.ConstantTicks{}
		return
	}
	unit, name := timeUnit(s.end)
	p.X.Label.Text = "time, " + name
	p.X.Tick.Marker = plot.TickerFunc(func(low, high float64) []plot.Tick {
		marks := linearTicks{}.Ticks(low/float64(unit), high/float64(unit))
		for n := range marks {
			marks[n].Value *= float64(unit)
		}
		return marks
	})
}

// timeUnit returns the unit in which a time reads best, and its name.
func timeUnit(d time.Duration) (time.Duration, string) {
	switch {
	case d >= time.Second:
		return time.Second, "s"
	case d >= time.Millisecond:
		return time.Millisecond, "ms"
	case d >= time.Microsecond:
		return time.Microsecond, "µs"
	default:
		return time.Nanosecond, "ns"
	}
}

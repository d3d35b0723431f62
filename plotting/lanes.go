package plotting

import (
	"image/color"
	"math"
	"slices"
	"strconv"
	"time"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// lanes draws the intervals and arrows of a timeline. Lane n from the top lies
// around y = -n.
type lanes struct{ Timeline }

var _ plot.Plotter = lanes{}

// Plot draws onto the data area of a plot.
func (l lanes) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	at := map[string]vg.Length{}
	for n, lane := range l.lanes() {
		at[lane] = y(-float64(n))
		c.StrokeLine2(draw.LineStyle{Color: rule, Width: 0.75}, c.Min.X, at[lane], c.Max.X, at[lane])
	}
	labels := l.labels()
	for _, i := range l.Intervals {
		l.drawInterval(c, i, hue(slices.Index(labels, i.Label)), x(float64(i.Start)), x(float64(i.End)), at[i.Lane])
	}
	for _, a := range l.Arrows {
		drawArrow(c, a.Label, vg.Point{X: x(float64(a.From)), Y: at[a.FromLane]}, vg.Point{X: x(float64(a.To)), Y: at[a.ToLane]})
	}
}

const (
	barHeight = 22 * pagePixel
	// thinnest keeps intervals visible that are shorter than a pixel.
	thinnest = 1.2 * pagePixel
)

func (l lanes) drawInterval(c draw.Canvas, i Interval, fill color.NRGBA, from, to, y vg.Length) {
	to = max(to, from+thinnest)
	edge := fill
	if i.Waiting {
		fill = pale(fill)
	}
	box := []vg.Point{
		{X: from, Y: y - barHeight/2}, {X: to, Y: y - barHeight/2},
		{X: to, Y: y + barHeight/2}, {X: from, Y: y + barHeight/2},
	}
	c.FillPolygon(fill, box)
	line := draw.LineStyle{Color: background, Width: 0.75}
	if i.Waiting {
		line = draw.LineStyle{Color: edge, Width: 0.75, Dashes: []vg.Length{2, 2}}
	}
	if to-from > 3*thinnest {
		c.StrokeLines(line, append(slices.Clone(box), box[0]))
	}
	if i.Label != "" && fits(i.Label, to-from) {
		write(c, lettering(textSize, inkOn(fill)), vg.Point{X: (from + to) / 2, Y: y}, i.Label)
	}
}

// drawArrow draws a line with a head at its end.
func drawArrow(c draw.Canvas, label string, from, to vg.Point) {
	dx, dy := float64(to.X-from.X), float64(to.Y-from.Y)
	length := math.Hypot(dx, dy)
	if length == 0 {
		return
	}
	dx, dy = dx/length, dy/length
	const head, half = 6, 2.6
	foot := vg.Point{X: to.X - vg.Length(head*dx), Y: to.Y - vg.Length(head*dy)}
	c.StrokeLine2(draw.LineStyle{Color: ink, Width: 1}, from.X, from.Y, foot.X, foot.Y)
	c.FillPolygon(ink, []vg.Point{
		to,
		{X: foot.X - vg.Length(half*dy), Y: foot.Y + vg.Length(half*dx)},
		{X: foot.X + vg.Length(half*dy), Y: foot.Y - vg.Length(half*dx)},
	})
	if label != "" {
		style := lettering(smallSize, ink)
		style.XAlign = text.XLeft
		write(c, style, vg.Point{X: (from.X+to.X)/2 + 4, Y: (from.Y + to.Y) / 2}, label)
	}
}

// fits says whether a label can be written into a width.
func fits(label string, width vg.Length) bool {
	return lettering(textSize, ink).Width(label)+4*pagePixel <= width
}

// unwritten returns the labels that fit into none of their intervals; a legend
// explains those. The width of the data area is known only when it is drawn,
// so this is an estimate on the safe side.
func (t Timeline) unwritten() []string {
	var widest vg.Length
	for _, lane := range t.lanes() {
		widest = max(widest, lettering(textSize, ink).Width(short(lane)))
	}
	area := timelineWidth*pagePixel - 2*margin - widest - 30*pagePixel
	written := map[string]bool{"": true}
	for _, i := range t.Intervals {
		share := float64(i.End-i.Start) / float64(t.end())
		if !written[i.Label] && fits(i.Label, vg.Length(share)*area) {
			written[i.Label] = true
		}
	}
	return slices.DeleteFunc(t.labels(), func(label string) bool { return written[label] })
}

func (t Timeline) drawLegend(p *plot.Plot) {
	labels := t.labels()
	unwritten := t.unwritten()
	if len(unwritten) == 0 {
		return
	}
	p.Add(key{unwritten, labels})
}

func (t Timeline) drawAxes(p *plot.Plot) {
	names := t.lanes()
	var ticks plot.ConstantTicks
	for n, lane := range names {
		ticks = append(ticks, plot.Tick{Value: -float64(n), Label: short(lane)})
	}
	p.Y.Tick.Marker = ticks
	p.Y.Tick.Length = 0
	p.Y.LineStyle.Width = 0
	p.Y.Min, p.Y.Max = -float64(len(names))+0.5, 0.5
	p.X.Min, p.X.Max = 0, float64(t.end())
	if t.Schematic {
		p.X.Label.Text = "time →"
		p.X.Tick.Marker = plot.ConstantTicks{}
		return
	}
	unit, name := timeUnit(t.end())
	p.X.Label.Text = "time, " + name
	p.X.Tick.Marker = plot.TickerFunc(func(low, high float64) []plot.Tick {
		marks := plot.DefaultTicks{}.Ticks(low/float64(unit), high/float64(unit))
		for n := range marks {
			if marks[n].Label != "" {
				marks[n].Label = strconv.FormatFloat(marks[n].Value, 'g', 6, 64)
			}
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

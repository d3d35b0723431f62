package plotting

import (
	"fmt"
	"image/color"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"gonymede/kernel/display"
)

// Bars compares amounts: a bar for each, from zero, with the spread of the
// measurements where it is known.
type Bars struct {
	Title string
	// Caption is a line below the chart, "" for none.
	Caption string
	// Axis says what the values are, with their unit, as in "time, ms".
	Axis string
	Bars []Bar
}

// A Bar is one amount, not below zero.
type Bar struct {
	Label string
	Value float64
	// Low and High are the least and the greatest of the values measured, or
	// both 0 where there is no spread to show.
	Low, High float64
}

var _ Chart = Bars{}

// Display returns the chart as a picture, and as text.
func (b Bars) Display() display.Bundle { return show(b) }

// Save writes the chart to a file that ends in .png, .svg or .json (Vega-Lite).
func (b Bars) Save(path string) error { return save(b, path) }

// String returns the amounts as text, a line for each.
func (b Bars) String() string {
	var s strings.Builder
	s.WriteString(orElse(b.Title, "bars"))
	for _, bar := range b.Bars {
		fmt.Fprintf(&s, "\n  %s: %.4g", bar.Label, bar.Value)
		if bar.hasSpread() {
			fmt.Fprintf(&s, " (%.4g–%.4g)", bar.Low, bar.High)
		}
	}
	if b.Axis != "" {
		s.WriteString("\n  axis: " + b.Axis)
	}
	if b.Caption != "" {
		s.WriteString("\n" + b.Caption)
	}
	return s.String()
}

func (b Bar) hasSpread() bool { return b.Low != 0 || b.High != 0 }

func (b Bars) caption() string { return b.Caption }

func (b Bars) size() (width, height int) {
	height = 2*8 + 46 + laneHeight*len(b.Bars)
	if b.Title != "" {
		height += 26
	}
	if b.Caption != "" {
		height += 18
	}
	return timelineWidth, height
}

func (b Bars) plot() (*plot.Plot, error) {
	if err := b.check(); err != nil {
		return nil, err
	}
	p := plot.New()
	p.Title.Text = b.Title
	p.X.Label.Text = b.Axis
	var ticks plot.ConstantTicks
	for n, bar := range b.Bars {
		ticks = append(ticks, plot.Tick{Value: -float64(n), Label: short(bar.Label)})
		p.X.Max = max(p.X.Max, bar.Value, bar.High)
	}
	p.X.Min = 0
	if math.IsInf(p.X.Max, -1) || p.X.Max <= 0 {
		p.X.Max = 1
	}
	p.X.Max *= 1.02
	p.Y.Tick.Marker = ticks
	p.Y.Tick.Length = 0
	p.Y.LineStyle.Width = 0
	p.Y.Min, p.Y.Max = -float64(len(b.Bars))+0.5, 0.5
	p.Add(rows{b})
	return p, nil
}

func (b Bars) vega() specification {
	var rows []specification
	for _, bar := range b.Bars {
		row := specification{"label": bar.Label, "value": bar.Value}
		if bar.hasSpread() {
			row["low"], row["high"] = bar.Low, bar.High
		}
		rows = append(rows, row)
	}
	label := specification{"field": "label", "type": "nominal", "sort": nil, "title": nil}
	return specification{
		"title": b.Title,
		"data":  specification{"values": rows},
		"layer": []specification{
			{"mark": specification{"type": "bar", "tooltip": true}, "encoding": specification{
				"y": label, "x": specification{"field": "value", "type": "quantitative", "title": b.Axis},
			}},
			{"mark": specification{"type": "rule"}, "encoding": specification{
				"y": label, "x": specification{"field": "low", "type": "quantitative"}, "x2": specification{"field": "high"},
			}},
		},
	}
}

func (b Bars) check() error {
	if len(b.Bars) == 0 {
		return fmt.Errorf("plotting.Bars: it has no bars; fill its field Bars")
	}
	if len(b.Bars) > 200 {
		return fmt.Errorf("plotting.Bars: it has %d bars, at most 200 can be drawn", len(b.Bars))
	}
	for n, bar := range b.Bars {
		for _, v := range []float64{bar.Value, bar.Low, bar.High} {
			if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
				return fmt.Errorf("plotting.Bars: bar %d, %q, has the value %v; a bar needs finite numbers that are not below zero", n, bar.Label, v)
			}
		}
		if bar.hasSpread() && (bar.Low > bar.Value || bar.High < bar.Value) {
			return fmt.Errorf("plotting.Bars: bar %d, %q, has the value %v outside of its spread from %v to %v", n, bar.Label, bar.Value, bar.Low, bar.High)
		}
	}
	return nil
}

// rows draws bars, the first at the top.
type rows struct{ Bars }

var (
	_ plot.Plotter    = rows{}
	_ plot.GlyphBoxer = rows{}
)

// Plot draws onto the data area of a plot.
func (r rows) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	style := lettering(textSize, ink)
	style.XAlign = text.XLeft
	for n, bar := range r.Bars.Bars {
		mid, end := y(-float64(n)), x(bar.Value)
		c.FillPolygon(hue(0), []vg.Point{
			{X: x(0), Y: mid - barHeight/2}, {X: end, Y: mid - barHeight/2},
			{X: end, Y: mid + barHeight/2}, {X: x(0), Y: mid + barHeight/2},
		})
		if bar.hasSpread() {
			drawWhisker(c, x(bar.Low), x(bar.High), mid, ink)
			end = max(end, x(bar.High))
		}
		write(c, style, vg.Point{X: end + 5*pagePixel, Y: mid}, amount(bar.Value))
	}
}

// GlyphBoxes keeps room for the numbers at the ends of the bars.
func (r rows) GlyphBoxes(p *plot.Plot) []plot.GlyphBox {
	style := lettering(textSize, ink)
	boxes := make([]plot.GlyphBox, len(r.Bars.Bars))
	for n, bar := range r.Bars.Bars {
		boxes[n].X = p.X.Norm(max(bar.Value, bar.High))
		boxes[n].Y = p.Y.Norm(-float64(n))
		boxes[n].Rectangle.Max.X = style.Width(amount(bar.Value)) + 6*pagePixel
	}
	return boxes
}

func amount(v float64) string { return fmt.Sprintf("%.3g", v) }

// drawWhisker draws the spread of a value as a line with ends.
func drawWhisker(c draw.Canvas, from, to, y vg.Length, clr color.Color) {
	style := draw.LineStyle{Color: clr, Width: 1.2}
	c.StrokeLine2(style, from, y, to, y)
	for _, x := range []vg.Length{from, to} {
		c.StrokeLine2(style, x, y-3, x, y+3)
	}
}

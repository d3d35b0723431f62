package plotting

import (
	"cmp"
	"image/color"
	"slices"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// strokes draws the lines of series.
type strokes struct {
	traces
	bands bool
	// bare leaves out the lines between the points.
	bare bool
	// named writes the names of the series beside the ends of their lines.
	named bool
}

var (
	_ plot.Plotter    = strokes{}
	_ plot.GlyphBoxer = strokes{}
)

const (
	// manyPoints of a line have no marks and bars of their own.
	manyPoints = 100
	markRadius = 2.6
	// leader is from the end of a line to its name.
	leader = 10 * pagePixel
)

// Plot draws onto the data area of a plot.
func (s strokes) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	// Two dots of the picture are a pixel of the page, and in each lie at most
	// four points that can be seen.
	columns := int((c.Max.X-c.Min.X)/pagePixel) * 2
	for n, series := range s.series {
		points := extremes(series.Points, 4*columns)
		line := make([]vg.Point, len(points))
		for i, point := range points {
			line[i] = vg.Point{X: x(point.X), Y: y(point.Y)}
		}
		band := s.bands || len(points) > manyPoints
		if band {
			drawBand(c, points, x, y, hue(n))
		}
		if !s.bare {
			c.StrokeLines(draw.LineStyle{Color: hue(n), Width: 1.5}, line)
		}
		if len(points) > manyPoints {
			continue
		}
		for i, point := range points {
			if !band && point.hasInterval() {
				drawInterval(c, y(point.Low), y(point.High), line[i].X, hue(n))
			}
			drawMark(c, n, line[i])
		}
	}
	if s.named {
		s.name(c, x, y)
	}
}

// extremes returns about so many of the points, which are in the order of X:
// from each of the stretches with equally many the first, the last, and those with the
// least and the greatest Y, between which the others vanish in the line.
func extremes(points []Point, most int) []Point {
	if len(points) <= most || most < 4 {
		return points
	}
	stretches := most / 4
	some := make([]Point, 0, most)
	for n := range stretches {
		from, to := n*len(points)/stretches, (n+1)*len(points)/stretches
		low, high := from, from
		for i := from; i < to; i++ {
			if points[i].Y < points[low].Y {
				low = i
			}
			if points[i].Y > points[high].Y {
				high = i
			}
		}
		chosen := []int{from, low, high, to - 1}
		slices.Sort(chosen)
		for _, i := range slices.Compact(chosen) {
			some = append(some, points[i])
		}
	}
	return some
}

// drawBand fills the intervals of neighbouring points.
func drawBand(c draw.Canvas, points []Point, x, y func(float64) vg.Length, clr color.NRGBA) {
	clr.A = 0x38
	for rest := points; len(rest) > 0; {
		var upper, lower []vg.Point
		for len(rest) > 0 && rest[0].hasInterval() {
			upper = append(upper, vg.Point{X: x(rest[0].X), Y: y(rest[0].High)})
			lower = append(lower, vg.Point{X: x(rest[0].X), Y: y(rest[0].Low)})
			rest = rest[1:]
		}
		if len(upper) > 1 {
			slices.Reverse(lower)
			c.FillPolygon(clr, append(upper, lower...))
		}
		for len(rest) > 0 && !rest[0].hasInterval() {
			rest = rest[1:]
		}
	}
}

// drawInterval draws an interval as an upright line with ends. One that reaches
// beyond a logarithmic axis has no end there.
func drawInterval(c draw.Canvas, low, high, x vg.Length, clr color.Color) {
	style := draw.LineStyle{Color: clr, Width: 1.1}
	c.StrokeLine2(style, x, low, x, high)
	for _, y := range []vg.Length{low, high} {
		if y > c.Min.Y {
			c.StrokeLine2(style, x-3, y, x+3, y)
		}
	}
}

// drawMark draws the mark of a series; neighbours differ in shape too, for who
// sees no colours.
func drawMark(c draw.Canvas, n int, at vg.Point) {
	const r = markRadius * 1.25
	round := draw.GlyphStyle{Radius: markRadius}
	c.SetColor(hue(n)) // not through DrawGlyph, which leaves out what lies in the key
	switch n % 5 {
	case 0:
		draw.CircleGlyph{}.DrawGlyph(&c, round, at)
	case 1:
		draw.BoxGlyph{}.DrawGlyph(&c, round, at)
	case 2:
		c.FillPolygon(hue(n), []vg.Point{{X: at.X - r, Y: at.Y - 0.8*r}, {X: at.X + r, Y: at.Y - 0.8*r}, {X: at.X, Y: at.Y + r}})
	case 3:
		c.FillPolygon(hue(n), []vg.Point{{X: at.X - r, Y: at.Y}, {X: at.X, Y: at.Y - r}, {X: at.X + r, Y: at.Y}, {X: at.X, Y: at.Y + r}})
	case 4:
		c.FillPolygon(hue(n), []vg.Point{{X: at.X - r, Y: at.Y + 0.8*r}, {X: at.X + r, Y: at.Y + 0.8*r}, {X: at.X, Y: at.Y - r}})
	}
}

// endTogether reports whether the lines end at one X, and their names are so
// few and short that they can stand there.
func (t traces) endTogether(width int) bool {
	if len(t.series) > 8 {
		return false
	}
	for n, s := range t.series {
		end := s.Points[len(s.Points)-1].X
		first := t.series[0].Points
		if end != first[len(first)-1].X || lettering(textSize, ink).Width(t.label(n)) > vg.Length(width)*pagePixel/4 {
			return false
		}
	}
	return true
}

// name writes the names of the lines to the right of their ends, moved apart
// where the ends are near to each other.
func (s strokes) name(c draw.Canvas, x, y func(float64) vg.Length) {
	style := lettering(textSize, ink)
	style.XAlign = text.XLeft
	order := make([]int, len(s.series))
	ends := make([]vg.Point, len(s.series))
	heights := make([]vg.Length, len(s.series))
	for n, series := range s.series {
		order[n] = n
		end := series.Points[len(series.Points)-1]
		ends[n] = vg.Point{X: x(end.X), Y: y(end.Y)}
		heights[n] = ends[n].Y
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(ends[a].Y, ends[b].Y) })
	moveApart(order, heights, style.Font.Size*1.25, c.Min.Y+style.Font.Size/2)
	for n := range s.series {
		if s.label(n) == "" {
			continue
		}
		at := vg.Point{X: c.Max.X + leader, Y: heights[n]}
		c.StrokeLines(draw.LineStyle{Color: hue(n), Width: 0.75}, []vg.Point{
			{X: ends[n].X + markRadius, Y: ends[n].Y}, {X: at.X - 3*pagePixel, Y: at.Y},
		})
		write(c, style, at, s.label(n))
	}
}

// moveApart gives heights, which ascend in the given order, a distance from each other: the
// middle of those that were too near stays.
func moveApart(order []int, heights []vg.Length, gap, floor vg.Length) {
	for range 50 {
		moved := false
		for i := 1; i < len(order); i++ {
			below, above := &heights[order[i-1]], &heights[order[i]]
			if near := gap - (*above - *below); near > 0.01 {
				*below -= near / 2
				*above += near / 2
				moved = true
			}
		}
		if first := &heights[order[0]]; *first < floor {
			*first, moved = floor, true
		}
		if !moved {
			return
		}
	}
}

// GlyphBoxes keeps room for the names beside the lines.
func (s strokes) GlyphBoxes(*plot.Plot) []plot.GlyphBox {
	if !s.named {
		return nil
	}
	var boxes []plot.GlyphBox
	for n := range s.series {
		if s.label(n) != "" {
			width := leader + lettering(textSize, ink).Width(s.label(n))
			boxes = append(boxes, plot.GlyphBox{X: 1, Y: 0.5, Rectangle: vg.Rectangle{Max: vg.Point{X: width}}})
		}
	}
	return boxes
}

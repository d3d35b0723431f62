package plotting

import (
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// dots draws points one by one.
type dots struct{ traces }

// Plot draws onto the data area of a plot.
func (d dots) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for n, s := range d.series {
		for _, point := range s.Points {
			at := vg.Point{X: x(point.X), Y: y(point.Y)}
			if point.hasInterval() {
				drawInterval(c, y(point.Low), y(point.High), at.X, hue(n))
			}
			drawMark(c, n, at)
		}
	}
}

// density draws how many points lie where, as shades of squares.
type density struct{ traces }

// cell is the side of a square of a density, in pixels of the page.
const cell = 3

// Plot draws onto the data area of a plot.
func (d density) Plot(c draw.Canvas, p *plot.Plot) {
	columns := max(int((c.Max.X-c.Min.X)/(cell*pagePixel)), 1)
	rows := max(int((c.Max.Y-c.Min.Y)/(cell*pagePixel)), 1)
	for n, s := range d.series {
		counts := countIn(s.Points, columns, rows, p.X.Norm, p.Y.Norm)
		c.DrawImage(c.Rectangle, counts.shade(hue(n), len(d.series) > 1))
	}
}

// tally is how many points lie in the cells of a grid, row after row from below.
type tally struct {
	columns, rows int
	counts        []int
	most          int
}

// countIn counts points by where the two functions, from 0 to 1, put them.
func countIn(points []Point, columns, rows int, x, y func(float64) float64) tally {
	t := tally{columns: columns, rows: rows, counts: make([]int, columns*rows)}
	for _, p := range points {
		column := min(max(int(x(p.X)*float64(columns)), 0), columns-1)
		row := min(max(int(y(p.Y)*float64(rows)), 0), rows-1)
		at := &t.counts[row*columns+column]
		*at++
		t.most = max(t.most, *at)
	}
	return t
}

// shade returns the counts as a picture: the logarithm of a count makes a
// colour strong and, unless others lie below it, dark.
func (t tally) shade(clr color.NRGBA, through bool) image.Image {
	// Eight dots for a cell, so that its edges stay sharp when it is scaled.
	const dots = 8
	shades := make([]color.NRGBA, t.most+1)
	for count := 1; count <= t.most; count++ {
		part := 1.0
		if t.most > 1 {
			part = math.Log(float64(count)) / math.Log(float64(t.most))
		}
		shades[count] = deepen(clr, part, through)
	}
	picture := image.NewNRGBA(image.Rect(0, 0, t.columns*dots, t.rows*dots))
	for row := range t.rows {
		top := (t.rows - 1 - row) * dots
		for column := range t.columns {
			count := t.counts[row*t.columns+column]
			if count == 0 {
				continue
			}
			for x := column * dots; x < (column+1)*dots; x++ {
				picture.SetNRGBA(x, top, shades[count])
			}
		}
		first := picture.Pix[top*picture.Stride : (top+1)*picture.Stride]
		for y := top + 1; y < top+dots; y++ {
			copy(picture.Pix[y*picture.Stride:], first)
		}
	}
	return picture
}

// deepen goes from a pale colour, for 0, through the colour itself to a dark
// one, for 1; through leaves those below visible instead.
func deepen(clr color.NRGBA, part float64, through bool) color.NRGBA {
	if through {
		clr.A = uint8(0x48 + part*0xb7)
		return clr
	}
	mix := func(a, b uint8, part float64) uint8 { return uint8(float64(a)*(1-part) + float64(b)*part) }
	from, to := background, clr
	at := 0.25 + 0.75*part*5/3
	if part > 0.6 {
		from, to, at = clr, color.NRGBA{0, 0, 0x20, 0xff}, (part-0.6)/0.4*0.75
	}
	return color.NRGBA{mix(from.R, to.R, at), mix(from.G, to.G, at), mix(from.B, to.B, at), 0xff}
}

// vegaDensity is the specification of many points: their counts in a grid.
func (s Scatter) vegaDensity() specification {
	t := s.traces()
	p := t.newPlot()
	side := int(math.Sqrt(mostVegaRows / float64(len(t.series))))
	var rows []specification
	for n, series := range t.series {
		counts := countIn(series.Points, side, side, p.X.Norm, p.Y.Norm)
		for at, count := range counts.counts {
			if count > 0 {
				rows = append(rows, specification{
					"series": t.label(n), "count": count,
					"x": between(p.X.Min, p.X.Max, (float64(at%side)+0.5)/float64(side), s.LogX),
					"y": between(p.Y.Min, p.Y.Max, (float64(at/side)+0.5)/float64(side), s.LogY),
				})
			}
		}
	}
	return specification{
		"data": specification{"values": rows},
		"mark": specification{"type": "square", "tooltip": true},
		"encoding": specification{
			"x": vegaScale("x", s.XAxis, s.LogX), "y": vegaScale("y", s.YAxis, s.LogY), "color": t.vegaColour(),
			"opacity": specification{"field": "count", "type": "quantitative", "scale": specification{"type": "log", "range": []float64{0.2, 1}}},
			"size":    specification{"value": 36},
		},
	}
}

// between is the value at a part of an axis.
func between(low, high, part float64, log bool) float64 {
	if log {
		return math.Exp(math.Log(low)*(1-part) + math.Log(high)*part)
	}
	return low*(1-part) + high*part
}

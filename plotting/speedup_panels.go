package plotting

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// panels draws plots beside each other, each with the same width.
type panels []*plot.Plot

// Plot draws onto the whole area of a plot without axes.
func (ps panels) Plot(c draw.Canvas, _ *plot.Plot) {
	const gap = 18 * pagePixel
	width := (c.Max.X - c.Min.X + gap) / vg.Length(len(ps))
	for n, p := range ps {
		dress(p)
		left := vg.Length(n) * width
		p.Draw(draw.Crop(c, left, left+width-gap-(c.Max.X-c.Min.X), 0, 0))
	}
}

// speedupKey explains the lines of both panels.
func speedupKey(programs []program) []keyEntry {
	var entries []keyEntry
	for n, p := range programs {
		entries = append(entries, keyEntry{orElse(keyLabel(p), "measured"), func(c draw.Canvas, at vg.Point) { drawMark(c, n, at) }})
	}
	sample := func(style draw.LineStyle) func(c draw.Canvas, at vg.Point) {
		return func(c draw.Canvas, at vg.Point) {
			c.StrokeLine2(style, at.X-markWidth/2+2, at.Y, at.X+markWidth/2-2, at.Y)
		}
	}
	for _, p := range programs {
		if p.fit != nil {
			entries = append(entries, keyEntry{"law of Amdahl", sample(dashed(0))})
			break
		}
	}
	return append(entries, keyEntry{"ideal", sample(idealLine)})
}

// keyLabel is the name of a program with its serial fraction.
func keyLabel(p program) string {
	if p.fit == nil {
		return p.label
	}
	text := "serial " + percent(p.fit.Serial)
	if p.fit.HasInterval() {
		text += fmt.Sprintf(" (95 %%: %.1f–%.1f %%)", 100*p.fit.Low, 100*p.fit.High)
	}
	switch {
	case p.fit.Fitted < p.fit.Serial && p.fit.oddity() != "":
		text += ", superlinear"
	case p.fit.Fitted > p.fit.Serial && p.fit.oddity() != "":
		text += ", slower with workers"
	}
	if p.label == "" {
		return text
	}
	return short(p.label) + ": " + text
}

var idealLine = draw.LineStyle{Color: faintInk, Width: 0.9, Dashes: []vg.Length{1, 2}}

func dashed(n int) draw.LineStyle {
	return draw.LineStyle{Color: hue(n), Width: 1.1, Dashes: []vg.Length{4, 3}}
}

// speedSeries are the speed-ups as series.
func speedSeries(programs []program, label func(program) string) []Series {
	series := make([]Series, len(programs))
	for n, p := range programs {
		series[n].Label = label(p)
		for _, at := range p.points {
			series[n].Points = append(series[n].Points, Point{X: at.workers, Y: at.speed, Low: at.low, High: at.high})
		}
	}
	return series
}

// efficiencySeries are the efficiencies as series, in percent.
func efficiencySeries(programs []program, label func(program) string) []Series {
	series := speedSeries(programs, label)
	for _, s := range series {
		for i := range s.Points {
			at := &s.Points[i]
			part := 100 / at.X
			at.Y, at.Low, at.High = at.Y*part, at.Low*part, at.High*part
		}
	}
	return series
}

func speedupPanel(programs []program, log bool) *plot.Plot {
	t := traces{kind: "Lines", xAxis: "workers", yAxis: "speed-up", logX: log, logY: log, series: speedSeries(programs, program.unnamed)}
	p := t.newPlot()
	// The ideal needs no more room than the programs, of which some gain little.
	if ideal := min(p.X.Max, max(1.3*p.Y.Max, 2)); ideal > p.Y.Max {
		p.Y.Max = ideal
	}
	if at, ok := p.X.Tick.Marker.(countTicks); ok && log {
		p.Y.Tick.Marker = at
	}
	p.Add(lawCurve{func(n float64) float64 { return n }, idealLine})
	for n, program := range programs {
		if program.fit != nil {
			p.Add(lawCurve{program.fit.Speedup, dashed(n)})
		}
	}
	p.Add(strokes{traces: t, bare: true})
	return p
}

func efficiencyPanel(programs []program, log bool) *plot.Plot {
	t := traces{kind: "Lines", xAxis: "workers", yAxis: "efficiency, %", logX: log, series: efficiencySeries(programs, program.unnamed)}
	p := t.newPlot()
	p.Y.Min, p.Y.Max = 0, max(p.Y.Max, 108)
	p.Add(lawCurve{func(float64) float64 { return 100 }, idealLine})
	for n, program := range programs {
		if program.fit != nil {
			p.Add(lawCurve{func(n float64) float64 { return 100 * program.fit.Speedup(n) / n }, dashed(n)})
		}
	}
	p.Add(strokes{traces: t, bare: true})
	return p
}

func (p program) unnamed() string { return "" }

// lawCurve draws a function over the range of the X axis from 1 worker on.
type lawCurve struct {
	of    func(x float64) float64
	style draw.LineStyle
}

// Plot draws onto the data area of a plot.
func (f lawCurve) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	const steps = 200
	var line []vg.Point
	from := max(p.X.Min, 1)
	for n := range steps + 1 {
		at := from * math.Pow(p.X.Max/from, float64(n)/steps)
		line = append(line, vg.Point{X: x(at), Y: y(f.of(at))})
	}
	c.StrokeLines(f.style, c.ClipLinesXY(line)...)
}

func (s Speedup) vega() specification {
	programs, err := s.measured()
	if err != nil {
		return specification{"description": err.Error()}
	}
	width, _ := s.size()
	panel := func(series []Series, y string, log bool, law func(p program, n float64) float64, ideal func(n float64) float64) specification {
		t := traces{kind: "Lines", series: series}
		var rows, fits, ideals []specification
		for n, one := range series {
			for _, point := range one.Points {
				row := specification{"series": t.label(n), "workers": point.X, "value": point.Y}
				if point.hasInterval() {
					row["low"], row["high"] = point.Low, point.High
				}
				rows = append(rows, row)
				if programs[n].fit != nil {
					fits = append(fits, specification{"series": t.label(n), "workers": point.X, "value": law(programs[n], point.X)})
				}
				ideals = append(ideals, specification{"workers": point.X, "value": ideal(point.X)})
			}
		}
		xs, ys := vegaScale("workers", "workers", s.Log), vegaScale("value", y, log)
		if !log {
			ys["scale"] = specification{"zero": true}
		}
		low := vegaScale("low", y, log)
		low["scale"] = ys["scale"]
		layer := func(mark specification, rows []specification, encoding specification) specification {
			return specification{"mark": mark, "data": specification{"values": rows}, "encoding": encoding}
		}
		return specification{
			"width": (width - 200) / 2, "height": 260,
			"layer": []specification{
				layer(specification{"type": "line", "strokeDash": []int{1, 2}, "color": cssColor(faintInk)}, ideals, specification{"x": xs, "y": ys}),
				layer(specification{"type": "line", "strokeDash": []int{4, 3}}, fits, specification{"x": xs, "y": ys, "color": t.vegaColour()}),
				layer(specification{"type": "rule"}, rows, specification{"x": xs, "y": low, "y2": specification{"field": "high"}, "color": t.vegaColour()}),
				layer(specification{"type": "point", "filled": true}, rows, specification{"x": xs, "y": ys, "color": t.vegaColour()}),
			},
		}
	}
	return specification{
		"hconcat": []specification{
			panel(speedSeries(programs, keyLabel), "speed-up", s.Log, func(p program, n float64) float64 { return p.fit.Speedup(n) }, func(n float64) float64 { return n }),
			panel(efficiencySeries(programs, keyLabel), "efficiency, %", false, func(p program, n float64) float64 { return 100 * p.fit.Speedup(n) / n }, func(float64) float64 { return 100 }),
		},
	}
}

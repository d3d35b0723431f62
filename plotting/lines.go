package plotting

import (
	"gonum.org/v1/plot"

	"gonymede/kernel/display"
)

// Lines shows how values depend on something that is varied, as on a size or
// on a number of workers: a line through the points of each series, in the order of X.
type Lines struct {
	Title string
	// Caption is a line below the chart, "" for none.
	Caption string
	// XAxis and YAxis say what the numbers are, with their units.
	XAxis, YAxis string
	// LogX and LogY make an axis logarithmic; it has a place only for numbers above zero.
	LogX, LogY bool
	Series     []Series
	// Bands draws the intervals of points as a band around the line, which
	// reads better where there are many. Otherwise each point has a bar.
	Bands bool
	// Width and Height are the size in pixels of the page, 0 for one that fits.
	Width, Height int

	fault error // why a chart of Results has nothing to draw
}

var _ Chart = Lines{}

// Display returns the chart as a picture, and as text.
func (l Lines) Display() display.Bundle { return show(l) }

// Save writes the chart to a file that ends in .png, .svg or .json (Vega-Lite).
func (l Lines) Save(path string) error { return save(l, path) }

// String returns the points as text, a line for each series. Of a long series
// it gives the extent and some points.
func (l Lines) String() string { return l.traces().text(describeLine) }

func (l Lines) caption() string { return l.Caption }

func (l Lines) size() (width, height int) { return sizeOr(l.Width, l.Height, 640, 380) }

func (l Lines) traces() traces {
	return traces{kind: "Lines", title: l.Title, caption: l.Caption, xAxis: l.XAxis, yAxis: l.YAxis, logX: l.LogX, logY: l.LogY, series: l.Series, fault: l.fault}
}

func (l Lines) plot() (*plot.Plot, error) {
	t := l.traces()
	if err := t.check(); err != nil {
		return nil, err
	}
	t.sort()
	p := t.newPlot()
	strokes := strokes{traces: t, bands: l.Bands}
	width, _ := l.size()
	if t.endTogether(width) {
		strokes.named = true
	} else {
		p.Add(markKey{t.keyEntries(), keyWidth(width)})
	}
	p.Add(strokes)
	return p, nil
}

func (l Lines) vega() specification {
	t := l.traces()
	t.sort()
	points := t.count() <= manyPoints
	rows := make([]specification, 0, min(t.count(), mostVegaRows))
	for n, s := range t.series {
		for _, point := range extremes(s.Points, mostVegaRows/len(t.series)) {
			row := specification{"series": t.label(n), "x": point.X, "y": point.Y}
			if point.hasInterval() && (!l.LogY || point.Low > 0) {
				row["low"], row["high"] = point.Low, point.High
			}
			rows = append(rows, row)
		}
	}
	x, y := vegaScale("x", l.XAxis, l.LogX), vegaScale("y", l.YAxis, l.LogY)
	low := vegaScale("low", l.YAxis, l.LogY)
	interval := specification{"type": "rule"}
	if l.Bands {
		interval = specification{"type": "area", "opacity": 0.25}
	}
	spec := specification{
		"data": specification{"values": rows},
		"layer": []specification{
			{"mark": interval, "encoding": specification{"x": x, "y": low, "y2": specification{"field": "high"}, "color": t.vegaColour()},
				"transform": []specification{{"filter": "isValid(datum.low)"}}},
			{"mark": specification{"type": "line", "point": points, "tooltip": true}, "encoding": specification{"x": x, "y": y, "color": t.vegaColour()}},
		},
	}
	if len(rows) < t.count() {
		spec["title"] = specification{"text": l.Title, "subtitle": "of " + thousands(t.count()) + " points, " + thousands(len(rows)) + " that keep the shape"}
	}
	return spec
}

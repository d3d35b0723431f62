package plotting

import (
	"fmt"
	"math"
	"slices"

	"github.com/aclements/go-moremath/stats"
	"gonum.org/v1/plot"

	"gonymede/kernel/display"
)

// Scatter shows points, each by itself: how two measurements of the same thing
// go together. Above some thousands of points it shows how many lie where.
type Scatter struct {
	Title string
	// Caption is a line below the chart, "" for none.
	Caption string
	// XAxis and YAxis say what the numbers are, with their units.
	XAxis, YAxis string
	// LogX and LogY make an axis logarithmic; it has a place only for numbers above zero.
	LogX, LogY bool
	Series     []Series
	// Width and Height are the size in pixels of the page, 0 for one that fits.
	Width, Height int
}

var _ Chart = Scatter{}

// mostMarks are drawn one by one; of more, few would be seen.
const mostMarks = 4_000

// Display returns the chart as a picture, and as text.
func (s Scatter) Display() display.Bundle { return show(s) }

// Save writes the chart to a file that ends in .png, .svg or .json (Vega-Lite).
func (s Scatter) Save(path string) error { return save(s, path) }

// String returns the series as text: their extents, medians and correlations,
// and the points themselves where they are few.
func (s Scatter) String() string {
	t := s.traces()
	return t.text(func(series Series) string {
		if len(series.Points) <= 6 {
			return describeLine(series)
		}
		return t.describeCloud(series)
	})
}

func (s Scatter) caption() string {
	count := s.traces().count()
	if count <= mostMarks {
		return s.Caption
	}
	note := fmt.Sprintf("%s points: the darker, the more of them in a square", thousands(count))
	if s.Caption == "" {
		return note
	}
	return s.Caption + " · " + note
}

func (s Scatter) size() (width, height int) { return sizeOr(s.Width, s.Height, 640, 420) }

func (s Scatter) traces() traces {
	return traces{kind: "Scatter", title: s.Title, caption: s.Caption, xAxis: s.XAxis, yAxis: s.YAxis, logX: s.LogX, logY: s.LogY, series: s.Series}
}

func (s Scatter) plot() (*plot.Plot, error) {
	t := s.traces()
	if err := t.check(); err != nil {
		return nil, err
	}
	p := t.newPlot()
	if len(t.series) > 1 {
		width, _ := s.size()
		p.Add(markKey{t.keyEntries(), keyWidth(width)})
	}
	if t.count() > mostMarks {
		p.Add(density{t})
	} else {
		p.Add(dots{t})
	}
	return p, nil
}

// describeCloud gives the numbers of a series of many points.
func (t traces) describeCloud(s Series) string {
	xs, ys := make([]float64, len(s.Points)), make([]float64, len(s.Points))
	for n, p := range s.Points {
		xs[n], ys[n] = p.X, p.Y
	}
	r := correlation(xs, ys, t.logX, t.logY)
	slices.Sort(xs)
	slices.Sort(ys)
	n := len(xs)
	middle := func(sorted []float64) string { return digits(stats.Sample{Xs: sorted, Sorted: true}.Quantile(0.5)) }
	text := fmt.Sprintf("%s points, X %s–%s with median %s, Y %s–%s with median %s", thousands(n),
		digits(xs[0]), digits(xs[n-1]), middle(xs), digits(ys[0]), digits(ys[n-1]), middle(ys))
	if math.IsNaN(r) || math.IsInf(r, 0) {
		return text
	}
	return text + fmt.Sprintf(", correlation %.2f", r)
}

// correlation is Pearson's, of the logarithms where the axis is logarithmic.
// It is NaN where one of the two does not vary.
func correlation(xs, ys []float64, logX, logY bool) float64 {
	on := func(v float64, log bool) float64 {
		if log {
			return math.Log(v)
		}
		return v
	}
	// Welford's updates, for numbers that are large beside their differences.
	var meanX, meanY, xx, yy, xy float64
	for n := range xs {
		x, y := on(xs[n], logX), on(ys[n], logY)
		dx, dy := x-meanX, y-meanY
		meanX += dx / float64(n+1)
		meanY += dy / float64(n+1)
		xx += dx * (x - meanX)
		yy += dy * (y - meanY)
		xy += dx * (y - meanY)
	}
	return xy / math.Sqrt(xx) / math.Sqrt(yy)
}

func (s Scatter) vega() specification {
	t := s.traces()
	if t.count() > mostMarks {
		return s.vegaDensity()
	}
	rows := make([]specification, 0, t.count())
	for n, series := range t.series {
		for _, p := range series.Points {
			rows = append(rows, specification{"series": t.label(n), "x": p.X, "y": p.Y})
		}
	}
	return specification{
		"data":     specification{"values": rows},
		"mark":     specification{"type": "point", "filled": true, "tooltip": true},
		"encoding": specification{"x": vegaScale("x", s.XAxis, s.LogX), "y": vegaScale("y", s.YAxis, s.LogY), "color": t.vegaColour(), "shape": t.vegaColour()},
	}
}

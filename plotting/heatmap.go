package plotting

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"

	"gonymede/kernel/display"
)

// HeatMap shows a table of numbers as colours: how something depends on two
// things that are varied, for example on a size and a number of workers.
type HeatMap struct {
	Title string
	// Caption is a line below the chart, "" for none.
	Caption string
	// XAxis, YAxis and ZAxis say what the columns, the rows and the numbers
	// are, with their units.
	XAxis, YAxis, ZAxis string
	// X names the columns, from the left, and Y the rows, from the top. Where
	// they are empty, columns and rows are numbered from 0.
	X, Y []string
	// Values are the rows from the top. NaN is a cell without a number.
	Values [][]float64
	// Log makes the scale of colours logarithmic; it has a place only for numbers above zero.
	Log bool
	// Width and Height are the size in pixels of the page, 0 for one that fits.
	Width, Height int
}

var _ Chart = HeatMap{}

// mostCells bounds the cells of a heat map, so that each is larger than a pixel.
const mostCells = 500

// Display returns the chart as a picture, and as text.
func (h HeatMap) Display() display.Bundle { return show(h) }

// Save writes the chart to a file that ends in .png, .svg or .json (Vega-Lite).
func (h HeatMap) Save(path string) error { return save(h, path) }

// String returns the least and the greatest number and where they are, and
// the numbers of each row, unless they are many.
func (h HeatMap) String() string {
	lines := []string{orElse(h.Title, "heat map")}
	if err := h.check(); err != nil {
		return lines[0] + "\n  " + err.Error()
	}
	low, high, missing := h.extremes()
	lines = append(lines, "  "+h.place("least", low), "  "+h.place("greatest", high))
	if missing > 0 {
		lines = append(lines, "  cells without a number: "+thousands(missing))
	}
	if columns := len(h.Values[0]); columns <= 12 && len(h.Values) <= 20 {
		for y, row := range h.Values {
			var cells []string
			for x, v := range row {
				cells = append(cells, h.column(x)+" → "+cellText(v))
			}
			lines = append(lines, "  "+h.row(y)+": "+strings.Join(cells, ", "))
		}
	}
	if h.XAxis != "" || h.YAxis != "" || h.ZAxis != "" {
		lines = append(lines, fmt.Sprintf("  axes: rows %s, columns %s → %s", orElse(h.YAxis, "Y"), orElse(h.XAxis, "X"), orElse(h.ZAxis, "value")))
	}
	if h.Caption != "" {
		lines = append(lines, h.Caption)
	}
	return strings.Join(lines, "\n")
}

func (h HeatMap) caption() string {
	if h.check() != nil {
		return h.Caption
	}
	if _, _, missing := h.extremes(); missing == 0 {
		return h.Caption
	}
	const note = "Hatched cells have no number."
	if h.Caption == "" {
		return note
	}
	return h.Caption + " · " + note
}

func (h HeatMap) size() (width, height int) {
	rows := min(len(h.Values), 20)
	width, _ = sizeOr(h.Width, 1, 640, 1)
	height = min(110+34*rows, 500)
	if h.check() == nil {
		height += h.turnedHeight(width)
	}
	return sizeOr(h.Width, h.Height, width, height)
}

func (h HeatMap) plot() (*plot.Plot, error) {
	if err := h.check(); err != nil {
		return nil, err
	}
	p := plot.New()
	p.Title.Text = h.Title
	p.X.Label.Text, p.Y.Label.Text = h.XAxis, h.YAxis
	p.X.Min, p.X.Max = -0.5, float64(len(h.Values[0]))-0.5
	p.Y.Min, p.Y.Max = -float64(len(h.Values))+0.5, 0.5
	width, height := h.size()
	columns, turned := h.columnTicks(width)
	p.X.Tick.Marker = columns
	if turned {
		p.X.Tick.Label.Rotation = math.Pi / 2
		p.X.Tick.Label.XAlign, p.X.Tick.Label.YAlign = text.XRight, text.YCenter
		height -= h.turnedHeight(width)
	}
	p.Y.Tick.Marker = h.rowTicks(height)
	p.X.Tick.Length, p.Y.Tick.Length = 3, 3
	p.X.LineStyle.Width, p.Y.LineStyle.Width = 0, 0
	low, high, _ := h.extremes()
	scale := newColourScale(low.value, high.value, h.Log)
	p.Add(cells{h, scale}, colourBar{scale, h.ZAxis})
	return p, nil
}

func (h HeatMap) check() error {
	if len(h.Values) == 0 || len(h.Values[0]) == 0 {
		return fmt.Errorf("plotting.HeatMap: it has no values; fill its field Values")
	}
	columns := len(h.Values[0])
	if len(h.Values) > mostCells || columns > mostCells {
		return fmt.Errorf("plotting.HeatMap: it has %d rows and %d columns, at most %d of each can be drawn", len(h.Values), columns, mostCells)
	}
	if len(h.X) != 0 && len(h.X) != columns {
		return fmt.Errorf("plotting.HeatMap: X names %d columns, and row 0 has %d values; name each column, or none", len(h.X), columns)
	}
	if len(h.Y) != 0 && len(h.Y) != len(h.Values) {
		return fmt.Errorf("plotting.HeatMap: Y names %d rows, and there are %d; name each row, or none", len(h.Y), len(h.Values))
	}
	numbers := 0
	for y, row := range h.Values {
		if len(row) != columns {
			return fmt.Errorf("plotting.HeatMap: %s has %d values, and row 0 has %d; all rows need equally many, math.NaN() where there is none", cellName("row", y, h.Y), len(row), columns)
		}
		for x, v := range row {
			if math.IsInf(v, 0) {
				return fmt.Errorf("plotting.HeatMap: %s, %s: the value is %v; only finite numbers can be drawn, and NaN for none", cellName("row", y, h.Y), cellName("column", x, h.X), v)
			}
			if h.Log && v <= 0 {
				return logError("HeatMap", fmt.Sprintf("%s, %s: the value", cellName("row", y, h.Y), cellName("column", x, h.X)), v, "Log")
			}
			if !math.IsNaN(v) {
				numbers++
			}
		}
	}
	if numbers == 0 {
		return fmt.Errorf("plotting.HeatMap: all its values are NaN; at least one has to be a number")
	}
	return nil
}

// cellName is the place of a row or a column, and its name where it has one.
func cellName(what string, n int, names []string) string {
	if n < len(names) {
		return fmt.Sprintf("%s %d, %q", what, n, names[n])
	}
	return fmt.Sprintf("%s %d", what, n)
}

// A heatCell is a number and its place.
type heatCell struct {
	value float64
	x, y  int
}

// extremes returns the cells with the least and the greatest number, and how
// many have none.
func (h HeatMap) extremes() (low, high heatCell, missing int) {
	low.value, high.value = math.Inf(1), math.Inf(-1)
	for y, row := range h.Values {
		for x, v := range row {
			if math.IsNaN(v) {
				missing++
			}
			if v < low.value {
				low = heatCell{v, x, y}
			}
			if v > high.value {
				high = heatCell{v, x, y}
			}
		}
	}
	return low, high, missing
}

func (h HeatMap) place(what string, c heatCell) string {
	return fmt.Sprintf("%s: %s, in row %s, column %s", what, digits(c.value), h.row(c.y), h.column(c.x))
}

func (h HeatMap) row(n int) string {
	if len(h.Y) > n {
		return h.Y[n]
	}
	return fmt.Sprint(n)
}

func (h HeatMap) column(n int) string {
	if len(h.X) > n {
		return h.X[n]
	}
	return fmt.Sprint(n)
}

func cellText(v float64) string {
	if math.IsNaN(v) {
		return "no number"
	}
	return digits(v)
}

func (h HeatMap) vega() specification {
	var rows []specification
	for y, row := range h.Values {
		for x, v := range row {
			if !math.IsNaN(v) {
				rows = append(rows, specification{"row": h.row(y), "column": h.column(x), "value": v})
			}
		}
	}
	rows, thinned := thinHeat(rows)
	colour := specification{"field": "value", "type": "quantitative", "title": h.ZAxis, "scale": specification{"scheme": "viridis"}}
	if h.Log {
		colour["scale"] = specification{"scheme": "viridis", "type": "log"}
	}
	spec := specification{
		"data": specification{"values": rows},
		"mark": specification{"type": "rect"},
		"encoding": specification{
			"x":     specification{"field": "column", "type": "nominal", "sort": nil, "title": h.XAxis},
			"y":     specification{"field": "row", "type": "nominal", "sort": nil, "title": h.YAxis},
			"color": colour,
		},
	}
	if thinned > 0 {
		spec["title"] = specification{"text": h.Title, "subtitle": fmt.Sprintf("%s of the cells; %s more are in the picture only", thousands(len(rows)), thousands(thinned))}
	}
	return spec
}

// thinHeat keeps every n-th of too many rows, and says how many are left out.
func thinHeat(rows []specification) ([]specification, int) {
	if len(rows) <= mostVegaRows {
		return rows, 0
	}
	every := (len(rows) + mostVegaRows - 1) / mostVegaRows
	var some []specification
	for n := 0; n < len(rows); n += every {
		some = append(some, rows[n])
	}
	return some, len(rows) - len(some)
}

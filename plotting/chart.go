package plotting

import (
	"fmt"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"gonymede/kernel/display"
)

// A Chart is what this package draws. Its String method gives its numbers as
// text, for whoever cannot see the picture.
type Chart interface {
	display.Displayer
	fmt.Stringer
	// Save writes the chart to a file, in the form that the file's name ends in:
	// .png, .svg, or .json for the Vega-Lite specification.
	Save(path string) error

	// plot returns the chart as gonum draws it, or says what is wrong with it.
	plot() (*plot.Plot, error)
	// vega returns the chart's Vega-Lite specification without what all charts
	// share; plot has found nothing wrong with the chart before.
	vega() specification
	// size is that of the picture in pixels of the page, with a line of title
	// and of caption where there are such. Further lines add to its height.
	size() (width, height int)
	// caption is the text below the picture, "" for none.
	caption() string
}

const margin = 8 * pagePixel

// write puts a piece of text with the middle of its small letters at a point.
// gonum centres the box of the text, which has room for descenders.
func write(c draw.Canvas, style text.Style, at vg.Point, words string) {
	at.Y += 0.12 * style.Font.Size
	c.FillText(style, at, words)
}

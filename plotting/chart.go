package plotting

import (
	"bytes"
	"fmt"
	"image/png"
	"os"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"gonymede/kernel/display"
)

// Pixels of a page are 1/96 inch (CSS); pictures have two for each, so that
// they are sharp on fine screens and on paper.
const (
	pagePixel  = vg.Inch / 96
	pictureDPI = 192
)

// A chart is what this package can draw.
type chart interface {
	display.Displayer
	fmt.Stringer
	// plot returns the chart as gonum draws it, or says what is wrong with it.
	plot() (*plot.Plot, error)
	// size is that of the picture in pixels of the page.
	size() (width, height int)
	// caption is the line below the picture, "" for none.
	caption() string
}

// show returns the forms of a chart: a picture, and its numbers as text.
func show(c chart) display.Bundle {
	picture, err := render(c)
	if err != nil {
		return display.Bundle{Data: map[string]any{"text/plain": err.Error()}}
	}
	width, height := c.size()
	return display.Bundle{
		Data:     map[string]any{"image/png": picture, "text/plain": c.String()},
		Metadata: map[string]any{"image/png": map[string]any{"width": width, "height": height}},
	}
}

func save(c chart, path string) error {
	picture, err := render(c)
	if err != nil {
		return err
	}
	return os.WriteFile(path, picture, 0o644)
}

// render draws a chart as PNG.
func render(c chart) ([]byte, error) {
	p, err := c.plot()
	if err != nil {
		return nil, err
	}
	dress(p)
	width, height := c.size()
	canvas := vgimg.NewWith(
		vgimg.UseWH(vg.Length(width)*pagePixel, vg.Length(height)*pagePixel),
		vgimg.UseDPI(pictureDPI),
		vgimg.UseBackgroundColor(background),
	)
	area := draw.Crop(draw.New(canvas), margin, -margin, margin, -margin)
	p.Draw(above(area, c.caption()))

	var buf bytes.Buffer
	if err := png.Encode(&buf, canvas.Image()); err != nil {
		return nil, fmt.Errorf("encode the picture: %w", err)
	}
	return buf.Bytes(), nil
}

const (
	margin        = 8 * pagePixel
	captionHeight = 18 * pagePixel
)

// write puts a piece of text with the middle of its small letters at a point.
// gonum centres the box of the text, which has room for descenders.
func write(c draw.Canvas, style text.Style, at vg.Point, words string) {
	at.Y += 0.12 * style.Font.Size
	c.FillText(style, at, words)
}

// above writes a caption at the foot of an area and returns what is left.
func above(area draw.Canvas, caption string) draw.Canvas {
	if caption == "" {
		return area
	}
	style := lettering(smallSize, faintInk)
	style.XAlign, style.YAlign = text.XLeft, text.YBottom
	area.FillText(style, area.Min, caption)
	return draw.Crop(area, 0, 0, captionHeight, 0)
}

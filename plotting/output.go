package plotting

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"os"
	"path/filepath"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"

	"gonymede/kernel/display"
)

// Pixels of a page are 1/96 inch (CSS); pictures have two for each, so that
// they are sharp on fine screens and on paper.
const (
	pagePixel  = vg.Inch / 96
	pictureDPI = 192
)

// show returns the forms of a chart: a picture, and its numbers as text.
func show(c Chart) display.Bundle {
	picture, err := encodePNG(c)
	if err != nil {
		return display.Bundle{Data: map[string]any{"text/plain": err.Error()}}
	}
	width, height := c.size()
	return display.Bundle{
		Data:     map[string]any{"image/png": picture, "text/plain": c.String()},
		Metadata: map[string]any{"image/png": map[string]any{"width": width, "height": height}},
	}
}

// SVG shows a chart as an SVG picture, which stays sharp at any size. The PNG
// goes along for notebooks that are not trusted, where SVG is not drawn.
func SVG(c Chart) display.Displayer { return inForm{c, "image/svg+xml", encodeSVG} }

// Vega shows a chart as an interactive one, through Vega-Lite version 5. The
// PNG goes along for front ends without Vega-Lite.
func Vega(c Chart) display.Displayer {
	return inForm{c, "application/vnd.vegalite.v5+json", encodeVega}
}

// inForm is a chart with a further form.
type inForm struct {
	Chart
	mime   string
	encode func(Chart) ([]byte, error)
}

// Display returns the forms of the chart.
func (f inForm) Display() display.Bundle {
	b := show(f.Chart)
	if b.Data["image/png"] == nil {
		return b
	}
	data, err := f.encode(f.Chart)
	switch {
	case err != nil:
		b.Data["text/plain"] = fmt.Sprintf("%s\n(cannot show %s: %v)", b.Text(), f.mime, err)
	case json.Valid(data):
		b.Data[f.mime] = json.RawMessage(data)
	default:
		b.Data[f.mime] = data
	}
	return b
}

func save(c Chart, path string) error {
	var encode func(Chart) ([]byte, error)
	switch filepath.Ext(path) {
	case ".png":
		encode = encodePNG
	case ".svg":
		encode = encodeSVG
	case ".json":
		encode = encodeVega
	default:
		return fmt.Errorf("plotting: cannot save as %q: the name of the file has to end in .png, .svg or .json", path)
	}
	data, err := encode(c)
	if err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}

func encodePNG(c Chart) ([]byte, error) {
	width, height := lengths(c)
	canvas := vgimg.NewWith(vgimg.UseWH(width, height), vgimg.UseDPI(pictureDPI), vgimg.UseBackgroundColor(background))
	if err := paint(c, canvas); err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, canvas.Image()); err != nil {
		return nil, fmt.Errorf("encode the picture: %w", err)
	}
	return buf.Bytes(), nil
}

func encodeSVG(c Chart) ([]byte, error) {
	width, height := lengths(c)
	canvas := vgsvg.NewWith(vgsvg.UseWH(width, height))
	area := draw.New(canvas)
	area.FillPolygon(background, []vg.Point{area.Min, {X: area.Max.X, Y: area.Min.Y}, area.Max, {X: area.Min.X, Y: area.Max.Y}})
	if err := paint(c, canvas); err != nil {
		return nil, err
	}
	var buf bytes.Buffer
	if _, err := canvas.WriteTo(&buf); err != nil {
		return nil, fmt.Errorf("encode the picture: %w", err)
	}
	return buf.Bytes(), nil
}

func lengths(c Chart) (width, height vg.Length) {
	w, h := c.size()
	return vg.Length(w) * pagePixel, vg.Length(h) * pagePixel
}

// paint draws a chart onto a whole canvas.
func paint(c Chart, canvas vg.CanvasSizer) error {
	p, err := c.plot()
	if err != nil {
		return err
	}
	dress(p)
	area := draw.Crop(draw.New(canvas), margin, -margin, margin, -margin)
	p.Draw(above(area, c.caption()))
	return nil
}

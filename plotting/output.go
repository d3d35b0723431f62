package plotting

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image/png"
	"os"
	"path/filepath"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"

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
	p, err := drawPicture(c)
	if err != nil {
		return display.Bundle{Data: map[string]any{"text/plain": err.Error()}}
	}
	words := c.String()
	if note := p.missing.inText(); note != "" {
		words += "\n(" + note + ")"
	}
	return display.Bundle{
		Data:     map[string]any{"image/png": p.png, "text/plain": words},
		Metadata: map[string]any{"image/png": map[string]any{"width": p.width, "height": p.height}},
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
	p, err := drawPicture(c)
	return p.png, err
}

// A picture is a chart as PNG.
type picture struct {
	png           []byte
	width, height int // in pixels of the page
	missing       missingNote
}

// drawPicture draws a chart; where characters are missing it draws it once
// more, with a note of them.
func drawPicture(c Chart) (picture, error) {
	l, canvas, missing, err := drawPage(c, "")
	if err == nil && missing.characters != "" {
		l, canvas, missing, err = drawPage(c, missing.inPicture())
	}
	if err != nil {
		return picture{}, err
	}
	var data bytes.Buffer
	// A greater compression takes half as long again and saves three bytes of a hundred.
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&data, canvas.Image()); err != nil {
		return picture{}, fmt.Errorf("encode the picture: %w", err)
	}
	return picture{data.Bytes(), l.width, l.height, missing}, nil
}

// drawPage draws a chart with a note below it.
func drawPage(c Chart, note string) (*layout, *vgimg.Canvas, missingNote, error) {
	l, err := arrange(c, note)
	if err != nil {
		return nil, nil, missingNote{}, err
	}
	canvas := vgimg.NewWith(vgimg.UseWH(l.lengths()), vgimg.UseDPI(pictureDPI), vgimg.UseBackgroundColor(background))
	missing := map[rune]bool{}
	l.paint(page{canvas, missing})
	return l, canvas, newMissingNote(missing, letters.machine.failure()), nil
}

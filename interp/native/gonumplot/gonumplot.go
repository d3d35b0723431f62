// Package gonumplot has plots of gonum's own API shown as pictures: it registers
// a renderer with package display. The engine does not contain it. A session's
// toolchain compiles it with whatever version of gonum.org/v1/plot the session
// has, as a module of its own that asks for none, and so it uses only what all of
// them have.
package gonumplot

import (
	"bytes"
	"fmt"
	"image/color"
	"image/png"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"gonymede/kernel/display"
)

// The size of the picture. The page has 96 pixels an inch, and screens with finer
// ones draw the picture's dots one by one.
const (
	width, height = 480, 320 // pixels of the page
	margin        = 6        // pixels of the page: gonum draws labels up to the edge
	pageDPI       = 96
	dpi           = 192
)

func init() { display.RegisterRenderer(render) }

// render shows a plot. ok is false for everything else.
func render(v any) (b display.Bundle, ok bool) {
	var shown plot.Plot
	switch v := v.(type) {
	case *plot.Plot:
		if v == nil {
			return display.Bundle{}, false
		}
		// Draw writes ranges into the axes of a plot that has no data yet, or equal
		// data only, and who shows a plot half built goes on with it.
		shown = *v
	case plot.Plot:
		shown = v
	default:
		return display.Bundle{}, false
	}
	p := &shown
	text := summary(p)
	picture, err := drawn(p)
	if err != nil {
		return display.Bundle{Data: map[string]any{"text/plain": text + "\n(the plot cannot be drawn: " + err.Error() + ")"}}, true
	}
	return display.Bundle{
		Data:     map[string]any{"image/png": picture, "text/plain": text},
		Metadata: map[string]any{"image/png": map[string]any{"width": width, "height": height}},
	}, true
}

// drawn returns the plot as PNG. What its data and its scales panic with is the
// error: a logarithmic scale does so for what is not positive.
func drawn(p *plot.Plot) (picture []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	const pixel = vg.Inch / pageDPI
	c := vgimg.NewWith(vgimg.UseWH(width*pixel, height*pixel), vgimg.UseDPI(dpi))
	page := draw.New(c)
	// A plot's own background may be see-through, and a page may be dark.
	page.SetColor(color.White)
	page.Fill(page.Rectangle.Path())
	p.Draw(draw.Crop(page, margin*pixel, -margin*pixel, margin*pixel, -margin*pixel))
	var b bytes.Buffer
	if err := png.Encode(&b, c.Image()); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// summary says in words what the plot shows.
func summary(p *plot.Plot) string {
	title := "plot"
	if p.Title.Text != "" {
		title += ": " + strings.ReplaceAll(p.Title.Text, "\n", " ")
	}
	return title + "\n" + axis("x", &p.X) + "\n" + axis("y", &p.Y)
}

func axis(name string, a *plot.Axis) string {
	if a.Label.Text != "" {
		name += " (" + a.Label.Text + ")"
	}
	if a.Min > a.Max {
		return name + ": no data"
	}
	return fmt.Sprintf("%s: %.6g to %.6g", name, a.Min, a.Max)
}

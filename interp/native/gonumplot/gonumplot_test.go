package gonumplot

import (
	"bytes"
	"encoding/base64"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"

	"gonymede/kernel/display"
)

func line(t *testing.T, points ...plotter.XY) *plot.Plot {
	t.Helper()
	p := plot.New()
	p.Title.Text = "Speed"
	p.X.Label.Text = "workers"
	l, err := plotter.NewLine(plotter.XYs(points))
	if err != nil {
		t.Fatal(err)
	}
	p.Add(l)
	return p
}

func TestPicture(t *testing.T) {
	p := line(t, plotter.XY{X: 1, Y: 1}, plotter.XY{X: 8, Y: 5.5})
	p.BackgroundColor = color.Transparent
	for _, v := range []any{p, *p} {
		b := display.Render(v)
		if got, want := b.Text(), "plot: Speed\nx (workers): 1 to 8\ny: 1 to 5.5"; got != want {
			t.Errorf("the text is %q, want %q", got, want)
		}
		data, err := base64.StdEncoding.DecodeString(b.Data["image/png"].(string))
		if err != nil {
			t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if size := picture.Bounds().Size(); size.X != 960 || size.Y != 640 {
			t.Errorf("the picture has %v dots", size)
		}
		if _, _, _, alpha := picture.At(0, 0).RGBA(); alpha != 0xffff {
			t.Errorf("the background lets %d of 65535 through", 0xffff-alpha)
		}
	}
}

// TestShowingChangesNothing shows a plot half built, and goes on with it.
func TestShowingChangesNothing(t *testing.T) {
	p := plot.New()
	for range 2 {
		if text := display.Render(p).Text(); text != "plot\nx: no data\ny: no data" {
			t.Errorf("a plot without data is %q", text)
		}
	}
	dots, err := plotter.NewScatter(plotter.XYs{{X: 100, Y: 100}, {X: 110, Y: 100}})
	if err != nil {
		t.Fatal(err)
	}
	p.Add(dots)
	for range 2 {
		if text := display.Render(p).Text(); text != "plot\nx: 100 to 110\ny: 100 to 100" {
			t.Errorf("two dots are %q", text)
		}
	}
}

func TestPanic(t *testing.T) {
	p := line(t, plotter.XY{X: 0, Y: 1}, plotter.XY{X: 8, Y: 5})
	p.X.Scale = plot.LogScale{}
	b := display.Render(p)
	if !strings.Contains(b.Text(), "the plot cannot be drawn: Values must be greater than 0") || b.Data["image/png"] != nil {
		t.Errorf("shown is %q", b.Text())
	}
}

func TestOtherValues(t *testing.T) {
	var none *plot.Plot
	for _, v := range []any{none, 1, "text", []*plot.Plot{plot.New()}} {
		if _, ok := render(v); ok {
			t.Errorf("%T is drawn", v)
		}
	}
	if text := display.Render(plot.New()).Text(); text != "plot\nx: no data\ny: no data" {
		t.Errorf("a plot without data is %q", text)
	}
}

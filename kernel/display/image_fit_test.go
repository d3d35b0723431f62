package display

import (
	"bytes"
	"encoding/base64"
	"image"
	"image/color"
	"image/color/palette"
	"image/png"
	"testing"
)

// halves is a picture of any size that no memory holds: left black, right
// white.
type halves struct{ size image.Rectangle }

func (h halves) ColorModel() color.Model { return color.GrayModel }
func (h halves) Bounds() image.Rectangle { return h.size }
func (h halves) At(x, _ int) color.Color {
	if x < (h.size.Min.X+h.size.Max.X)/2 {
		return color.Black
	}
	return color.White
}

func TestSizesOfImages(t *testing.T) {
	for _, test := range []struct {
		img           image.Image
		width, height int
		text          string
	}{
		{image.NewGray(image.Rect(0, 0, 1, 1)), 1, 1, "*image.Gray, 1×1 pixels"},
		{image.NewRGBA(image.Rect(0, 0, 1920, 1080)), 1920, 1080, "*image.RGBA, 1920×1080 pixels"},
		{image.NewPaletted(image.Rect(5, 5, 105, 55), palette.Plan9), 100, 50, "*image.Paletted, 100×50 pixels"},
		{halves{image.Rect(-10_000, 0, 10_000, 5_000)}, 2880, 720, "display.halves, 20000×5000 pixels, shown with 2880×720"},
		{halves{image.Rect(0, 0, 100_000_000, 1)}, mostPixels, 1, "display.halves, 100000000×1 pixels, shown with 2073600×1"},
	} {
		b := Render(test.img)
		if b.Text() != test.text {
			t.Errorf("%q, want %q", b.Text(), test.text)
		}
		wantSize(t, b, test.width, test.height)
		data, err := base64.StdEncoding.DecodeString(b.Data["image/png"].(string))
		if err != nil {
			t.Fatal(err)
		}
		drawn, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := test.img.(halves); ok {
			black, _, _, _ := drawn.At(0, 0).RGBA()
			white, _, _, _ := drawn.At(test.width-1, test.height-1).RGBA()
			if black != 0 || white != 0xffff {
				t.Errorf("%s: from %d to %d", test.text, black, white)
			}
		}
	}
}

// TestNoPictures has what has the methods of an image and is none to look at.
func TestNoPictures(t *testing.T) {
	for _, v := range []any{image.Rect(1, 2, 3, 4), image.NewUniform(color.Black)} {
		if b := Render(v); len(b.Data) != 1 || b.Text() != Text(v) {
			t.Errorf("%T is shown as %v", v, b.Data)
		}
	}
}

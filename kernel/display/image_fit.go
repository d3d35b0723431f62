package display

import (
	"image"
	"image/color"
	"math"
)

// mostPixels is how many pixels of a picture in memory are sent. A larger one is
// made smaller, because front ends give up on messages of many megabytes, and no
// page is so wide that one would see the difference.
const mostPixels = 1920 * 1080

// fitted returns the picture, or one of the same shape with mostPixels at most.
func fitted(img image.Image) image.Image {
	bounds := img.Bounds()
	pixels := float64(bounds.Dx()) * float64(bounds.Dy())
	if pixels <= mostPixels {
		return img
	}
	scale := math.Sqrt(mostPixels / pixels)
	width := min(max(1, int(float64(bounds.Dx())*scale)), mostPixels)
	height := min(max(1, int(float64(bounds.Dy())*scale)), mostPixels/width)
	return reduce(img, image.Rect(0, 0, width, height))
}

// samples is how many pixels in each direction a pixel of a smaller picture is
// the mean of: all of a picture twice as large, and a grid of larger ones.
const samples = 3

// reduce returns a smaller picture of img.
func reduce(img image.Image, size image.Rectangle) image.Image {
	at := reading(img)
	from := img.Bounds()
	small := image.NewRGBA(size)
	// place is where the i-th of n samples lies along a side of the original.
	place := func(i, n, length int) int { return int((float64(i) + 0.5) / float64(n) * float64(length)) }
	for y := range size.Dy() {
		for x := range size.Dx() {
			var r, g, b, a uint32
			for j := range samples {
				row := from.Min.Y + place(y*samples+j, size.Dy()*samples, from.Dy())
				for i := range samples {
					c := at(from.Min.X+place(x*samples+i, size.Dx()*samples, from.Dx()), row)
					r, g, b, a = r+uint32(c.R), g+uint32(c.G), b+uint32(c.B), a+uint32(c.A)
				}
			}
			const n = samples * samples
			small.SetRGBA64(x, y, color.RGBA64{R: uint16(r / n), G: uint16(g / n), B: uint16(b / n), A: uint16(a / n)})
		}
	}
	return small
}

// reading returns how pixels are read: without an allocation for each, where
// the picture can do that.
func reading(img image.Image) func(x, y int) color.RGBA64 {
	if quick, ok := img.(image.RGBA64Image); ok {
		return quick.RGBA64At
	}
	return func(x, y int) color.RGBA64 {
		r, g, b, a := img.At(x, y).RGBA()
		return color.RGBA64{R: uint16(r), G: uint16(g), B: uint16(b), A: uint16(a)}
	}
}

package plotting

import (
	"fmt"
	"strings"
)

// Sizes of pictures, in pixels of the page.
const (
	leastSide = 100
	mostSide  = 4000
	// mostPixels bounds the memory of a picture: each pixel of the page takes
	// 16 bytes while it is drawn.
	mostPixels = 8_000_000
)

// sizeOr returns a chart's Width and Height, with defaults where they are 0.
// A size that cannot be drawn goes through; checkSize says what is wrong with it.
func sizeOr(width, height, defaultWidth, defaultHeight int) (w, h int) {
	w, h = width, height
	if w == 0 {
		w = defaultWidth
	}
	if h == 0 {
		h = defaultHeight
	}
	return w, h
}

// checkSize says what is wrong with the size of a chart, for all kinds of them.
func checkSize(c Chart) error {
	name := nameOf(c)
	width, height := c.size()
	switch {
	case width < leastSide || width > mostSide:
		return fmt.Errorf("%s: its Width is %d pixels; give it %d to %d, or 0 for one that fits", name, width, leastSide, mostSide)
	case height < leastSide/2 || height > 2*mostSide:
		return fmt.Errorf("%s: its Height is %d pixels; give it %d to %d, or 0 for one that fits", name, height, leastSide, mostSide)
	case width*height > mostPixels:
		return fmt.Errorf("%s: a picture of %d × %d pixels takes too much memory; reduce its Width or its Height", name, width, height)
	}
	return nil
}

// nameOf is the name of a kind of chart, as in errors.
func nameOf(c Chart) string { return strings.TrimPrefix(fmt.Sprintf("%T", c), "*") }

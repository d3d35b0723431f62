package plotting

import (
	"image/color"
	"math"
	"strings"

	"golang.org/x/image/font"
	"gonum.org/v1/plot"
	plotfont "gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

var (
	background = color.NRGBA{0xfc, 0xfc, 0xfb, 0xff}
	ink        = color.NRGBA{0x1f, 0x23, 0x28, 0xff}
	faintInk   = color.NRGBA{0x59, 0x63, 0x6e, 0xff}
	rule       = color.NRGBA{0xe3, 0xe6, 0xe9, 0xff}
)

// palette is that of Okabe and Ito (Color Universal Design, 2008), in an order
// in which neighbours also differ in lightness. Its black is the ink.
var palette = []color.NRGBA{
	{0x00, 0x72, 0xb2, 0xff}, // blue
	{0xe6, 0x9f, 0x00, 0xff}, // orange
	{0x00, 0x9e, 0x73, 0xff}, // green
	{0xcc, 0x79, 0xa7, 0xff}, // purple
	{0x56, 0xb4, 0xe9, 0xff}, // sky blue
	{0xd5, 0x5e, 0x00, 0xff}, // vermilion
	{0xf0, 0xe4, 0x42, 0xff}, // yellow
}

// hue is the colour of the n-th thing; after the last colour the first follows.
func hue(n int) color.NRGBA { return palette[n%len(palette)] }

// pale is a colour mixed with the background, for what only waits.
func pale(c color.NRGBA) color.NRGBA {
	mix := func(a, b uint8) uint8 { return uint8((int(a) + 4*int(b)) / 5) }
	return color.NRGBA{mix(c.R, background.R), mix(c.G, background.G), mix(c.B, background.B), 0xff}
}

// inkOn is the colour of text that is read on c: the one with the greater
// contrast (WCAG 2.2, section 1.4.3).
func inkOn(c color.NRGBA) color.NRGBA {
	white := color.NRGBA{0xff, 0xff, 0xff, 0xff}
	l := luminance(c) + 0.05
	if l/(luminance(ink)+0.05) > (luminance(white)+0.05)/l {
		return ink
	}
	return white
}

// luminance is the relative luminance of a colour, 0 to 1 (WCAG 2.2).
func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// Sizes of text, in points.
const (
	titleSize = vg.Length(11)
	textSize  = vg.Length(9)
	smallSize = vg.Length(8)
)

// typeface is Liberation Sans: it has Latin, Greek and Cyrillic, and is part
// of the program, so that charts are the same on every machine. What it lacks
// the typesetter finds elsewhere.
func typeface(size vg.Length, bold bool) plotfont.Font {
	f := plotfont.Font{Typeface: "Liberation", Variant: "Sans", Size: size}
	if bold {
		f.Weight = font.WeightBold
	}
	return f
}

// lettering is the style of a piece of text.
func lettering(size vg.Length, c color.Color) text.Style {
	return text.Style{
		Color:   c,
		Font:    typeface(size, false),
		XAlign:  text.XCenter,
		YAlign:  text.YCenter,
		Handler: letters,
	}
}

// maxName is the width of a name that leaves room for the data beside it, that
// of some 40 Latin letters.
const maxName = vg.Length(200)

// short cuts a name that would leave no room for the data.
func short(name string) string {
	return cut(lettering(textSize, ink), strings.Join(strings.Fields(name), " "), maxName)
}

// dress gives a plot the look that all charts share.
func dress(p *plot.Plot) {
	p.BackgroundColor = nil // the whole picture has one
	p.TextHandler = letters
	p.Title.TextStyle.Handler = letters
	p.Title.TextStyle.Font = typeface(titleSize, true)
	p.Title.TextStyle.Color = ink
	p.Title.Padding = 6
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Color = faintInk
		axis.Label.TextStyle.Handler = letters
		axis.Tick.Label.Handler = letters
		axis.Label.TextStyle.Font = typeface(textSize, false)
		axis.Label.TextStyle.Color = faintInk
		axis.Label.Padding = 3
		axis.Tick.Label.Font = typeface(textSize, false)
		axis.Tick.Label.Color = ink
		axis.Tick.Color = faintInk
		axis.Padding = 0
	}
	p.Legend.TextStyle.Handler = letters
	p.Legend.TextStyle.Font = typeface(textSize, false)
	p.Legend.TextStyle.Color = ink
}

package plotting

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/width"
	"gonum.org/v1/plot"
	plotfont "gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// typesetter writes text in the font of its style, and what that font lacks in
// the Go fonts, which are part of the program too, or else in fonts of the
// machine. It places one character after another: scripts that run from right
// to left, or whose letters join, are not written right.
type typesetter struct {
	text.Plain
	machine *machineFonts
}

var _ text.Handler = typesetter{}

// letters is the typesetter of all charts. It starts from the fonts of gonum,
// among which Liberation Sans is.
var letters = typesetter{text.Plain{Fonts: plot.DefaultTextHandler.Cache()}, newMachineFonts(scanFonts)}

// The Go fonts have signs of mathematics that Liberation Sans lacks, such as
// the minus of an exponent. They are read when first needed.
var (
	goRegular = sync.OnceValue(func() *opentype.Font { return mustParse(goregular.TTF) })
	goBold    = sync.OnceValue(func() *opentype.Font { return mustParse(gobold.TTF) })
)

// mustParse reads a font that is part of the program.
func mustParse(data []byte) *opentype.Font {
	f, err := opentype.Parse(data)
	if err != nil {
		panic(fmt.Errorf("plotting: a font of the program: %w", err))
	}
	return f
}

// A textRun is a piece of a line that is written in one font.
type textRun struct {
	words string
	face  plotfont.Face
	width vg.Length
}

// Lines splits text into its lines, without what cannot be seen.
func (t typesetter) Lines(words string) []string {
	return strings.Split(strings.TrimRight(visible(words), "\n"), "\n")
}

// Box returns the size of a line. Its height is that of the style's font, so
// that lines are equally far apart whatever characters are in them.
func (t typesetter) Box(line string, f plotfont.Font) (width, height, depth vg.Length) {
	for _, r := range t.runs(line, f) {
		width += r.width
	}
	extents := t.Extents(f)
	return width, extents.Ascent, extents.Descent
}

// Draw writes text at a point, to which style aligns it.
func (t typesetter) Draw(c vg.Canvas, words string, style text.Style, at vg.Point) {
	lines := t.Lines(words)
	if len(lines) == 1 && lines[0] == "" {
		return
	}
	c.SetColor(style.Color)
	if style.Rotation != 0 {
		c.Push()
		defer c.Pop()
		c.Rotate(style.Rotation)
		sin, cos := math.Sincos(style.Rotation)
		at = vg.Point{X: at.Y*vg.Length(sin) + at.X*vg.Length(cos), Y: at.Y*vg.Length(cos) - at.X*vg.Length(sin)}
	}
	extents := t.Extents(style.Font)
	// The last line lies where gonum's own handler writes it.
	at.Y += style.Height(words)*vg.Length(style.YAlign) - extents.Ascent + style.Font.Size
	for n, line := range lines {
		runs := t.runs(line, style.Font)
		var width vg.Length
		for _, r := range runs {
			width += r.width
		}
		pen := vg.Point{X: at.X + vg.Length(style.XAlign)*width, Y: at.Y + vg.Length(len(lines)-1-n)*extents.Height}
		for _, r := range runs {
			// SVG drops spaces at the start of a piece of text.
			seen := strings.TrimLeft(r.words, " ")
			indent := r.face.Width(r.words[:len(r.words)-len(seen)])
			c.FillString(r.face, pen.Add(vg.Point{X: indent}), seen)
			pen.X += r.width
		}
	}
}

// runs splits a line where the font changes. A character that no font has is a
// run of its own, in the style's font, whose box for missing characters stands
// for it.
func (t typesetter) runs(line string, f plotfont.Font) []textRun {
	base := t.Fonts.Lookup(f, f.Size)
	if isPlain(line) {
		return []textRun{{line, base, base.Width(line)}}
	}
	var runs []textRun
	var buffer sfnt.Buffer
	start, current := 0, base
	end := func(at int) {
		if at > start {
			runs = append(runs, textRun{line[start:at], current, current.Width(line[start:at])})
		}
		start = at
	}
	for at, r := range line {
		drawn := base.Face
		if !hasGlyph(drawn, &buffer, r) {
			drawn = t.substitute(r, f.Weight)
		}
		if drawn == nil {
			end(at)
			start = at + len(string(r))
			runs = append(runs, textRun{string(r), base, widthOfMissing(base, r)})
			continue
		}
		if drawn != current.Face {
			end(at)
			current.Face = drawn
		}
	}
	end(len(line))
	return runs
}

// substitute returns a font for a character that the style's font lacks, nil
// where there is none.
func (t typesetter) substitute(r rune, weight font.Weight) *opentype.Font {
	bold := weight >= font.WeightSemiBold
	second := goRegular
	if bold {
		second = goBold
	}
	if hasGlyph(second(), nil, r) {
		return second()
	}
	return t.machine.find(r, bold)
}

// isPlain reports whether a line is ASCII, which every font has.
func isPlain(line string) bool {
	for n := range len(line) {
		if line[n] >= 0x7f {
			return false
		}
	}
	return true
}

func hasGlyph(f *opentype.Font, buffer *sfnt.Buffer, r rune) bool {
	glyph, err := f.GlyphIndex(buffer, r)
	return err == nil && glyph != 0
}

// widthOfMissing is what a character takes that no font has. In an SVG picture
// it is written all the same, for the reader's machine may have it, and there
// it needs this width.
func widthOfMissing(face plotfont.Face, r rune) vg.Length {
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return face.Font.Size
	}
	return face.Width(string(r))
}

// visible drops what takes no place and would be drawn as a box, or would make
// an SVG file unreadable: control and format characters, variation selectors,
// what is no character. Tabs become spaces.
func visible(words string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Variation_Selector), unicode.Is(unicode.Noncharacter_Code_Point, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(words, "\ufffd"))
}

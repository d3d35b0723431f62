package plotting

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
	plotfont "gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// A page is a canvas that draws a box for a character that no font has, and
// notes the character.
type page struct {
	*vgimg.Canvas
	missing map[rune]bool
}

var _ vg.CanvasSizer = page{}

// FillString writes text in one font. A character that the font lacks comes
// alone, for the typesetter has found no font for it.
func (p page) FillString(face plotfont.Face, at vg.Point, words string) {
	if !isPlain(words) {
		var buffer sfnt.Buffer
		for _, r := range words {
			if !hasGlyph(face.Face, &buffer, r) {
				p.missing[r] = true
				p.box(at, widthOfMissing(face, r), face.Font.Size)
				return
			}
		}
	}
	p.Canvas.FillString(face, at, words)
}

func (p page) box(at vg.Point, width, size vg.Length) {
	gap := 0.1 * width
	var outline vg.Path
	outline.Move(at.Add(vg.Point{X: gap}))
	outline.Line(at.Add(vg.Point{X: width - gap}))
	outline.Line(at.Add(vg.Point{X: width - gap, Y: 0.7 * size}))
	outline.Line(at.Add(vg.Point{X: gap, Y: 0.7 * size}))
	outline.Close()
	p.SetLineDash(nil, 0)
	p.SetLineWidth(0.06 * size)
	p.Stroke(outline)
}

// A missingNote says which characters have no font, and what to install for them.
type missingNote struct{ characters, advice string }

func newMissingNote(missing map[rune]bool, failure error) missingNote {
	if len(missing) == 0 {
		return missingNote{}
	}
	var packages []string
	for r := range missing {
		if p := packageFor(r); p != "" && !slices.Contains(packages, p) {
			packages = append(packages, p)
		}
	}
	slices.Sort(packages)
	n := missingNote{characters: string(slices.Sorted(maps.Keys(missing))), advice: "; install one that has"}
	if len(packages) > 0 {
		n.advice += fmt.Sprintf(" (Debian: %s)", strings.Join(packages, " "))
	}
	n.advice += ", then restart"
	if failure != nil {
		n.advice += fmt.Sprintf("; the machine's fonts could not be looked through: %v", failure)
	}
	return n
}

// inText is the note for the text form of a chart, which can have the
// characters themselves.
func (n missingNote) inText() string {
	return n.naming(20, "", func(r rune) string {
		if unicode.IsGraphic(r) && !unicode.IsMark(r) {
			return string(r)
		}
		return fmt.Sprintf(" %U ", r)
	})
}

// inPicture is the note for the picture, which cannot: it gives their numbers.
func (n missingNote) inPicture() string {
	return n.naming(4, " ", func(r rune) string { return fmt.Sprintf("%U", r) })
}

func (n missingNote) naming(most int, separator string, name func(rune) string) string {
	if n.characters == "" {
		return ""
	}
	var names []string
	for _, r := range n.characters {
		names = append(names, name(r))
	}
	more := ""
	if len(names) > most {
		more = fmt.Sprintf(" and %d more characters", len(names)-most)
		names = names[:most]
	}
	return "no font on this machine has " + strings.TrimSpace(strings.Join(names, separator)) + more + n.advice
}

// packageFor is the package of Debian with a font that has a character and
// that charts can draw with, "" where none is known.
func packageFor(r rune) string {
	switch {
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo), r >= 0x3000 && r <= 0x303f, r >= 0xff00 && r <= 0xffef:
		return "fonts-noto-cjk"
	case r >= 0x1f000 && r <= 0x1faff:
		return "fonts-symbola" // Noto's emoji are pictures, without outlines
	case unicode.IsSymbol(r):
		return "fonts-dejavu-core"
	case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsNumber(r), unicode.IsPunct(r):
		return "fonts-noto-core"
	}
	return ""
}

package plotting

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/image/font/sfnt"
	plotfont "gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgimg"
)

// A page is a canvas that notes which of the characters written on it no font has.
type page struct {
	*vgimg.Canvas
	missing map[rune]bool
}

var _ vg.CanvasSizer = page{}

// FillString writes text in one font.
func (p page) FillString(face plotfont.Face, at vg.Point, words string) {
	if !isPlain(words) {
		var buffer sfnt.Buffer
		for _, r := range words {
			if !hasGlyph(face.Face, &buffer, r) {
				p.missing[r] = true
			}
		}
	}
	p.Canvas.FillString(face, at, words)
}

// missingNote says which characters have no font, and what to install for them.
// It is "" where nothing is missing.
func missingNote(missing map[rune]bool, failure error) string {
	if len(missing) == 0 {
		return ""
	}
	var names []string
	var packages []string
	for r := range missing {
		names = append(names, nameOf(r))
		if p := packageFor(r); p != "" && !slices.Contains(packages, p) {
			packages = append(packages, p)
		}
	}
	slices.Sort(names)
	slices.Sort(packages)
	const most = 12
	more := ""
	if len(names) > most {
		more = fmt.Sprintf(" and %d more characters", len(names)-most)
		names = names[:most]
	}
	separator := ""
	if slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, "U+") }) {
		separator = " "
	}
	note := fmt.Sprintf("no font on this machine has %s%s; install one that has", strings.Join(names, separator), more)
	if len(packages) > 0 {
		note += fmt.Sprintf(" (Debian: %s)", strings.Join(packages, " "))
	}
	note += ", then restart"
	if failure != nil {
		note += fmt.Sprintf("; the machine's fonts could not be looked through: %v", failure)
	}
	return note
}

// nameOf is a character, or its number where it cannot be read alone.
func nameOf(r rune) string {
	if unicode.IsGraphic(r) && !unicode.IsMark(r) {
		return string(r)
	}
	return fmt.Sprintf("%U", r)
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

package display

import (
	"strings"
	"unicode"
)

// text is the grid as lines of a fixed-width font:
//
//	   Name    Age
//	   string  int
//	─  ──────  ───
//	0  Ann      30
func (g *grid) text() string {
	columns := append([]column{g.index}, g.columns...)
	widths := make([]int, len(columns))
	for i, c := range columns {
		widths[i] = max(width(c.name), width(c.typ))
		for _, cell := range c.cells {
			widths[i] = max(widths[i], width(cell.text))
		}
	}
	var b strings.Builder
	if g.caption != "" {
		b.WriteString(g.caption + "\n")
	}
	line := func(field func(column) string) {
		var fields strings.Builder
		for i, c := range columns {
			if i > 0 {
				fields.WriteString("  ")
			}
			text := field(c)
			gap := strings.Repeat(" ", max(0, widths[i]-width(text)))
			if c.right {
				fields.WriteString(gap + text)
			} else {
				fields.WriteString(text + gap)
			}
		}
		b.WriteString(strings.TrimRight(fields.String(), " ") + "\n")
	}
	line(func(c column) string { return c.name })
	line(func(c column) string { return c.typ })
	for i, w := range widths {
		if i > 0 {
			b.WriteString("  ")
		}
		b.WriteString(strings.Repeat("─", w))
	}
	b.WriteByte('\n')
	for row := range g.rows {
		line(func(c column) string { return c.cells[row].text })
	}
	b.WriteString(g.notes())
	return strings.TrimRight(b.String(), "\n")
}

// width is how many columns of a terminal a text takes: Chinese, Japanese,
// Korean and pictures take two a letter, accents that are letters of their own
// none (Unicode Standard Annex 11).
func width(s string) int {
	n := 0
	for _, r := range s {
		switch {
		case r < 0x300:
			n++
		case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		case unicode.Is(wide, r):
			n += 2
		default:
			n++
		}
	}
	return n
}

var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x1100, Hi: 0x115f, Stride: 1}, {Lo: 0x2e80, Hi: 0x303e, Stride: 1}, {Lo: 0x3041, Hi: 0xa4cf, Stride: 1},
		{Lo: 0xac00, Hi: 0xd7a3, Stride: 1}, {Lo: 0xf900, Hi: 0xfaff, Stride: 1}, {Lo: 0xfe30, Hi: 0xfe6f, Stride: 1},
		{Lo: 0xff00, Hi: 0xff60, Stride: 1}, {Lo: 0xffe0, Hi: 0xffe6, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x1f300, Hi: 0x1f64f, Stride: 1}, {Lo: 0x1f680, Hi: 0x1f6ff, Stride: 1}, {Lo: 0x1f900, Hi: 0x1f9ff, Stride: 1},
		{Lo: 0x20000, Hi: 0x3fffd, Stride: 1},
	},
}

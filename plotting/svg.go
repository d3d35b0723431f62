package plotting

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// sansSerif are fonts for text that the reader's machine sets: those with the
// widths of Liberation Sans first, which the chart was measured with.
const sansSerif = "'Liberation Sans', Arimo, Arial, Helvetica, sans-serif"

// encodeSVG draws a chart as SVG. Its text stays text, in fonts of whoever
// reads it: embedded fonts would take half a megabyte.
func encodeSVG(c Chart) ([]byte, error) {
	l, err := arrange(c, "")
	if err != nil {
		return nil, err
	}
	canvas := vgsvg.NewWith(vgsvg.UseWH(l.lengths()))
	area := draw.New(canvas)
	area.FillPolygon(background, []vg.Point{area.Min, {X: area.Max.X, Y: area.Min.Y}, area.Max, {X: area.Min.X, Y: area.Max.Y}})
	l.paint(canvas)
	var data bytes.Buffer
	if _, err := canvas.WriteTo(&data); err != nil {
		return nil, fmt.Errorf("encode the picture: %w", err)
	}
	return describeSVG(withFallbacks(data.Bytes()), l, c.String()), nil
}

// fontStyle finds what vgsvg says of the font of a text. A quotation mark in a
// text of the chart is escaped, so that only attributes match.
var fontStyle = regexp.MustCompile(`style="font-family:([^;"]*);font-variant:normal;font-weight:(\w+);font-style:normal;`)

// withFallbacks names further fonts for machines without those of this one.
// What the whole picture has is said at its head, once.
func withFallbacks(svg []byte) []byte {
	return fontStyle.ReplaceAllFunc(svg, func(found []byte) []byte {
		part := fontStyle.FindSubmatch(found)
		family, weight := string(part[1]), string(part[2])
		style := `style="`
		if family != "Liberation Sans" {
			style += "font-family:'" + strings.ReplaceAll(family, "'", "") + "', " + sansSerif + ";"
		}
		if weight != "normal" {
			style += "font-weight:" + weight + ";"
		}
		return []byte(style)
	})
}

// describeSVG gives a picture a size in pixels of the page, and a title and a
// description for readers that cannot see it.
func describeSVG(svg []byte, l *layout, words string) []byte {
	var head bytes.Buffer
	width, height := l.lengths()
	fmt.Fprintf(&head, `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" width="%d" height="%d" viewBox="0 0 %g %g" style="white-space:pre" font-family="%s">`,
		l.width, l.height, width.Points(), height.Points(), sansSerif)
	title, _, _ := strings.Cut(words, "\n")
	for _, part := range []struct{ name, words string }{{"title", title}, {"desc", words}} {
		fmt.Fprintf(&head, "\n<%s>", part.name)
		_ = xml.EscapeText(&head, []byte(visible(part.words))) // a buffer takes all
		fmt.Fprintf(&head, "</%s>", part.name)
	}
	_, content, _ := bytes.Cut(svg, []byte("xmlns:xlink=\"http://www.w3.org/1999/xlink\">"))
	return append(head.Bytes(), content...)
}

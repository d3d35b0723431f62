package plotting

import (
	"strings"

	"github.com/go-text/typesetting/segmenter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

const (
	// captionHeight is what the first line below a chart takes, captionLine
	// each further one.
	captionHeight = 18 * pagePixel
	captionLine   = 13 * pagePixel
)

// A caption is the lines below a chart, from top to bottom.
type caption []string

func captionStyle() text.Style {
	style := lettering(smallSize, faintInk)
	style.XAlign, style.YAlign = text.XLeft, text.YBottom
	return style
}

func newCaption(words string, width vg.Length) caption {
	const mostLines = 20
	if strings.TrimSpace(words) == "" {
		return nil
	}
	return wrap(captionStyle(), words, width, mostLines)
}

// height is what the caption takes.
func (c caption) height() vg.Length {
	if len(c) == 0 {
		return 0
	}
	return captionHeight + vg.Length(len(c)-1)*captionLine
}

// below writes the caption at the foot of an area and returns what is left.
func (c caption) below(area draw.Canvas) draw.Canvas {
	style := captionStyle()
	for n, line := range c {
		area.FillText(style, vg.Point{X: area.Min.X, Y: area.Min.Y + vg.Length(len(c)-1-n)*captionLine}, line)
	}
	return draw.Crop(area, 0, 0, c.height(), 0)
}

// wrap breaks text into lines of at most a width, where Unicode allows a break
// (annex 14), and elsewhere only where a word alone is wider. What goes beyond
// the greatest number of lines is left out, and dots say so.
func wrap(style text.Style, words string, width vg.Length, mostLines int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(visible(words), "\n") {
		lines = append(lines, wrapParagraph(style, paragraph, width, mostLines+1-len(lines))...)
		if len(lines) > mostLines {
			lines = lines[:mostLines]
			lines[mostLines-1] = cut(style, lines[mostLines-1]+" …", width)
			break
		}
	}
	return lines
}

// wrapParagraph breaks text without line ends into some of its first lines.
func wrapParagraph(style text.Style, words string, width vg.Length, mostLines int) []string {
	if style.Width(words) <= width {
		return []string{words}
	}
	var breaks segmenter.Segmenter
	breaks.Init([]rune(words))
	var lines []string
	var line string
	var used vg.Length
	for pieces := breaks.LineIterator(); pieces.Next() && len(lines) < mostLines; {
		piece := string(pieces.Line().Text)
		if line != "" && used+style.Width(strings.TrimRight(piece, " ")) > width {
			lines, line, used = append(lines, strings.TrimRight(line, " ")), "", 0
		}
		for style.Width(strings.TrimRight(piece, " ")) > width && len(lines) < mostLines {
			runes := []rune(piece)
			n := max(1, fitting(style, piece, width))
			lines, piece = append(lines, string(runes[:n])), string(runes[n:])
		}
		line += piece
		used += style.Width(piece)
	}
	if line != "" {
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return lines
}

// cut shortens text to a width; dots stand for what is left out.
func cut(style text.Style, words string, width vg.Length) string {
	if style.Width(words) <= width {
		return words
	}
	runes := []rune(words)
	n := fitting(style, words, width-style.Width("…"))
	return strings.TrimRight(string(runes[:n]), " ") + "…"
}

// fitting is how many characters of a text a width has room for.
func fitting(style text.Style, words string, width vg.Length) int {
	// No text that fits a picture has more characters; a longer one need not
	// be measured to its end.
	runes := []rune(words)
	low, high := 0, min(len(runes), 4000)
	for low < high {
		middle := (low + high + 1) / 2
		if style.Width(string(runes[:middle])) <= width {
			low = middle
		} else {
			high = middle - 1
		}
	}
	return low
}

package plotting

import (
	"fmt"
	"math"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// A layout is a chart whose words are broken into lines that fit its width.
type layout struct {
	plot    *plot.Plot
	caption caption
	// width and height are those of the picture, in pixels of the page. Height
	// has room for all lines of the title and of the caption.
	width, height int
}

// arrange lays a chart out, or says what is wrong with the chart. The note is a
// further paragraph of its caption.
func arrange(c Chart, note string) (*layout, error) {
	p, err := c.plot()
	if err != nil {
		return nil, err
	}
	if err := checkSize(c); err != nil {
		return nil, err
	}
	dress(p)
	l := &layout{plot: p}
	l.width, l.height = c.size()
	width := vg.Length(l.width)*pagePixel - 2*margin

	l.caption = newCaption(c.caption(), width)
	counted := l.caption.height() // by size, of which there is a line
	if len(l.caption) > 0 {
		counted = captionHeight
	}
	l.caption = append(l.caption, newCaption(note, width)...)
	l.grow(l.caption.height() - counted)

	l.grow(wrapLabel(&p.Title.Text, p.Title.TextStyle, width, 5))
	l.wrapAxes()
	if l.width < 2*leastSide || l.height < 2*leastSide {
		if data := p.DataCanvas(l.area()).Size(); !(data.X >= leastData && data.Y >= leastData) { // gonum gives NaN too
			return nil, fmt.Errorf("%s: a picture of %d × %d pixels has no room for data beside its text; give it a greater Width or Height", nameOf(c), l.width, l.height)
		}
	}
	return l, nil
}

// leastData is the side of the smallest data area.
const leastData = 12 * pagePixel

// area is where the plot is drawn, without a canvas.
func (l *layout) area() draw.Canvas {
	width, height := l.lengths()
	return draw.Canvas{Rectangle: vg.Rectangle{Max: vg.Point{X: width - 2*margin, Y: height - 2*margin - l.caption.height()}}}
}

func (l *layout) grow(by vg.Length) { l.height += int(math.Ceil(float64(by / pagePixel))) }

// wrapLabel breaks a label into lines and returns what they need beyond one.
func wrapLabel(label *string, style draw.TextStyle, width vg.Length, mostLines int) vg.Length {
	if strings.TrimSpace(*label) == "" {
		*label = "" // gonum would keep room for it
		return 0
	}
	lines := wrap(style, *label, width, mostLines)
	*label = strings.Join(lines, "\n")
	return style.Height(*label) - style.Height(lines[0])
}

// wrapAxes breaks the labels of the axes into lines as long as the axes are.
func (l *layout) wrapAxes() {
	area := l.area()
	width, height := area.Size().X, area.Size().Y
	x, y := &l.plot.X.Label, &l.plot.Y.Label
	// Most labels are short, and where the data area lies takes time to say.
	if x.TextStyle.Width(x.Text) > width/3 || y.TextStyle.Width(y.Text) > height/3 {
		area = l.plot.DataCanvas(area)
		l.grow(wrapLabel(&x.Text, x.TextStyle, max(area.Size().X, width/3), 4))
		wrapLabel(&y.Text, y.TextStyle, max(area.Size().Y, height/3), 4)
	}
}

// paint draws the chart onto a whole canvas.
func (l *layout) paint(canvas vg.CanvasSizer) {
	area := draw.Crop(draw.New(canvas), margin, -margin, margin, -margin)
	l.plot.Draw(l.caption.below(area))
}

// lengths is the size of the picture in points.
func (l *layout) lengths() (width, height vg.Length) {
	return vg.Length(l.width) * pagePixel, vg.Length(l.height) * pagePixel
}

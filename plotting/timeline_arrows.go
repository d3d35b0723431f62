package plotting

import (
	"math"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// arrowDrawer draws arrows, and then their labels where these cover nothing.
type arrowDrawer struct {
	canvas    draw.Canvas
	step, bar vg.Length // from lane to lane, and the height of a bar
	waiting   []arrowLabel
	taken     []vg.Rectangle // where no label may be
}

// An arrowLabel is a label and the places where it can be read, the best first.
type arrowLabel struct {
	words  string
	places []vg.Rectangle
}

// draw draws a line with a head at its end. An arrow within a lane goes over the
// lane's bars.
func (d *arrowDrawer) draw(label string, from, to vg.Point) {
	if from == to {
		return
	}
	line := draw.LineStyle{Color: ink, Width: 1}
	if from.Y == to.Y {
		top := from.Y + d.bar/2 + 3*pagePixel
		d.canvas.StrokeLines(line, []vg.Point{{X: from.X, Y: from.Y + d.bar/2}, {X: from.X, Y: top}, {X: to.X, Y: top}})
		d.taken = append(d.taken, vg.Rectangle{Min: vg.Point{X: min(from.X, to.X), Y: top - 2}, Max: vg.Point{X: max(from.X, to.X), Y: top + 2}})
		d.place(label, vg.Point{X: max(from.X, to.X), Y: top + 1}, vg.Point{X: min(from.X, to.X), Y: top + 1})
		from, to = vg.Point{X: to.X, Y: top}, vg.Point{X: to.X, Y: to.Y + d.bar/2 - 4*pagePixel}
	} else {
		d.placeBetween(label, from, to)
	}
	dx, dy := float64(to.X-from.X), float64(to.Y-from.Y)
	length := math.Hypot(dx, dy)
	dx, dy = dx/length, dy/length
	const head, half = 6, 2.6
	foot := vg.Point{X: to.X - vg.Length(head*dx), Y: to.Y - vg.Length(head*dy)}
	d.canvas.StrokeLine2(line, from.X, from.Y, foot.X, foot.Y)
	d.canvas.FillPolygon(ink, []vg.Point{
		to,
		{X: foot.X - vg.Length(half*dy), Y: foot.Y + vg.Length(half*dx)},
		{X: foot.X + vg.Length(half*dy), Y: foot.Y - vg.Length(half*dx)},
	})
}

// placeBetween looks for places in the gaps between the lanes that an arrow
// crosses, where no bars are; those next to its middle come first.
func (d *arrowDrawer) placeBetween(label string, from, to vg.Point) {
	gaps := int(math.Round(math.Abs(float64((to.Y - from.Y) / d.step))))
	var at []vg.Point
	for n := range gaps {
		k := gaps / 2 // from the middle outwards: k, k-1, k+1, …
		if n%2 == 1 {
			k -= (n + 1) / 2
		} else {
			k += n / 2
		}
		share := (vg.Length(k) + 0.5) / vg.Length(gaps)
		if share > 0 && share < 1 {
			at = append(at, vg.Point{X: from.X + share*(to.X-from.X), Y: from.Y + share*(to.Y-from.Y)})
		}
	}
	d.place(label, at...)
}

// place keeps a label with its places, to the right and to the left of points.
func (d *arrowDrawer) place(label string, at ...vg.Point) {
	if label == "" {
		return
	}
	style := lettering(smallSize, ink)
	width, half := style.Width(label), smallSize/2
	const gap = 4
	l := arrowLabel{words: label}
	for _, p := range at {
		for _, left := range []vg.Length{p.X + gap, p.X - gap - width} {
			l.places = append(l.places, vg.Rectangle{Min: vg.Point{X: left, Y: p.Y - half}, Max: vg.Point{X: left + width, Y: p.Y + half}})
		}
	}
	d.waiting = append(d.waiting, l)
}

// label writes the labels. One that would cover another, or stand outside, is
// left out: the text form has them all.
func (d *arrowDrawer) label() {
	style := lettering(smallSize, ink)
	style.XAlign = text.XLeft
	for _, l := range d.waiting {
		for _, place := range l.places {
			if place.Min.X < d.canvas.Min.X || place.Max.X > d.canvas.Max.X || overlaps(place, d.taken) {
				continue
			}
			d.taken = append(d.taken, place)
			write(d.canvas, style, vg.Point{X: place.Min.X, Y: (place.Min.Y + place.Max.Y) / 2}, l.words)
			break
		}
	}
}

func overlaps(r vg.Rectangle, others []vg.Rectangle) bool {
	for _, o := range others {
		if r.Min.X < o.Max.X && o.Min.X < r.Max.X && r.Min.Y < o.Max.Y && o.Min.Y < r.Max.Y {
			return true
		}
	}
	return false
}

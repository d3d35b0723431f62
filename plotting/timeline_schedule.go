package plotting

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"gonum.org/v1/plot/vg"
)

// A schedule is a timeline with what is known of all its intervals together.
type schedule struct {
	Timeline
	lanes  []string       // from top to bottom
	row    map[string]int // the place of a lane among them
	labels []string       // in the order in which they first appear
	colour map[string]int // the place of a label among them
	end    time.Duration
}

func (t Timeline) schedule() schedule {
	s := schedule{Timeline: t, row: map[string]int{}, colour: map[string]int{}, end: max(t.End, 1)} // an axis needs a length
	for n, lane := range t.Lanes {
		if _, known := s.row[lane]; !known {
			s.row[lane] = n
		}
	}
	s.lanes = t.Lanes
	for _, i := range t.Intervals {
		if _, known := s.row[i.Lane]; !known && len(t.Lanes) == 0 {
			s.row[i.Lane] = len(s.lanes)
			s.lanes = append(s.lanes, i.Lane)
		}
		if _, known := s.colour[i.Label]; !known {
			s.colour[i.Label] = len(s.labels)
			s.labels = append(s.labels, i.Label)
		}
		s.end = max(s.end, i.End)
	}
	for _, a := range t.Arrows {
		s.end = max(s.end, a.From, a.To)
	}
	return s
}

// A mark is what is drawn of one interval, or of short ones together.
type mark struct {
	Interval
	// isPart is set where the mark stands for the short intervals of one label
	// in a column. They fill a share of the column, above what else is in it.
	isPart       bool
	above, share float64
}

// exactly is up to how many intervals each is drawn for itself.
const exactly = 3000

// marks returns what is drawn: each interval, or those shorter than a column
// together with the others that start in that column.
func (s schedule) marks() []mark {
	whole, short := s.split()
	var marks []mark
	for _, i := range whole {
		marks = append(marks, mark{Interval: i})
	}
	pixel := s.pixel()
	columns := map[column]filling{}
	var order []column
	for _, i := range short {
		at := column{s.row[i.Lane], i.Start / pixel}
		if columns[at] == nil {
			columns[at] = filling{}
			order = append(order, at)
		}
		columns[at][content{i.Label, i.Waiting}] += i.End - i.Start
	}
	for _, at := range order {
		marks = append(marks, columns[at].marks(s.lanes[at.row], at.pixel*pixel, pixel)...)
	}
	return marks
}

// split returns the intervals that are drawn for themselves, and those that are
// drawn together.
func (s schedule) split() (whole, short []Interval) {
	if len(s.Intervals) <= exactly {
		return s.Intervals, nil
	}
	pixel := s.pixel()
	for _, i := range s.Intervals {
		if i.End-i.Start > pixel {
			whole = append(whole, i)
		} else {
			short = append(short, i)
		}
	}
	return whole, short
}

// pixel is how long a column lasts: a pixel of the page, but in many lanes several
// pixels, so that all columns are drawn in a moment.
func (s schedule) pixel() time.Duration {
	const mostParts = 100_000
	width, _ := sizeOr(s.Width, 0, timelineWidth, 1)
	columns := min(width, mostParts/max(1, len(s.lanes)*min(parts, len(s.labels))))
	return max(1, s.end/time.Duration(max(columns, 1)))
}

// A column is some pixels of a lane, mostly one.
type column struct {
	row   int
	pixel time.Duration // its number
}

type content struct {
	label   string
	waiting bool
}

// A filling is what the short intervals in a column are, with the sums of their times.
type filling map[content]time.Duration

// parts is how many kinds of intervals can be seen in a column.
const parts = 4

// marks returns the parts of a column, those that fill the most of it first.
func (f filling) marks(lane string, start, pixel time.Duration) []mark {
	const least = 0.1 // a smaller one could not be seen
	contents := slices.SortedFunc(maps.Keys(f), func(a, b content) int {
		return cmp.Or(cmp.Compare(f[b], f[a]), cmp.Compare(a.label, b.label), cmp.Compare(waitingWord(a.waiting), waitingWord(b.waiting)))
	})
	var total time.Duration
	for _, t := range f {
		total += t
	}
	// Intervals may overlap, and one may reach into the next column.
	whole := max(total, pixel)
	var marks []mark
	above := 0.0
	for n, c := range contents[:min(parts, len(contents))] {
		share := float64(f[c]) / float64(whole)
		if n == 0 {
			share = max(share, least)
		}
		share = min(share, 1-above)
		marks = append(marks, mark{Interval{Lane: lane, Start: start, End: start + pixel, Label: c.label, Waiting: c.waiting}, true, above, share})
		above += share
	}
	return marks
}

// unwritten returns the labels that fit into none of their intervals; a key
// explains those. The width of the data area is known only when it is drawn,
// so this is an estimate on the safe side.
func (s schedule) unwritten() []string {
	var widest vg.Length
	for _, lane := range s.lanes {
		widest = max(widest, lettering(textSize, ink).Width(short(lane)))
	}
	width, _ := sizeOr(s.Width, 0, timelineWidth, 1)
	area := vg.Length(width)*pagePixel - 2*margin - widest - 30*pagePixel
	written := map[string]bool{"": true}
	tallEnough := s.barHeight() >= leastWritten
	whole, _ := s.split() // a column is too narrow for words
	for _, i := range whole {
		room := vg.Length(float64(i.End-i.Start)/float64(s.end)) * area
		if !written[i.Label] && tallEnough && room > 8*pagePixel && fits(i.Label, room) {
			written[i.Label] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(s.labels), func(label string) bool { return written[label] })
}

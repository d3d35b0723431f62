package plotting

import (
	"fmt"
	"time"

	"gonum.org/v1/plot"

	"gonymede/kernel/display"
)

// A Timeline shows what happened when: one lane for each core, thread,
// goroutine or task, and in the lanes the intervals in which they worked.
//
// Of more than 3000 intervals, those shorter than a pixel are drawn together:
// a column of a pixel, or of several where there are many lanes, is as high as
// the part of its time that they fill, and each label has its part of the column.
type Timeline struct {
	Title string
	// Caption is text below the chart, "" for none.
	Caption string
	// Lanes are the names of the lanes from top to bottom. Where it is empty,
	// the lanes are those of the intervals, in the order in which they first appear.
	Lanes     []string
	Intervals []Interval
	Arrows    []Arrow
	// End is the last moment on the time axis, to draw several timelines to the
	// same scale. An axis is never shorter than what it has to show.
	End time.Duration
	// Schematic leaves out the numbers of the time axis, for a drawing of
	// which only the order matters.
	Schematic bool
	// Width and Height are those of the picture in pixels of the page, 0 for
	// sizes that fit. Further lines of a long title or caption add to the height.
	Width, Height int
}

// An Interval is a span of time in one lane, counted from the start of the
// timeline. One that ends when it starts is an event, drawn as a diamond.
type Interval struct {
	Lane       string
	Start, End time.Duration
	// Label names the work. It is written into the interval where it fits, and
	// intervals with the same label have the same colour.
	Label string
	// Waiting is drawn pale: the work was not done, but waited.
	Waiting bool
}

// isEvent reports whether an interval is a moment.
func (i Interval) isEvent() bool { return i.Start == i.End }

// An Arrow leads from a moment in one lane to a moment in another: a send to
// its receive, a start to what was started.
type Arrow struct {
	FromLane string
	From     time.Duration
	ToLane   string
	To       time.Duration
	Label    string
}

var _ Chart = Timeline{}

// Display returns the chart as a picture, and as text.
func (t Timeline) Display() display.Bundle { return show(t) }

// Save writes the chart to a file that ends in .png, .svg or .json (Vega-Lite).
func (t Timeline) Save(path string) error { return save(t, path) }

func (t Timeline) caption() string { return t.Caption }

const timelineWidth, laneHeight = 640, 34

func (t Timeline) size() (width, height int) {
	s := t.schedule()
	height = 2*8 + 40 + laneHeight*min(len(s.lanes), 20) + 12*max(0, len(s.lanes)-20) // the axis takes 40
	if t.Title != "" {
		height += 26
	}
	if t.Caption != "" {
		height += 18
	}
	if len(s.unwritten()) > 0 {
		height += 24
	}
	return sizeOr(t.Width, t.Height, timelineWidth, height)
}

// plot returns the timeline as gonum draws it.
func (t Timeline) plot() (*plot.Plot, error) {
	s := t.schedule()
	if err := s.check(); err != nil {
		return nil, err
	}
	p := plot.New()
	p.Title.Text = t.Title
	s.drawAxes(p)
	p.Add(lanes{s})
	if unwritten := s.unwritten(); len(unwritten) > 0 {
		p.Add(key{unwritten, s.labels})
	}
	return p, nil
}

const maxLanes, maxIntervals, maxArrows = 300, 20_000, 20_000

// check says what is wrong with a timeline.
func (s schedule) check() error {
	if len(s.Intervals) == 0 && len(s.Arrows) == 0 {
		return fmt.Errorf("plotting.Timeline: it has no intervals; fill its field Intervals")
	}
	if len(s.lanes) > maxLanes {
		return fmt.Errorf("plotting.Timeline: it has %d lanes, at most %d can be drawn", len(s.lanes), maxLanes)
	}
	if len(s.Arrows) > maxArrows {
		return fmt.Errorf("plotting.Timeline: it has %d arrows, at most %d can be drawn", len(s.Arrows), maxArrows)
	}
	for n, i := range s.Intervals {
		_, known := s.row[i.Lane]
		switch {
		case !known:
			return fmt.Errorf("plotting.Timeline: interval %d is in lane %q, which is not among Lanes %q", n, i.Lane, s.lanes)
		case i.End < i.Start:
			return fmt.Errorf("plotting.Timeline: interval %d in lane %q ends at %v, before its start at %v", n, i.Lane, i.End, i.Start)
		case i.Start < 0:
			return fmt.Errorf("plotting.Timeline: interval %d in lane %q starts at %v, before the timeline does", n, i.Lane, i.Start)
		}
	}
	for n, a := range s.Arrows {
		for _, lane := range []string{a.FromLane, a.ToLane} {
			if _, known := s.row[lane]; !known {
				return fmt.Errorf("plotting.Timeline: arrow %d touches lane %q, which is not among the lanes %q", n, lane, s.lanes)
			}
		}
		if a.From < 0 || a.To < 0 {
			return fmt.Errorf("plotting.Timeline: arrow %d starts or ends before the timeline does", n)
		}
	}
	if whole, _ := s.split(); len(whole) > maxIntervals {
		return fmt.Errorf("plotting.Timeline: of its %d intervals %d are too long to be drawn together, at most %d can be drawn; give each lane fewer that overlap", len(s.Intervals), len(whole), maxIntervals)
	}
	return nil
}

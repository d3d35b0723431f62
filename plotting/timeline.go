package plotting

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"gonum.org/v1/plot"

	"gonymede/kernel/display"
)

// A Timeline shows what happened when: one lane for each core, thread,
// goroutine or task, and in the lanes the intervals in which they worked.
type Timeline struct {
	Title string
	// Caption is a line below the chart, "" for none.
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
}

// An Interval is a span of time in one lane, counted from the start of the timeline.
type Interval struct {
	Lane       string
	Start, End time.Duration
	// Label names the work. It is written into the interval where it fits, and
	// intervals with the same label have the same colour.
	Label string
	// Waiting is drawn pale: the work was not done, but waited.
	Waiting bool
}

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

// String returns the timeline as text, a line for each lane.
func (t Timeline) String() string {
	var b strings.Builder
	b.WriteString(orElse(t.Title, "timeline"))
	for _, lane := range t.lanes() {
		fmt.Fprintf(&b, "\n  %s:", lane)
		separator := " "
		for _, i := range t.inOrder() {
			if i.Lane != lane {
				continue
			}
			b.WriteString(separator + t.describe(i))
			separator = ", "
		}
	}
	for _, a := range t.Arrows {
		fmt.Fprintf(&b, "\n  %s %s → %s %s", a.FromLane, t.moment(a.From), a.ToLane, t.moment(a.To))
		if a.Label != "" {
			b.WriteString(": " + a.Label)
		}
	}
	if t.Caption != "" {
		b.WriteString("\n" + t.Caption)
	}
	return b.String()
}

// inOrder returns the intervals in the order in which they start.
func (t Timeline) inOrder() []Interval {
	return slices.SortedStableFunc(slices.Values(t.Intervals), func(a, b Interval) int { return cmp.Compare(a.Start, b.Start) })
}

func (t Timeline) describe(i Interval) string {
	words := []string{t.moment(i.Start) + "–" + t.moment(i.End)}
	if i.Label != "" {
		words = slices.Insert(words, 0, i.Label)
	}
	if i.Waiting {
		words = append(words, "(waiting)")
	}
	return strings.Join(words, " ")
}

func (t Timeline) moment(d time.Duration) string {
	if t.Schematic {
		return fmt.Sprint(int64(d))
	}
	// More digits than the picture shows would only be harder to read.
	return d.Round(roundness(t.end())).String()
}

// roundness is the power of ten that is about a thousandth of d.
func roundness(d time.Duration) time.Duration {
	r := time.Nanosecond
	for r*1000 < d {
		r *= 10
	}
	return r
}

func (t Timeline) caption() string { return t.Caption }

const timelineWidth, laneHeight = 640, 34

func (t Timeline) size() (width, height int) {
	height = 2*8 + 40 + laneHeight*len(t.lanes()) // the axis takes 40
	if t.Title != "" {
		height += 26
	}
	if t.Caption != "" {
		height += 18
	}
	if len(t.unwritten()) > 0 {
		height += 24
	}
	return timelineWidth, height
}

// plot returns the timeline as gonum draws it.
func (t Timeline) plot() (*plot.Plot, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	p := plot.New()
	p.Title.Text = t.Title
	t.drawAxes(p)
	p.Add(lanes{t})
	t.drawLegend(p)
	return p, nil
}

func (t Timeline) vega() specification {
	var rows []specification
	for _, i := range t.Intervals {
		rows = append(rows, specification{"lane": i.Lane, "start": t.number(i.Start), "end": t.number(i.End), "label": i.Label, "waiting": i.Waiting})
	}
	title := "time →"
	if !t.Schematic {
		_, name := timeUnit(t.end())
		title = "time, " + name
	}
	return specification{
		"title": t.Title,
		"data":  specification{"values": rows},
		"mark":  specification{"type": "bar", "tooltip": true},
		"encoding": specification{
			"y":       specification{"field": "lane", "type": "nominal", "sort": t.lanes(), "title": nil},
			"x":       specification{"field": "start", "type": "quantitative", "title": title},
			"x2":      specification{"field": "end"},
			"color":   specification{"field": "label", "type": "nominal", "sort": t.labels(), "title": nil},
			"opacity": specification{"field": "waiting", "type": "nominal", "scale": specification{"domain": []bool{false, true}, "range": []float64{1, 0.3}}, "legend": nil},
		},
	}
}

// number is a moment in the unit of the time axis.
func (t Timeline) number(d time.Duration) float64 {
	if t.Schematic {
		return float64(d)
	}
	unit, _ := timeUnit(t.end())
	return float64(d) / float64(unit)
}

// maxIntervals bounds the time that a timeline takes to draw; more could not
// be told apart in its width.
const maxIntervals = 20_000

func (t Timeline) check() error {
	if len(t.Intervals) == 0 {
		return fmt.Errorf("plotting.Timeline: it has no intervals; fill its field Intervals")
	}
	if len(t.Intervals) > maxIntervals {
		return fmt.Errorf("plotting.Timeline: it has %d intervals, at most %d can be drawn", len(t.Intervals), maxIntervals)
	}
	known := t.lanes()
	if len(known) > 200 {
		return fmt.Errorf("plotting.Timeline: it has %d lanes, at most 200 can be drawn", len(known))
	}
	for n, i := range t.Intervals {
		switch {
		case !slices.Contains(known, i.Lane):
			return fmt.Errorf("plotting.Timeline: interval %d is in lane %q, which is not among Lanes %q", n, i.Lane, known)
		case i.End < i.Start:
			return fmt.Errorf("plotting.Timeline: interval %d in lane %q ends at %v, before its start at %v", n, i.Lane, i.End, i.Start)
		case i.Start < 0:
			return fmt.Errorf("plotting.Timeline: interval %d in lane %q starts at %v, before the timeline does", n, i.Lane, i.Start)
		}
	}
	for n, a := range t.Arrows {
		for _, lane := range []string{a.FromLane, a.ToLane} {
			if !slices.Contains(known, lane) {
				return fmt.Errorf("plotting.Timeline: arrow %d touches lane %q, which is not among the lanes %q", n, lane, known)
			}
		}
		if a.From < 0 || a.To < 0 {
			return fmt.Errorf("plotting.Timeline: arrow %d starts or ends before the timeline does", n)
		}
	}
	return nil
}

// lanes returns the names of the lanes from top to bottom.
func (t Timeline) lanes() []string {
	if len(t.Lanes) > 0 {
		return t.Lanes
	}
	var names []string
	seen := map[string]bool{}
	for _, i := range t.Intervals {
		if !seen[i.Lane] {
			seen[i.Lane] = true
			names = append(names, i.Lane)
		}
	}
	return names
}

// labels returns the labels in the order in which they first appear.
func (t Timeline) labels() []string {
	var labels []string
	seen := map[string]bool{}
	for _, i := range t.Intervals {
		if !seen[i.Label] {
			seen[i.Label] = true
			labels = append(labels, i.Label)
		}
	}
	return labels
}

// end is the last moment of the timeline.
func (t Timeline) end() time.Duration {
	end := t.End
	for _, i := range t.Intervals {
		end = max(end, i.End)
	}
	for _, a := range t.Arrows {
		end = max(end, a.From, a.To)
	}
	return max(end, 1) // an axis needs a length
}

func orElse(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}

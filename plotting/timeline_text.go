package plotting

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// listed is how many intervals, and how many arrows, the text form lists one by
// one; of more it gives the sums.
const listed = 200

// String returns the timeline as text, a line for each lane.
func (t Timeline) String() string {
	s := t.schedule()
	var b strings.Builder
	b.WriteString(orElse(t.Title, "timeline"))
	byLane := map[string][]Interval{}
	for _, i := range t.Intervals {
		byLane[i.Lane] = append(byLane[i.Lane], i)
	}
	for _, lane := range s.lanes {
		describe := s.list
		if len(t.Intervals) > listed {
			describe = s.sumUp
		}
		b.WriteString("\n  " + lane + ":")
		if all := byLane[lane]; len(all) > 0 {
			b.WriteString(" " + describe(all))
		}
	}
	if len(t.Arrows) > listed {
		fmt.Fprintf(&b, "\n  %d arrows", len(t.Arrows))
	} else {
		for _, a := range t.Arrows {
			fmt.Fprintf(&b, "\n  %s %s → %s %s", a.FromLane, s.moment(a.From), a.ToLane, s.moment(a.To))
			if a.Label != "" {
				b.WriteString(": " + a.Label)
			}
		}
	}
	if t.Caption != "" {
		b.WriteString("\n" + t.Caption)
	}
	return b.String()
}

// list names intervals in the order in which they start.
func (s schedule) list(all []Interval) string {
	slices.SortStableFunc(all, func(a, b Interval) int { return cmp.Compare(a.Start, b.Start) })
	var words []string
	for _, i := range all {
		span := s.moment(i.Start) + "–" + s.moment(i.End)
		if i.isEvent() {
			span = "at " + s.moment(i.Start)
		}
		words = append(words, strings.TrimSpace(i.Label+" "+span)+waitingWord(i.Waiting))
	}
	return strings.Join(words, ", ")
}

// sumUp says how often each thing was done, and how long in all, for those that
// took the most time.
func (s schedule) sumUp(all []Interval) string {
	const named = 6
	type sum struct {
		content
		count int
		total time.Duration
	}
	sums := map[content]*sum{}
	for _, i := range all {
		c := content{i.Label, i.Waiting}
		if sums[c] == nil {
			sums[c] = &sum{content: c}
		}
		sums[c].count++
		sums[c].total += i.End - i.Start
	}
	var order []*sum
	for _, one := range sums {
		order = append(order, one)
	}
	slices.SortFunc(order, func(a, b *sum) int {
		return cmp.Or(cmp.Compare(b.total, a.total), cmp.Compare(a.label, b.label), cmp.Compare(waitingWord(a.waiting), waitingWord(b.waiting)))
	})
	var words []string
	for _, one := range order[:min(named, len(order))] {
		words = append(words, fmt.Sprintf("%s %d times, %s in all%s", orElse(one.label, "something"), one.count, s.moment(one.total), waitingWord(one.waiting)))
	}
	if len(order) > named {
		words = append(words, fmt.Sprintf("and %d more", len(order)-named))
	}
	return strings.Join(words, "; ")
}

func waitingWord(waiting bool) string {
	if waiting {
		return " (waiting)"
	}
	return ""
}

// moment is a time as text, with as many digits as the picture shows: more
// would only be harder to read.
func (s schedule) moment(d time.Duration) string {
	if s.Schematic {
		return strconv.FormatInt(int64(d), 10)
	}
	return d.Round(roundness(s.end)).String()
}

// roundness is the power of ten that is about a thousandth of d.
func roundness(d time.Duration) time.Duration {
	r := time.Nanosecond
	for r*1000 < d {
		r *= 10
	}
	return r
}

func orElse(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}

package plotting

import (
	"fmt"
	"strconv"
)

// remarks are the lines below the table.
func (t resultTable) remarks() []string {
	var lines []string
	if more := len(t.Rows) - len(t.shown); more > 0 {
		lines = append(lines, fmt.Sprintf("… and %s more rows, which the field Rows has", grouped(more)))
	}
	if len(t.shown) > 0 {
		lines = append(lines, t.legend()...)
	}
	lines = append(lines, t.Notes...)
	if t.Caption != "" {
		lines = append(lines, t.Caption)
	}
	switch {
	case t.Err != nil:
		lines = append(lines, t.Err.Error())
	case len(t.shown) == 0:
		lines = append(lines, errNoRows.Error())
	}
	return lines
}

// legend says what the numbers are.
func (t resultTable) legend() []string {
	fewest, most := t.shown[0].runs(), 0
	for _, row := range t.shown {
		fewest, most = min(fewest, row.runs()), max(most, row.runs())
	}
	runs := strconv.Itoa(most) + " runs"
	switch {
	case most == 1:
		return []string{"one run of each: no interval, and nothing to judge a difference by" + t.memory()}
	case fewest != most:
		runs = fmt.Sprintf("%d to %d runs", fewest, most)
	}
	var legend []string
	switch {
	case fewest >= 6:
		legend = append(legend, "medians of "+runs+" (and their 95 % intervals)")
	case most >= 6:
		legend = append(legend, "medians of "+runs+" (and their 95 % intervals, for which it takes 6 runs)")
	default:
		legend = append(legend, "medians of "+runs+", too few for 95 % intervals, for which it takes 6")
	}
	legend[0] += t.memory()
	related, judged, alike := false, true, false
	for _, ratio := range t.ratios {
		if ratio.known {
			related, judged = true, judged && ratio.judged()
			alike = alike || ratio.judged() && !ratio.differs()
		}
	}
	if related && !judged {
		legend = append(legend, "too few runs to tell whether a ratio is more than chance, for which it takes 4")
	}
	if alike {
		legend = append(legend, "~ no difference was found (Mann-Whitney U test, p > 0.05)")
	}
	return legend
}

// memory says whose memory the table has, where it was measured here: a session
// allocates a little all the time.
func (r Results) memory() string {
	if !r.own {
		return ""
	}
	return "; memory and allocations are those of the whole program"
}

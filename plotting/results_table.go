package plotting

import (
	"fmt"
	"html"
	"strconv"
	"strings"
	"unicode/utf8"

	"gonymede/kernel/display"
)

// Display returns the results as a table, and as text.
func (r Results) Display() display.Bundle {
	data := map[string]any{"text/plain": r.String()}
	if len(r.Rows) > 0 {
		data["text/html"] = r.html()
	}
	return display.Bundle{Data: data}
}

// String returns the results as a table of text.
func (r Results) String() string {
	var b strings.Builder
	if r.Title != "" {
		b.WriteString(r.Title + "\n")
	}
	rows := r.cells()
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	if len(r.Rows) > 0 {
		for _, row := range rows {
			var line strings.Builder
			for i, cell := range row {
				padding := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
				if i == 0 {
					line.WriteString(cell + padding)
				} else {
					line.WriteString("  " + padding + cell)
				}
			}
			b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
		}
	}
	b.WriteString(strings.Join(r.remarks(), "\n"))
	return strings.TrimRight(b.String(), "\n")
}

func (r Results) html() string {
	var b strings.Builder
	b.WriteString(`<table style="border-collapse: collapse">`)
	if r.Title != "" {
		b.WriteString("<caption>" + html.EscapeString(r.Title) + "</caption>")
	}
	for i, row := range r.cells() {
		tag := "td"
		if i == 0 {
			tag = "th"
		}
		b.WriteString("<tr>")
		for column, cell := range row {
			align := "right"
			if column == 0 {
				align = "left"
			}
			fmt.Fprintf(&b, `<%s style="text-align: %s">%s</%s>`, tag, align, html.EscapeString(cell), tag)
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</table>")
	for _, remark := range r.remarks() {
		b.WriteString(`<div style="font-size: smaller">` + html.EscapeString(remark) + "</div>")
	}
	return b.String()
}

// cells are those of the table, the first row its head.
func (r Results) cells() [][]string {
	related := r.hasRatios()
	head := []string{"case"}
	if r.Parameter != "" {
		head = append(head, r.Parameter)
	}
	units := r.units()
	for _, unit := range units {
		head = append(head, quantity(unit))
		if related && unit == r.chosen() {
			head = append(head, "× "+r.baseLabel())
		}
	}
	table := [][]string{head}
	for i, row := range r.Rows {
		line := []string{row.Case}
		if r.Parameter != "" {
			line = append(line, strconv.Itoa(row.N))
		}
		for _, unit := range units {
			line = append(line, amountWithInterval(row.values(unit), unit))
			if related && unit == r.chosen() {
				line = append(line, r.ratioText(i))
			}
		}
		table = append(table, line)
	}
	return table
}

// amountWithInterval writes the median of values and its interval, as "41.23 µs (40.80–42.00)".
func amountWithInterval(values []float64, unit string) string {
	s, err := Summarize(values)
	if err != nil {
		return "" // a benchmark that has not reported in this unit
	}
	scale := scaleFor(s.Median, unit)
	number := func(v float64) string { return strconv.FormatFloat(v/scale.factor, 'f', scale.decimals, 64) }
	text := number(s.Median)
	if unit != allocsPerCall {
		text += " " + scale.unit
	}
	if low, high := number(s.MedianLow), number(s.MedianHigh); s.HasMedianInterval() && low != high {
		text += " (" + low + "–" + high + ")"
	}
	return text
}

func (r Results) hasRatios() bool {
	for i := range r.Rows {
		if _, ok := r.base(i); ok {
			return true
		}
	}
	return false
}

// baseLabel names what others are related to.
func (r Results) baseLabel() string {
	first := r.Rows[0]
	if len(r.cases()) == 1 {
		return fmt.Sprintf("%s=%d", r.Parameter, first.N)
	}
	return first.Case
}

// ratio is that of a row to its base.
func (r Results) ratio(row int) (ratio, bool) {
	base, ok := r.base(row)
	if !ok {
		return ratio{}, false
	}
	return ratioOf(r.Rows[row].values(r.chosen()), r.Rows[base].values(r.chosen()))
}

// ratioText writes a ratio and its interval, as "0.57 (0.55–0.58)", with ~ where
// no difference was found.
func (r Results) ratioText(row int) string {
	ratio, ok := r.ratio(row)
	if !ok {
		return ""
	}
	text := significant(ratio.value, 3)
	if low, high := significant(ratio.low, 3), significant(ratio.high, 3); ratio.high > 0 && low != high {
		text += " (" + low + "–" + high + ")"
	}
	if ratio.judged() && !ratio.differs() {
		text = "~ " + text
	}
	return text
}

// remarks are the lines below the table.
func (r Results) remarks() []string {
	var lines []string
	if len(r.Rows) > 0 {
		lines = append(lines, r.legend()...)
	}
	lines = append(lines, r.Notes...)
	if r.Caption != "" {
		lines = append(lines, r.Caption)
	}
	if r.Err != nil {
		lines = append(lines, r.Err.Error())
	}
	return lines
}

// legend says what the numbers are.
func (r Results) legend() []string {
	fewest, most := r.Rows[0].runs(), 0
	for _, row := range r.Rows {
		fewest, most = min(fewest, row.runs()), max(most, row.runs())
	}
	runs := strconv.Itoa(most) + " runs"
	switch {
	case most == 1:
		return []string{"one run of each: no interval, and nothing to judge a difference by" + r.memory()}
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
	legend[0] += r.memory()
	related, judged, alike := false, true, false
	for i := range r.Rows {
		if ratio, ok := r.ratio(i); ok {
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

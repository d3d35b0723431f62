package plotting

import (
	"fmt"
	"strconv"
)

// A resultTable is what all forms of Results show, found out once.
type resultTable struct {
	Results
	shown  []Row // the first ones of many
	units  []string
	ratios []tableRatio // of each row shown to its base
}

// A tableRatio is a ratio, where there is one.
type tableRatio struct {
	ratio
	hasBase, known bool
}

// mostTableRows bounds a table, as nobody reads more and a page becomes slow.
const mostTableRows = 200

func newResultTable(r Results) resultTable {
	t := resultTable{Results: r, shown: r.Rows[:min(len(r.Rows), mostTableRows)], units: r.units()}
	bases, unit := r.bases(), r.chosen()
	for i, row := range t.shown {
		var one tableRatio
		if one.hasBase = bases[i] >= 0; one.hasBase {
			one.ratio, one.known = ratioOf(row.values(unit), r.Rows[bases[i]].values(unit))
		}
		t.ratios = append(t.ratios, one)
	}
	return t
}

// cells are those of the table, the first row its head.
func (t resultTable) cells() [][]string {
	related, chosen := t.hasRatios(), t.chosen()
	head := []string{"case"}
	if t.Parameter != "" {
		head = append(head, onOneLine(t.Parameter))
	}
	for _, unit := range t.units {
		head = append(head, quantity(unit))
		if related && unit == chosen {
			head = append(head, "× "+onOneLine(t.baseLabel()))
		}
	}
	table := [][]string{head}
	for i, row := range t.shown {
		line := []string{onOneLine(row.Case)}
		if t.Parameter != "" {
			line = append(line, strconv.Itoa(row.N))
		}
		for _, unit := range t.units {
			line = append(line, amountWithInterval(row.values(unit), unit))
			if related && unit == chosen {
				line = append(line, t.ratios[i].text())
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
	text := scale.number(s.Median)
	if unit != allocsPerCall {
		text += " " + scale.unit
	}
	if low, high := scale.number(s.MedianLow), scale.number(s.MedianHigh); s.HasMedianInterval() && low != high {
		text += " (" + low + "–" + high + ")"
	}
	return text
}

func (t resultTable) hasRatios() bool {
	for _, ratio := range t.ratios {
		if ratio.hasBase {
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

// text writes a ratio and its interval, as "0.57 (0.55–0.58)", with ~ where
// no difference was found.
func (r tableRatio) text() string {
	if !r.known {
		return ""
	}
	text := significant(r.value, 3)
	if low, high := significant(r.low, 3), significant(r.high, 3); r.high > 0 && low != high {
		text += " (" + low + "–" + high + ")"
	}
	if r.judged() && !r.differs() {
		text = "~ " + text
	}
	return text
}

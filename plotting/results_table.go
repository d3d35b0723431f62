package plotting

import (
	"fmt"
	"html"
	"strings"

	"gonymede/kernel/display"
)

// Display returns the results as a table, and as text.
func (r Results) Display() display.Bundle {
	t := newResultTable(r)
	data := map[string]any{"text/plain": t.text()}
	if len(t.shown) > 0 {
		data["text/html"] = t.html()
	}
	return display.Bundle{Data: data}
}

// String returns the results as a table of text. Of more than 200 rows it has
// the first 200.
func (r Results) String() string { return newResultTable(r).text() }

func (t resultTable) text() string {
	var lines []string
	if t.Title != "" {
		lines = append(lines, t.Title)
	}
	if len(t.shown) > 0 {
		lines = append(lines, columnsOfText(t.cells())...)
	}
	lines = append(lines, t.remarks()...)
	return strings.Join(lines, "\n")
}

func (t resultTable) html() string {
	var b strings.Builder
	b.WriteString(`<table style="border-collapse: collapse">`)
	if t.Title != "" {
		b.WriteString("<caption>" + html.EscapeString(t.Title) + "</caption>")
	}
	for i, row := range t.cells() {
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
	for _, remark := range t.remarks() {
		b.WriteString(`<div style="font-size: smaller">` + html.EscapeString(remark) + "</div>")
	}
	return b.String()
}

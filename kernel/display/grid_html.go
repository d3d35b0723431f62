package display

import (
	"fmt"
	"html"
	"strings"
)

// The styles of a table. There is no style sheet, because front ends take that
// out of notebooks which are not trusted, and no colour but a grey: text takes
// the page's own, so that the table reads well on light and on dark pages.
// JupyterLab's own style adds stripes.
const (
	tableStyle   = "border-collapse:collapse;margin:0.4em 0"
	captionStyle = "caption-side:top;text-align:left;font-weight:bold;padding:0.2em 0.6em;white-space:nowrap"
	headStyle    = "border-bottom:1px solid rgba(128,128,128,0.5)"
	typeStyle    = "font-weight:normal;font-style:italic;opacity:0.65;padding-top:0"
	cellStyle    = "padding:0.25em 0.7em;vertical-align:top"
	noteStyle    = "opacity:0.65;margin:0.2em 0.7em"
	scrollStyle  = "overflow-x:auto"
)

// html is the grid as a table without scripts.
func (g *grid) html() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<div style="%s"><table style="%s">`, scrollStyle, tableStyle)
	if g.caption != "" {
		fmt.Fprintf(&b, `<caption style="%s">%s</caption>`, captionStyle, html.EscapeString(g.caption))
	}
	columns := append([]column{g.index}, g.columns...)
	fmt.Fprintf(&b, "\n"+`<thead style="%s"><tr>`, headStyle)
	for _, c := range columns {
		b.WriteString(element("th", c, "padding-bottom:0", c.name))
	}
	b.WriteString("</tr>\n<tr>")
	for _, c := range columns {
		b.WriteString(element("th", c, typeStyle, c.typ))
	}
	b.WriteString("</tr></thead>\n<tbody>")
	for row := range g.rows {
		b.WriteString("\n<tr>")
		for i, c := range columns {
			tag := "td"
			if i == 0 {
				tag = "th"
			}
			b.WriteString(element(tag, c, "", c.cells[row].text))
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</tbody></table>")
	for line := range strings.SplitSeq(g.notes(), "\n") {
		if line != "" {
			fmt.Fprintf(&b, "\n"+`<p style="%s">%s</p>`, noteStyle, html.EscapeString(line))
		}
	}
	b.WriteString("</div>")
	return b.String()
}

// longestLine is how long a cell's text may be and stay in one line.
const longestLine = 30

func element(tag string, c column, style, text string) string {
	align := "left"
	if c.right {
		align = "right"
	}
	space := "pre"
	if width(text) > longestLine {
		space = "pre-wrap"
	}
	style = strings.TrimSuffix(cellStyle+";white-space:"+space+";text-align:"+align+";"+style, ";")
	return fmt.Sprintf(`<%s style="%s">%s</%s>`, tag, style, html.EscapeString(text), tag)
}

package display

import (
	"strconv"
	"strings"
)

// A grid is what is shown of a table: cells of text, in columns.
type grid struct {
	caption string
	index   column // the numbers of the rows, or the keys of a map
	columns []column
	rows    int // shown
	all     int // there are
	hidden  []string
	nothing string // what is said of a table without rows
}

type column struct {
	name, typ string
	right     bool // numbers stand to the right
	cells     []cell
}

type cell struct {
	text   string
	number bool
	float  float64
	isReal bool // text is still to be made of float
	blank  bool // the row has no such value
}

// finish makes the texts of numbers with a decimal point, which depend on the
// others of their column, and aligns the columns.
func (g *grid) finish() {
	g.index.finish()
	for i := range g.columns {
		g.columns[i].finish()
	}
}

func (c *column) finish() {
	var reals []float64
	filled, numbers := 0, 0
	for _, cell := range c.cells {
		if cell.isReal {
			reals = append(reals, cell.float)
		}
		if !cell.blank {
			filled++
		}
		if cell.number {
			numbers++
		}
	}
	if filled > 0 {
		c.right = numbers == filled
	}
	format := realFormat(reals)
	for i := range c.cells {
		if c.cells[i].isReal {
			c.cells[i].text = format(c.cells[i].float)
		}
	}
}

// notes says what of the table is not shown.
func (g *grid) notes() string {
	var parts []string
	if g.all == 0 {
		parts = append(parts, g.nothing)
	}
	if more := g.all - g.rows; more > 0 {
		parts = append(parts, "… "+count(more)+" more "+plural(more, "row", "rows"))
	}
	if more := len(g.hidden); more > 0 {
		names := strings.Join(g.hidden[:min(more, 5)], ", ")
		if more > 5 {
			names += ", …"
		}
		parts = append(parts, "… "+count(more)+" more "+plural(more, "column", "columns")+": "+names)
	}
	return strings.Join(parts, "\n")
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// count writes a number with commas between thousands.
func count(n int) string {
	digits := strconv.Itoa(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}

package display

import (
	"fmt"
	"reflect"
)

// A Table is shown as a table. It says how, where the table that a value is
// shown as by itself does not fit:
//
//	display.Table{Data: people, Columns: []string{"Name", "Age"}, Rows: 100}
//
// Its methods read Data when it is shown, not before.
type Table struct {
	// Data is a slice, an array or a map, or a pointer to one. Elements that are
	// structures or maps give a column for each field or key, lists one for each
	// position, and all others a single column.
	Data any
	// Rows is how many rows are shown: 0 shows up to 50, and of longer tables the
	// first 20; a negative number shows all. No table has more than a megabyte of
	// HTML, which is some ten thousand cells.
	Rows int
	// Columns are those that are shown, in this order; nil shows the first 20.
	Columns []string
	// Headers are other words to write above columns, by the columns' names.
	Headers map[string]string
	// Caption stands above the table.
	Caption string
}

// Display returns the table as HTML and as text. Data that is no table gives a
// text that says why.
func (t Table) Display() Bundle {
	g, err := tabulator{currentReader(), t, true}.tabulate(value{Value: reflect.ValueOf(t.Data)})
	if err != nil {
		return plain(fmt.Sprintf("display.Table: %v", err))
	}
	return g.bundle()
}

func (g *grid) bundle() Bundle {
	return Bundle{Data: map[string]any{"text/html": g.html(), "text/plain": g.text()}}
}

// tabulated returns v as a table, where it is a value that is shown as one.
func tabulated(v any, about any) (b Bundle, ok bool) {
	g, err := tabulator{currentReader(), Table{}, false}.tabulate(value{reflect.ValueOf(v), about})
	if err != nil {
		return Bundle{}, false
	}
	return g.bundle(), true
}

package display

import (
	"errors"
	"fmt"
	"reflect"
	"strconv"
)

// How much of a table is shown where the user does not say. A longer table is
// shown with its first rows only.
const (
	rowsInFull   = 50
	rowsOfLonger = 20
	mostColumns  = 20
	// mostBytes is what the rows of a table may have as HTML, which is many times
	// their text: a page with tens of megabytes does not answer any more, and a
	// front end shows nothing at all of a message that is too long.
	mostBytes = 1 << 20
)

// value is a value with what the reader knows of its type.
type value struct {
	reflect.Value
	about any
}

// tabulator makes a grid of a value.
type tabulator struct {
	Reader
	Table
	// asked is set where the user asked for a table, so that also values become
	// one which are shown as text by themselves.
	asked bool
}

// errNoTable is returned for what is shown as text.
var errNoTable = errors.New("no table; want a slice, an array or a map, or a pointer to one")

// tabulate makes a grid of v. It looks at the rows that are shown, and of a map
// at all keys.
func (t tabulator) tabulate(v value) (*grid, error) {
	v = t.resolve(v)
	if v.IsValid() && v.Kind() == reflect.Pointer && !v.IsNil() && (t.asked || !t.Itself(v.Type(), v.about)) {
		v = t.resolve(value{v.Elem(), t.Elem(v.Type(), v.about)})
	}
	if !v.IsValid() {
		return nil, fmt.Errorf("nil is %w", errNoTable)
	}
	if !t.asked && t.Itself(v.Type(), v.about) {
		return nil, errNoTable
	}
	var g *grid
	var err error
	switch v.Kind() {
	case reflect.Slice, reflect.Array:
		g, err = t.list(v)
	case reflect.Map:
		g, err = t.mapping(v)
	default:
		return nil, fmt.Errorf("a value of type %s is %w", t.label(v.Type(), v.about), errNoTable)
	}
	if err != nil {
		return nil, err
	}
	g.caption = t.Caption
	g.finish()
	return g, nil
}

func (t tabulator) resolve(v value) value {
	inner, about := t.Resolve(v.Value, v.about)
	return value{inner, about}
}

// shown is how many of so many rows are shown.
func (t tabulator) shown(all int) int {
	switch {
	case t.Rows > 0:
		return min(all, t.Rows)
	case t.Rows < 0 || all <= rowsInFull:
		return all
	}
	return rowsOfLonger
}

func (t tabulator) list(v value) (*grid, error) {
	elem, about := v.Type().Elem(), t.Elem(v.Type(), v.about)
	n := t.shown(v.Len())
	row := func(i int) value { return value{v.Index(i), about} }
	layout := t.layout(elem, about, n, row)
	if layout == nil {
		if !t.asked {
			return nil, errNoTable
		}
		layout = single{t, elem, about}
	}
	g := &grid{all: v.Len(), nothing: "no rows"}
	if v.Kind() == reflect.Slice && v.IsNil() {
		g.nothing = "no rows: the slice is nil"
	}
	g.index.right = true
	err := t.fill(g, layout, n, row, func(i int) cell { return cell{text: strconv.Itoa(i), number: true} })
	return g, err
}

func (t tabulator) mapping(v value) (*grid, error) {
	elem, about := v.Type().Elem(), t.Elem(v.Type(), v.about)
	key := t.Key(v.Type(), v.about)
	pairs := t.smallest(v, t.shown(v.Len()))
	row := func(i int) value { return value{pairs[i].value, about} }
	layout := t.layout(elem, about, len(pairs), row)
	if elem.Kind() == reflect.Struct && elem.NumField() == 0 {
		layout = fields{t: t} // the map is a set
	} else if _, isList := layout.(positions); isList || layout == nil {
		layout = single{t, elem, about}
	}
	g := &grid{all: max(v.Len(), len(pairs)), nothing: "no entries"}
	if v.IsNil() {
		g.nothing = "no entries: the map is nil"
	}
	g.index = column{name: "key", typ: t.label(v.Type().Key(), key), right: isNumber(v.Type().Key(), t.Itself(v.Type().Key(), key))}
	err := t.fill(g, layout, len(pairs), row, func(i int) cell { return t.cell(value{pairs[i].key, key}) })
	return g, err
}

// fill makes the cells of n rows.
func (t tabulator) fill(g *grid, l layout, n int, row func(int) value, index func(int) cell) error {
	columns, shown, err := t.choose(l.columns())
	if err != nil {
		return err
	}
	if len(t.Columns) == 0 {
		most := min(len(shown), mostColumns)
		for _, i := range shown[most:] {
			g.hidden = append(g.hidden, columns[i].name)
		}
		shown = shown[:most]
	}
	for _, i := range shown {
		c := columns[i]
		if name, ok := t.Headers[c.name]; ok {
			c.name = name
		}
		c.name, _ = line(c.name, longestCell)
		g.columns = append(g.columns, c)
	}
	bytes := 0
	for r := range n {
		i, cells := index(r), l.cells(row(r), shown)
		bytes += len("\n<tr></tr>") + len(element("th", g.index, "", i.plain()))
		for j, cell := range cells {
			bytes += len(element("td", g.columns[j], "", cell.plain()))
		}
		if bytes > mostBytes {
			break
		}
		g.rows++
		g.index.cells = append(g.index.cells, i)
		for j, cell := range cells {
			g.columns[j].cells = append(g.columns[j].cells, cell)
		}
	}
	return nil
}

// choose returns the numbers of the columns that are shown.
func (t tabulator) choose(columns []column) ([]column, []int, error) {
	number := map[string]int{}
	var shown []int
	for i, c := range columns {
		if _, has := number[c.name]; !has {
			number[c.name] = i
		}
		shown = append(shown, i)
	}
	missing := func(name string) error {
		return fmt.Errorf("there is no column %q; %s", name, known(columns))
	}
	for name := range t.Headers {
		if _, ok := number[name]; !ok {
			return nil, nil, missing(name)
		}
	}
	if len(t.Columns) == 0 {
		return columns, shown, nil
	}
	shown = nil
	for _, name := range t.Columns {
		i, ok := number[name]
		if !ok {
			return nil, nil, missing(name)
		}
		shown = append(shown, i)
	}
	return columns, shown, nil
}

func known(columns []column) string {
	if len(columns) == 0 {
		return "the table has none"
	}
	text := "there are "
	for i, c := range columns {
		if i > 0 {
			text += ", "
		}
		if i == mostColumns {
			return text + "…"
		}
		text += c.name
	}
	return text
}

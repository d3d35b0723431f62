package display

import (
	"go/token"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"sync"
)

// A layout says which columns rows of one kind have.
type layout interface {
	// columns are all that there are, without cells.
	columns() []column
	// cells are those of a row in the columns with these numbers.
	cells(row value, shown []int) []cell
}

// layout finds the columns of rows of a type, nil where they have none. Rows of
// an interface's type have columns where all that are shown are of one kind.
func (t tabulator) layout(elem reflect.Type, about any, n int, row func(int) value) layout {
	if elem.Kind() != reflect.Interface {
		return t.layoutOf(elem, about, n, row)
	}
	if n == 0 {
		return nil
	}
	first := t.resolve(row(0))
	if !first.IsValid() {
		return nil
	}
	kind := first.Kind()
	for i := range n {
		v := t.resolve(row(i))
		same := v.IsValid() && v.Kind() == kind && (v.Type() == first.Type() || kind == reflect.Map)
		if !same || t.Itself(v.Type(), v.about) {
			return nil
		}
	}
	return t.layoutOf(first.Type(), first.about, n, row)
}

func (t tabulator) layoutOf(typ reflect.Type, about any, n int, row func(int) value) layout {
	if !t.asked && t.Itself(typ, about) {
		return nil
	}
	switch typ.Kind() {
	case reflect.Pointer:
		if typ.Elem().Kind() == reflect.Struct {
			return t.layoutOf(typ.Elem(), t.Elem(typ, about), n, row)
		}
	case reflect.Struct:
		all := t.fields(typ, about, nil, map[reflect.Type]bool{})
		if len(all) > 0 {
			return fields{t, all}
		}
	case reflect.Map:
		if e := t.entries(typ, about, n, row); t.asked || e.common(n) {
			return e
		}
	case reflect.Slice, reflect.Array:
		if typ.Elem().Kind() == reflect.Uint8 {
			return nil // bytes are one value
		}
		widest := 0
		for i := range n {
			if v := t.resolve(row(i)); v.IsValid() {
				widest = max(widest, v.Len())
			}
		}
		if widest > 0 {
			return positions{t, typ.Elem(), t.Elem(typ, about), widest}
		}
	}
	return nil
}

// fields are the columns of structures.
type fields struct {
	t   tabulator
	all []field
}

type field struct {
	name  string
	path  []int
	typ   reflect.Type
	about any
}

// fields are those that a table shows: of the session's own types all, of
// others the exported ones. Those of embedded structures stand among the others,
// as Go promotes them.
func (t tabulator) fields(typ reflect.Type, about any, path []int, above map[reflect.Type]bool) []field {
	if above[typ] {
		return nil
	}
	above[typ] = true
	defer delete(above, typ)
	own := isOwn(typ, t.Name(typ, about))
	var list []field
	for i := range typ.NumField() {
		f := typ.Field(i)
		name, embedded, of := t.Field(typ, about, i)
		here := append(slices.Clone(path), i)
		switch {
		case name == "_", f.Type == reflect.TypeFor[sync.Mutex](), f.Type == reflect.TypeFor[sync.RWMutex]():
			continue
		case embedded && f.Type.Kind() == reflect.Struct && !t.Itself(f.Type, of) && !t.Itself(reflect.PointerTo(f.Type), nil):
			if inner := t.fields(f.Type, of, here, above); len(inner) > 0 {
				list = append(list, inner...)
				continue
			}
		}
		if own || token.IsExported(name) {
			list = append(list, field{name, here, f.Type, of})
		}
	}
	if len(path) > 0 {
		return list
	}
	return promoted(list)
}

// promoted leaves out fields that others with a shorter way hide.
func promoted(list []field) []field {
	shortest := map[string]int{}
	for _, f := range list {
		if n, ok := shortest[f.name]; !ok || len(f.path) < n {
			shortest[f.name] = len(f.path)
		}
	}
	return slices.DeleteFunc(list, func(f field) bool { return len(f.path) > shortest[f.name] })
}

func (l fields) columns() []column {
	list := make([]column, len(l.all))
	for i, f := range l.all {
		list[i] = column{name: f.name, typ: l.t.label(f.typ, f.about), right: isNumber(f.typ, l.t.Itself(f.typ, f.about))}
	}
	return list
}

func (l fields) cells(row value, shown []int) []cell {
	list := make([]cell, len(shown))
	v := l.t.resolve(row)
	if v.IsValid() && v.Kind() == reflect.Pointer {
		v = l.t.resolve(value{v.Elem(), l.t.Elem(v.Type(), v.about)})
	}
	if !v.IsValid() {
		for i := range list {
			list[i] = cell{blank: true}
		}
		if len(list) > 0 {
			list[0].text = "nil"
		}
		return list
	}
	at := addressable(v.Value)
	for i, n := range shown {
		f := l.all[n]
		list[i] = l.t.cell(value{at.FieldByIndex(f.path), f.about})
	}
	return list
}

// entries are the columns of maps with common keys.
type entries struct {
	t     tabulator
	names []string
	types map[string]*typeOf
	rows  map[string]int // how many rows have the key
}

// mostKeys is how many keys of a map become columns, shown or not.
const mostKeys = 1000

func (t tabulator) entries(typ reflect.Type, about any, n int, row func(int) value) entries {
	e := entries{t: t, types: map[string]*typeOf{}, rows: map[string]int{}}
	for i := range n {
		v := t.resolve(row(i))
		for name, inner := range t.row(v) {
			if e.types[name] == nil {
				e.types[name] = &typeOf{}
			}
			e.types[name].see(t, v.Type().Elem(), inner)
			e.rows[name]++
		}
	}
	e.names = slices.Sorted(maps.Keys(e.rows))
	return e
}

// row is what a map holds, by the texts of its keys.
func (t tabulator) row(v value) map[string]value {
	if !v.IsValid() || v.Kind() != reflect.Map {
		return nil
	}
	list := map[string]value{}
	for _, p := range t.smallest(v, mostKeys) {
		list[t.cell(value{p.key, t.Key(v.Type(), v.about)}).plain()] = value{p.value, t.Elem(v.Type(), v.about)}
	}
	return list
}

// common reports whether rows share keys.
func (l entries) common(rows int) bool {
	for _, n := range l.rows {
		if n > 1 || rows == 1 {
			return true
		}
	}
	return false
}

func (l entries) columns() []column {
	list := make([]column, len(l.names))
	for i, name := range l.names {
		list[i] = column{name: name, typ: l.types[name].label()}
	}
	return list
}

func (l entries) cells(row value, shown []int) []cell {
	list := make([]cell, len(shown))
	values := l.t.row(l.t.resolve(row))
	for i, n := range shown {
		list[i] = cell{blank: true}
		if v, ok := values[l.names[n]]; ok {
			list[i] = l.t.cell(v)
		}
	}
	return list
}

// positions are the columns of lists.
type positions struct {
	t      tabulator
	elem   reflect.Type
	about  any
	widest int
}

func (l positions) columns() []column {
	list := make([]column, l.widest)
	for i := range list {
		list[i] = single{l.t, l.elem, l.about}.columns()[0]
		list[i].name = strconv.Itoa(i)
	}
	return list
}

func (l positions) cells(row value, shown []int) []cell {
	list := make([]cell, len(shown))
	v := l.t.resolve(row)
	for i, n := range shown {
		list[i] = cell{blank: true}
		if v.IsValid() && n < v.Len() {
			list[i] = l.t.cell(value{v.Index(n), l.t.Elem(v.Type(), v.about)})
		}
	}
	return list
}

// single is the one column of values that have no parts.
type single struct {
	t     tabulator
	elem  reflect.Type
	about any
}

func (l single) columns() []column {
	return []column{{name: "value", typ: l.t.label(l.elem, l.about), right: isNumber(l.elem, l.t.Itself(l.elem, l.about))}}
}

func (l single) cells(row value, shown []int) []cell {
	list := make([]cell, len(shown))
	for i := range shown {
		list[i] = l.t.cell(row)
	}
	return list
}

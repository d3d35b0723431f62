package display

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// compact writes the beginning of a value as fmt's %+v does, and follows
// pointers, as far as there is room.
type compact struct {
	tabulator
	b    strings.Builder
	left int // letters
}

// deepest is how far parts of parts are written; values may contain themselves.
const deepest = 5

func (c *compact) text(s string) {
	s, more := line(s, max(c.left, 8))
	if more > 0 {
		s += "…"
	}
	c.b.WriteString(s)
	c.left -= utf8.RuneCountInString(s)
}

func (c *compact) write(v value, depth int) {
	v = c.resolve(v)
	switch {
	case !v.IsValid():
		c.text("nil")
		return
	case depth > deepest || c.left <= 0:
		c.text("…")
		return
	case depth > 0 && v.CanInterface() && c.Itself(v.Type(), v.about) && (v.Kind() != reflect.Pointer || !v.IsNil()):
		c.text(c.Text(v.Value, v.about))
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		c.text(strconv.FormatBool(v.Bool()))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		c.text(strconv.FormatInt(v.Int(), 10))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		c.text(strconv.FormatUint(v.Uint(), 10))
	case reflect.Float32, reflect.Float64:
		c.text(realFormat([]float64{v.Float()})(v.Float()))
	case reflect.Complex64, reflect.Complex128:
		c.text(fmt.Sprint(v.Complex()))
	case reflect.String:
		c.text(v.String())
	case reflect.Pointer:
		if v.IsNil() {
			c.text("nil")
			return
		}
		c.text("&")
		c.write(value{v.Elem(), c.Elem(v.Type(), v.about)}, depth+1)
	case reflect.Struct:
		c.structure(v, depth)
	case reflect.Slice, reflect.Array:
		c.list(v, depth)
	case reflect.Map:
		c.table(v, depth)
	default: // functions and channels, of which the address says nothing
		if v.Kind() != reflect.UnsafePointer && v.IsNil() {
			c.text("nil")
			return
		}
		c.text(describe(v.Value, c.label(v.Type(), v.about)))
	}
}

// describe says what a function, a channel or a bare pointer is.
func describe(v reflect.Value, label string) string {
	if v.Kind() == reflect.Chan {
		return fmt.Sprintf("%s, %d of %d waiting", label, v.Len(), v.Cap())
	}
	return label
}

// full reports whether no more parts are written, and says how many are left.
func (c *compact) full(left int) bool {
	if c.left > 0 {
		return false
	}
	c.b.WriteString("… " + count(left) + " more")
	return true
}

func (c *compact) separate(i int) {
	if i > 0 {
		c.b.WriteByte(' ')
		c.left--
	}
}

func (c *compact) structure(v value, depth int) {
	c.text("{")
	for i := range v.NumField() {
		c.separate(i)
		if c.full(v.NumField() - i) {
			break
		}
		name, _, of := c.Field(v.Type(), v.about, i)
		c.text(name + ":")
		c.write(value{v.Field(i), of}, depth+1)
	}
	c.b.WriteByte('}')
}

func (c *compact) list(v value, depth int) {
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 && depth == 0 && v.Len() > 0 && utf8.Valid(v.Bytes()[:min(v.Len(), longestCell)]) {
		c.b.WriteString(short(string(v.Bytes()))) // such as JSON
		return
	}
	c.text("[")
	of := c.Elem(v.Type(), v.about)
	for i := range v.Len() {
		c.separate(i)
		if c.full(v.Len() - i) {
			break
		}
		c.write(value{v.Index(i), of}, depth+1)
	}
	c.b.WriteByte(']')
}

func (c *compact) table(v value, depth int) {
	c.text("map[")
	key, elem := c.Key(v.Type(), v.about), c.Elem(v.Type(), v.about)
	for i, p := range c.smallest(v, longestCell) {
		c.separate(i)
		if c.full(v.Len() - i) {
			break
		}
		c.write(value{p.key, key}, depth+1)
		c.text(":")
		c.write(value{p.value, elem}, depth+1)
	}
	c.b.WriteByte(']')
}

package interpreted

import (
	"cmp"
	"fmt"
	"go/token"
	"io"
	"reflect"
	"slices"
	"strconv"
	"unsafe"
)

// shown is a value of a cell, which fmt prints as it prints compiled values: with
// the names of types and fields that the user wrote, and by methods.
type shown struct {
	shapes *shapes
	value  reflect.Value
	shape  *shape // nil where it is not known beforehand
}

// Format implements fmt.Formatter.
func (s shown) Format(f fmt.State, verb rune) {
	w := writer{s.shapes, f, verb, fmt.FormatString(f, verb), f, false}
	w.write(s.value, s.shape, 0)
}

// typeName is what %T prints.
func (s shown) typeName() string {
	v, sh := s.shapes.resolve(s.value, s.shape)
	switch {
	case sh != nil:
		return sh.label()
	case !v.IsValid():
		return "<nil>"
	}
	return clean(v.Type().String())
}

// writer writes one value and its parts with one verb.
type writer struct {
	shapes *shapes
	out    io.Writer
	verb   rune
	format string
	state  fmt.State
	mute   bool // inside an unexported field, whose methods fmt does not call
}

func (w writer) text(s string) { _, _ = io.WriteString(w.out, s) }

// plain leaves a value to fmt.
func (w writer) plain(v any) { _, _ = fmt.Fprintf(w.out, w.format, v) }

func (w writer) sharp() bool { return w.verb == 'v' && w.state.Flag('#') }

func (w writer) write(v reflect.Value, sh *shape, depth int) {
	v, sh = w.shapes.resolve(v, sh)
	switch {
	case !v.IsValid():
		if w.sharp() {
			w.text("interface {}(nil)")
			return
		}
		w.plain(nil)
		return
	case !w.mute && w.byMethod(v, sh):
		return
	case sh == nil && !w.shapes.hides(v.Type()):
		w.plain(v.Interface())
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		w.pointer(v, sh, depth)
	case reflect.Struct:
		w.structure(v, sh, depth)
	case reflect.Map:
		w.table(v, sh, depth)
	case reflect.Slice, reflect.Array:
		w.list(v, sh, depth)
	default:
		w.basic(v, sh)
	}
}

// byMethod prints a value by the method that fmt would call.
func (w writer) byMethod(v reflect.Value, sh *shape) bool {
	if format, ok := sh.method("Format", v); ok {
		format(reflect.ValueOf(w.state), reflect.ValueOf(w.verb))
		return true
	}
	if w.sharp() {
		call, ok := sh.method("GoString", v)
		if ok {
			w.text(call()[0].String())
		}
		return ok
	}
	switch w.verb {
	case 'v', 's', 'x', 'X', 'q':
	default:
		return false
	}
	for _, name := range []string{"Error", "String"} {
		call, ok := sh.method(name, v)
		if !ok {
			if w.nilReceiver(name, v, sh) {
				w.text("<nil>")
				return true
			}
			continue
		}
		result := func() string { return call()[0].String() }
		if name == "Error" {
			w.plain(failing(result))
		} else {
			w.plain(speaking(result))
		}
		return true
	}
	return false
}

// nilReceiver reports whether a value is a nil pointer to what has a method
// that needs it not to be nil.
func (w writer) nilReceiver(name string, v reflect.Value, sh *shape) bool {
	if sh == nil || v.Kind() != reflect.Pointer || !v.IsNil() || sh.elem == nil {
		return false
	}
	_, has := sh.elem.methods[name]
	return has
}

type speaking func() string

func (s speaking) String() string { return s() }

type failing func() string

func (f failing) Error() string { return f() }

func (w writer) pointer(v reflect.Value, sh *shape, depth int) {
	var elem *shape
	if sh != nil {
		elem = sh.elem
	}
	if depth == 0 && !v.IsNil() && w.verb != 'p' {
		switch v.Elem().Kind() {
		case reflect.Array, reflect.Slice, reflect.Struct, reflect.Map:
			w.text("&")
			w.write(v.Elem(), elem, depth+1)
			return
		}
	}
	if w.sharp() {
		address := "nil"
		if !v.IsNil() {
			address = fmt.Sprintf("%#x", v.Pointer())
		}
		w.text("(" + w.name(v, sh) + ")(" + address + ")")
		return
	}
	w.plain(v.UnsafePointer())
}

// name is a value's type for %#v.
func (w writer) name(v reflect.Value, sh *shape) string {
	if sh != nil {
		return sh.label()
	}
	return clean(v.Type().String())
}

func (w writer) structure(v reflect.Value, sh *shape, depth int) {
	if w.sharp() {
		w.text(w.name(v, sh))
	}
	w.text("{")
	for i := range v.NumField() {
		if i > 0 {
			w.separate()
		}
		name := clean(v.Type().Field(i).Name)
		zero := ""
		var field *shape
		if sh != nil && i < len(sh.fields) {
			name, field = sh.fields[i].name, sh.fields[i].shape
			zero = sh.fields[i].zero
		}
		if w.sharp() || w.state.Flag('+') {
			w.text(name + ":")
		}
		if zero != "" && w.sharp() && v.Field(i).Kind() == reflect.Interface && v.Field(i).IsNil() {
			w.text(zero)
			continue
		}
		inside := w
		inside.mute = w.mute || !token.IsExported(name)
		inside.write(v.Field(i), field, depth+1)
	}
	w.text("}")
}

func (w writer) separate() {
	if w.sharp() {
		w.text(", ")
	} else {
		w.text(" ")
	}
}

func (w writer) list(v reflect.Value, sh *shape, depth int) {
	var elem *shape
	if sh != nil {
		elem = sh.elem
	}
	if elem == nil && !w.shapes.hides(v.Type().Elem()) && !w.sharp() {
		w.plain(v.Interface())
		return
	}
	open, end := "[", "]"
	if w.sharp() {
		open, end = w.name(v, sh)+"{", "}"
		if v.Kind() == reflect.Slice && v.IsNil() {
			w.text(w.name(v, sh) + "(nil)")
			return
		}
	}
	w.text(open)
	for i := range v.Len() {
		if i > 0 {
			w.separate()
		}
		w.write(v.Index(i), elem, depth+1)
	}
	w.text(end)
}

func (w writer) table(v reflect.Value, sh *shape, depth int) {
	var key, elem *shape
	if sh != nil {
		key, elem = sh.key, sh.elem
	}
	open, end := "map[", "]"
	if w.sharp() {
		open, end = w.name(v, sh)+"{", "}"
		if v.IsNil() {
			w.text(w.name(v, sh) + "(nil)")
			return
		}
	}
	w.text(open)
	keys := v.MapKeys()
	slices.SortStableFunc(keys, func(a, b reflect.Value) int { return w.shapes.compare(a, b) })
	for i, k := range keys {
		if i > 0 {
			w.separate()
		}
		w.write(k, key, depth+1)
		w.text(":")
		w.write(v.MapIndex(k), elem, depth+1)
	}
	w.text(end)
}

// basic prints a value of a basic type with a cell's name.
func (w writer) basic(v reflect.Value, sh *shape) {
	switch {
	case w.sharp() && v.Kind() == reflect.Func && sh != nil:
		w.text(fmt.Sprintf("(%s)(%#x)", sh.label(), v.Pointer()))
	case v.CanInterface():
		w.plain(v.Interface())
	}
}

// resolve takes a value out of interfaces and of yaegi's wrappers, which know
// the type of what is in them.
func (s *shapes) resolve(v reflect.Value, sh *shape) (reflect.Value, *shape) {
	for v.IsValid() {
		switch {
		case v.Kind() == reflect.Interface:
			v, sh = v.Elem(), nil
			continue
		case v.Kind() == reflect.Struct && v.Type().Name() == "valueInterface":
			var name string
			v, name = emulated(v)
			sh = s.named(name, v)
			continue
		case v.Kind() == reflect.Struct && v.CanInterface() && isWrapper(v.Type()):
			v, sh = v.Field(0), nil
			continue
		case sh == nil:
			sh = s.known(v.Type())
		}
		return v, sh
	}
	return v, nil
}

// isWrapper reports whether a type is one of yaegi's that give interpreted values
// the methods of a compiled interface.
func isWrapper(t reflect.Type) bool {
	return len(t.Name()) > 0 && t.Name()[0] == '_' && t.NumField() > 0 && t.Field(0).Name == "IValue"
}

// known is the shape of a type that reflection can tell from others.
func (s *shapes) known(t reflect.Type) *shape {
	if sh := s.ofType(t); sh != nil {
		return sh
	}
	if t.Kind() == reflect.Pointer && t.Name() == "" {
		if sh := s.ofType(t.Elem()); sh != nil {
			return sh.pointer()
		}
	}
	return nil
}

// named is the shape of a cell's type by its name in yaegi; a star before it
// stands for a pointer.
func (s *shapes) named(name string, v reflect.Value) *shape {
	if len(name) > 1 && name[0] == '*' {
		if sh := s.lookup(name[1:]); sh != nil && v.IsValid() && v.Kind() == reflect.Pointer {
			return sh.pointer()
		}
		return nil
	}
	return s.lookup(name)
}

// emulated takes a value out of yaegi's representation of an interface, with
// the name of its type.
func emulated(v reflect.Value) (reflect.Value, string) {
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	value := *(*reflect.Value)(unsafe.Pointer(p.Elem().FieldByName("value").UnsafeAddr()))
	node := p.Elem().FieldByName("node")
	if node.IsNil() {
		return value, ""
	}
	typ := node.Elem().FieldByName("typ")
	if typ.IsNil() {
		return value, ""
	}
	if name := typ.Elem().FieldByName("name").String(); name != "" {
		return value, name
	}
	if elem := typ.Elem().FieldByName("val"); elem.Kind() == reflect.Pointer && !elem.IsNil() {
		return value, "*" + elem.Elem().FieldByName("name").String()
	}
	return value, ""
}

// hides reports whether fmt could meet in values of a type what it cannot print.
func (s *shapes) hides(t reflect.Type) bool { return s.hidesIn(t, map[reflect.Type]bool{}) }

func (s *shapes) hidesIn(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	if s.ofType(t) != nil || t.Name() == "valueInterface" {
		return true
	}
	if t.PkgPath() != "" {
		return false // compiled
	}
	switch t.Kind() {
	case reflect.Interface:
		return true
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return s.hidesIn(t.Elem(), seen)
	case reflect.Map:
		return s.hidesIn(t.Key(), seen) || s.hidesIn(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if clean(t.Field(i).Name) != t.Field(i).Name || s.hidesIn(t.Field(i).Type, seen) {
				return true
			}
		}
	}
	return false
}

// compare orders keys as fmt does.
func (s *shapes) compare(a, b reflect.Value) int {
	a, _ = s.resolve(a, nil)
	b, _ = s.resolve(b, nil)
	if !a.IsValid() || !b.IsValid() {
		return cmp.Compare(strconv.FormatBool(a.IsValid()), strconv.FormatBool(b.IsValid()))
	}
	if a.Kind() != b.Kind() {
		return cmp.Compare(a.Kind(), b.Kind())
	}
	switch {
	case a.CanInt():
		return cmp.Compare(a.Int(), b.Int())
	case a.CanUint():
		return cmp.Compare(a.Uint(), b.Uint())
	case a.CanFloat():
		return cmp.Compare(a.Float(), b.Float())
	}
	switch a.Kind() {
	case reflect.String:
		return cmp.Compare(a.String(), b.String())
	case reflect.Bool:
		return cmp.Compare(strconv.FormatBool(a.Bool()), strconv.FormatBool(b.Bool()))
	case reflect.Struct:
		for i := range a.NumField() {
			if c := s.compare(a.Field(i), b.Field(i)); c != 0 {
				return c
			}
		}
	case reflect.Array:
		for i := range a.Len() {
			if c := s.compare(a.Index(i), b.Index(i)); c != 0 {
				return c
			}
		}
	case reflect.Pointer, reflect.Chan:
		return cmp.Compare(a.Pointer(), b.Pointer())
	}
	return 0
}

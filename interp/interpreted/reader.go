package interpreted

import (
	"fmt"
	"reflect"
	"strings"

	"gonymede/kernel/display"
)

// valueReader tells package display what it needs to know of values of cells'
// types, so that a table has the user's names of types and fields, and shows
// elements by their methods. Values without a shape are read as compiled ones.
type valueReader struct {
	display.Reader
	shapes *shapes
}

// aboutShape is a shape for package display; there nil has no type.
func aboutShape(sh *shape) any {
	if sh == nil {
		return nil
	}
	return sh
}

// of is the shape of a type.
func (r valueReader) of(t reflect.Type, about any) *shape {
	if sh, ok := about.(*shape); ok {
		return sh
	}
	return r.shapes.known(t)
}

func (r valueReader) Resolve(v reflect.Value, about any) (reflect.Value, any) {
	sh, _ := about.(*shape)
	v, sh = r.shapes.resolve(v, sh)
	return v, aboutShape(sh)
}

func (r valueReader) Name(t reflect.Type, about any) string {
	sh := r.of(t, about)
	switch {
	case sh != nil && (sh.prefix != "" || sh.name != ""):
		return clean(sh.label())
	case t.Name() != "":
		return clean(t.String())
	}
	switch t.Kind() {
	case reflect.Pointer:
		return "*" + r.Name(t.Elem(), nil)
	case reflect.Slice:
		return "[]" + r.Name(t.Elem(), nil)
	case reflect.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), r.Name(t.Elem(), nil))
	case reflect.Chan:
		return t.ChanDir().String() + " " + r.Name(t.Elem(), nil)
	case reflect.Map:
		return "map[" + r.Name(t.Key(), nil) + "]" + r.Name(t.Elem(), nil)
	}
	return clean(t.String())
}

func (r valueReader) Field(t reflect.Type, about any, i int) (string, bool, any) {
	f := t.Field(i)
	if sh := r.of(t, about); sh != nil && i < len(sh.fields) {
		return sh.fields[i].name, sh.fields[i].embedded, aboutShape(sh.fields[i].shape)
	}
	return clean(f.Name), f.Anonymous, nil
}

func (r valueReader) Elem(t reflect.Type, about any) any {
	if sh := r.of(t, about); sh != nil {
		return aboutShape(sh.elem)
	}
	return nil
}

func (r valueReader) Key(t reflect.Type, about any) any {
	if sh := r.of(t, about); sh != nil {
		return aboutShape(sh.key)
	}
	return nil
}

func (r valueReader) Itself(t reflect.Type, about any) bool {
	if sh := r.of(t, about); sh != nil {
		for _, name := range []string{"String", "Error", "Format"} {
			if sh.has(name, t) {
				return true
			}
		}
		return false
	}
	return r.Reader.Itself(t, nil)
}

func (r valueReader) Text(v reflect.Value, about any) string {
	if sh := r.of(v.Type(), about); sh != nil {
		return clean(fmt.Sprintf("%v", shown{r.shapes, v, sh}))
	}
	return r.Reader.Text(v, nil)
}

// has reports whether a method is in the method set of a type of a shape.
func (sh *shape) has(name string, t reflect.Type) bool {
	methods := sh.methods
	if methods == nil && strings.HasPrefix(sh.prefix, "*") {
		methods = sh.elem.methods
	}
	m, ok := methods[name]
	if !ok || m.Type().NumIn() == 0 {
		return false
	}
	receiver := m.Type().In(0)
	return t == receiver || t.Kind() == reflect.Pointer && t.Elem() == receiver
}

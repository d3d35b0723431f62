package display

import (
	"fmt"
	"reflect"
)

// containsItself reports whether fmt would print v for ever, until the stack
// overflows and ends the process. fmt follows slices, maps and interfaces at
// any depth, but a pointer only at the top, so only those can close a circle.
func containsItself(v any) bool {
	r := reflect.ValueOf(v)
	if r.Kind() == reflect.Pointer {
		r = r.Elem()
	}
	return r.IsValid() && mayRecur(r.Type(), map[reflect.Type]bool{}) && recurs(r, 0)
}

// mayRecur reports whether values of a type can hold values of any type or of
// the same type; most types cannot, and need no walk.
func mayRecur(t reflect.Type, above map[reflect.Type]bool) bool {
	if above[t] || t.Kind() == reflect.Interface {
		return true
	}
	above[t] = true
	defer delete(above, t)
	switch t.Kind() {
	case reflect.Slice, reflect.Array:
		return mayRecur(t.Elem(), above)
	case reflect.Map:
		return mayRecur(t.Key(), above) || mayRecur(t.Elem(), above)
	case reflect.Struct:
		for i := range t.NumField() {
			if mayRecur(t.Field(i).Type, above) {
				return true
			}
		}
	}
	return false
}

// maxDepth is deeper than any value that a person would want to read.
const maxDepth = 10_000

func recurs(r reflect.Value, depth int) bool {
	if depth > maxDepth {
		return true
	}
	if !r.IsValid() || depth > 0 && printsItself(r) {
		return false
	}
	switch r.Kind() {
	case reflect.Interface:
		return recurs(r.Elem(), depth+1)
	case reflect.Slice, reflect.Array:
		if !mayRecur(r.Type(), map[reflect.Type]bool{}) {
			return false
		}
		for i := range r.Len() {
			if recurs(r.Index(i), depth+1) {
				return true
			}
		}
	case reflect.Map:
		if !mayRecur(r.Type(), map[reflect.Type]bool{}) {
			return false
		}
		for it := r.MapRange(); it.Next(); {
			if recurs(it.Key(), depth+1) || recurs(it.Value(), depth+1) {
				return true
			}
		}
	case reflect.Struct:
		for i := range r.NumField() {
			if recurs(r.Field(i), depth+1) {
				return true
			}
		}
	}
	return false
}

// printsItself reports whether fmt calls a method of r instead of looking
// inside. It cannot call methods of what unexported fields hold.
func printsItself(r reflect.Value) bool {
	if !r.CanInterface() {
		return false
	}
	switch r.Interface().(type) {
	case fmt.Formatter, fmt.Stringer, error:
		return true
	}
	return false
}

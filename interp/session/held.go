package session

import (
	"fmt"
	"go/types"
	"reflect"
	"sort"
	"strings"

	"gonymede/interp/frontend"
)

// A type that is declared again, with a method more for instance, is a new type
// to Go. Variables of the type are carried over to it; but what an interface
// holds, directly or deep inside a variable, keeps the type that it had. A type
// assertion to the new type then fails, which must not be a surprise.

// maxHeld bounds how many values are looked at for one note.
const maxHeld = 10_000

// former lists the types of the session that a unit declares again, as compiled
// code has them. It is asked before the unit is recorded.
func (s *Session) former(unit *frontend.Unit) map[reflect.Type]string {
	var found map[reflect.Type]string
	for _, name := range s.scope.Names() {
		old, isType := s.scope.Lookup(name).Object.(*types.TypeName)
		if now := unit.Package.Scope().Lookup(name); !isType || now == nil || !unit.Declares(now) {
			continue
		}
		pointer, ok := s.shared.Symbol(old)
		if !ok || pointer.Kind() != reflect.Pointer {
			continue
		}
		if found == nil {
			found = map[reflect.Type]string{}
		}
		found[pointer.Type().Elem()] = name
	}
	return found
}

// held notes which variables hold values of former types in interfaces.
func (s *Session) held(number int, former map[reflect.Type]string) []string {
	if len(former) == 0 || !s.quiet(0) {
		return nil
	}
	holders := map[string][]string{} // the variables, by type
	for _, name := range s.scope.Names() {
		d := s.scope.Lookup(name)
		v, isVar := d.Object.(*types.Var)
		if !isVar || d.Stale != 0 {
			continue
		}
		pointer, ok := s.shared.Variable(v)
		if !ok {
			continue
		}
		l := look{former: former, left: maxHeld, seen: map[uintptr]bool{}}
		l.into(pointer.Elem(), false)
		for t := range l.found {
			holders[t] = append(holders[t], fmt.Sprintf("%s (%s)", name, frontend.CellName(d.Cell)))
		}
	}
	var notes []string
	for _, name := range sortedNames(holders) {
		notes = append(notes, fmt.Sprintf("%s is a new type from %s on. What interfaces hold keeps the earlier one: %s. Run what made these values again.",
			name, frontend.CellName(number), strings.Join(holders[name], ", ")))
	}
	return notes
}

func sortedNames(m map[string][]string) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// look is a walk through a value.
type look struct {
	former map[reflect.Type]string
	found  map[string]bool
	seen   map[uintptr]bool
	left   int // how many values may still be looked at
}

// into looks at a value; held says that an interface holds it.
func (l *look) into(v reflect.Value, held bool) {
	if l.left--; l.left < 0 || !v.IsValid() {
		return
	}
	t := v.Type()
	if held {
		if name := l.formerIn(t); name != "" {
			if l.found == nil {
				l.found = map[string]bool{}
			}
			l.found[name] = true
			return
		}
	}
	switch t.Kind() {
	case reflect.Interface:
		l.into(v.Elem(), true)
	case reflect.Pointer:
		if !v.IsNil() && !l.seen[v.Pointer()] {
			l.seen[v.Pointer()] = true
			l.into(v.Elem(), false)
		}
	case reflect.Slice, reflect.Array:
		if !mayHold(t.Elem()) {
			return
		}
		for i := 0; i < v.Len() && l.left > 0; i++ {
			l.into(v.Index(i), false)
		}
	case reflect.Map:
		for i := v.MapRange(); l.left > 0 && i.Next(); {
			l.into(i.Key(), false)
			l.into(i.Value(), false)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			l.into(v.Field(i), false)
		}
	}
}

// formerIn returns the former type that a type is, or is written with.
func (l *look) formerIn(t reflect.Type) string {
	for {
		if name := l.former[t]; name != "" || t.Name() != "" {
			return name
		}
		switch t.Kind() {
		case reflect.Map:
			if name := l.formerIn(t.Key()); name != "" {
				return name
			}
			t = t.Elem()
		case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
			t = t.Elem()
		default:
			return ""
		}
	}
}

// mayHold reports whether values of a type can hold others.
func mayHold(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Interface, reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map, reflect.Struct:
		return true
	}
	return false
}

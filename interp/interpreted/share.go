package interpreted

import (
	"reflect"

	"gonymede/interp/executor"
)

// share gives yaegi's variables the places that the session knows, and tells
// the session where the new ones are.
func (i *Interpreter) share(p *Program) error {
	for _, s := range p.shares {
		place, err := i.place(s)
		if err == nil {
			err = i.slots.share(s.name, place)
		}
		if err != nil {
			return &executor.UnsupportedError{
				Pos: p.unit.Fset.Position(s.object.Pos()), Construct: constructs[otherMemory].text(s.object.Name()),
			}
		}
	}
	for _, v := range p.unit.Vars {
		place, err := i.slots.pointer(i.names.use(v.Object))
		if err != nil {
			return err
		}
		i.options.Shared.SetVariable(v.Object, place)
	}
	return nil
}

// place is where a variable lives, as a pointer of the type that yaegi has for
// it. A variable that is carried over to another type of the same form stays
// where it is.
func (i *Interpreter) place(s share) (reflect.Value, error) {
	if !s.carried {
		return s.place, nil
	}
	own, err := i.slots.pointer(s.name)
	if err != nil || own.Type() == s.place.Type() {
		return s.place, err
	}
	if !sameMemory(own.Type().Elem(), s.place.Type().Elem()) {
		return s.place, nil // which share refuses
	}
	return reflect.NewAt(own.Type().Elem(), s.place.UnsafePointer()), nil
}

// sameMemory reports whether values of two types lie in memory alike, so that
// one can be read as the other. Names and methods may differ.
func sameMemory(a, b reflect.Type) bool { return alike{}.types(a, b) }

// alike holds the pairs of types that are being compared, for recursive ones.
type alike map[[2]reflect.Type]bool

func (seen alike) types(a, b reflect.Type) bool {
	if a == b || seen[[2]reflect.Type{a, b}] {
		return true
	}
	if a.Kind() != b.Kind() || a.Size() != b.Size() {
		return false
	}
	seen[[2]reflect.Type{a, b}] = true
	switch a.Kind() {
	case reflect.Pointer, reflect.Slice:
		return seen.types(a.Elem(), b.Elem())
	case reflect.Array:
		return a.Len() == b.Len() && seen.types(a.Elem(), b.Elem())
	case reflect.Struct:
		if a.NumField() != b.NumField() {
			return false
		}
		for n := range a.NumField() {
			if !seen.types(a.Field(n).Type, b.Field(n).Type) {
				return false
			}
		}
		return true
	case reflect.Interface, reflect.Func, reflect.Map, reflect.Chan:
		// A map hashes its keys by its own type, a function and an interface
		// hold code for theirs.
		return false
	}
	return true // a basic type by another name
}

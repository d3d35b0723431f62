package display

import (
	"fmt"
	"math/big"
	"reflect"
	"sync/atomic"
	"time"
)

// A Reader knows of values what package reflect does not: what types and fields
// are called, and which methods they have, where an interpreter made them. What
// it knows of a type goes through this package as about, which is nil where
// reflection tells all. It is for engines; cells have no use for it.
type Reader interface {
	// Resolve takes a value out of interfaces, and out of what the interpreter
	// has put around it. Of nil it returns the zero reflect.Value.
	Resolve(v reflect.Value, about any) (reflect.Value, any)
	// Name is a type's name as %T prints it.
	Name(t reflect.Type, about any) string
	// Field is the name of a field of a structure, whether it is embedded, and
	// what is known of its type.
	Field(t reflect.Type, about any, i int) (name string, embedded bool, of any)
	// Elem and Key are what is known of the type of elements, and of keys.
	Elem(t reflect.Type, about any) any
	Key(t reflect.Type, about any) any
	// Itself reports whether values of a type have a method by which fmt prints
	// them: Format, Error or String.
	Itself(t reflect.Type, about any) bool
	// Text is what that method says.
	Text(v reflect.Value, about any) string
}

var reader atomic.Pointer[Reader]

// SetReader makes r what reads values from now on; nil is for compiled values
// only. It is for engines.
func SetReader(r Reader) {
	if r == nil {
		r = compiled{}
	}
	reader.Store(&r)
}

func currentReader() Reader {
	if r := reader.Load(); r != nil {
		return *r
	}
	return compiled{}
}

// CompiledReader returns the reader of values of compiled types, which asks
// package reflect. It is for engines.
func CompiledReader() Reader { return compiled{} }

type compiled struct{}

func (compiled) Resolve(v reflect.Value, about any) (reflect.Value, any) {
	for v.IsValid() && v.Kind() == reflect.Interface {
		v, about = v.Elem(), nil
	}
	return v, about
}

func (compiled) Name(t reflect.Type, _ any) string { return t.String() }

func (compiled) Field(t reflect.Type, _ any, i int) (string, bool, any) {
	f := t.Field(i)
	return f.Name, f.Anonymous, nil
}

func (compiled) Elem(reflect.Type, any) any { return nil }

func (compiled) Key(reflect.Type, any) any { return nil }

var (
	formatterType = reflect.TypeFor[fmt.Formatter]()
	stringerType  = reflect.TypeFor[fmt.Stringer]()
	errorType     = reflect.TypeFor[error]()
)

func (compiled) Itself(t reflect.Type, _ any) bool {
	return t.Implements(stringerType) || t.Implements(errorType) || t.Implements(formatterType)
}

func (compiled) Text(v reflect.Value, _ any) string {
	if t, ok := v.Interface().(time.Time); ok {
		return t.Round(0).String() // without the monotonic clock, which is noise in a table
	}
	return fmt.Sprintf("%v", v.Interface()) // of some errors %+v is a page
}

// isNumber reports whether values of a type are read as numbers, which stand
// to the right in a table. What prints itself is a word, but for a few.
func isNumber(t reflect.Type, itself bool) bool {
	switch t {
	case reflect.TypeFor[time.Duration](), reflect.TypeFor[*big.Int](), reflect.TypeFor[*big.Float](), reflect.TypeFor[*big.Rat](),
		reflect.TypeFor[big.Int](), reflect.TypeFor[big.Float](), reflect.TypeFor[big.Rat]():
		return true
	}
	return !itself && reflect.Int <= t.Kind() && t.Kind() <= reflect.Complex128
}

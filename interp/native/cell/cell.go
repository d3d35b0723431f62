// Package cell is what the generated code of native cells imports: it tells the
// engine of the cell's entry and of its names, and hands over the cell's value.
// Code of users has no business here.
package cell

import (
	"sync"
	"unsafe"
)

// Poll is read by every loop of a cell once per iteration, as
//
//	atomic.LoadUint32(cell.Poll)
//
// The value means nothing. To interrupt a cell, the engine makes the page
// unreadable that Poll points into, see package containment. The engine sets
// Poll before it opens the first cell.
var Poll = new(uint32)

// A Package is the compiled package of one cell, as its code has described it.
type Package struct {
	// Entry runs the cell's statements, nil where it has none.
	Entry func()
	// Names are the cell's declarations: for a variable the pointer to it, for a
	// function the function, for a type T a nil *T.
	Names Names
}

// Names are declarations by name.
type Names map[string]any

// What generated code needs beyond that is here too, because a cell may declare
// names such as any, nil, new and true anew.

// NoEntry is the entry of a package without statements.
var NoEntry func()

// Done is what an initializer that is made of statements gives.
type Done struct{}

// Make returns a new variable.
func Make[T any]() *T { return new(T) }

// Nowhere becomes the pointer that stands for a type among the names.
var Nowhere unsafe.Pointer

var (
	mu       sync.Mutex
	packages = map[string]Package{}
	results  = map[string][]any{}
	pointers = map[string]unsafe.Pointer{}
)

// Register is called when a cell's package is initialized.
func Register(path string, entry func(), names Names) {
	mu.Lock()
	defer mu.Unlock()
	packages[path] = Package{entry, names}
}

// Take returns what a package has registered, and forgets it.
func Take(path string) (Package, bool) {
	mu.Lock()
	defer mu.Unlock()
	p, ok := packages[path]
	delete(packages, path)
	return p, ok
}

// Results returns the function with which a cell hands over the values of its
// last expression. It takes them alone, so that a call of several results can
// be its argument.
func Results(path string) func(values ...any) {
	return func(values ...any) {
		mu.Lock()
		defer mu.Unlock()
		results[path] = values
	}
}

// TakeResults returns the values that a cell has handed over, and forgets them.
func TakeResults(path string) []any {
	mu.Lock()
	defer mu.Unlock()
	values := results[path]
	delete(results, path)
	return values
}

// Offer holds a pointer ready for a package that is to use a variable which
// exists already. The name is any that the two agree on.
func Offer(name string, pointer unsafe.Pointer) {
	mu.Lock()
	defer mu.Unlock()
	pointers[name] = pointer
}

// Variable returns the pointer that was offered under a name. What it points to
// is a T, or has T's underlying type.
func Variable[T any](name string) *T {
	mu.Lock()
	defer mu.Unlock()
	p := (*T)(pointers[name])
	delete(pointers, name)
	return p
}

// Zero sets a variable to the zero value of its type.
func Zero[T any](p *T) { *p = *new(T) }

// New returns a variable that has a value. It gives a variable a type that
// no source can name.
func New[T any](v T) *T { return &v }

package frontend

import (
	"go/types"
	"slices"
	"sort"
)

// A Scope is what a session has declared so far. It belongs to one goroutine
// at a time; [Scope.Clone] gives another one a copy.
type Scope struct {
	decls   map[string]*Declared
	imports map[string]string // package name to import path
	dots    []string          // packages that were imported as .
	sources map[int]string    // the source of each cell that declared something
	noted   map[string]bool   // packages of which the user was told that they were chosen
	hidden  map[string]int    // names that are kept from a cell which runs apart, and their cells
}

// Declared is one name of a session: a variable, constant, function or type.
type Declared struct {
	Object types.Object
	// Cell is the number of the cell with the declaration that holds now.
	Cell int
	// Stale is set on a variable whose type was declared again, differently,
	// by the cell with this number, and is Lost where the value is gone.
	Stale int
	// by is, for what is Lost and no variable, the lost variable that it uses.
	by string

	// src is where the declaration stands; it is empty for variables, which begin
	// at the byte at of their cell.
	src source
	at  int
	// methods are, for a type, the method declarations by name.
	methods map[string]source
	// uses are the names of the session that the declaration refers to.
	uses map[string]bool
	// imports are the imports of the declaration's cell: name to path.
	imports map[string]string
}

// NewScope returns the scope of a session without cells.
func NewScope() *Scope {
	return &Scope{decls: map[string]*Declared{}, imports: map[string]string{}, sources: map[int]string{}, noted: map[string]bool{}}
}

// Clone returns a copy, which shares the declarations but not the maps.
func (s *Scope) Clone() *Scope {
	c := NewScope()
	for name, d := range s.decls {
		c.decls[name] = d
	}
	for name, path := range s.imports {
		c.imports[name] = path
	}
	c.dots = slices.Clone(s.dots)
	for cell, text := range s.sources {
		c.sources[cell] = text
	}
	for path := range s.noted {
		c.noted[path] = true
	}
	return c
}

// Lookup returns what a name stands for, nil where the session has no such name.
func (s *Scope) Lookup(name string) *Declared { return s.decls[name] }

// Names lists the session's names, sorted.
func (s *Scope) Names() []string {
	names := make([]string, 0, len(s.decls))
	for name := range s.decls {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Source returns the source of a cell that declared something.
func (s *Scope) Source(cell int) string { return s.sources[cell] }

// isType reports whether a declaration is one of a type.
func (d *Declared) isType() bool {
	_, ok := d.Object.(*types.TypeName)
	return ok
}

func (d *Declared) isVar() bool {
	_, ok := d.Object.(*types.Var)
	return ok
}

// isConst reports whether a name is that of a constant.
func (s *Scope) isConst(name string) bool {
	d := s.decls[name]
	if d == nil {
		return false
	}
	_, ok := d.Object.(*types.Const)
	return ok
}

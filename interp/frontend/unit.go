package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// SessionPath is the import path and name of a session's one package.
const SessionPath = "main"

// A Unit is a checked cell: what an executor has to declare and to run.
type Unit struct {
	Cell    *Cell
	Fset    *token.FileSet
	Package *types.Package
	Info    *types.Info

	// Decls are the constants, types, functions and methods to declare, in
	// this order. Those of earlier cells that depend on what this cell
	// declares again are among them. What the cell repeats unchanged is not.
	Decls []ast.Decl
	// Vars are the session variables to declare, before Steps run.
	Vars []Var
	// Steps are what the cell does, in order.
	Steps []Step
	// Value is the cell's last expression where it has values to show, and
	// ValueTypes their types. It is also the last step.
	Value      ast.Expr
	ValueTypes []types.Type
	// Notes are remarks for the user.
	Notes []string

	records map[string]*Declared
	imports map[string]string
	stale   []string
	guessed []string // packages that Notes speak of
	dots    []string // packages that are imported as .
}

// Var is a session variable that a cell declares.
type Var struct {
	Object *types.Var
	// Old is the variable of the same name that the session had, nil if none.
	Old *types.Var
	// Keep is set where Old has the same type and lives on: functions and
	// goroutines that use it see what this cell assigns.
	Keep bool
	// Carry is set where the value of Old is to be carried over to Object,
	// because its type was declared again with the same underlying type.
	Carry bool
	// Init is the expression that gives the variable its type where no source
	// can name that type (see TypeExpr), nil otherwise.
	Init ast.Expr
}

// A Step is one statement of a cell. Exactly one of the fields is set.
type Step struct {
	Stmt ast.Stmt
	// Assign gives session variables their values: `x, y := f()` or
	// `var x, y = f()`.
	Assign *ast.AssignStmt
	// Zero sets session variables to the zero values of their types: `var x T`.
	Zero []*ast.Ident
}

// Declares reports whether the unit declares an object itself.
func (u *Unit) Declares(obj types.Object) bool {
	return obj.Pkg() == u.Package
}

// Record enters what the unit declares into the scope. It is called when the
// executor has accepted the unit, before it runs.
func (u *Unit) Record(s *Scope) {
	if len(u.records) > 0 {
		s.sources[u.Cell.Number] = overlay(s.sources[u.Cell.Number], u.Cell.Source)
	}
	for name, d := range u.records {
		s.decls[name] = d
	}
	for _, path := range u.guessed {
		s.noted[path] = true
	}
	for _, name := range u.stale {
		if old := s.decls[name]; old != nil && u.records[name] == nil {
			stale := *old
			stale.Stale = u.Cell.Number
			s.decls[name] = &stale
		}
	}
	for _, path := range u.dots {
		if !slices.Contains(s.dots, path) {
			s.dots = append(s.dots, path)
		}
	}
	for name, path := range u.imports {
		s.imports[name] = path
		if d := s.decls[name]; d != nil && u.records[name] == nil {
			delete(s.decls, name) // an explicit import wins
		}
	}
}

// overlay joins two sources of one cell: where a cell is run in parts, each
// part stands in its place, among blanks. Where they are no parts of one text,
// it returns the new one.
func overlay(old, new string) string {
	if len(old) != len(new) {
		return new
	}
	joined := []byte(new)
	for i := range joined {
		switch {
		case joined[i] == ' ':
			joined[i] = old[i]
		case old[i] != ' ' && old[i] != joined[i]:
			return new
		}
	}
	return string(joined)
}

// IsPart reports whether a text is another one with blanks in the place of some
// of it.
func IsPart(part, whole string) bool {
	if len(part) != len(whole) {
		return false
	}
	for i := range len(part) {
		if part[i] != whole[i] && part[i] != ' ' {
			return false
		}
	}
	return true
}

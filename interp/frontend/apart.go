package frontend

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"

	"gonymede/interp/spelling"
)

// A Prior is an earlier cell that a cell which runs apart builds on.
type Prior struct {
	// Name is what messages call it.
	Name string
	// Source is its Go.
	Source string
	// Cells are the numbers under which it was run.
	Cells map[int]bool
}

// Apart returns what of a scope a cell sees that runs apart from the session: the
// names, and what the priors declare. What the session imports is not part of it.
//
// All that a prior declares has to be as it stands there, and may rest on nothing but
// what priors declare; an error says what is not so, and in which cell that began.
func (c *Checker) Apart(s *Scope, names []string, priors []Prior) (*Scope, error) {
	part := NewScope()
	part.sources, part.noted = s.sources, s.noted
	for _, name := range names {
		d := s.decls[name]
		if d == nil {
			if near := spelling.Closest(name, s.Names()); near != "" {
				return nil, fmt.Errorf("%s is not declared (did you mean %s?)", name, near)
			}
			return nil, fmt.Errorf("%s is not declared; run the cell that declares it", name)
		}
		part.decls[name] = d
	}
	held := newHeld(c, s, priors)
	if err := held.check(); err != nil {
		return nil, err
	}
	for name := range held.names {
		part.decls[name] = s.decls[name]
	}
	part.hidden = map[string]int{}
	for name, d := range s.decls {
		if part.decls[name] == nil {
			part.hidden[name] = d.Cell
		}
	}
	return part, nil
}

// held is what priors declare, beside what the session has.
type held struct {
	scope *Scope
	names map[string]holding
	// methods are, by type, the methods by name.
	methods map[string]map[string]holding
}

// holding is one declaration of a prior.
type holding struct {
	prior   *Prior
	text    string // of the declaration, "" for a variable
	imports map[string]string
}

func newHeld(c *Checker, s *Scope, priors []Prior) *held {
	h := &held{scope: s, names: map[string]holding{}, methods: map[string]map[string]holding{}}
	for i := range priors {
		fset := token.NewFileSet()
		cell, _ := Parse(fset, 0, priors[i].Source) // a faulty one has declared nothing, which check finds
		one := holding{prior: &priors[i], imports: map[string]string{}}
		for _, spec := range cell.Imports {
			if name, path, ok := c.importOf(spec); ok && name != "_" && name != "." {
				one.imports[name] = path
			}
		}
		for name := range newVarDecls(fset, cell, NewScope()).new {
			h.names[name] = one
		}
		for _, it := range items(fset, cell) {
			one.text = it.src.text
			if it.recv != "" {
				if h.methods[it.recv] == nil {
					h.methods[it.recv] = map[string]holding{}
				}
				h.methods[it.recv][it.node.(*ast.FuncDecl).Name.Name] = one
			}
			for _, name := range it.names {
				if name != "_" && name != "init" {
					h.names[name] = one
				}
			}
		}
	}
	return h
}

// check says what of the session is not as the priors declare it.
func (h *held) check() error {
	for _, name := range sortedKeys(h.names) {
		want, d := h.names[name], h.scope.decls[name]
		switch {
		case d == nil || d.Stale != 0:
			return fmt.Errorf("%s is not declared any more; run the cell %s again", name, want.prior.Name)
		case !want.declares(d):
			return fmt.Errorf("%s of the cell %s was declared anew by %s; give it another name there, run that cell, and then the cell %s again",
				name, want.prior.Name, CellName(d.Cell), want.prior.Name)
		case !want.prior.Cells[d.Cell] && !maps.Equal(want.imports, d.imports):
			return fmt.Errorf("%s of the cell %s was declared by %s, which imports other packages; run the cell %s again",
				name, want.prior.Name, CellName(d.Cell), want.prior.Name)
		}
		if err := h.checkMethods(name, want, d); err != nil {
			return err
		}
		for _, used := range sortedKeys(d.uses) {
			if _, ok := h.names[used]; !ok && h.scope.decls[used] != nil {
				return fmt.Errorf("%s of the cell %s uses %s, which %s declares; give it another name there, restart the kernel, and run the cells again",
					name, want.prior.Name, used, CellName(h.scope.decls[used].Cell))
			}
		}
	}
	return nil
}

// declares reports whether the session's declaration is that of the prior.
func (w holding) declares(d *Declared) bool {
	if d.isVar() {
		return w.text == "" && w.prior.Cells[d.Cell]
	}
	return w.text == d.src.text
}

// checkMethods says which methods of a type are not as the priors declare them.
func (h *held) checkMethods(name string, want holding, d *Declared) error {
	methods := h.methods[name]
	for _, m := range sortedKeys(d.methods) {
		if src := d.methods[m]; methods[m].text != src.text {
			return fmt.Errorf("%s of the cell %s got a method %s in %s; take it away there, and run the cell %s again",
				name, want.prior.Name, m, CellName(src.cell), want.prior.Name)
		}
	}
	for _, m := range sortedKeys(methods) {
		if _, ok := d.methods[m]; !ok {
			return fmt.Errorf("%s has lost its method %s; run the cell %s again", name, m, want.prior.Name)
		}
	}
	return nil
}

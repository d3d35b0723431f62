package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
)

// A plan says which declarations a cell brings, anew or again, and what of the
// session must follow.
type plan struct {
	items   []item            // of the cell, without those that it repeats unchanged
	again   []item            // of earlier cells, because they depend on what changes
	changed map[string]bool   // all names that will stand for something new
	carry   map[string]bool   // variables whose value is carried over to the new type
	stale   map[string]bool   // variables whose type is gone, and what does not fit
	reasons map[string]string // why something does not fit
	unfit   []unfitMethod     // the methods that a type loses
}

// An unfitMethod is a method that does not fit what its type has become.
type unfitMethod struct {
	recv string
	src  source
	why  string
}

// newPlan compares a cell's declarations with the scope.
func newPlan(fset *token.FileSet, c *Cell, s *Scope, known *findings) *plan {
	p := &plan{changed: map[string]bool{}, carry: map[string]bool{}, stale: map[string]bool{}, reasons: map[string]string{}}
	for name := range known.vars {
		p.changed[name] = true
	}
	all := items(fset, c)
	followAliases(all, s)
	for _, it := range all {
		for _, name := range it.names {
			if d := s.decls[name]; d == nil || d.isVar() || d.src.text != it.src.text {
				p.changed[name] = true
			}
		}
		if it.recv != "" {
			old := s.decls[it.recv]
			if old == nil || old.methods[it.node.(*ast.FuncDecl).Name.Name].text != it.src.text {
				p.changed[it.recv] = true
			}
		}
	}
	p.spread(s, all)
	p.choose(fset, all, s, known.unfit)
	return p
}

// followAliases has methods that are declared for an alias belong to the type that
// it stands for.
func followAliases(all []item, s *Scope) {
	alias := map[string]string{} // of the cell's own
	for _, it := range all {
		if d, ok := it.node.(*ast.GenDecl); ok && d.Tok == token.TYPE {
			spec := d.Specs[0].(*ast.TypeSpec)
			if id, ok := ast.Unparen(spec.Type).(*ast.Ident); ok && spec.Assign.IsValid() {
				alias[spec.Name.Name] = id.Name
			}
		}
	}
	for i := range all {
		for range len(alias) + len(s.decls) { // aliases may form a circle
			name := all[i].recv
			if to, ok := alias[name]; ok {
				all[i].recv = to
				continue
			}
			d := s.decls[name]
			if d == nil || !d.isType() || !d.Object.(*types.TypeName).IsAlias() {
				break
			}
			named, ok := types.Unalias(d.Object.Type()).(*types.Named)
			if !ok || !IsSessionObject(named.Obj()) {
				break
			}
			all[i].recv = named.Obj().Name()
		}
	}
}

// spread adds to the changed names those that depend on them, and sorts the
// variables among these into carried and stale ones.
func (p *plan) spread(s *Scope, all []item) {
	texts := map[string]string{} // the cell's own types
	for _, it := range all {
		if it.src.spec {
			texts[it.names[0]] = it.src.text
		}
	}
	reshaped := map[string]bool{} // types that change in more than their methods
	for name := range p.changed {
		if d := s.decls[name]; d != nil && d.isType() && texts[name] != "" && texts[name] != d.src.text {
			reshaped[name] = true
		}
	}
	for p.follow(s, reshaped) {
	}
	for name, d := range s.decls {
		if !d.isVar() || d.Stale != 0 {
			continue
		}
		if mentions(d.Object.Type(), reshaped) {
			delete(p.carry, name)
			delete(p.changed, name)
			p.stale[name] = true
		}
	}
	for p.follow(s, reshaped) { // what uses a variable that is stale
	}
}

// follow adds to the changed names, and to the types that change in more than
// their methods, those that depend on others, one step far. It reports whether
// there were any.
func (p *plan) follow(s *Scope, reshaped map[string]bool) bool {
	more := false
	for name, d := range s.decls {
		if d.isVar() {
			if d.Stale == 0 && !p.changed[name] && !p.stale[name] && mentions(d.Object.Type(), p.changed) {
				p.carry[name], p.changed[name], more = true, true, true
			}
			continue
		}
		for used := range d.uses {
			if !p.changed[name] && (p.changed[used] || p.stale[used]) {
				p.changed[name], more = true, true
			}
			if d.isType() && !reshaped[name] && (reshaped[used] || p.changed[used] && s.isConst(used)) {
				reshaped[name], more = true, true
			}
		}
	}
	return more
}

// choose selects the declarations that the changed names need.
func (p *plan) choose(fset *token.FileSet, all []item, s *Scope, unfit map[source]string) {
	here := map[string]bool{}   // names that the cell declares
	method := map[string]bool{} // "T.M" that the cell declares
	for _, it := range all {
		for _, name := range it.names {
			here[name] = true
		}
		if it.recv != "" {
			method[it.recv+"."+it.node.(*ast.FuncDecl).Name.Name] = true
		}
	}
	for _, it := range all {
		if p.needs(it) {
			p.items = append(p.items, it)
		}
	}
	done := map[source]bool{}
	add := func(src source, names []string, recv string) {
		if why, bad := unfit[src]; bad {
			for _, name := range append(names, recv) {
				if name != "" {
					p.stale[name], p.reasons[name] = true, why
				}
			}
			if recv != "" {
				p.unfit = append(p.unfit, unfitMethod{recv, src, why})
			}
			return
		}
		if !done[src] {
			done[src] = true
			p.again = append(p.again, item{names: names, recv: recv, node: reparse(fset, src, s.sources[src.cell]), src: src})
		}
	}
	for _, name := range s.Names() {
		d := s.decls[name]
		if !p.changed[name] || d.isVar() {
			continue
		}
		if !here[name] {
			add(d.src, namesOf(s, d.src), "")
			if _, bad := unfit[d.src]; bad {
				continue // its methods have no type
			}
		}
		for _, m := range sortedKeys(d.methods) {
			// What stood in the same cell as the old type and is not in the
			// new one was deleted by the user.
			if !method[name+"."+m] && (!here[name] || d.methods[m].cell != d.Cell) {
				add(d.methods[m], nil, name)
			}
		}
	}
}

func (p *plan) needs(it item) bool {
	if it.recv != "" {
		return p.changed[it.recv]
	}
	for _, name := range it.names {
		if p.changed[name] || name == "_" || name == "init" {
			return true
		}
	}
	return len(it.names) == 0
}

// namesOf lists the names that one declaration of the scope declares.
func namesOf(s *Scope, src source) []string {
	var names []string
	for _, name := range s.Names() {
		if s.decls[name].src == src {
			names = append(names, name)
		}
	}
	return names
}

// mentions reports whether a type is written with one of the session's type names.
func mentions(t types.Type, names map[string]bool) bool {
	if len(names) == 0 {
		return false
	}
	found := false
	walkNames(t, func(obj *types.TypeName) {
		if obj.Pkg() != nil && obj.Pkg().Path() == SessionPath && names[obj.Name()] {
			found = true
		}
	})
	return found
}

// walkNames calls f for the type names that a type is written with, without
// looking into their declarations.
func walkNames(t types.Type, f func(*types.TypeName)) {
	switch t := t.(type) {
	case *types.Named:
		f(t.Obj())
		for a := range t.TypeArgs().Types() {
			walkNames(a, f)
		}
	case *types.Alias:
		f(t.Obj())
		for a := range t.TypeArgs().Types() {
			walkNames(a, f)
		}
		walkNames(types.Unalias(t), f)
	case *types.Pointer:
		walkNames(t.Elem(), f)
	case *types.Slice:
		walkNames(t.Elem(), f)
	case *types.Array:
		walkNames(t.Elem(), f)
	case *types.Chan:
		walkNames(t.Elem(), f)
	case *types.Map:
		walkNames(t.Key(), f)
		walkNames(t.Elem(), f)
	case *types.Signature:
		for v := range t.Params().Variables() {
			walkNames(v.Type(), f)
		}
		for v := range t.Results().Variables() {
			walkNames(v.Type(), f)
		}
	case *types.Struct:
		for v := range t.Fields() {
			walkNames(v.Type(), f)
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			walkNames(m.Type(), f)
		}
		for e := range t.EmbeddedTypes() {
			walkNames(e, f)
		}
	}
}

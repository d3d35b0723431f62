package frontend

import (
	"go/ast"
	"go/types"
	"strings"
)

// A literal may leave out the names of fields that are not exported only in their
// own package, and go/types takes each cell for another package. So where it
// refuses a literal for that, the next pass is given the same literal with the
// names. Only then are its values checked at all.

// keyUnkeyed puts the names of fields into the literals that need them.
func (p *pass) keyUnkeyed(keys map[string][]string) {
	if len(keys) == 0 {
		return
	}
	p.literals(func(l *ast.CompositeLit) {
		names := keys[p.position(l.Lbrace).String()]
		for i, name := range names {
			if _, done := l.Elts[i].(*ast.KeyValueExpr); done {
				return
			}
			at := l.Elts[i].Pos()
			l.Elts[i] = &ast.KeyValueExpr{Key: &ast.Ident{NamePos: at, Name: name}, Colon: at, Value: l.Elts[i]}
		}
	})
}

// findUnkeyed finds the literals that were refused for the names that they leave
// out, by the place of their brace, with these names. What is of another package
// is refused for good.
func (p *pass) findUnkeyed() map[string][]string {
	if len(p.implicit) == 0 {
		return nil
	}
	found := map[string][]string{}
	p.literals(func(l *ast.CompositeLit) {
		for _, e := range l.Elts {
			refused, ok := p.implicit[e.Pos()]
			if !ok {
				continue
			}
			delete(p.implicit, e.Pos())
			names, own := fieldNames(p.info.TypeOf(l))
			switch {
			case !own:
				p.add(e.Pos(), refused)
			case len(names) == len(l.Elts):
				found[p.position(l.Lbrace).String()] = names
			}
		}
	})
	return found
}

// fieldNames lists the fields of a structure, or of one that a pointer points
// to. own says that all that are not exported are the session's; a field without
// a name cannot be written with one, and there are no names then.
func fieldNames(t types.Type) (names []string, own bool) {
	if t == nil {
		return nil, true
	}
	st, ok := deref(t.Underlying()).Underlying().(*types.Struct)
	if !ok {
		return nil, true
	}
	for f := range st.Fields() {
		if !f.Exported() && f.Pkg() != nil && f.Pkg().Path() != SessionPath {
			return nil, false
		}
		names = append(names, f.Name())
	}
	if strings.Contains(" "+strings.Join(names, " ")+" ", " _ ") {
		return nil, true
	}
	return names, true
}

// literals calls f for the composite literals of all that is checked.
func (p *pass) literals(f func(*ast.CompositeLit)) {
	visit := func(n ast.Node) bool {
		if l, ok := n.(*ast.CompositeLit); ok {
			f(l)
		}
		return true
	}
	p.eachNode(visit)
	for _, it := range p.plan.again {
		ast.Inspect(it.node, visit)
	}
}

package frontend

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"strings"

	"gonymede/interp/frontend/exportdata"
	"gonymede/interp/spelling"
)

// suggest finds what the user may have meant who wrote a name that is not
// known, " (did you mean x?)", "" where nothing is near.
func (p *pass) suggest(e types.Error) string {
	if rest, ok := strings.CutPrefix(e.Msg, "undefined: "); ok {
		if pkg, name, ok := strings.Cut(rest, "."); ok {
			return didYouMean(pkg+".", spelling.Closest(name, p.exportedOf(pkg)))
		}
		if cell, ok := p.scope.hidden[rest]; ok {
			return fmt.Sprintf(" (%s declares it, but this cell runs apart, and sees only what %%%%apart names)", CellName(cell))
		}
		return didYouMean("", p.nearName(rest, e.Pos))
	}
	if m := noMember.FindStringSubmatch(e.Msg); m != nil && !strings.Contains(e.Msg, ", but ") {
		return didYouMean(m[1], spelling.Closest(m[2], p.membersAt(e.Pos)))
	}
	if m := unknownField.FindStringSubmatch(e.Msg); m != nil && !strings.Contains(e.Msg, ", but ") {
		return didYouMean("", spelling.Closest(m[1], p.fieldsAt(e.Pos)))
	}
	return ""
}

var (
	noMember     = regexp.MustCompile(`^(.*\.)(\w+) undefined \(type .* has no field or method (\w+)`)
	unknownField = regexp.MustCompile(`^unknown field (\w+) in struct literal`)
)

func didYouMean(prefix, name string) string {
	if name == "" {
		return ""
	}
	return " (did you mean " + prefix + name + "?)"
}

// exportedOf lists what a package exports that the cell imports under a name.
func (p *pass) exportedOf(name string) []string {
	var names []string
	for id, obj := range p.info.Uses {
		if pkg, ok := obj.(*types.PkgName); ok && id.Name == name {
			for _, n := range pkg.Imported().Scope().Names() {
				if token.IsExported(n) {
					names = append(names, n)
				}
			}
			return names
		}
	}
	return nil
}

// nearName is the name nearest to one that is not known, among those that can
// be seen from a place; before a dot also among the packages. Local names come
// before those of the session, and these before Go's own and the packages.
func (p *pass) nearName(name string, pos token.Pos) string {
	for scope := p.innermost(pos); scope != nil; scope = scope.Parent() {
		if members, ok := p.selected()[name]; ok && scope == types.Universe {
			if near := p.nearPackage(name, members); near != "" {
				return near
			}
		}
		var names []string
		for _, n := range scope.Names() {
			if !strings.ContainsRune(n, hidden) && n != "_" {
				names = append(names, n)
			}
		}
		if near := spelling.Closest(name, names); near != "" {
			return near
		}
	}
	return ""
}

// nearPackage is the package nearest to a misspelt name, of those that have the
// members that are used.
func (p *pass) nearPackage(name string, members map[string]bool) string {
	var names []string
	for n := range p.scope.imports {
		names = append(names, n)
	}
	for _, path := range append(exportdata.Paths(), p.checker.importer.Added()...) {
		names = append(names, exportdata.Name(path))
	}
	near := spelling.Closest(name, names)
	if near == "" {
		return ""
	}
	path := p.scope.imports[near]
	if path == "" {
		path = p.guess(near, members)
	}
	if pkg, err := p.checker.importer.Import(path); err != nil || !hasAll(pkg, members) {
		return "" // another thing with a similar name
	}
	return near
}

// selected lists the names before a dot in the cell, with the names after it.
func (p *pass) selected() map[string]map[string]bool {
	f := &ast.File{}
	for _, it := range p.plan.items {
		f.Decls = append(f.Decls, it.node)
	}
	f.Decls = append(f.Decls, p.vars.decls...)
	if body := p.vars.body(); len(body) > 0 {
		f.Decls = append(f.Decls, &ast.FuncDecl{Name: ast.NewIdent("_"), Type: &ast.FuncType{Params: &ast.FieldList{}}, Body: &ast.BlockStmt{List: body}})
	}
	return selectors(f)
}

// innermost is the innermost scope around a place.
func (p *pass) innermost(pos token.Pos) *types.Scope {
	best := p.pkg.Scope()
	var size token.Pos = -1
	for n, s := range p.info.Scopes {
		from, to := n.Pos(), n.End()
		if f, ok := n.(*ast.FuncType); ok { // its scope is also the body's
			from, to = s.Pos(), s.End()
			if !from.IsValid() {
				from, to = f.Pos(), f.End()
			}
		}
		if _, file := n.(*ast.File); file || !from.IsValid() || pos < from || pos > to {
			continue
		}
		if size < 0 || to-from < size {
			best, size = s, to-from
		}
	}
	return best
}

// membersAt lists the fields and methods of what stands before the dot of the
// selector at a place.
func (p *pass) membersAt(pos token.Pos) []string {
	var names []string
	p.eachNode(func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Pos() == pos {
			if t := p.info.TypeOf(s.X); t != nil {
				for _, it := range typeMembers(t, true) {
					names = append(names, it.Text)
				}
			}
		}
		return true
	})
	return names
}

// fieldsAt lists the fields of the structure whose literal has a key at a place.
func (p *pass) fieldsAt(pos token.Pos) []string {
	var names []string
	p.eachNode(func(n ast.Node) bool {
		l, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		for _, e := range l.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok && kv.Key.Pos() == pos {
				for f := range structFields(p.info.TypeOf(l)) {
					names = append(names, f)
				}
			}
		}
		return true
	})
	return names
}

// structFields are the names of the fields of a structure, or of one that a
// pointer points to, that a cell may write in a literal.
func structFields(t types.Type) map[string]bool {
	names := map[string]bool{}
	if t == nil {
		return names
	}
	st, ok := deref(t.Underlying()).Underlying().(*types.Struct)
	if !ok {
		return names
	}
	for f := range st.Fields() {
		if f.Exported() || f.Pkg() != nil && f.Pkg().Path() == SessionPath {
			names[f.Name()] = true
		}
	}
	return names
}

// eachNode calls f for every node of the cell.
func (p *pass) eachNode(f func(ast.Node) bool) {
	for _, it := range p.plan.items {
		ast.Inspect(it.node, f)
	}
	for _, d := range p.vars.decls {
		ast.Inspect(d, f)
	}
	for _, s := range p.vars.body() {
		ast.Inspect(s, f)
	}
}

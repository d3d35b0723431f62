package frontend

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
)

// A dot import holds for all later cells. The syntax that executors get has none:
// when the first pass has found which names come from where, the next one is given
// the same cell with these names behind that of their package, a hidden one, so
// that nothing of the session hides it. An executor that copies source text finds
// such names by [IsDotName] and imports their package as a dot.

// dotsOf lists what a file needs of the dot imports of earlier cells: the packages
// that have a name which is used and which nothing else declares.
func (p *pass) dotsOf(f *ast.File, own bool) []string {
	if len(p.scope.dots) == 0 {
		return nil
	}
	used := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && token.IsExported(id.Name) && !p.isDeclared(id.Name) {
			used[id.Name] = true
		}
		return true
	})
	var paths []string
	for _, path := range p.scope.dots {
		pkg, err := p.checker.importer.Import(path)
		if err != nil || own && slices.Contains(p.dots, path) || slices.ContainsFunc(pkg.Scope().Names(), p.isDeclared) {
			continue // Go has no package with a name that one of its files imports so
		}
		if slices.ContainsFunc(pkg.Scope().Names(), func(name string) bool { return used[name] }) {
			paths = append(paths, path)
		}
	}
	return paths
}

// findDots finds the names that come from dot imports: place to import path.
func (p *pass) findDots() map[string]string {
	if len(p.dots)+len(p.scope.dots) == 0 || len(p.diagnostics) > 0 {
		return nil
	}
	selected := map[*ast.Ident]bool{}
	visit := func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok {
			selected[s.Sel] = true
		}
		return true
	}
	p.eachNode(visit)
	for _, it := range p.plan.again {
		ast.Inspect(it.node, visit)
	}
	found := map[string]string{}
	for id, obj := range p.info.Uses {
		pkg := obj.Pkg()
		if pkg == nil || pkg.Path() == SessionPath || obj.Parent() != pkg.Scope() || selected[id] {
			continue
		}
		found[p.position(id.Pos()).String()] = pkg.Path()
	}
	return found
}

// qualifyDots puts the hidden names of their packages before names that come from
// dot imports.
func (p *pass) qualifyDots(dots map[string]string) {
	if len(dots) == 0 {
		return
	}
	needed := map[string]bool{}
	replace := func(c *astutil.Cursor) bool {
		id, ok := c.Node().(*ast.Ident)
		if !ok {
			return true
		}
		if s, ok := c.Parent().(*ast.SelectorExpr); ok && s.Sel == id {
			return true
		}
		if path := dots[p.position(id.Pos()).String()]; path != "" && !strings.ContainsRune(id.Name, hidden) {
			needed[path] = true
			c.Replace(&ast.SelectorExpr{X: &ast.Ident{NamePos: id.NamePos, Name: p.dotName(path)}, Sel: id})
			return false
		}
		return true
	}
	for _, d := range p.cell.Decls {
		astutil.Apply(d, replace, nil)
	}
	for _, s := range p.cell.Body {
		astutil.Apply(s, replace, nil)
	}
	for _, it := range p.plan.again {
		astutil.Apply(it.node, replace, nil)
	}
	for _, path := range sortedKeys(needed) {
		p.cell.Imports = append(p.cell.Imports, &ast.ImportSpec{Name: ast.NewIdent(p.dotName(path)), Path: stringLit(path)})
	}
}

// IsDotName reports whether the name of a package is one that the front end has put
// before a name which comes from a dot import. It stands in no source.
func IsDotName(name string) bool { return strings.HasSuffix(name, string(hidden)) }

// dotName is the hidden name of a package that is imported as a dot.
func (p *pass) dotName(path string) string {
	return p.checker.importer.NameOf(path) + string(hidden)
}

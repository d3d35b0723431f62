package frontend

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"sort"
	"strconv"
	"strings"
)

// importOf takes an import declaration apart.
func (c *Checker) importOf(spec *ast.ImportSpec) (name, path string, ok bool) {
	path, err := strconv.Unquote(spec.Path.Value)
	if err != nil || path == "" {
		return "", "", false
	}
	if spec.Name != nil {
		return spec.Name.Name, path, true
	}
	return c.importer.NameOf(path), path, true
}

// importInto adds the imports that the declarations of a file need: those that
// are written in its cell, then those of earlier cells, then the packages whose
// name is used and that nobody imported. own is set for the cell's own file,
// which keeps all its import declarations, so that wrong ones are reported.
func (p *pass) importInto(f *ast.File, explicit map[string]string, own bool) {
	var specs []ast.Spec
	if own {
		for _, s := range p.cell.Imports {
			specs = append(specs, s)
		}
	}
	for _, path := range p.dotsOf(f, own) {
		specs = append(specs, &ast.ImportSpec{Name: ast.NewIdent("."), Path: stringLit(path)})
	}
	used := selectors(f)
	for _, name := range sortedKeys(used) {
		path := explicit[name]
		if path != "" && own {
			continue
		}
		if path == "" && !p.isDeclared(name) {
			path = p.scope.imports[name]
			if path == "" {
				if path = p.guess(name, used[name]); own && path != "" {
					p.guessed[name] = path
				}
			}
		}
		if path == "" {
			continue
		}
		specs = append(specs, &ast.ImportSpec{Name: ast.NewIdent(name), Path: stringLit(path)})
	}
	if len(specs) > 0 {
		decl := &ast.GenDecl{Tok: token.IMPORT, Lparen: 1, Specs: specs}
		f.Decls = append([]ast.Decl{decl}, f.Decls...)
	}
}

// isDeclared reports whether the session or the cell has a name at top level,
// which then is no package.
func (p *pass) isDeclared(name string) bool {
	if p.vars.new[name] != nil || p.scope.decls[name] != nil {
		return true
	}
	for _, it := range p.plan.items {
		for _, n := range it.names {
			if n == name {
				return true
			}
		}
	}
	return false
}

// guess finds the package that a name without an import stands for: of those
// with that name the first that has all members which the cell uses.
func (p *pass) guess(name string, members map[string]bool) string {
	candidates := p.checker.importer.Named(name)
	for _, path := range candidates {
		pkg, err := p.checker.importer.Import(path)
		if err == nil && hasAll(pkg, members) {
			return path
		}
	}
	if len(candidates) > 0 {
		return candidates[0]
	}
	return ""
}

// noteGuesses tells which package a name was taken for, once for each name of
// which there are several packages. What has one name needs no word, and a
// variable that is called like a package is none.
func (p *pass) noteGuesses(u *Unit) {
	used := map[string]bool{}
	for _, obj := range p.info.Uses {
		if pkg, ok := obj.(*types.PkgName); ok {
			used[pkg.Name()] = true
		}
	}
	for _, name := range sortedKeys(p.guessed) {
		path := p.guessed[name]
		all := p.checker.importer.Named(name)
		if len(all) < 2 || p.scope.noted[path] || !used[name] {
			continue
		}
		u.guessed = append(u.guessed, path)
		var others []string
		for _, other := range all {
			if other != path {
				others = append(others, strconv.Quote(other))
			}
		}
		u.Notes = append(u.Notes, fmt.Sprintf("%s is taken for %q; import %s where you mean that.", name, path, strings.Join(others, " or ")))
	}
}

func hasAll(pkg *types.Package, members map[string]bool) bool {
	for m := range members {
		if !token.IsExported(m) || pkg.Scope().Lookup(m) == nil {
			return false
		}
	}
	return true
}

// selectors lists the names before a dot in a file, with the names after it.
func selectors(f *ast.File) map[string]map[string]bool {
	found := map[string]map[string]bool{}
	for _, d := range f.Decls {
		ast.Inspect(d, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok {
				if id, ok := s.X.(*ast.Ident); ok {
					if found[id.Name] == nil {
						found[id.Name] = map[string]bool{}
					}
					found[id.Name][s.Sel.Name] = true
				}
			}
			return true
		})
	}
	return found
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

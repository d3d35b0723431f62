package interpreted

import (
	"embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"

	"gonymede/interp/frontend/exportdata"
)

// genericSources are what the standard library has as generic code, and yaegi
// therefore cannot have in its tables: written for cells, they are instantiated
// as a session's own generic code is.
//
//go:embed generic/*.go.txt
var genericSources embed.FS

// stdGeneric returns the declaration that stands for a generic function or
// type of the standard library, nil where there is none.
func (i *Interpreter) stdGeneric(obj types.Object) types.Object {
	if obj.Pkg() == nil {
		return nil
	}
	path := obj.Pkg().Path()
	scope, known := i.std[path]
	if !known {
		scope = i.loadStd(path)
		i.std[path] = scope
	}
	if scope == nil {
		return nil
	}
	return scope.Lookup(obj.Name())
}

// loadStd type-checks the source for one package and keeps its declarations.
func (i *Interpreter) loadStd(path string) *types.Scope {
	name := "generic/" + strings.ReplaceAll(path, "/", "_") + ".go.txt"
	src, err := genericSources.ReadFile(name)
	if err != nil {
		return nil
	}
	file, err := parser.ParseFile(i.FileSet(), name, src, parser.SkipObjectResolution)
	if err != nil {
		panic(fmt.Sprintf("interpreted: %v", err))
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}, Instances: map[*ast.Ident]types.Instance{},
	}
	// The path differs from the real package's, whose types it uses.
	conf := types.Config{Importer: exportdata.NewImporter()}
	pkg, err := conf.Check("gonymede/generic/"+path, i.FileSet(), []*ast.File{file}, info)
	if err != nil {
		panic(fmt.Sprintf("interpreted: %v", err))
	}
	r := &rewriter{i: i, info: info}
	var decls []ast.Decl
	for _, tok := range []token.Token{token.TYPE, token.FUNC} {
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == tok || !ok && tok == token.FUNC {
				decls = append(decls, d)
			}
		}
	}
	if rest := r.keepGenerics(decls); len(rest) > 0 {
		panic(fmt.Sprintf("interpreted: %s declares what is not generic", name))
	}
	return pkg.Scope()
}

package interpreted

import (
	"go/ast"
	"go/token"
)

// namedResults makes a function begin with results of zero: yaegi gives a
// function the slots of its caller, with what an earlier call has left there.
//
// Where no deferred call can change the results after a return, they become
// variables:
//
//	func f() (n int) { n++; return }  →  func f() int { var n int; n++; return n }
//
// Otherwise they are set to zero at the start.
func (r *rewriter) namedResults(typ *ast.FuncType, body *ast.BlockStmt) {
	if body == nil || typ.Results == nil || len(typ.Results.List) == 0 || len(typ.Results.List[0].Names) == 0 {
		return
	}
	var start []ast.Stmt
	var names []ast.Expr
	deferred := r.defers(body)
	unnamed := &ast.FieldList{}
	for _, f := range typ.Results.List {
		for i, id := range f.Names {
			if id.Name == "_" {
				f.Names[i] = ast.NewIdent(r.temp())
				id = f.Names[i]
			}
			names = append(names, ast.NewIdent(id.Name))
			unnamed.List = append(unnamed.List, &ast.Field{Type: f.Type})
			name := id.Name
			if deferred {
				name = r.temp()
			}
			start = append(start, &ast.DeclStmt{Decl: &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{
				&ast.ValueSpec{Names: []*ast.Ident{ast.NewIdent(name)}, Type: f.Type},
			}}})
			if deferred {
				start = append(start, &ast.AssignStmt{Lhs: []ast.Expr{ast.NewIdent(id.Name)}, Tok: token.ASSIGN, Rhs: []ast.Expr{ast.NewIdent(name)}})
			}
		}
	}
	if !deferred {
		typ.Results = unnamed
		ast.Inspect(body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.ReturnStmt:
				if len(n.Results) == 0 {
					n.Results = append([]ast.Expr(nil), names...)
				}
			}
			return true
		})
	}
	body.List = append(start, body.List...)
}

// defers reports whether a function defers calls of the user's.
func (r *rewriter) defers(body *ast.BlockStmt) bool {
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt:
			found = found || !r.ownDefers[n]
		}
		return true
	})
	return found
}

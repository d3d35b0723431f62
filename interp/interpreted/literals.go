package interpreted

import (
	"go/ast"

	"golang.org/x/tools/go/ast/astutil"
)

// literal gives a function literal a frame of its own:
//
//	func() { … }  →  func() func() { return func() { … } }()
//
// When a closure returns, yaegi puts an older value back into the frame that
// made it, where the value of the literal stands. With goroutines that happens
// while the maker goes on: of the closures that a loop starts, some would run
// twice and others never. The frame of the outer function above is used once,
// so nobody sees what is put there. It also keeps the variables as they are
// when the closure is made.
func (r *rewriter) literal(c *astutil.Cursor, lit *ast.FuncLit) {
	if call, ok := c.Parent().(*ast.CallExpr); ok && call.Fun == lit {
		return // called on the spot, or see goStmt
	}
	r.replace(c, own(lit))
}

// own returns the call that makes a literal in a frame of its own.
func own(lit *ast.FuncLit) ast.Expr {
	return &ast.CallExpr{
		Fun: &ast.FuncLit{
			Type: &ast.FuncType{
				Func: lit.Pos(), Params: &ast.FieldList{}, Results: &ast.FieldList{List: []*ast.Field{{Type: lit.Type}}},
			},
			Body: &ast.BlockStmt{Lbrace: lit.Pos(), List: []ast.Stmt{&ast.ReturnStmt{Return: lit.Pos(), Results: []ast.Expr{lit}}}, Rbrace: lit.Pos()},
		},
		Lparen: lit.Pos(), Rparen: lit.Pos(),
	}
}

// namedParameters gives names to parameters that have none, or _. Without one, yaegi
// keeps no place for the argument, and the function's variables lie where it
// is put:
//
//	func(string) { n := 0; … }  →  func(t1 string) { n := 0; … }
func (r *rewriter) namedParameters(t *ast.FuncType) {
	for _, field := range t.Params.List {
		if len(field.Names) == 0 {
			field.Names = []*ast.Ident{{NamePos: field.Pos(), Name: r.temp()}}
		}
		for i, name := range field.Names {
			if name.Name == "_" {
				field.Names[i] = &ast.Ident{NamePos: name.Pos(), Name: r.temp()}
			}
		}
	}
}

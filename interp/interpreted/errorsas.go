package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/astutil"
)

// errorsAs spells errors.As out where the type is one of a cell, which compiled
// code cannot tell from another with the same fields:
//
//	errors.As(err, &target)
//	→ func(t1 error, t2 *T) bool {
//	      for _, t3 := range cell.Chain(t1) { if t4, t5 := t3.(T); t5 { *t2 = t4; return true } }
//	      return false }(err, &target)
func (r *rewriter) errorsAs(c *astutil.Cursor, call *ast.CallExpr) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) != 2 || !r.isFunc(sel.Sel, "errors.As") {
		return
	}
	p, ok := r.info.TypeOf(call.Args[1]).Underlying().(*types.Pointer)
	if !ok || !r.i.hasOwn(p.Elem()) {
		return
	}
	r.inspects(call.Pos(), p.Elem())
	typ := func() ast.Expr {
		e, err := r.typeExpr(p.Elem())
		if err != nil {
			r.refuse(call.Pos(), unnameableType, r.typeString(p.Elem()))
		}
		return e
	}
	name := func(s string) *ast.Ident { return ast.NewIdent(s) }
	err, target, each, found, is := r.temp(), r.temp(), r.temp(), r.temp(), r.temp()
	body := []ast.Stmt{
		&ast.RangeStmt{
			Key: name("_"), Value: name(each), Tok: token.DEFINE, X: r.hostCall("Chain", name(err)),
			Body: &ast.BlockStmt{List: []ast.Stmt{
				&ast.AssignStmt{Lhs: []ast.Expr{name(found), name(is)}, Tok: token.DEFINE, Rhs: []ast.Expr{&ast.TypeAssertExpr{X: name(each), Type: typ()}}},
				&ast.IfStmt{Cond: name(is), Body: &ast.BlockStmt{List: []ast.Stmt{
					&ast.AssignStmt{Lhs: []ast.Expr{&ast.StarExpr{X: name(target)}}, Tok: token.ASSIGN, Rhs: []ast.Expr{name(found)}},
					&ast.ReturnStmt{Results: []ast.Expr{name("true")}},
				}}},
			}},
		},
		&ast.ReturnStmt{Results: []ast.Expr{name("false")}},
	}
	r.replace(c, &ast.CallExpr{
		Fun: &ast.FuncLit{
			Type: &ast.FuncType{
				Func: call.Pos(),
				Params: &ast.FieldList{List: []*ast.Field{
					{Names: []*ast.Ident{name(err)}, Type: name("error")},
					{Names: []*ast.Ident{name(target)}, Type: &ast.StarExpr{X: typ()}},
				}},
				Results: &ast.FieldList{List: []*ast.Field{{Type: name("bool")}}},
			},
			Body: &ast.BlockStmt{List: body},
		},
		Args: call.Args,
	})
}

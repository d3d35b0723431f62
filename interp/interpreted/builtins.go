package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/astutil"
)

// callExpr rewrites calls of builtin functions and of those that start goroutines.
func (r *rewriter) callExpr(c *astutil.Cursor, call *ast.CallExpr) {
	r.waitGroupGo(call)
	r.guardTimer(call)
	r.errorsAs(c, call)
	r.shapeArgs(call)
	r.variadic(call)
	switch name := r.builtin(call); name {
	case "recover":
		// yaegi panics with messages of package reflect; see translate.
		if _, inDefer := c.Parent().(*ast.DeferStmt); !inDefer {
			r.replace(c, r.hostCall("Recovered", call))
		}
	case "print", "println":
		r.builtinPrint(c, call, map[string]string{"print": "Print", "println": "Println"}[name])
	case "min", "max":
		r.minMax(c, call, name)
	case "new":
		r.newValue(c, call)
	case "panic":
		if len(call.Args) == 1 {
			if t := r.info.TypeOf(call.Args[0]); t == nil || isInterface(t) || r.info.Types[call.Args[0]].IsNil() {
				call.Args[0] = r.hostCall("Panicking", call.Args[0])
			}
		}
	}
}

// newValue spells new with a value out:
//
//	new(x)  →  func(t1 T) *T { return &t1 }(x)
func (r *rewriter) newValue(c *astutil.Cursor, call *ast.CallExpr) {
	p, ok := r.info.TypeOf(call).(*types.Pointer)
	if !ok || r.info.Types[call.Args[0]].IsType() || !r.info.Types[call.Args[0]].IsValue() {
		return
	}
	typ := func() ast.Expr {
		e, err := r.typeExpr(p.Elem())
		if err != nil {
			r.refuse(call.Pos(), unnameableType, r.typeString(p.Elem()))
		}
		return e
	}
	name := r.temp()
	r.replace(c, &ast.CallExpr{
		Fun: &ast.FuncLit{
			Type: &ast.FuncType{
				Func:    call.Pos(),
				Params:  &ast.FieldList{List: []*ast.Field{{Names: []*ast.Ident{ast.NewIdent(name)}, Type: typ()}}},
				Results: &ast.FieldList{List: []*ast.Field{{Type: &ast.StarExpr{X: typ()}}}},
			},
			Body: &ast.BlockStmt{List: []ast.Stmt{&ast.ReturnStmt{Results: []ast.Expr{&ast.UnaryExpr{Op: token.AND, X: ast.NewIdent(name)}}}}},
		},
		Args: call.Args,
	})
}

// variadic writes the slice of a variadic call down where its only element has
// the slice's own type: yaegi would take it for the slice.
//
//	f(s)  →  f([]any{s}...)
func (r *rewriter) variadic(call *ast.CallExpr) {
	sig, ok := r.info.TypeOf(call.Fun).(*types.Signature)
	if !ok || !sig.Variadic() || call.Ellipsis.IsValid() || r.info.Types[call.Fun].IsBuiltin() {
		return
	}
	n := sig.Params().Len() - 1
	if len(call.Args) <= n {
		return
	}
	slice, ok := sig.Params().At(n).Type().(*types.Slice)
	if !ok || !isInterface(slice.Elem()) || r.hasParameter(slice) {
		return
	}
	confused := false
	for _, a := range call.Args[n:] {
		if t := r.info.TypeOf(a); t != nil && types.Identical(t, slice) {
			confused = true
		}
	}
	if !confused {
		return
	}
	typ, err := r.typeExpr(slice)
	if err != nil {
		r.refuse(call.Pos(), unnameableType, r.typeString(slice))
		return
	}
	lit := &ast.CompositeLit{Type: typ, Lbrace: call.Args[n].Pos(), Elts: append([]ast.Expr(nil), call.Args[n:]...), Rbrace: call.Rparen}
	call.Args = append(call.Args[:n:n], lit)
	call.Ellipsis = call.Rparen
}

// minMax spells min and max out:
//
//	min(a, b)  →  func(t1, t2 T) T { if t2 < t1 || t2 != t2 { t1 = t2 }; return t1 }(a, b)
func (r *rewriter) minMax(c *astutil.Cursor, call *ast.CallExpr, name string) {
	tv := r.info.Types[call]
	if tv.Value != nil {
		typ, err := r.typeExpr(types.Default(tv.Type))
		if err == nil {
			r.replace(c, &ast.CallExpr{Fun: typ, Args: []ast.Expr{constantLit(tv.Value, call.Pos())}})
		}
		return
	}
	typ, err := r.typeExpr(tv.Type)
	if err != nil {
		r.refuse(call.Pos(), unnameableType, r.typeString(tv.Type))
		return
	}
	op := token.LSS
	if name == "max" {
		op = token.GTR
	}
	params := &ast.Field{Type: typ}
	var body []ast.Stmt
	for range call.Args {
		params.Names = append(params.Names, ast.NewIdent(r.temp()))
	}
	first := func() *ast.Ident { return ast.NewIdent(params.Names[0].Name) }
	for _, p := range params.Names[1:] {
		next := func() *ast.Ident { return ast.NewIdent(p.Name) }
		body = append(body, &ast.IfStmt{
			Cond: &ast.BinaryExpr{
				X:  &ast.BinaryExpr{X: next(), Op: op, Y: first()},
				Op: token.LOR,
				Y:  &ast.BinaryExpr{X: next(), Op: token.NEQ, Y: next()}, // NaN wins
			},
			Body: &ast.BlockStmt{List: []ast.Stmt{&ast.AssignStmt{Lhs: []ast.Expr{first()}, Tok: token.ASSIGN, Rhs: []ast.Expr{next()}}}},
		})
	}
	body = append(body, &ast.ReturnStmt{Results: []ast.Expr{first()}})
	r.replace(c, &ast.CallExpr{
		Fun: &ast.FuncLit{
			Type: &ast.FuncType{Params: &ast.FieldList{List: []*ast.Field{params}}, Results: &ast.FieldList{List: []*ast.Field{{Type: typ}}}},
			Body: &ast.BlockStmt{List: body},
		},
		Args: call.Args,
	})
}

// clearStmt has the host clear: also keys that are not equal to themselves.
func (r *rewriter) clearStmt(c *astutil.Cursor, s *ast.ExprStmt) {
	if call, ok := s.X.(*ast.CallExpr); ok && r.builtin(call) == "clear" {
		c.Replace(&ast.ExprStmt{X: r.hostCall("Clear", call.Args...)})
	}
}

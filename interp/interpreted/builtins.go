package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/astutil"

	"gonymede/interp/frontend"
)

// callExpr rewrites calls of builtin functions and of those that start goroutines.
func (r *rewriter) callExpr(c *astutil.Cursor, call *ast.CallExpr) {
	r.waitGroupGo(call)
	r.guardTimer(call)
	r.refuseAs(call)
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
	}
}

// refuseAs refuses errors.As with a type of the session, which compiled code
// cannot tell from another with the same fields.
func (r *rewriter) refuseAs(call *ast.CallExpr) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) != 2 || !r.isFunc(sel.Sel, "errors.As") {
		return
	}
	if t := r.info.TypeOf(call.Args[1]); t != nil && isOwnType(t) {
		r.refuse(sel.Sel.Pos(), errorsAs, "")
	}
}

// isOwnType reports whether a type, or what it points to, is one of the session's.
func isOwnType(t types.Type) bool {
	for {
		p, ok := t.(*types.Pointer)
		if !ok {
			break
		}
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && frontend.IsSessionObject(named.Obj())
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

// clearStmt spells clear out.
func (r *rewriter) clearStmt(c *astutil.Cursor, s *ast.ExprStmt) {
	call, ok := s.X.(*ast.CallExpr)
	if !ok || r.builtin(call) != "clear" {
		return
	}
	name, key := r.temp(), r.temp()
	define := &ast.AssignStmt{Lhs: []ast.Expr{ast.NewIdent(name)}, TokPos: s.Pos(), Tok: token.DEFINE, Rhs: []ast.Expr{call.Args[0]}}
	var body []ast.Stmt
	switch t := r.info.Types[call.Args[0]].Type.Underlying().(type) {
	case *types.Map:
		body = []ast.Stmt{&ast.ExprStmt{X: &ast.CallExpr{Fun: ast.NewIdent("delete"), Args: []ast.Expr{ast.NewIdent(name), ast.NewIdent(key)}}}}
	case *types.Slice:
		typ, err := r.typeExpr(t.Elem())
		if err != nil {
			r.refuse(call.Pos(), unnameableType, r.typeString(t.Elem()))
			return
		}
		zero := r.temp()
		body = []ast.Stmt{
			&ast.DeclStmt{Decl: &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{&ast.ValueSpec{Names: []*ast.Ident{ast.NewIdent(zero)}, Type: typ}}}},
			&ast.AssignStmt{
				Lhs: []ast.Expr{&ast.IndexExpr{X: ast.NewIdent(name), Index: ast.NewIdent(key)}}, Tok: token.ASSIGN, Rhs: []ast.Expr{ast.NewIdent(zero)},
			},
		}
	default:
		r.refuse(call.Pos(), clearTypeParameter, "")
		return
	}
	c.Replace(&ast.BlockStmt{List: []ast.Stmt{
		define,
		&ast.RangeStmt{Key: ast.NewIdent(key), Tok: token.DEFINE, X: ast.NewIdent(name), Body: &ast.BlockStmt{List: body}},
	}})
}

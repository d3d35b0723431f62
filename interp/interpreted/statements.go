package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/astutil"
)

// goStmt starts a goroutine through the host, so that a panic in it is reported
// and the process goes on. The function and its arguments are evaluated before,
// as Go does:
//
//	go f(x)  →  { t1 := x; cell.Go(func() { f(t1) }) }
//
// Without that the process would end, and the session with it.
func (r *rewriter) goStmt(c *astutil.Cursor, g *ast.GoStmt) {
	call := g.Call
	if lit, ok := call.Fun.(*ast.FuncLit); ok && len(call.Args) == 0 && lit.Type.Results == nil {
		c.Replace(&ast.ExprStmt{X: r.hostCall("Go", own(lit))})
		return
	}
	block := &ast.BlockStmt{Lbrace: g.Pos()}
	temp := func(e ast.Expr) ast.Expr { return r.evaluate(&block.List, e) }
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok && r.info.Selections[sel] != nil && r.info.Selections[sel].Kind() == types.MethodVal {
		sel.X = r.receiver(sel, temp) // of a method value, yaegi would look for the receiver later
	} else if _, lit := call.Fun.(*ast.FuncLit); !lit && !r.isNamedFunc(call.Fun) {
		call.Fun = temp(call.Fun)
	}
	for i, a := range call.Args {
		tv := r.info.Types[a]
		if tuple, ok := tv.Type.(*types.Tuple); ok {
			call.Args = r.spread(block, a, tuple)
			break
		}
		if tv.Value == nil && !tv.IsNil() && !tv.IsType() {
			call.Args[i] = temp(a)
		}
	}
	start := &ast.FuncLit{
		Type: &ast.FuncType{Func: g.Pos(), Params: &ast.FieldList{}},
		Body: &ast.BlockStmt{List: []ast.Stmt{&ast.ExprStmt{X: call}}},
	}
	block.List = append(block.List, &ast.ExprStmt{X: r.hostCall("Go", own(start))})
	c.Replace(block)
}

// evaluate appends to a list the statement that puts an expression into a
// variable, and returns the variable.
func (r *rewriter) evaluate(list *[]ast.Stmt, e ast.Expr) ast.Expr {
	name := r.temp()
	*list = append(*list, &ast.AssignStmt{
		Lhs: []ast.Expr{&ast.Ident{Name: name, NamePos: e.Pos()}}, TokPos: e.Pos(), Tok: token.DEFINE, Rhs: []ast.Expr{e},
	})
	return &ast.Ident{Name: name, NamePos: e.Pos()}
}

// deferStmt evaluates the function and the arguments of a deferred call when it
// is deferred; yaegi would take what the variables hold at the end:
//
//	defer f(x)  →  { t1 := x; defer f(t1) }
//
// In a loop, all rounds would have the receiver of the last one:
//
//	defer x.f(y)  →  { t1 := x; t2 := y; t3 := func() { t1.f(t2) }; defer t3() }
func (r *rewriter) deferStmt(c *astutil.Cursor, d *ast.DeferStmt) {
	if r.ownDefers[d] {
		return
	}
	block := &ast.BlockStmt{Lbrace: d.Pos()}
	temp := func(e ast.Expr) ast.Expr { return r.evaluate(&block.List, e) }
	call := d.Call
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok && r.info.Selections[sel] != nil {
		sel.X = r.receiver(sel, temp)
	} else if lit, isLit := call.Fun.(*ast.FuncLit); isLit {
		if !r.recovers(lit) {
			call.Fun = temp(own(lit))
		}
	} else if !r.isNamedFunc(call.Fun) && r.info.Types[call.Fun].IsValue() {
		call.Fun = temp(call.Fun)
	}
	for i, a := range call.Args {
		tv := r.info.Types[a]
		if _, tuple := tv.Type.(*types.Tuple); tuple {
			break
		}
		if tv.Value == nil && !tv.IsNil() && tv.IsValue() {
			call.Args[i] = temp(a)
		}
	}
	if len(block.List) == 0 {
		return
	}
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok && r.repeated[d] && r.info.Selections[sel] != nil {
		lit := &ast.FuncLit{
			Type: &ast.FuncType{Func: d.Pos(), Params: &ast.FieldList{}},
			Body: &ast.BlockStmt{List: []ast.Stmt{&ast.ExprStmt{X: call}}},
		}
		d.Call = &ast.CallExpr{Fun: temp(own(lit)), Lparen: call.Lparen, Rparen: call.Rparen}
	}
	block.List = append(block.List, d)
	c.Replace(block)
}

// repeatedDefers notes the defer statements that a loop runs again and again.
func (r *rewriter) repeatedDefers(body *ast.BlockStmt) {
	ast.Inspect(body, func(n ast.Node) bool {
		if d, ok := n.(*ast.DeferStmt); ok {
			r.repeated[d] = true
		}
		_, lit := n.(*ast.FuncLit)
		return !lit
	})
}

// recovers reports whether a deferred literal calls recover, which yaegi finds
// only where the literal itself is deferred.
func (r *rewriter) recovers(lit *ast.FuncLit) bool {
	found := false
	ast.Inspect(lit.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == "recover" {
			found = true
		}
		return !found
	})
	return found
}

// receiver evaluates the receiver of a method call that comes later.
func (r *rewriter) receiver(sel *ast.SelectorExpr, temp func(ast.Expr) ast.Expr) ast.Expr {
	s := r.info.Selections[sel]
	if s.Kind() != types.MethodVal || len(s.Index()) > 1 {
		return sel.X
	}
	wantsPointer := isPointer(s.Obj().(*types.Func).Signature().Recv().Type())
	if wantsPointer && !isPointer(s.Recv().Underlying()) {
		return temp(&ast.UnaryExpr{OpPos: sel.Pos(), Op: token.AND, X: sel.X})
	}
	return temp(sel.X)
}

// waitGroupGo starts the goroutine of WaitGroup.Go through the host: the real one
// would end the process with its panic.
//
//	wg.Go(f)  →  cell.GroupGo(&wg, f)
func (r *rewriter) waitGroupGo(call *ast.CallExpr) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !r.isFunc(sel.Sel, "(*sync.WaitGroup).Go") {
		return
	}
	group := sel.X
	if t := r.info.TypeOf(group); t == nil || !isPointer(t.Underlying()) {
		group = &ast.UnaryExpr{OpPos: sel.Pos(), Op: token.AND, X: group}
	}
	*call = *r.hostCall("GroupGo", group, call.Args[0])
}

// guardTimer guards the function of time.AfterFunc and context.AfterFunc, which
// run it in a goroutine of their own.
func (r *rewriter) guardTimer(call *ast.CallExpr) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if ok && len(call.Args) == 2 && (r.isFunc(sel.Sel, "time.AfterFunc") || r.isFunc(sel.Sel, "context.AfterFunc")) {
		call.Args[1] = r.hostCall("Guard", call.Args[1])
	}
}

// isFunc reports whether an identifier names a function of the standard
// library, as in (*sync.WaitGroup).Go.
func (r *rewriter) isFunc(id *ast.Ident, fullName string) bool {
	f, ok := r.info.Uses[id].(*types.Func)
	return ok && f.FullName() == fullName
}

// isNamedFunc reports whether e names a function, so that evaluating it later
// makes no difference.
func (r *rewriter) isNamedFunc(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		switch r.info.Uses[e].(type) {
		case *types.Func, *types.Builtin:
			return true
		}
	case *ast.SelectorExpr:
		if _, isMethod := r.info.Selections[e]; !isMethod {
			_, ok := r.info.Uses[e.Sel].(*types.Func)
			return ok
		}
	case *ast.IndexExpr:
		return r.isNamedFunc(e.X)
	case *ast.IndexListExpr:
		return r.isNamedFunc(e.X)
	}
	return false
}

// spread evaluates a call that gives all arguments.
func (r *rewriter) spread(block *ast.BlockStmt, e ast.Expr, tuple *types.Tuple) []ast.Expr {
	define := &ast.AssignStmt{TokPos: e.Pos(), Tok: token.DEFINE, Rhs: []ast.Expr{e}}
	var args []ast.Expr
	for range tuple.Len() {
		name := r.temp()
		define.Lhs = append(define.Lhs, ast.NewIdent(name))
		args = append(args, ast.NewIdent(name))
	}
	block.List = append(block.List, define)
	return args
}

// returnStmt computes received values before it returns them, because yaegi
// panics at `return <-c`.
func (r *rewriter) returnStmt(c *astutil.Cursor, s *ast.ReturnStmt) {
	var before []ast.Stmt
	for i, e := range s.Results {
		if u, ok := ast.Unparen(e).(*ast.UnaryExpr); ok && u.Op == token.ARROW {
			name := r.temp()
			before = append(before, &ast.AssignStmt{Lhs: []ast.Expr{ast.NewIdent(name)}, TokPos: e.Pos(), Tok: token.DEFINE, Rhs: []ast.Expr{e}})
			s.Results[i] = ast.NewIdent(name)
		}
	}
	if len(before) > 0 {
		c.Replace(&ast.BlockStmt{List: append(before, s)})
	}
}

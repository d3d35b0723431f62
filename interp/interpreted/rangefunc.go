package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/astutil"
)

// rangeFunc spells a range over a function out, as a call with the body as its
// function:
//
//	for x := range f { A; if c { continue }; if d { break }; return v }
//	→ { t1 := 0; var t2 T
//	    f(func(x X) bool { A; if c { return true }; if d { return false }; t1, t2 = 1, v; return false; return true })
//	    if t1 == 1 { return t2 } }
func (r *rewriter) rangeFunc(c *astutil.Cursor, s *ast.RangeStmt, sig *types.Signature) {
	yield, ok := sig.Params().At(0).Type().Underlying().(*types.Signature)
	if !ok {
		r.refuse(s.Pos(), unnameableType, r.typeString(sig))
		return
	}
	label := ""
	if l, ok := c.Parent().(*ast.LabeledStmt); ok {
		label = l.Label.Name
	}
	w := &bodyWriter{r: r, label: label, inner: labelsIn(s.Body), state: r.temp()}
	w.list(s.Body.List)
	lit := &ast.FuncLit{
		Type: &ast.FuncType{
			Func: s.For, Params: &ast.FieldList{}, Results: &ast.FieldList{List: []*ast.Field{{Type: ast.NewIdent("bool")}}},
		},
		Body: s.Body,
	}
	var bind []ast.Stmt
	for i, e := range []ast.Expr{s.Key, s.Value} {
		if i >= yield.Params().Len() {
			break
		}
		typ, err := r.typeExpr(yield.Params().At(i).Type())
		if err != nil {
			r.refuse(s.Pos(), unnameableType, r.typeString(yield.Params().At(i).Type()))
			return
		}
		name := r.temp()
		lit.Type.Params.List = append(lit.Type.Params.List, &ast.Field{Names: []*ast.Ident{ast.NewIdent(name)}, Type: typ})
		if id, isName := e.(*ast.Ident); e != nil && (!isName || id.Name != "_") {
			bind = append(bind, &ast.AssignStmt{Lhs: []ast.Expr{e}, TokPos: s.TokPos, Tok: s.Tok, Rhs: []ast.Expr{ast.NewIdent(name)}})
		}
	}
	lit.Body.List = append(bind, append(lit.Body.List, &ast.ReturnStmt{Results: []ast.Expr{ast.NewIdent("true")}})...)
	c.Replace(&ast.BlockStmt{Lbrace: s.For, List: w.around(&ast.ExprStmt{X: &ast.CallExpr{Fun: s.X, Args: []ast.Expr{own(lit)}}})})
}

// bodyWriter turns the statements that leave a loop's body into returns.
type bodyWriter struct {
	r       *rewriter
	label   string          // of the loop, "" for none
	inner   map[string]bool // the labels in the body
	state   string          // the variable that says how the body was left: 1 for a return
	results []string
	returns bool
}

// list rewrites statements of the body. breaks and continues are those of the
// loop itself unless an inner statement takes them.
func (w *bodyWriter) list(list []ast.Stmt) {
	block := &ast.BlockStmt{List: list}
	w.rewrite(block, true, true)
	copy(list, block.List)
}

// rewrite replaces the jumps below a node. ownBreak and ownContinue say whether
// a break and a continue without a label mean the loop.
func (w *bodyWriter) rewrite(root ast.Node, ownBreak, ownContinue bool) {
	astutil.Apply(root, func(c *astutil.Cursor) bool {
		n := c.Node()
		if n == root {
			return true
		}
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.DeferStmt:
			if !w.r.ownDefers[n] {
				w.r.refuse(n.Pos(), deferInRange, "")
			}
		case *ast.ForStmt, *ast.RangeStmt:
			w.rewrite(n, false, false)
			return false
		case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			w.rewrite(n, false, ownContinue)
			return false
		case *ast.ReturnStmt:
			c.Replace(w.leave(n))
			return false
		case *ast.BranchStmt:
			w.branch(c, n, ownBreak, ownContinue)
			return false
		}
		return true
	}, nil)
}

func (w *bodyWriter) branch(c *astutil.Cursor, n *ast.BranchStmt, ownBreak, ownContinue bool) {
	answer := map[token.Token]string{token.BREAK: "false", token.CONTINUE: "true"}[n.Tok]
	switch {
	case n.Label == nil && (n.Tok == token.BREAK && ownBreak || n.Tok == token.CONTINUE && ownContinue):
	case n.Label == nil || answer == "" && n.Tok == token.FALLTHROUGH:
		return
	case n.Label.Name == w.label && answer != "":
	case w.inner[n.Label.Name]:
		return
	default:
		w.r.refuse(n.Pos(), jumpOutOfRange, "")
		return
	}
	c.Replace(&ast.ReturnStmt{Return: n.Pos(), Results: []ast.Expr{ast.NewIdent(answer)}})
}

func labelsIn(n ast.Node) map[string]bool {
	labels := map[string]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		if l, ok := n.(*ast.LabeledStmt); ok {
			labels[l.Label.Name] = true
		}
		return true
	})
	return labels
}

// leave replaces a return statement.
func (w *bodyWriter) leave(s *ast.ReturnStmt) ast.Stmt {
	w.returns = true
	set := &ast.AssignStmt{TokPos: s.Pos(), Tok: token.ASSIGN, Lhs: []ast.Expr{ast.NewIdent(w.state)}, Rhs: []ast.Expr{intLit("1")}}
	list := []ast.Stmt{}
	if len(s.Results) > 0 {
		if w.results == nil {
			for range w.r.resultTypes() {
				w.results = append(w.results, w.r.temp())
			}
		}
		keep := &ast.AssignStmt{TokPos: s.Pos(), Tok: token.ASSIGN, Rhs: s.Results}
		for _, name := range w.results {
			keep.Lhs = append(keep.Lhs, ast.NewIdent(name))
		}
		list = append(list, keep)
	}
	list = append(list, set, &ast.ReturnStmt{Return: s.Pos(), Results: []ast.Expr{ast.NewIdent("false")}})
	return &ast.BlockStmt{Lbrace: s.Pos(), List: list}
}

// around puts before the call what it needs, and after it the return.
func (w *bodyWriter) around(call ast.Stmt) []ast.Stmt {
	list := []ast.Stmt{&ast.AssignStmt{
		Lhs: []ast.Expr{ast.NewIdent(w.state)}, TokPos: call.Pos(), Tok: token.DEFINE, Rhs: []ast.Expr{intLit("0")},
	}}
	after := &ast.ReturnStmt{Return: call.Pos()}
	for i, t := range w.r.resultTypes() {
		if i >= len(w.results) {
			break
		}
		typ, err := w.r.typeExpr(t)
		if err != nil {
			w.r.refuse(call.Pos(), unnameableType, w.r.typeString(t))
			return nil
		}
		list = append(list, &ast.DeclStmt{Decl: &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{
			&ast.ValueSpec{Names: []*ast.Ident{ast.NewIdent(w.results[i])}, Type: typ},
		}}})
		after.Results = append(after.Results, ast.NewIdent(w.results[i]))
	}
	list = append(list, call)
	if w.returns {
		list = append(list, &ast.IfStmt{
			Cond: &ast.BinaryExpr{X: ast.NewIdent(w.state), Op: token.EQL, Y: intLit("1")},
			Body: &ast.BlockStmt{List: []ast.Stmt{after}},
		})
	}
	return list
}

// resultTypes are the results of the function that is being rewritten.
func (r *rewriter) resultTypes() []types.Type {
	if len(r.functions) == 0 {
		return nil
	}
	sig := r.functions[len(r.functions)-1]
	if sig == nil {
		return nil
	}
	var list []types.Type
	for v := range sig.Results().Variables() {
		list = append(list, v.Type())
	}
	return list
}

// enter keeps account of the function that is being rewritten.
func (r *rewriter) enter(n ast.Node) {
	switch n := n.(type) {
	case *ast.FuncDecl:
		var sig *types.Signature
		if f, ok := r.info.Defs[n.Name].(*types.Func); ok {
			sig = f.Signature()
		}
		r.functions = append(r.functions, sig)
	case *ast.FuncLit:
		sig, _ := r.info.TypeOf(n).(*types.Signature)
		r.functions = append(r.functions, sig)
	}
}

package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"

	"golang.org/x/tools/go/ast/astutil"
)

// selectStmt takes the bodies out of a select, because yaegi loses the way out
// of them: a break to a label is ignored, and a continue can make its compiler
// recurse for ever.
//
//	select {                          { t1 := a; t2 := b; t3 := x
//	case v, ok := <-a: A                var t4 T; var t5 bool; t6 := -1
//	case b <- x:       B         →      func() { select {
//	default:           C                case u, w := <-t1: t4, t5 = u, w; t6 = 0
//	}                                   case t2 <- t3: t6 = 1
//	                                    default: t6 = 2 } }()
//	                                    switch t6 { case 0: v, ok := t4, t5; A  case 1: B  case 2: C } }
func (r *rewriter) selectStmt(c *astutil.Cursor, s *ast.SelectStmt) {
	if len(s.Body.List) == 0 {
		return
	}
	if _, labelled := c.Parent().(*ast.LabeledStmt); labelled {
		r.fail(s.Pos(), "a select with a label")
		return
	}
	w := selectWriter{r: r, chosen: r.temp(), inner: &ast.SelectStmt{Select: s.Select, Body: &ast.BlockStmt{Lbrace: s.Body.Lbrace, Rbrace: s.Body.Rbrace}}}
	w.block = []ast.Stmt{w.define(w.chosen, &ast.UnaryExpr{Op: token.SUB, X: intLit("1")})}
	outer := &ast.SwitchStmt{Switch: s.Select, Tag: ast.NewIdent(w.chosen), Body: &ast.BlockStmt{Lbrace: s.Body.Lbrace, Rbrace: s.Body.Rbrace}}
	for i, clause := range s.Body.List {
		clause := clause.(*ast.CommClause)
		bind := w.clause(i, clause)
		outer.Body.List = append(outer.Body.List, &ast.CaseClause{
			Case: clause.Case, Colon: clause.Colon, List: []ast.Expr{intLit(strconv.Itoa(i))}, Body: append(bind, clause.Body...),
		})
	}
	wait := &ast.FuncLit{Type: &ast.FuncType{Func: s.Pos(), Params: &ast.FieldList{}}, Body: &ast.BlockStmt{List: []ast.Stmt{w.inner}}}
	w.block = append(w.block, &ast.ExprStmt{X: &ast.CallExpr{Fun: wait}}, outer)
	c.Replace(&ast.BlockStmt{Lbrace: s.Select, List: w.block})
}

// selectWriter writes the parts of one select.
type selectWriter struct {
	r      *rewriter
	chosen string
	block  []ast.Stmt // what comes before the waiting
	inner  *ast.SelectStmt
}

func (w *selectWriter) define(name string, value ast.Expr) ast.Stmt {
	return &ast.AssignStmt{Lhs: []ast.Expr{ast.NewIdent(name)}, TokPos: value.Pos(), Tok: token.DEFINE, Rhs: []ast.Expr{value}}
}

// evaluate puts an expression into a variable before the select.
func (w *selectWriter) evaluate(e ast.Expr) ast.Expr {
	if tv := w.r.info.Types[e]; tv.Value != nil || tv.IsNil() {
		return e
	}
	name := w.r.temp()
	w.block = append(w.block, w.define(name, e))
	return ast.NewIdent(name)
}

// clause adds a clause to the inner select, and returns the statements that
// give the clause's body what was received.
func (w *selectWriter) clause(i int, clause *ast.CommClause) []ast.Stmt {
	choose := &ast.AssignStmt{Lhs: []ast.Expr{ast.NewIdent(w.chosen)}, TokPos: clause.Case, Tok: token.ASSIGN, Rhs: []ast.Expr{intLit(strconv.Itoa(i))}}
	inner := &ast.CommClause{Case: clause.Case, Colon: clause.Colon, Body: []ast.Stmt{choose}}
	w.inner.Body.List = append(w.inner.Body.List, inner)
	switch comm := clause.Comm.(type) {
	case *ast.SendStmt:
		ch := w.evaluate(comm.Chan)
		inner.Comm = &ast.SendStmt{Chan: ch, Arrow: comm.Arrow, Value: w.evaluate(comm.Value)}
	case *ast.ExprStmt:
		inner.Comm = &ast.ExprStmt{X: w.receive(comm.X)}
	case *ast.AssignStmt:
		return w.assign(inner, comm)
	}
	return nil
}

// receive is the receive operation from a channel that was evaluated before.
func (w *selectWriter) receive(e ast.Expr) ast.Expr {
	op := ast.Unparen(e).(*ast.UnaryExpr)
	return &ast.UnaryExpr{OpPos: op.OpPos, Op: token.ARROW, X: w.evaluate(op.X)}
}

// assign writes a clause that receives into variables.
func (w *selectWriter) assign(inner *ast.CommClause, comm *ast.AssignStmt) []ast.Stmt {
	ch, ok := w.r.info.TypeOf(ast.Unparen(comm.Rhs[0]).(*ast.UnaryExpr).X).Underlying().(*types.Chan)
	if !ok {
		w.r.fail(comm.Pos(), "a select on a type parameter's channel")
		return nil
	}
	elem, err := w.r.typeExpr(ch.Elem())
	if err != nil {
		w.r.fail(comm.Pos(), "a channel of a type that only its own package can name")
		return nil
	}
	local := &ast.AssignStmt{TokPos: comm.TokPos, Tok: token.DEFINE, Rhs: []ast.Expr{w.receive(comm.Rhs[0])}}
	keep := &ast.AssignStmt{TokPos: comm.TokPos, Tok: token.ASSIGN}
	bind := &ast.AssignStmt{TokPos: comm.TokPos, Tok: comm.Tok}
	for i, lhs := range comm.Lhs {
		typ := elem
		if i == 1 {
			typ = ast.NewIdent("bool")
		}
		value, kept := w.r.temp(), w.r.temp()
		w.block = append(w.block, &ast.DeclStmt{Decl: &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{
			&ast.ValueSpec{Names: []*ast.Ident{ast.NewIdent(kept)}, Type: typ},
		}}})
		local.Lhs = append(local.Lhs, ast.NewIdent(value))
		keep.Lhs, keep.Rhs = append(keep.Lhs, ast.NewIdent(kept)), append(keep.Rhs, ast.NewIdent(value))
		if id, ok := lhs.(*ast.Ident); ok && id.Name == "_" {
			continue
		}
		bind.Lhs, bind.Rhs = append(bind.Lhs, lhs), append(bind.Rhs, ast.NewIdent(kept))
	}
	inner.Comm = local
	inner.Body = append([]ast.Stmt{keep}, inner.Body...)
	if len(bind.Lhs) == 0 {
		return nil
	}
	return []ast.Stmt{bind}
}

package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"

	"golang.org/x/tools/go/ast/astutil"
)

// selectStmt has the host choose a clause, because yaegi keeps the channels of
// a select with the statement: goroutines that run it at the same time get each
// other's. yaegi also loses the way out of a clause's body: a break to a label
// is ignored, and a continue can make its compiler recurse for ever.
//
//	select {                          { t1 := a; t2 := b; var t3 T = x
//	case v, ok := <-a: A                var t4 T; var t5 bool
//	case b <- x:       B         →      t6 := cell.Select(2, cell.Receive(t1, &t4, &t5), cell.Send(t2, &t3))
//	default:           C                switch t6 { case 0: v, ok := t4, t5; A  case 1: B  case 2: C } }
//	}
func (r *rewriter) selectStmt(c *astutil.Cursor, s *ast.SelectStmt) {
	if len(s.Body.List) == 0 {
		return
	}
	w := selectWriter{r: r}
	chosen, otherwise := r.temp(), ast.Expr(&ast.UnaryExpr{Op: token.SUB, X: intLit("1")})
	outer := &ast.SwitchStmt{Switch: s.Select, Tag: ast.NewIdent(chosen), Body: &ast.BlockStmt{Lbrace: s.Body.Lbrace, Rbrace: s.Body.Rbrace}}
	for i, clause := range s.Body.List {
		clause := clause.(*ast.CommClause)
		if clause.Comm == nil {
			otherwise = intLit(strconv.Itoa(i))
		}
		bind := w.clause(clause)
		outer.Body.List = append(outer.Body.List, &ast.CaseClause{
			Case: clause.Case, Colon: clause.Colon, List: []ast.Expr{intLit(strconv.Itoa(i))}, Body: append(bind, clause.Body...),
		})
	}
	choose := r.hostCall("Select", append([]ast.Expr{otherwise}, w.arms...)...)
	choose.Lparen, choose.Rparen = s.Select, s.Select
	block := &ast.BlockStmt{Lbrace: s.Select, List: append(w.block, w.define(chosen, choose), outer)}
	r.jumps[block] = true
	c.Replace(block)
}

// selectWriter writes the parts of one select.
type selectWriter struct {
	r     *rewriter
	block []ast.Stmt // what comes before the choice
	arms  []ast.Expr // what the host chooses from
}

func (w *selectWriter) define(name string, value ast.Expr) ast.Stmt {
	return &ast.AssignStmt{Lhs: []ast.Expr{ast.NewIdent(name)}, TokPos: value.Pos(), Tok: token.DEFINE, Rhs: []ast.Expr{value}}
}

// variable declares a variable before the choice, and returns its address.
func (w *selectWriter) variable(typ ast.Expr, value ...ast.Expr) (name string, address ast.Expr) {
	name = w.r.temp()
	w.block = append(w.block, &ast.DeclStmt{Decl: &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{
		&ast.ValueSpec{Names: []*ast.Ident{ast.NewIdent(name)}, Type: typ, Values: value},
	}}})
	return name, &ast.UnaryExpr{Op: token.AND, X: ast.NewIdent(name)}
}

// element is the type of what goes through a channel.
func (w *selectWriter) element(ch ast.Expr) ast.Expr {
	typ, ok := w.r.info.TypeOf(ch).Underlying().(*types.Chan)
	if !ok {
		w.r.refuse(ch.Pos(), typeParameterChannel, "")
		return nil
	}
	elem, err := w.r.typeExpr(typ.Elem())
	if err != nil {
		w.r.refuse(ch.Pos(), unnameableType, w.r.typeString(typ.Elem()))
		return nil
	}
	return elem
}

// clause adds a clause to the choice, and returns the statements that give the
// clause's body what was received.
func (w *selectWriter) clause(clause *ast.CommClause) []ast.Stmt {
	switch comm := clause.Comm.(type) {
	case *ast.SendStmt:
		elem := w.element(comm.Chan)
		ch := w.r.evaluate(&w.block, comm.Chan)
		_, value := w.variable(elem, comm.Value)
		w.arms = append(w.arms, w.r.hostCall("Send", ch, value))
	case *ast.ExprStmt:
		w.arms = append(w.arms, w.r.hostCall("Receive", w.r.evaluate(&w.block, received(comm.X))))
	case *ast.AssignStmt:
		return w.assign(comm)
	}
	return nil
}

// received is the channel of a receive operation.
func received(e ast.Expr) ast.Expr { return ast.Unparen(e).(*ast.UnaryExpr).X }

// assign adds a clause that receives into variables.
func (w *selectWriter) assign(comm *ast.AssignStmt) []ast.Stmt {
	elem := w.element(received(comm.Rhs[0]))
	args := []ast.Expr{w.r.evaluate(&w.block, received(comm.Rhs[0]))}
	bind := &ast.AssignStmt{TokPos: comm.TokPos, Tok: comm.Tok}
	for i, lhs := range comm.Lhs {
		typ := elem
		if i == 1 {
			typ = ast.NewIdent("bool")
		}
		kept, address := w.variable(typ)
		args = append(args, address)
		if id, ok := lhs.(*ast.Ident); ok && id.Name == "_" {
			continue
		}
		bind.Lhs, bind.Rhs = append(bind.Lhs, lhs), append(bind.Rhs, ast.NewIdent(kept))
	}
	w.arms = append(w.arms, w.r.hostCall("Receive", args...))
	if len(bind.Lhs) == 0 {
		return nil
	}
	return []ast.Stmt{bind}
}

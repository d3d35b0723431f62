package interpreted

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/ast/astutil"
)

// hoist puts function literals inside a statement's expressions into variables
// before it:
//
//	wg.Go(func() { … })  →  t1 := func() { … }; wg.Go(t1)
//
// A literal that is assigned keeps the variables around it as they are then; one
// that yaegi hands to compiled code sees what they are later, so that all
// goroutines of a loop would see its last iteration.
func (r *rewriter) hoist(c *astutil.Cursor, s ast.Stmt) {
	if c.Index() < 0 {
		return // not in a list: nothing can stand before it
	}
	var before []ast.Stmt
	for _, e := range hoistable(s) {
		*e = r.extract(*e, &before)
	}
	for _, b := range before {
		c.InsertBefore(b)
	}
}

// hoistable lists the expressions of a statement that are evaluated once, when
// it begins.
func hoistable(s ast.Stmt) []*ast.Expr {
	var list []*ast.Expr
	all := func(exprs []ast.Expr) {
		for i := range exprs {
			list = append(list, &exprs[i])
		}
	}
	switch s := s.(type) {
	case *ast.ExprStmt:
		list = append(list, &s.X)
	case *ast.AssignStmt:
		all(s.Rhs)
	case *ast.ReturnStmt:
		all(s.Results)
	case *ast.SendStmt:
		list = append(list, &s.Chan, &s.Value)
	case *ast.DeferStmt:
		all(s.Call.Args)
	case *ast.IfStmt:
		if s.Init == nil {
			list = append(list, &s.Cond)
		}
	case *ast.SwitchStmt:
		if s.Init == nil && s.Tag != nil {
			list = append(list, &s.Tag)
		}
	case *ast.RangeStmt:
		list = append(list, &s.X)
	case *ast.DeclStmt:
		if d, ok := s.Decl.(*ast.GenDecl); ok && d.Tok == token.VAR {
			for _, spec := range d.Specs {
				all(spec.(*ast.ValueSpec).Values)
			}
		}
	}
	return list
}

// extract replaces the function literals in an expression but for the
// expression itself and for those that are called on the spot.
func (r *rewriter) extract(e ast.Expr, before *[]ast.Stmt) ast.Expr {
	if _, direct := ast.Unparen(e).(*ast.FuncLit); direct {
		return e
	}
	return astutil.Apply(e, func(c *astutil.Cursor) bool {
		lit, ok := c.Node().(*ast.FuncLit)
		if !ok {
			return true
		}
		if call, ok := c.Parent().(*ast.CallExpr); ok && call.Fun == lit {
			return false
		}
		name := r.temp()
		*before = append(*before, &ast.AssignStmt{
			Lhs: []ast.Expr{&ast.Ident{Name: name, NamePos: lit.Pos()}}, TokPos: lit.Pos(), Tok: token.DEFINE, Rhs: []ast.Expr{lit},
		})
		c.Replace(&ast.Ident{Name: name, NamePos: lit.Pos()})
		return false
	}, nil).(ast.Expr)
}

package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"
)

// keepSlots keeps yaegi from putting a new value in the place of a variable
// instead of setting the variable. It does so to save a copy, where the right
// side is a literal, a receive operation or a call, and then pointers to the
// variable, closures and the session hold the old one. Parentheses around the
// right side keep it from that:
//
//	x = T{1}  →  x = (T{1})
func (r *rewriter) keepSlots(s *ast.AssignStmt) {
	if s.Tok != token.ASSIGN || len(s.Lhs) != len(s.Rhs) {
		return
	}
	for i, e := range s.Rhs {
		switch e := e.(type) {
		case *ast.CompositeLit:
		case *ast.UnaryExpr:
			if e.Op != token.ARROW && e.Op != token.AND {
				continue
			}
		case *ast.CallExpr:
			if r.isLocal(s.Lhs[i]) && !r.givesFunction(e) {
				continue
			}
		default:
			continue
		}
		s.Rhs[i] = &ast.ParenExpr{Lparen: e.Pos(), X: e, Rparen: e.End()}
	}
}

// isLocal reports whether an expression is a variable of a function.
func (r *rewriter) isLocal(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	if !ok {
		return false
	}
	v, ok := r.info.Uses[id].(*types.Var)
	return ok && v.Parent() != nil && v.Pkg() != nil && v.Parent() != v.Pkg().Scope()
}

func (r *rewriter) givesFunction(call *ast.CallExpr) bool {
	t := r.info.TypeOf(call)
	if t == nil {
		return true
	}
	_, is := t.Underlying().(*types.Signature)
	return is
}

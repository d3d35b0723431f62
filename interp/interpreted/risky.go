package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"
)

// risk is a place where a statement can panic or block. own is set where all
// that can is a function of the session, which notes its own positions.
type risk struct {
	pos token.Pos
	own bool
}

// findRisky finds the statements below n that can panic or block, and where in them: at the one expression that can, or else at their start.
func (r *rewriter) findRisky(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		s, ok := n.(ast.Stmt)
		if !ok {
			return true
		}
		switch s.(type) {
		case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause, *ast.LabeledStmt, *ast.DeclStmt:
			if _, decl := s.(*ast.DeclStmt); !decl {
				return true
			}
		}
		r.assess(s, s)
		return true
	})
}

// assess enters the risk of a statement, which is written as source in the cell.
func (r *rewriter) assess(s, source ast.Stmt) {
	if _, known := r.risky[s]; known {
		return
	}
	at, count, own := token.NoPos, 0, true
	r.riskyExprs(source, func(pos token.Pos, isOwn bool) {
		if count == 0 {
			at = pos
		}
		count++
		own = own && isOwn
	})
	if count > 1 {
		at = source.Pos()
	}
	if count > 0 && at.IsValid() {
		r.risky[s] = risk{at, own}
	}
}

// riskyExprs calls found for each expression of a statement that can panic,
// but not for those in blocks and function literals inside it.
func (r *rewriter) riskyExprs(s ast.Stmt, found func(pos token.Pos, own bool)) {
	ast.Inspect(s, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BlockStmt, *ast.FuncLit, *ast.CaseClause, *ast.CommClause:
			return false
		case *ast.IndexExpr:
			if tv := r.info.Types[n.Index]; !tv.IsType() {
				found(n.Pos(), false)
			}
		case *ast.SliceExpr, *ast.TypeAssertExpr, *ast.SendStmt, *ast.SelectStmt, *ast.ForStmt, *ast.RangeStmt:
			found(n.Pos(), false) // loops and the like can also be interrupted
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				found(n.Pos(), false)
			}
		case *ast.StarExpr:
			if tv := r.info.Types[n]; !tv.IsType() {
				found(n.Pos(), false)
			}
		case *ast.SelectorExpr:
			if sel := r.info.Selections[n]; sel != nil && sel.Kind() == types.FieldVal && sel.Indirect() {
				found(n.Pos(), false)
			}
		case *ast.BinaryExpr:
			if n.Op == token.QUO || n.Op == token.REM || n.Op == token.SHL || n.Op == token.SHR {
				if tv := r.info.Types[n.Y]; tv.Value == nil {
					found(n.Pos(), false)
				}
			}
		case *ast.CallExpr:
			if tv := r.info.Types[n.Fun]; !tv.IsType() && !r.isHarmless(n) {
				found(n.Pos(), r.isOwn(n.Fun))
			}
		}
		return true
	})
}

// isOwn reports whether an expression names a function of the session. Such a
// function notes its own positions.
func (r *rewriter) isOwn(e ast.Expr) bool {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		return false
	}
	_, isFunc := r.info.Uses[id].(*types.Func)
	return isFunc
}

// isHarmless reports whether a call is one of a builtin that does not panic.
func (r *rewriter) isHarmless(call *ast.CallExpr) bool {
	switch r.builtin(call) {
	case "len", "cap", "append", "copy", "min", "max", "new", "recover", "print", "println", "clear", "delete":
		return true
	}
	return false
}

// builtin is the name of the builtin function that a call calls, "" for others.
func (r *rewriter) builtin(call *ast.CallExpr) string {
	id, ok := ast.Unparen(call.Fun).(*ast.Ident)
	if !ok {
		return ""
	}
	if _, ok := r.info.Uses[id].(*types.Builtin); !ok {
		return ""
	}
	return id.Name
}

package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/astutil"
)

// keepSlots keeps yaegi from putting a new value in the place of a variable
// instead of setting the variable. It does so to save a copy, where the right
// side is a literal, a receive operation or a call, and then pointers to the
// variable, closures and the session hold the old one; with several variables
// the others get nothing. Parentheses around the right side keep it from that:
//
//	x = T{1}  →  x = (T{1})
func (r *rewriter) keepSlots(s *ast.AssignStmt) {
	if len(s.Lhs) != len(s.Rhs) || s.Tok != token.ASSIGN && s.Tok != token.DEFINE {
		return
	}
	first := s.Tok == token.DEFINE && len(s.Lhs) == 1
	for i, e := range s.Rhs {
		if u, ok := e.(*ast.UnaryExpr); first && (!ok || u.Op != token.ARROW) {
			continue // what is received would be a variable that nobody can set
		}
		switch e := e.(type) {
		case *ast.CompositeLit:
		case *ast.UnaryExpr:
			if e.Op != token.ARROW && e.Op != token.AND {
				continue
			}
		case *ast.CallExpr:
			if len(s.Lhs) == 1 && r.isLocal(s.Lhs[i]) && !r.givesFunction(e) {
				continue
			}
		default:
			continue
		}
		s.Rhs[i] = &ast.ParenExpr{Lparen: e.Pos(), X: e, Rparen: e.End()}
	}
}

// keepValues does the same for var x, y = f(), g() in a function.
func (r *rewriter) keepValues(spec *ast.ValueSpec) {
	if len(spec.Names) < 2 || len(spec.Values) != len(spec.Names) {
		return
	}
	for i, e := range spec.Values {
		switch e.(type) {
		case *ast.CompositeLit, *ast.UnaryExpr, *ast.CallExpr:
			spec.Values[i] = &ast.ParenExpr{Lparen: e.Pos(), X: e, Rparen: e.End()}
		}
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

// severalInto assigns several values of one expression by way of variables,
// where yaegi would lose them: an element of a map or slice, or a field.
//
//	m[k], ok = x.(T)  →  { t1, t2 := x.(T); m[k], ok = t1, t2 }
func (r *rewriter) severalInto(c *astutil.Cursor, s *ast.AssignStmt) {
	if s.Tok != token.ASSIGN || len(s.Rhs) != 1 || len(s.Lhs) < 2 || !takesBlock(c) {
		return
	}
	plain := true
	for _, e := range s.Lhs {
		plain = plain && (r.isLocal(e) || isBlank(e))
	}
	if plain {
		return
	}
	define := &ast.AssignStmt{TokPos: s.TokPos, Tok: token.DEFINE, Rhs: s.Rhs}
	assign := &ast.AssignStmt{TokPos: s.TokPos, Tok: token.ASSIGN}
	for _, e := range s.Lhs {
		if isBlank(e) {
			define.Lhs = append(define.Lhs, ast.NewIdent("_"))
			continue
		}
		name := r.temp()
		define.Lhs = append(define.Lhs, &ast.Ident{NamePos: e.Pos(), Name: name})
		assign.Lhs, assign.Rhs = append(assign.Lhs, e), append(assign.Rhs, ast.NewIdent(name))
	}
	replaceByBlock(c, &ast.BlockStmt{Lbrace: s.Pos(), List: []ast.Stmt{define, assign}})
}

// inOrder spells an assignment of several values out where yaegi does it in another
// order than Go. It copies interfaces in a form that fits its own interfaces only, so
// these are assigned one by one; and it looks for the element of a map only when the
// variables before it have their new values.
//
//	a, b = b, a         →  { t1 := b; t2 := a; a = t1; b = t2 }
//	i, m[i] = 1, "one"  →  { t1 := i; i, m[t1] = 1, "one" }
func (r *rewriter) inOrder(c *astutil.Cursor, s *ast.AssignStmt) {
	if s.Tok != token.ASSIGN || len(s.Lhs) < 2 || len(s.Lhs) != len(s.Rhs) || !takesBlock(c) {
		return
	}
	interfaces, elements := false, false
	for _, e := range s.Lhs {
		if isBlank(e) {
			continue
		}
		if t := r.info.TypeOf(e); t != nil {
			interfaces = interfaces || isInterface(t)
		}
		elements = elements || r.isElement(e)
		if !isPure(r.info, e) && !r.isElement(e) {
			return
		}
	}
	if !interfaces && !elements {
		return
	}
	block := &ast.BlockStmt{Lbrace: s.Pos()}
	for _, e := range s.Lhs {
		if index, ok := e.(*ast.IndexExpr); ok {
			if tv := r.info.Types[index.Index]; tv.Value == nil && !tv.IsNil() {
				index.Index = r.evaluate(&block.List, index.Index)
			}
		}
	}
	if !interfaces {
		block.List = append(block.List, &ast.AssignStmt{Lhs: s.Lhs, TokPos: s.TokPos, Tok: token.ASSIGN, Rhs: s.Rhs})
		replaceByBlock(c, block)
		return
	}
	var assigns []ast.Stmt
	for i, e := range s.Rhs {
		value := e
		if tv := r.info.Types[e]; tv.Value == nil && !tv.IsNil() {
			value = r.evaluate(&block.List, e)
		}
		assigns = append(assigns, &ast.AssignStmt{Lhs: s.Lhs[i : i+1], TokPos: s.TokPos, Tok: token.ASSIGN, Rhs: []ast.Expr{value}})
	}
	block.List = append(block.List, assigns...)
	replaceByBlock(c, block)
}

// isElement reports whether an expression is an element of a map under a key that is
// no constant.
func (r *rewriter) isElement(e ast.Expr) bool {
	index, ok := e.(*ast.IndexExpr)
	if !ok {
		return false
	}
	t := r.info.TypeOf(index.X)
	if t == nil || r.info.Types[index.Index].Value != nil {
		return false
	}
	_, isMap := t.Underlying().(*types.Map)
	return isMap && isPure(r.info, index.X)
}

// takesBlock reports whether a block can stand in the place of a statement: in a list
// of statements, or before the condition or behind the body of another one.
func takesBlock(c *astutil.Cursor) bool {
	return c.Index() >= 0 || c.Name() == "Init" || c.Name() == "Post"
}

// replaceByBlock puts a block in the place of a statement. Where only a simple one may
// stand, that is the call of a function:
//
//	if m[k], err = f(); …  →  if func() { t1, t2 := f(); m[k], err = t1, t2 }(); …
func replaceByBlock(c *astutil.Cursor, block *ast.BlockStmt) {
	if c.Index() >= 0 {
		c.Replace(block)
		return
	}
	call := &ast.FuncLit{Type: &ast.FuncType{Func: block.Lbrace, Params: &ast.FieldList{}}, Body: block}
	c.Replace(&ast.ExprStmt{X: &ast.CallExpr{Fun: call}})
}

func isBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "_"
}

package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/astutil"
)

// rangeStmt gives each iteration variables of its own, where that can be seen:
//
//	for k, v := range x { … }  →  for k, v := range x { k, v := k, v; … }
//	for k, v = range x { … }   →  for t1, t2 := range x { k, v = t1, t2; … }
func (r *rewriter) rangeStmt(c *astutil.Cursor, s *ast.RangeStmt) {
	if t := r.info.TypeOf(s.X); t != nil {
		if b, ok := t.Underlying().(*types.Basic); ok && b.Info()&types.IsInteger != 0 {
			r.rangeInt(c, s, t)
			return
		} else if ok {
			r.rangeString(c, s)
			return
		}
		if sig, ok := t.Underlying().(*types.Signature); ok {
			r.rangeFunc(c, s, sig)
			return
		}
	}
	channels := r.yieldsChannels(s)
	if s.Tok == token.ASSIGN {
		r.rangeAssign(s)
	} else {
		var own []ast.Expr
		for _, e := range []ast.Expr{s.Key, s.Value} {
			if id, ok := e.(*ast.Ident); ok && (r.isCaptured(id, s.Body) || r.isAssigned(id, s.Body)) {
				own = append(own, id)
			}
		}
		r.shadow(s.Body, own)
	}
	if channels {
		r.rangeByKey(c, s)
	}
}

// yieldsChannels reports whether the values of a range are channels.
func (r *rewriter) yieldsChannels(s *ast.RangeStmt) bool {
	if s.Value == nil || isBlank(s.Value) {
		return false
	}
	t := r.info.TypeOf(s.Value)
	if t == nil {
		return false
	}
	_, is := t.Underlying().(*types.Chan)
	return is
}

// rangeByKey takes the values of a range by their keys, where yaegi would mistake it
// for a range over a channel:
//
//	for k, v := range x { … }  →  { t1 := x; for k := range t1 { v := t1[k]; … } }
func (r *rewriter) rangeByKey(c *astutil.Cursor, s *ast.RangeStmt) {
	if s.Key == nil || isBlank(s.Key) {
		s.Key = &ast.Ident{NamePos: s.For, Name: r.temp()}
	}
	block := &ast.BlockStmt{Lbrace: s.For}
	s.X = r.evaluate(&block.List, s.X)
	key, value := s.Key.(*ast.Ident), s.Value
	s.Value = nil
	s.Body.List = append([]ast.Stmt{&ast.AssignStmt{
		Lhs: []ast.Expr{value}, TokPos: s.For, Tok: token.DEFINE,
		Rhs: []ast.Expr{&ast.IndexExpr{X: &ast.Ident{NamePos: s.For, Name: s.X.(*ast.Ident).Name}, Index: &ast.Ident{NamePos: s.For, Name: key.Name}}},
	}}, s.Body.List...)
	block.List = append(block.List, s)
	r.jumps[block] = true
	c.Replace(block)
}

// rangeAssign gives a range that assigns variables of its own: yaegi looks for
// the others in the function's frame, where variables of the session are not.
func (r *rewriter) rangeAssign(s *ast.RangeStmt) {
	assign := &ast.AssignStmt{TokPos: s.TokPos, Tok: token.ASSIGN}
	for _, e := range []*ast.Expr{&s.Key, &s.Value} {
		if *e == nil {
			continue
		}
		if id, ok := (*e).(*ast.Ident); ok && id.Name == "_" {
			continue
		}
		name := r.temp()
		assign.Lhs, assign.Rhs = append(assign.Lhs, *e), append(assign.Rhs, ast.NewIdent(name))
		*e = &ast.Ident{NamePos: (*e).Pos(), Name: name}
	}
	if len(assign.Lhs) == 0 {
		s.Key, s.Value = nil, nil
		s.Tok = token.ILLEGAL
		return
	}
	s.Tok = token.DEFINE
	s.Body.List = append([]ast.Stmt{assign}, s.Body.List...)
}

// rangeInt spells a range over an integer out:
//
//	for i := range n { … }  →  for t1, t2 := T(0), T(n); t1 < t2; t1++ { i := t1; … }
func (r *rewriter) rangeInt(c *astutil.Cursor, s *ast.RangeStmt, t types.Type) {
	if s.Key != nil {
		if kt := r.info.TypeOf(s.Key); kt != nil {
			t = kt // an untyped constant takes the variable's type
		}
	}
	conv := func(e ast.Expr) ast.Expr {
		typ, err := r.typeExpr(types.Default(t))
		if err != nil {
			r.refuse(s.Pos(), unnameableType, r.typeString(t))
			return e
		}
		return &ast.CallExpr{Fun: typ, Args: []ast.Expr{e}}
	}
	i, n := r.temp(), r.temp()
	if s.Key != nil {
		if id, ok := s.Key.(*ast.Ident); !ok || id.Name != "_" {
			s.Body.List = append([]ast.Stmt{&ast.AssignStmt{
				Lhs: []ast.Expr{s.Key}, TokPos: s.TokPos, Tok: s.Tok, Rhs: []ast.Expr{&ast.Ident{Name: i, NamePos: s.Pos()}},
			}}, s.Body.List...)
		}
	}
	c.Replace(&ast.ForStmt{
		For: s.For,
		Init: &ast.AssignStmt{
			Lhs: []ast.Expr{ast.NewIdent(i), ast.NewIdent(n)}, TokPos: s.For, Tok: token.DEFINE,
			Rhs: []ast.Expr{conv(intLit("0")), conv(s.X)},
		},
		Cond: &ast.BinaryExpr{X: ast.NewIdent(i), OpPos: s.For, Op: token.LSS, Y: ast.NewIdent(n)},
		Post: &ast.IncDecStmt{X: ast.NewIdent(i), TokPos: s.For, Tok: token.INC},
		Body: s.Body,
	})
}

// rangeString spells a range over a string out. yaegi goes through a copy of the
// string in runes, and so takes a wrong byte for three bytes.
//
//	for i, v := range s { … }
//	→ for t1, t2, t3 := 0, string(s), 0; t1 < len(t2); t1 += t3 { t4, t5 := cell.Rune(t2, t1); t3 = t5; i, v := t1, t4; … }
func (r *rewriter) rangeString(c *astutil.Cursor, s *ast.RangeStmt) {
	at, text, width, value, next := r.temp(), r.temp(), r.temp(), r.temp(), r.temp()
	body := []ast.Stmt{
		&ast.AssignStmt{
			Lhs: []ast.Expr{ast.NewIdent(value), ast.NewIdent(next)}, TokPos: s.For, Tok: token.DEFINE,
			Rhs: []ast.Expr{r.hostCall("Rune", ast.NewIdent(text), ast.NewIdent(at))},
		},
		&ast.AssignStmt{Lhs: []ast.Expr{ast.NewIdent(width)}, TokPos: s.For, Tok: token.ASSIGN, Rhs: []ast.Expr{ast.NewIdent(next)}},
	}
	bind := &ast.AssignStmt{TokPos: s.TokPos, Tok: s.Tok}
	for i, e := range []ast.Expr{s.Key, s.Value} {
		if id, isName := e.(*ast.Ident); e != nil && (!isName || id.Name != "_") {
			bind.Lhs, bind.Rhs = append(bind.Lhs, e), append(bind.Rhs, ast.NewIdent([]string{at, value}[i]))
		}
	}
	if len(bind.Lhs) > 0 {
		body = append(body, bind)
	}
	if len(bind.Lhs) == 0 || s.Value == nil {
		body[0].(*ast.AssignStmt).Lhs[0] = ast.NewIdent("_")
	}
	s.Body.List = append(body, s.Body.List...)
	c.Replace(&ast.ForStmt{
		For: s.For,
		Init: &ast.AssignStmt{
			Lhs: []ast.Expr{ast.NewIdent(at), ast.NewIdent(text), ast.NewIdent(width)}, TokPos: s.For, Tok: token.DEFINE,
			Rhs: []ast.Expr{intLit("0"), &ast.CallExpr{Fun: ast.NewIdent("string"), Args: []ast.Expr{s.X}}, intLit("0")},
		},
		Cond: &ast.BinaryExpr{
			X: ast.NewIdent(at), OpPos: s.For, Op: token.LSS, Y: &ast.CallExpr{Fun: ast.NewIdent("len"), Args: []ast.Expr{ast.NewIdent(text)}},
		},
		Post: &ast.AssignStmt{Lhs: []ast.Expr{ast.NewIdent(at)}, TokPos: s.For, Tok: token.ADD_ASSIGN, Rhs: []ast.Expr{ast.NewIdent(width)}},
		Body: s.Body,
	})
}

func intLit(digits string) ast.Expr { return &ast.BasicLit{Kind: token.INT, Value: digits} }

// forStmt does the same for the three-clause loop.
func (r *rewriter) forStmt(c *astutil.Cursor, s *ast.ForStmt) {
	init, ok := s.Init.(*ast.AssignStmt)
	if !ok || init.Tok != token.DEFINE {
		return
	}
	var captured []ast.Expr
	assigned := false
	for _, e := range init.Lhs {
		if id, ok := e.(*ast.Ident); ok && r.isCaptured(id, s.Body) {
			assigned = assigned || r.isAssigned(id, s.Body)
			captured = append(captured, id)
		}
	}
	if assigned || r.capturedInClauses(init, s) {
		r.forEach(c, s, init)
		return
	}
	r.shadow(s.Body, captured)
}

// capturedInClauses reports whether the condition or the last clause of a loop
// captures one of its variables.
func (r *rewriter) capturedInClauses(init *ast.AssignStmt, s *ast.ForStmt) bool {
	for _, e := range init.Lhs {
		id, ok := e.(*ast.Ident)
		if ok && (s.Cond != nil && r.isCaptured(id, s.Cond) || s.Post != nil && r.isCaptured(id, s.Post)) {
			return true
		}
	}
	return false
}

// forEach spells a three-clause loop out whose body changes a variable that a
// closure captures. Each iteration begins with a copy of what the last one has
// left, to which t1 points:
//
//	for i := 0; c; p { A }
//	→ { i := 0; t1 := &i; t2 := false
//	    for { i := *t1; t1 = &i; if t2 { p }; t2 = true; if !(c) { break }; A } }
func (r *rewriter) forEach(c *astutil.Cursor, s *ast.ForStmt, init *ast.AssignStmt) {
	later := r.temp()
	block := &ast.BlockStmt{Lbrace: s.For, List: []ast.Stmt{init}}
	set := func(tok token.Token, name string, value ast.Expr) ast.Stmt {
		return &ast.AssignStmt{Lhs: []ast.Expr{ast.NewIdent(name)}, TokPos: s.For, Tok: tok, Rhs: []ast.Expr{value}}
	}
	var body []ast.Stmt
	for _, e := range init.Lhs {
		id, ok := e.(*ast.Ident)
		if !ok || id.Name == "_" {
			continue
		}
		last := r.temp()
		address := func() ast.Expr { return &ast.UnaryExpr{Op: token.AND, X: ast.NewIdent(id.Name)} }
		block.List = append(block.List, set(token.DEFINE, last, address()))
		body = append(body, set(token.DEFINE, id.Name, &ast.StarExpr{X: ast.NewIdent(last)}), set(token.ASSIGN, last, address()))
	}
	block.List = append(block.List, set(token.DEFINE, later, ast.NewIdent("false")))
	if s.Post != nil {
		body = append(body, &ast.IfStmt{Cond: ast.NewIdent(later), Body: &ast.BlockStmt{List: []ast.Stmt{s.Post}}})
	}
	body = append(body, set(token.ASSIGN, later, ast.NewIdent("true")))
	if s.Cond != nil {
		body = append(body, &ast.IfStmt{
			Cond: &ast.UnaryExpr{Op: token.NOT, X: &ast.ParenExpr{X: s.Cond}},
			Body: &ast.BlockStmt{List: []ast.Stmt{&ast.BranchStmt{TokPos: s.For, Tok: token.BREAK}}},
		})
	}
	s.Body.List = append(body, s.Body.List...)
	loop := &ast.ForStmt{For: s.For, Body: s.Body}
	block.List = append(block.List, loop)
	r.jumps[block] = true
	c.Replace(block)
}

// label puts the label of a statement that has become a block onto the block's
// last statement, which is what a jump to it means.
func (r *rewriter) label(c *astutil.Cursor, s *ast.LabeledStmt) {
	block, ok := s.Stmt.(*ast.BlockStmt)
	if !ok || !r.jumps[block] {
		return
	}
	last := &block.List[len(block.List)-1]
	s.Stmt, *last = *last, s
	c.Replace(block)
}

// shadow declares variables again at the start of a loop's body.
func (r *rewriter) shadow(body *ast.BlockStmt, captured []ast.Expr) {
	if len(captured) == 0 {
		return
	}
	define := &ast.AssignStmt{TokPos: body.Lbrace, Tok: token.DEFINE}
	for _, e := range captured {
		id := e.(*ast.Ident)
		define.Lhs = append(define.Lhs, &ast.Ident{Name: id.Name, NamePos: id.NamePos})
		define.Rhs = append(define.Rhs, &ast.Ident{Name: id.Name, NamePos: id.NamePos})
	}
	body.List = append([]ast.Stmt{define}, body.List...)
}

// isCaptured reports whether a variable can outlive an iteration: a function
// literal uses it, or its address is taken.
func (r *rewriter) isCaptured(id *ast.Ident, body ast.Node) bool {
	obj := r.info.Defs[id]
	if obj == nil {
		return false
	}
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			found = found || r.mentions(n, obj)
			return false
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				found = found || r.mentions(n.X, obj)
			}
		case *ast.SelectorExpr: // a method with a pointer receiver, an array's slice
			if sel := r.info.Selections[n]; sel != nil && sel.Kind() == types.MethodVal {
				found = found || r.mentions(n.X, obj) && isPointer(sel.Obj().(*types.Func).Signature().Recv().Type())
			}
		case *ast.SliceExpr:
			found = found || r.mentions(n.X, obj)
		}
		return !found
	})
	return found
}

func isPointer(t types.Type) bool {
	_, ok := t.(*types.Pointer)
	return ok
}

func (r *rewriter) mentions(n ast.Node, obj types.Object) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && r.info.Uses[id] == obj {
			found = true
		}
		return !found
	})
	return found
}

func (r *rewriter) isAssigned(id *ast.Ident, body ast.Node) bool {
	obj := r.info.Defs[id]
	found := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				if x, ok := e.(*ast.Ident); ok && r.info.Uses[x] == obj {
					found = true
				}
			}
		case *ast.IncDecStmt:
			if x, ok := n.X.(*ast.Ident); ok && r.info.Uses[x] == obj {
				found = true
			}
		}
		return !found
	})
	return found
}

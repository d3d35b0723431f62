package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"

	"golang.org/x/tools/go/ast/astutil"
)

// lookAtSwitch decides whether a switch is spelled out, before its parts are
// rewritten. yaegi runs those right whose cases are constants and that have a
// variable or nothing to compare with.
func (r *rewriter) lookAtSwitch(s *ast.SwitchStmt) {
	operands := map[ast.Expr]types.TypeAndValue{}
	spell := s.Tag == nil && s.Init != nil
	if s.Tag != nil {
		operands[s.Tag] = r.info.Types[s.Tag]
		_, isName := s.Tag.(*ast.Ident)
		spell = !isName || isInterface(r.info.TypeOf(s.Tag))
	}
	for _, c := range s.Body.List {
		clause := c.(*ast.CaseClause)
		for _, e := range clause.List {
			operands[e] = r.info.Types[e]
			spell = spell || s.Tag != nil && r.info.Types[e].Value == nil
		}
		if n := len(clause.Body); n > 0 {
			b, ok := clause.Body[n-1].(*ast.BranchStmt)
			spell = spell || ok && b.Tok == token.FALLTHROUGH
		}
	}
	if spell {
		r.switches[s] = operands
	}
}

// switchStmt spells a switch out: first it is found which clause it is, then that
// one runs.
//
//	switch x { case a, b: P; fallthrough; default: Q }
//	→ { t1 := x; t2 := 1
//	    if t1 == a { t2 = 0 } else if t1 == b { t2 = 0 }
//	    switch t2 { case 0: P; fallthrough; case 1: Q } }
func (r *rewriter) switchStmt(c *astutil.Cursor, s *ast.SwitchStmt) {
	operands, ok := r.switches[s]
	if !ok {
		return
	}
	chosen := r.temp()
	set := func(tok token.Token, name string, e ast.Expr) ast.Stmt {
		return &ast.AssignStmt{Lhs: []ast.Expr{&ast.Ident{NamePos: s.Switch, Name: name}}, TokPos: s.Switch, Tok: tok, Rhs: []ast.Expr{e}}
	}
	block := &ast.BlockStmt{Lbrace: s.Switch}
	if s.Init != nil {
		block.List = append(block.List, s.Init)
	}
	value := ""
	var tag types.TypeAndValue
	if s.Tag != nil {
		value, tag = r.temp(), r.original(s.Tag, operands)
		block.List = append(block.List, set(token.DEFINE, value, s.Tag))
	}
	otherwise := len(s.Body.List)
	outer := &ast.SwitchStmt{Switch: s.Switch, Tag: ast.NewIdent(chosen), Body: &ast.BlockStmt{Lbrace: s.Body.Lbrace, Rbrace: s.Body.Rbrace}}
	var tests []*ast.IfStmt
	for i, clause := range s.Body.List {
		clause := clause.(*ast.CaseClause)
		if clause.List == nil {
			otherwise = i
		}
		for _, e := range clause.List {
			tests = append(tests, &ast.IfStmt{
				If: e.Pos(), Cond: r.matches(value, tag, e, r.original(e, operands)),
				Body: &ast.BlockStmt{List: []ast.Stmt{set(token.ASSIGN, chosen, intLit(strconv.Itoa(i)))}},
			})
		}
		outer.Body.List = append(outer.Body.List, &ast.CaseClause{Case: clause.Case, Colon: clause.Colon, List: []ast.Expr{intLit(strconv.Itoa(i))}, Body: clause.Body})
	}
	block.List = append(block.List, set(token.DEFINE, chosen, intLit(strconv.Itoa(otherwise))))
	for i := len(tests) - 1; i > 0; i-- {
		tests[i-1].Else = tests[i]
	}
	if len(tests) > 0 {
		block.List = append(block.List, tests[0])
	}
	block.List = append(block.List, outer)
	r.jumps[block] = true
	c.Replace(block)
}

// original is what the type checker says of an operand, which may have been
// rewritten meanwhile.
func (r *rewriter) original(e ast.Expr, operands map[ast.Expr]types.TypeAndValue) types.TypeAndValue {
	if tv, ok := operands[e]; ok {
		return tv
	}
	return r.info.Types[e]
}

// matches is the condition of a case; value is the variable with what it is
// compared with, "" for none.
func (r *rewriter) matches(value string, tag types.TypeAndValue, e ast.Expr, tv types.TypeAndValue) ast.Expr {
	if value == "" {
		return e
	}
	x := ast.NewIdent(value)
	if tag.Type != nil && tv.Type != nil && !tv.IsNil() && (isInterface(tag.Type) || isInterface(tv.Type)) {
		return r.hostCall("Same", r.compared(x, tag), r.compared(e, tv))
	}
	return &ast.BinaryExpr{X: x, OpPos: e.Pos(), Op: token.EQL, Y: &ast.ParenExpr{X: e}}
}

// shiftCount checks a count that may be negative.
func (r *rewriter) shiftCount(e *ast.BinaryExpr, count types.TypeAndValue) {
	if (e.Op == token.SHL || e.Op == token.SHR) && isSigned(count) {
		e.Y = r.hostCall("Count", &ast.CallExpr{Fun: ast.NewIdent("int"), Args: []ast.Expr{e.Y}})
	}
}

func isSigned(tv types.TypeAndValue) bool {
	if tv.Type == nil || tv.Value != nil {
		return false
	}
	b, ok := tv.Type.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0 && b.Info()&types.IsUnsigned == 0
}

// checkNil checks a pointer that becomes an interface of the standard library.
// yaegi makes a nil interface of a nil pointer, which Go does not.
//
//	p  →  func(t1 *T) *T { cell.NotNil(t1 == nil); return t1 }(p)
func (r *rewriter) checkNil(c *astutil.Cursor, n ast.Node) {
	e, ok := n.(ast.Expr)
	if !ok {
		return
	}
	t, ok := r.nilChecked[e]
	if !ok {
		return
	}
	typ, err := r.typeExpr(t)
	again, err2 := r.typeExpr(t)
	now, isExpr := c.Node().(ast.Expr)
	if err != nil || err2 != nil || !isExpr {
		return
	}
	name := r.temp()
	r.replace(c, passed(e.Pos(), now, name, typ, again, &ast.ExprStmt{
		X: r.hostCall("NotNil", &ast.BinaryExpr{X: ast.NewIdent(name), Op: token.EQL, Y: ast.NewIdent("nil")}),
	}))
}

// passed passes a value through a function, which has it as its parameter and does
// something before it returns it.
func passed(pos token.Pos, value ast.Expr, name string, from, to ast.Expr, before ...ast.Stmt) ast.Expr {
	return &ast.CallExpr{
		Fun: &ast.FuncLit{
			Type: &ast.FuncType{
				Func:    pos,
				Params:  &ast.FieldList{List: []*ast.Field{{Names: []*ast.Ident{ast.NewIdent(name)}, Type: from}}},
				Results: &ast.FieldList{List: []*ast.Field{{Type: to}}},
			},
			Body: &ast.BlockStmt{List: append(before, &ast.ReturnStmt{Results: []ast.Expr{ast.NewIdent(name)}})},
		},
		Args: []ast.Expr{value},
	}
}

// copyInto copies a value that becomes an interface of a cell's, or any: yaegi's
// interface holds the place where the value stands, which the next round of a loop or
// an assignment changes. A parameter has a place of its own.
//
//	x  →  func(t1 T) I { return t1 }(x)
func (r *rewriter) copyInto(c *astutil.Cursor, n ast.Node) {
	e, ok := n.(ast.Expr)
	if !ok {
		return
	}
	t, ok := r.copied[e]
	now, isExpr := c.Node().(ast.Expr)
	if !ok || !isExpr {
		return
	}
	from, err := r.typeExpr(t[0])
	to, err2 := r.typeExpr(t[1])
	if err != nil || err2 != nil {
		return
	}
	c.Replace(passed(e.Pos(), now, r.temp(), from, to))
}

package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"

	"golang.org/x/tools/go/ast/astutil"
)

// Reflection, by which yaegi works, tells a cell's structures apart, because
// rewriting marks them, but not other types with names: a Color that is an int
// is an int to it. And a value in an empty interface or in one of the standard
// library has lost the methods that a cell has declared. So some type assertions
// would say what is not so, and are refused.

// assertion checks a type assertion, or one case of a type switch. from is the
// interface's type.
func (r *rewriter) assertion(pos token.Pos, from, to types.Type) {
	if from == nil || to == nil {
		return
	}
	if r.subst != nil && (r.hasParameter(to) || r.hasParameter(from)) {
		r.refuse(pos, typeParameterSwitch, "")
		return
	}
	if isInterface(to) {
		r.assertInterface(pos, from, to)
		return
	}
	if r.isMarked(to) {
		if !r.isInterfaceOfCells(from) {
			r.inspects(pos, to)
		}
		return
	}
	r.sameForms(pos, from, to)
}

// unnamedForm is a type without its name, below pointers.
func unnamedForm(t types.Type) types.Type {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return types.NewPointer(unnamedForm(p.Elem()))
	}
	return t.Underlying()
}

// assertInterface checks an assertion to an interface.
func (r *rewriter) assertInterface(pos token.Pos, from, to types.Type) {
	if isEmptyInterface(to) || types.Identical(from, to) {
		return
	}
	if r.isInterfaceOfCells(to) && !r.isInterfaceOfCells(from) {
		r.refuse(pos, lostMethods, r.typeString(to))
		return
	}
	if r.isInterfaceOfCells(to) {
		return
	}
	for _, own := range r.i.named {
		for _, t := range []types.Type{own, types.NewPointer(own)} {
			if implements(t, from) && implements(t, to) {
				r.refuse(pos, lostMethods, r.typeString(to))
				return
			}
		}
	}
}

// isInterfaceOfCells reports whether an interface with methods is one that cells
// declare or write down.
func (r *rewriter) isInterfaceOfCells(t types.Type) bool {
	if isEmptyInterface(t) {
		return false
	}
	named, ok := types.Unalias(t).(*types.Named)
	return !ok || r.isOwnNamed(named)
}

func (r *rewriter) isOwnNamed(named *types.Named) bool {
	return named.Obj().Pkg() != nil && named.Obj().Pkg() == r.unit.Package || r.i.hasOwn(named)
}

func implements(t, to types.Type) bool {
	i, ok := to.Underlying().(*types.Interface)
	return ok && types.Implements(t, i)
}

// isMarked reports whether reflection can tell a type from others: a structure
// that a cell declares, or a pointer to it.
func (r *rewriter) isMarked(t types.Type) bool {
	t = pointee(t)
	named, ok := t.(*types.Named)
	if !ok {
		return false
	}
	st, ok := named.Underlying().(*types.Struct)
	return ok && st.NumFields() > 0 && r.isOwnNamed(named) && r.i.markedTypes[named.Origin().Obj()]
}

func (r *rewriter) hasParameter(t types.Type) bool {
	found := false
	var walk func(types.Type)
	walk = func(t types.Type) {
		switch t := types.Unalias(t).(type) {
		case *types.TypeParam:
			found = true
		case *types.Named:
			for a := range t.TypeArgs().Types() {
				walk(a)
			}
		case *types.Pointer:
			walk(t.Elem())
		case *types.Slice:
			walk(t.Elem())
		case *types.Array:
			walk(t.Elem())
		case *types.Map:
			walk(t.Key())
			walk(t.Elem())
		case *types.Chan:
			walk(t.Elem())
		case *types.Signature:
			for v := range t.Params().Variables() {
				walk(v.Type())
			}
			for v := range t.Results().Variables() {
				walk(v.Type())
			}
		}
	}
	walk(t)
	return found
}

// typeSwitch spells a type switch out as assertions, one after the other, because
// yaegi's own does not find values that are wrapped:
//
//	switch v := x.(type) { case A: P; case B, nil: Q; default: R }
//	→ { t1 := x; t2 := 2
//	    if _, t3 := t1.(A); t3 { t2 = 0 } else if _, t3 := t1.(B); t3 || t1 == nil { t2 = 1 }
//	    switch t2 { case 0: v := t1.(A); P; case 1: v := t1; Q; case 2: v := t1; R } }
func (r *rewriter) typeSwitch(c *astutil.Cursor, s *ast.TypeSwitchStmt) {
	x, bound := switched(s)
	chosen, value := r.temp(), r.temp()
	set := func(tok token.Token, name string, e ast.Expr) ast.Stmt {
		return &ast.AssignStmt{Lhs: []ast.Expr{&ast.Ident{NamePos: s.Switch, Name: name}}, TokPos: s.Switch, Tok: tok, Rhs: []ast.Expr{e}}
	}
	otherwise := len(s.Body.List)
	outer := &ast.SwitchStmt{Switch: s.Switch, Tag: ast.NewIdent(chosen), Body: &ast.BlockStmt{Lbrace: s.Body.Lbrace, Rbrace: s.Body.Rbrace}}
	var tests []ast.Stmt
	for i, clause := range s.Body.List {
		clause := clause.(*ast.CaseClause)
		number := intLit(strconv.Itoa(i))
		if clause.List == nil {
			otherwise = i
		}
		for _, e := range clause.List {
			tests = append(tests, r.caseTest(value, e, &ast.BlockStmt{List: []ast.Stmt{set(token.ASSIGN, chosen, number)}}))
		}
		body := clause.Body
		if bound != nil {
			var v ast.Expr = ast.NewIdent(value)
			if len(clause.List) == 1 && !r.isNilCase(clause.List[0]) {
				v = &ast.TypeAssertExpr{X: v, Type: clause.List[0]}
			}
			use := &ast.AssignStmt{Lhs: []ast.Expr{ast.NewIdent("_")}, Tok: token.ASSIGN, Rhs: []ast.Expr{ast.NewIdent(bound.Name)}}
			body = append([]ast.Stmt{set(token.DEFINE, bound.Name, v), use}, body...)
		}
		outer.Body.List = append(outer.Body.List, &ast.CaseClause{Case: clause.Case, Colon: clause.Colon, List: []ast.Expr{intLit(strconv.Itoa(i))}, Body: body})
	}
	block := &ast.BlockStmt{Lbrace: s.Switch}
	if s.Init != nil {
		block.List = append(block.List, s.Init)
	}
	block.List = append(block.List, set(token.DEFINE, value, x), set(token.DEFINE, chosen, intLit(strconv.Itoa(otherwise))))
	if bound == nil && len(tests) == 0 {
		block.List = append(block.List, set(token.ASSIGN, "_", ast.NewIdent(value)))
	}
	for i := len(tests) - 1; i > 0; i-- {
		tests[i-1].(*ast.IfStmt).Else = tests[i]
	}
	if len(tests) > 0 {
		block.List = append(block.List, tests[0])
	}
	block.List = append(block.List, outer)
	r.jumps[block] = true
	c.Replace(block)
}

// caseTest is an if statement that takes one case.
func (r *rewriter) caseTest(value string, e ast.Expr, body *ast.BlockStmt) ast.Stmt {
	if r.isNilCase(e) {
		return &ast.IfStmt{If: e.Pos(), Cond: &ast.BinaryExpr{X: ast.NewIdent(value), Op: token.EQL, Y: ast.NewIdent("nil")}, Body: body}
	}
	is := r.temp()
	return &ast.IfStmt{
		If: e.Pos(),
		Init: &ast.AssignStmt{
			Lhs: []ast.Expr{ast.NewIdent("_"), ast.NewIdent(is)}, TokPos: e.Pos(), Tok: token.DEFINE,
			Rhs: []ast.Expr{&ast.TypeAssertExpr{X: ast.NewIdent(value), Type: e}},
		},
		Cond: ast.NewIdent(is), Body: body,
	}
}

func (r *rewriter) isNilCase(e ast.Expr) bool { return r.info.Types[e].IsNil() }

// switched is the value of a type switch, and the variable that it is bound to.
func switched(s *ast.TypeSwitchStmt) (x ast.Expr, bound *ast.Ident) {
	switch a := s.Assign.(type) {
	case *ast.AssignStmt:
		bound, _ = a.Lhs[0].(*ast.Ident)
		return a.Rhs[0].(*ast.TypeAssertExpr).X, bound
	case *ast.ExprStmt:
		return a.X.(*ast.TypeAssertExpr).X, nil
	}
	return nil, nil
}

// checkAssertions looks through a type switch before it is rewritten.
func (r *rewriter) checkAssertions(s *ast.TypeSwitchStmt) {
	x, _ := switched(s)
	from := r.info.TypeOf(x)
	for _, clause := range s.Body.List {
		for _, e := range clause.(*ast.CaseClause).List {
			if !r.isNilCase(e) {
				r.assertion(e.Pos(), from, r.info.TypeOf(e))
			}
		}
	}
}

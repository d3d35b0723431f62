package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"

	"gonymede/interp/frontend"
)

// Straight reports whether a cell is one that the interpreter runs exactly as
// the compiler would: straight statements and expressions. why names what is
// not. A session with compiled cells leaves the straight ones to the
// interpreter, which answers in a millisecond, and compiles the others: 35 ms
// are cheap, and a wrong result is not. So everything that is not known to be
// right is not straight.
func (i *Interpreter) Straight(u *frontend.Unit) (ok bool, why string) {
	s := straight{i: i, info: u.Info}
	s.unit(u)
	if s.ok() {
		return true, ""
	}
	return false, s.why
}

// straight looks through a unit until it meets what is not straight.
type straight struct {
	i    *Interpreter
	info *types.Info
	why  string
}

func (s *straight) ok() bool { return s.why == "" }

func (s *straight) not(c construct) {
	if s.why == "" {
		s.why = constructs[c].name
	}
}

func (s *straight) unit(u *frontend.Unit) {
	if u.Cell.Program {
		s.not(declaration)
		return
	}
	if len(u.Decls) > 0 {
		if g, isGen := u.Decls[0].(*ast.GenDecl); isGen && g.Tok == token.CONST {
			s.not(constantDeclaration)
		} else {
			s.not(declaration)
		}
		return
	}
	for _, v := range u.Vars {
		if v.Carry || v.Init != nil {
			s.not(carriedVariable)
			return
		}
		s.plain(v.Object.Type())
		s.composite(v.Object.Type())
	}
	for _, step := range u.Steps {
		switch {
		case !s.ok():
			return
		case step.Assign != nil:
			s.composites(step.Assign)
			s.assign(step.Assign)
		case step.Stmt != nil:
			s.composites(step.Stmt)
			s.stmt(step.Stmt)
		}
	}
}

func (s *straight) stmts(list []ast.Stmt) {
	for _, stmt := range list {
		if !s.ok() {
			return
		}
		s.stmt(stmt)
	}
}

func (s *straight) stmt(stmt ast.Stmt) {
	switch stmt := stmt.(type) {
	case nil, *ast.EmptyStmt:
	case *ast.ExprStmt:
		s.expr(stmt.X)
	case *ast.AssignStmt:
		s.assign(stmt)
	case *ast.IncDecStmt:
		s.arithmetic(s.info.TypeOf(stmt.X))
		s.target(stmt.X)
	case *ast.BlockStmt:
		s.stmts(stmt.List)
	case *ast.IfStmt:
		s.stmt(stmt.Init)
		s.expr(stmt.Cond)
		s.stmt(stmt.Body)
		s.stmt(stmt.Else)
	case *ast.SwitchStmt:
		s.stmt(stmt.Init)
		if stmt.Tag != nil {
			s.expr(stmt.Tag)
			s.compared(s.info.TypeOf(stmt.Tag))
		}
		for _, c := range stmt.Body.List {
			for _, e := range c.(*ast.CaseClause).List {
				s.expr(e)
			}
			s.stmts(c.(*ast.CaseClause).Body)
		}
	case *ast.DeclStmt:
		s.localDecl(stmt)
	default:
		s.not(statementConstruct(stmt))
	}
}

// statementConstruct is the construct that a statement of no straight kind is.
func statementConstruct(stmt ast.Stmt) construct {
	switch stmt := stmt.(type) {
	case *ast.ForStmt, *ast.RangeStmt:
		return loop
	case *ast.GoStmt:
		return goStatement
	case *ast.DeferStmt:
		return deferStatement
	case *ast.SelectStmt:
		return selectStatement
	case *ast.LabeledStmt:
		return labelledStatement
	case *ast.TypeSwitchStmt:
		return typeSwitch
	case *ast.SendStmt:
		return channelOperation
	case *ast.BranchStmt:
		if stmt.Tok == token.FALLTHROUGH {
			return fallthroughStatement
		}
	}
	return labelledStatement
}

// localDecl takes `var x T = v` inside a block.
func (s *straight) localDecl(d *ast.DeclStmt) {
	g, isGen := d.Decl.(*ast.GenDecl)
	if !isGen || g.Tok != token.VAR {
		s.not(declaration)
		return
	}
	for _, spec := range g.Specs {
		spec := spec.(*ast.ValueSpec)
		if len(spec.Values) > 0 && len(spec.Values) != len(spec.Names) {
			s.not(spreadCall)
			return
		}
		for i, id := range spec.Names {
			if obj := s.info.Defs[id]; obj != nil {
				s.plain(obj.Type())
				if len(spec.Values) > 0 {
					s.assigned(obj.Type(), spec.Values[i])
				}
			}
		}
		for _, v := range spec.Values {
			s.expr(v)
		}
	}
}

func (s *straight) assign(a *ast.AssignStmt) {
	for _, e := range a.Rhs {
		if len(a.Lhs) > 1 && len(a.Rhs) == 1 {
			s.several(e)
		} else {
			s.expr(e)
		}
	}
	for i, e := range a.Lhs {
		if !s.ok() {
			return
		}
		if id, isName := e.(*ast.Ident); isName && id.Name == "_" {
			continue
		}
		t := s.info.TypeOf(e)
		if id, isName := e.(*ast.Ident); isName && s.info.Defs[id] != nil {
			t = s.info.Defs[id].Type()
			s.plain(t)
		} else {
			s.target(e)
		}
		switch {
		case a.Tok != token.ASSIGN && a.Tok != token.DEFINE:
			s.arithmetic(t)
			if a.Tok == token.SHL_ASSIGN || a.Tok == token.SHR_ASSIGN {
				s.not(shift)
			}
		case len(a.Lhs) == len(a.Rhs):
			s.assigned(t, a.Rhs[i])
		}
	}
}

// several takes the expression on the right of several variables: a call, or an
// index of a map with comma-ok.
func (s *straight) several(e ast.Expr) {
	switch x := ast.Unparen(e).(type) {
	case *ast.CallExpr:
		s.call(x)
	case *ast.IndexExpr:
		s.expr(x)
	case *ast.TypeAssertExpr:
		s.not(typeAssertion)
	default:
		s.not(channelOperation)
	}
}

// target takes what is assigned to.
func (s *straight) target(e ast.Expr) {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident, *ast.StarExpr, *ast.SelectorExpr, *ast.IndexExpr:
		s.expr(e)
	default:
		s.not(expressionConstruct(e))
	}
}

// assigned takes a value that becomes one of type t: it must be of that type,
// or t be an interface of nobody's own.
func (s *straight) assigned(t types.Type, value ast.Expr) {
	v := s.info.TypeOf(value)
	if t == nil || v == nil || types.Identical(t, v) || s.info.Types[value].IsNil() {
		return
	}
	if b, basic := v.(*types.Basic); basic && b.Info()&types.IsUntyped != 0 {
		return
	}
	if !isInterface(t) {
		return // a name for the same underlying type
	}
	frontendOwn := false
	walkTypeNames(t, func(obj *types.TypeName) { frontendOwn = frontendOwn || frontend.IsSessionObject(obj) })
	if frontendOwn || !isErrorType(t) && !isEmptyInterface(t) {
		s.not(interfaceConversion)
	}
}

func isEmptyInterface(t types.Type) bool {
	u, ok := t.Underlying().(*types.Interface)
	return ok && u.Empty()
}

func (s *straight) exprs(list []ast.Expr) {
	for _, e := range list {
		s.expr(e)
	}
}

func (s *straight) expr(e ast.Expr) {
	if !s.ok() || e == nil {
		return
	}
	tv := s.info.Types[e]
	if tv.Value != nil {
		s.constant(tv)
		return
	}
	if tv.IsNil() {
		return
	}
	switch e := e.(type) {
	case *ast.Ident:
		s.ident(e)
	case *ast.ParenExpr:
		s.expr(e.X)
	case *ast.SelectorExpr:
		s.selector(e, false)
	case *ast.CallExpr:
		s.call(e)
	case *ast.StarExpr:
		s.expr(e.X)
		s.plain(tv.Type)
	case *ast.UnaryExpr:
		s.unary(e, tv.Type)
	case *ast.BinaryExpr:
		s.binary(e)
	case *ast.IndexExpr:
		if _, instance := s.info.Types[e.X].Type.(*types.Signature); instance {
			s.not(genericCode)
			return
		}
		s.exprs([]ast.Expr{e.X, e.Index})
		if isBounded(s.info.TypeOf(e.X)) && !isPure(s.info, e.X) {
			s.not(computedIndex)
		}
		if m, isMap := s.info.TypeOf(e.X).Underlying().(*types.Map); isMap {
			s.assigned(m.Key(), e.Index)
			s.compared(m.Key())
		}
		s.plain(tv.Type)
	case *ast.SliceExpr:
		s.exprs([]ast.Expr{e.X, e.Low, e.High, e.Max})
		if e.Slice3 || !isPure(s.info, e.X) || !isPure(s.info, e.Low) {
			s.not(computedIndex)
		}
		switch s.info.TypeOf(e.X).Underlying().(type) {
		case *types.Slice, *types.Basic:
		default:
			s.not(arraySlice)
		}
	case *ast.CompositeLit:
		s.literal(e)
	default:
		s.not(expressionConstruct(e))
	}
}

// expressionConstruct is the construct that an expression of no straight kind is.
func expressionConstruct(e ast.Expr) construct {
	switch e.(type) {
	case *ast.FuncLit:
		return functionLiteral
	case *ast.TypeAssertExpr:
		return typeAssertion
	case *ast.IndexListExpr:
		return genericCode
	case *ast.CompositeLit:
		return structLiteral
	}
	return conversion
}

// constant takes an expression that the type checker has computed.
func (s *straight) constant(tv types.TypeAndValue) {
	if b, basic := tv.Type.Underlying().(*types.Basic); !basic || b.Info()&types.IsComplex != 0 {
		s.not(sizedArithmetic)
		return
	}
	s.plain(tv.Type)
}

func (s *straight) ident(id *ast.Ident) {
	switch obj := s.info.Uses[id].(type) {
	case *types.Var:
		s.plain(obj.Type())
		if frontend.IsSessionObject(obj) {
			s.variable(obj)
		}
	case *types.Func:
		s.function(obj)
	case *types.Const, *types.Nil:
	default:
		s.not(expressionConstruct(id))
	}
}

// variable takes a variable of the session, or one of this cell's own.
func (s *straight) variable(v *types.Var) {
	if _, ok := s.i.options.Shared.Variable(v); ok || s.i.names.of[v] != "" {
		return
	}
	if s.info.Defs != nil && v.Pos().IsValid() && s.declaredHere(v) {
		return
	}
	s.not(compiledOnly)
}

// declaredHere reports whether the unit declares a variable.
func (s *straight) declaredHere(v *types.Var) bool {
	for _, obj := range s.info.Defs {
		if obj == v {
			return true
		}
	}
	return false
}

// function takes a function that is named: one of the standard library, or of a
// compiled cell.
func (s *straight) function(f *types.Func) {
	switch sig := f.Signature(); {
	case f.Pkg() == nil:
	case sig.TypeParams().Len() > 0 || sig.RecvTypeParams().Len() > 0:
		s.not(genericCode)
	case frontend.IsSessionObject(f):
		if _, ok := s.i.options.Shared.Symbol(f); !ok {
			s.not(ownType)
		}
	default:
		s.standard(f)
	}
}

// selector takes pkg.Name, x.field or, where it is called, x.Method.
func (s *straight) selector(e *ast.SelectorExpr, called bool) {
	sel := s.info.Selections[e]
	if sel == nil {
		if f, isFunc := s.info.Uses[e.Sel].(*types.Func); isFunc {
			s.function(f)
			return
		}
		if v, isVar := s.info.Uses[e.Sel].(*types.Var); isVar {
			s.plain(v.Type())
		}
		s.member(e)
		return
	}
	s.expr(e.X)
	switch {
	case !s.ok():
	case len(sel.Index()) > 1:
		s.not(promotion)
	case !sel.Obj().Exported():
		s.not(compiledUnexported)
		s.why = "an unexported field or method"
	case sel.Kind() == types.MethodExpr || sel.Kind() == types.MethodVal && !called:
		s.not(methodValue)
	case sel.Kind() == types.FieldVal:
		s.plain(sel.Type())
	default:
		s.method(sel)
	}
}

// method takes a method that is called.
func (s *straight) method(sel *types.Selection) {
	f := sel.Obj().(*types.Func)
	if named, ok := pointee(sel.Recv()).(*types.Named); ok && named.TypeArgs().Len() > 0 {
		s.not(genericCode)
		return
	}
	if f.Pkg() != nil && f.Pkg().Path() != frontend.SessionPath {
		s.standard(f)
		return
	}
	if isInterface(sel.Recv()) && f.Pkg() != nil {
		s.not(interfaceConversion)
	}
}

// member takes a variable of a package.
func (s *straight) member(e *ast.SelectorExpr) {
	id, isName := e.X.(*ast.Ident)
	if !isName {
		return
	}
	if pkg, isPkg := s.info.Uses[id].(*types.PkgName); isPkg && !s.i.has(pkg.Imported().Path(), e.Sel.Name) {
		s.not(missingMember)
		s.why = pkg.Imported().Path() + "." + e.Sel.Name
	}
}

func (s *straight) unary(e *ast.UnaryExpr, t types.Type) {
	switch e.Op {
	case token.ARROW:
		s.not(channelOperation)
	case token.AND:
		if _, isName := ast.Unparen(e.X).(*ast.Ident); !isName {
			s.not(structLiteral)
			return
		}
	case token.NOT:
	default:
		s.arithmetic(t)
	}
	s.expr(e.X)
}

func (s *straight) binary(e *ast.BinaryExpr) {
	s.exprs([]ast.Expr{e.X, e.Y})
	x, y := s.info.TypeOf(e.X), s.info.TypeOf(e.Y)
	switch e.Op {
	case token.SHL, token.SHR:
		s.not(shift)
	case token.LAND, token.LOR:
	case token.EQL, token.NEQ:
		if s.info.Types[e.X].IsNil() || s.info.Types[e.Y].IsNil() {
			return
		}
		s.compared(x)
		s.compared(y)
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		s.compared(x)
	default:
		s.arithmetic(s.info.TypeOf(e))
	}
}

// compared takes the type of a value that is compared.
func (s *straight) compared(t types.Type) {
	if t == nil {
		return
	}
	switch t := t.Underlying().(type) {
	case *types.Basic:
		if t.Info()&types.IsComplex == 0 {
			return
		}
	case *types.Pointer:
		return
	}
	s.not(structComparison)
}

// arithmetic takes the type of a value that is computed.
func (s *straight) arithmetic(t types.Type) {
	if t == nil {
		return
	}
	if b, basic := t.Underlying().(*types.Basic); basic {
		switch b.Kind() {
		case types.Int, types.Int64, types.Uint, types.Uint64, types.Int32, types.Float64, types.String, types.Bool, types.UntypedBool:
			return
		}
	}
	s.not(sizedArithmetic)
}

// literal takes a literal of a slice or map.
func (s *straight) literal(e *ast.CompositeLit) {
	t := s.info.TypeOf(e)
	s.plain(t)
	switch u := t.Underlying().(type) {
	case *types.Slice:
		for _, el := range e.Elts {
			if _, keyed := el.(*ast.KeyValueExpr); keyed {
				s.not(structLiteral)
				return
			}
			s.expr(el)
			s.assigned(u.Elem(), el)
		}
	case *types.Map:
		for _, el := range e.Elts {
			kv := el.(*ast.KeyValueExpr)
			s.exprs([]ast.Expr{kv.Key, kv.Value})
			s.assigned(u.Key(), kv.Key)
			s.assigned(u.Elem(), kv.Value)
		}
	default:
		s.not(structLiteral)
	}
}

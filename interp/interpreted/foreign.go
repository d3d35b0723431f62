package interpreted

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strconv"

	"github.com/traefik/yaegi/interp"

	"gonymede/interp/frontend"
)

// compiledPath is the import path, in yaegi, of what compiled cells have
// declared.
const compiledPath = "gonymede/compiled"

// foreign is what the interpreter has met of what compiled cells declare:
// variables, which become variables of yaegi's in the same place, and functions
// and types, which become members of a package of yaegi's.
type foreign struct {
	members map[types.Object]string // functions and types, by their names in the package
	count   int
}

// share is a variable whose place is given: a compiled cell's, or that of the
// variable that it replaces.
type share struct {
	object *types.Var
	name   string
	place  reflect.Value
	// carried is set where the place has the type of an earlier declaration.
	carried bool
}

// Owns reports whether the interpreter has declared an object, so that compiled
// code does not know it; for a variable, which both share, whether it has
// declared a type that the variable's is made of.
func (i *Interpreter) Owns(obj types.Object) bool {
	if v, ok := obj.(*types.Var); ok {
		return i.hasOwn(v.Type())
	}
	return i.names.of[obj] != "" || i.generics[obj] != nil
}

// foreign returns the expression for an object of the session that the
// interpreter has not declared, nil for any other object.
func (r *rewriter) foreign(obj types.Object, pos token.Pos) ast.Expr {
	if !frontend.IsSessionObject(obj) || r.i.names.use(obj) != "" || r.i.generics[obj] != nil {
		return nil
	}
	switch obj := obj.(type) {
	case *types.Const:
		return r.foreignConstant(obj, pos)
	case *types.Var:
		return r.foreignVariable(obj, pos)
	case *types.Func:
		if obj.Signature().TypeParams().Len() > 0 {
			r.refuse(pos, compiledGeneric, obj.Name())
			return ast.NewIdent(obj.Name())
		}
		return r.foreignMember(obj, pos)
	case *types.TypeName:
		return r.foreignType(obj, pos)
	}
	return nil
}

func (r *rewriter) foreignConstant(c *types.Const, pos token.Pos) ast.Expr {
	lit := constantLit(c.Val(), pos)
	if b, ok := c.Type().(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
		if b.Kind() == types.UntypedRune {
			return &ast.BasicLit{ValuePos: pos, Kind: token.CHAR, Value: strconv.QuoteRune(rune(int64Of(c.Val())))}
		}
		return lit
	}
	typ, err := r.typeExpr(c.Type())
	if err != nil {
		r.refuse(pos, unnameableType, c.Type().String())
		return lit
	}
	return &ast.CallExpr{Fun: typ, Lparen: pos, Args: []ast.Expr{lit}, Rparen: pos}
}

// foreignVariable declares a variable of yaegi's in the place that the session
// knows.
func (r *rewriter) foreignVariable(v *types.Var, pos token.Pos) ast.Expr {
	place, ok := r.i.options.Shared.Variable(v)
	if !ok {
		r.refuse(pos, compiledOnly, v.Name())
		return ast.NewIdent(v.Name())
	}
	r.declareShared(share{object: v, place: place})
	return &ast.Ident{NamePos: pos, Name: r.i.names.use(v)}
}

// declareShared declares a variable whose place is known.
func (r *rewriter) declareShared(s share) {
	s.name = r.i.names.declare(s.object, r.i.count)
	r.program.declared = append(r.program.declared, s.object)
	typ, err := r.typeExpr(s.object.Type())
	if err != nil {
		r.refuse(s.object.Pos(), unnameableType, s.object.Type().String())
		return
	}
	*r.shared = append(*r.shared, &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{
		&ast.ValueSpec{Names: []*ast.Ident{ast.NewIdent(s.name)}, Type: typ},
	}})
	r.program.shares = append(r.program.shares, s)
}

func (r *rewriter) foreignType(obj *types.TypeName, pos token.Pos) ast.Expr {
	if obj.IsAlias() {
		typ, err := r.typeExpr(types.Unalias(obj.Type()))
		if err != nil {
			r.refuse(pos, unnameableType, obj.Name())
			return ast.NewIdent(obj.Name())
		}
		return typ
	}
	if named, ok := obj.Type().(*types.Named); ok && named.TypeParams().Len() > 0 {
		r.refuse(pos, compiledGeneric, obj.Name())
		return ast.NewIdent(obj.Name())
	}
	return r.foreignMember(obj, pos)
}

// foreignMember is the member of yaegi's package that stands for a compiled
// function or type.
func (r *rewriter) foreignMember(obj types.Object, pos token.Pos) ast.Expr {
	f := &r.i.foreign
	name, known := f.members[obj]
	if !known {
		symbol, ok := r.i.options.Shared.Symbol(obj)
		if !ok {
			r.refuse(pos, compiledOnly, obj.Name())
			return ast.NewIdent(obj.Name())
		}
		f.count++
		name = fmt.Sprintf("M%d%s%s", f.count, again, obj.Name())
		table := interp.Exports{compiledPath + "/compiled": {name: symbol}}
		if err := r.i.yaegi.Use(table); err != nil {
			r.refuse(pos, compiledOnly, obj.Name())
			return ast.NewIdent(obj.Name())
		}
		f.members[obj] = name
	}
	return &ast.SelectorExpr{X: r.imports.ident(compiledPath, "compiled"), Sel: &ast.Ident{NamePos: pos, Name: name}}
}

// isForeign reports whether compiled code has declared a named type.
func (r *rewriter) isForeign(t types.Type) bool {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		if _, named := types.Unalias(t).(*types.Named); !named {
			t = p.Elem()
		}
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return false
	}
	obj := named.Origin().Obj()
	return frontend.IsSessionObject(obj) && r.i.names.use(obj) == "" && r.i.generics[obj] == nil
}

// foreignSelection refuses the unexported fields and methods of compiled types,
// which reflection does not give.
func (r *rewriter) foreignSelection(sel *ast.SelectorExpr, s *types.Selection) {
	t := s.Recv()
	for n, i := range s.Index() {
		compiled := r.isForeign(t)
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		var member types.Object = s.Obj()
		if n < len(s.Index())-1 {
			st, ok := t.Underlying().(*types.Struct)
			if !ok {
				return
			}
			member = st.Field(i)
			t = member.Type()
		}
		if compiled && !member.Exported() {
			r.refuse(sel.Sel.Pos(), compiledUnexported, member.Name())
			return
		}
	}
}

// foreignLiteral refuses literals of compiled structures that set unexported
// fields.
func (r *rewriter) foreignLiteral(lit *ast.CompositeLit) {
	t := r.info.TypeOf(lit)
	if t == nil || !r.isForeign(t) {
		return
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return
	}
	for i, e := range lit.Elts {
		f := st.Field(min(i, st.NumFields()-1))
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if id, isName := kv.Key.(*ast.Ident); isName {
				f, _ = r.info.Uses[id].(*types.Var)
			}
		}
		if f == nil || !f.Exported() {
			r.refuse(e.Pos(), compiledUnexported, fieldName(f))
			return
		}
	}
}

func fieldName(f *types.Var) string {
	if f == nil {
		return "?"
	}
	return f.Name()
}

// foreignConversion refuses conversions to and from compiled types that are more
// than a change of a basic type's name.
func (r *rewriter) foreignConversion(call *ast.CallExpr) {
	to := r.info.TypeOf(call.Fun)
	from := r.info.TypeOf(call.Args[0])
	if to == nil || from == nil || types.Identical(to, from) || !r.isForeign(to) && !r.isForeign(from) {
		return
	}
	if _, basic := to.Underlying().(*types.Basic); basic {
		return
	}
	if !r.isForeign(to) {
		to = from
	}
	r.refuse(call.Pos(), compiledConversion, r.typeString(to))
}

// foreignCall refuses what a compiled function, or a method of a compiled type,
// would see otherwise than it is: values of types that the interpreter has
// declared, and functions.
func (r *rewriter) foreignCall(call *ast.CallExpr) {
	if r.info.Types[call.Fun].IsType() && len(call.Args) == 1 {
		r.foreignConversion(call)
		return
	}
	if !r.callsForeign(call.Fun) {
		return
	}
	for _, a := range call.Args {
		t := r.info.TypeOf(a)
		switch {
		case t == nil || r.info.Types[a].IsNil():
		case r.i.hasOwn(t):
			r.refuse(a.Pos(), compiledMeetsOwn, r.typeString(t))
		case isLiteral(a):
			r.refuse(a.Pos(), compiledCallback, "")
		case isInterface(t) && !isErrorType(t) && r.i.ownTypes:
			r.refuse(a.Pos(), compiledMeetsOwn, r.typeString(t))
		}
	}
}

// isLiteral reports whether an expression is a function literal.
func isLiteral(e ast.Expr) bool {
	_, ok := ast.Unparen(e).(*ast.FuncLit)
	return ok
}

// typeString is a type as the user writes it.
func (r *rewriter) typeString(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string {
		if p.Path() == frontend.SessionPath {
			return ""
		}
		return p.Name()
	})
}

// callsForeign reports whether an expression is a function or a method of
// compiled cells.
func (r *rewriter) callsForeign(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		f, ok := r.info.Uses[e].(*types.Func)
		return ok && frontend.IsSessionObject(f) && r.i.names.use(f) == "" && r.i.generics[f] == nil
	case *ast.SelectorExpr:
		s := r.info.Selections[e]
		return s != nil && s.Kind() == types.MethodVal && r.isForeign(s.Recv())
	}
	return false
}

func isInterface(t types.Type) bool {
	_, ok := t.Underlying().(*types.Interface)
	return ok
}

func isErrorType(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

// hasOwn reports whether a type is made of one that the interpreter has
// declared.
func (i *Interpreter) hasOwn(t types.Type) bool {
	found := false
	walkTypeNames(t, func(obj *types.TypeName) { found = found || i.names.of[obj] != "" || i.generics[obj] != nil })
	return found
}

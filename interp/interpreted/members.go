package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/astutil"

	"gonymede/interp/frontend"
)

// promote spells out the way to a promoted field or method, x.Inner.f for x.f:
// yaegi loses it where an interface is embedded.
func (r *rewriter) promote(sel *ast.SelectorExpr) {
	s := r.info.Selections[sel]
	if s == nil || len(s.Index()) < 2 || s.Kind() == types.MethodExpr {
		return
	}
	t := s.Recv()
	for _, i := range s.Index()[:len(s.Index())-1] {
		if p, ok := t.Underlying().(*types.Pointer); ok {
			t = p.Elem()
		}
		st, ok := t.Underlying().(*types.Struct)
		if !ok {
			return
		}
		f := st.Field(i)
		sel.X = &ast.SelectorExpr{X: sel.X, Sel: &ast.Ident{NamePos: sel.Sel.Pos(), Name: r.FieldName(f)}}
		t = f.Type()
	}
}

// methodValue binds the receiver of a method that is not called at once:
//
//	x.M  →  func(t1 T) func(A) R { return func(t2 A) R { return t1.M(t2) } }(x)
func (r *rewriter) methodValue(c *astutil.Cursor, sel *ast.SelectorExpr) {
	s := r.info.Selections[sel]
	if s == nil || s.Kind() != types.MethodVal {
		return
	}
	if call, ok := c.Parent().(*ast.CallExpr); ok && call.Fun == sel {
		return
	}
	f := s.Obj().(*types.Func)
	if f.Pkg() == nil || f.Pkg().Path() != frontend.SessionPath || isInterface(s.Recv()) || len(s.Index()) > 1 {
		return
	}
	receiver := f.Signature().Recv().Type()
	if named, ok := pointee(s.Recv()).(*types.Named); ok && isPointer(receiver) {
		receiver = types.NewPointer(named)
	} else if ok {
		receiver = named
	}
	typ, err := r.typeExpr(receiver)
	inner, err2 := r.typeExpr(r.info.TypeOf(sel))
	outer, err3 := r.typeExpr(r.info.TypeOf(sel))
	fn, ok := inner.(*ast.FuncType)
	if err != nil || err2 != nil || err3 != nil || !ok {
		return
	}
	x := sel.X
	switch pointer := isPointer(s.Recv().Underlying()); {
	case isPointer(receiver) && !pointer:
		x = &ast.UnaryExpr{OpPos: sel.Pos(), Op: token.AND, X: x}
	case !isPointer(receiver) && pointer:
		x = &ast.StarExpr{Star: sel.Pos(), X: x}
	}
	self := r.temp()
	call := &ast.CallExpr{Fun: &ast.SelectorExpr{X: ast.NewIdent(self), Sel: &ast.Ident{NamePos: sel.Sel.Pos(), Name: sel.Sel.Name}}}
	for _, field := range fn.Params.List {
		name := r.temp()
		field.Names = []*ast.Ident{ast.NewIdent(name)}
		call.Args = append(call.Args, ast.NewIdent(name))
	}
	if f.Signature().Variadic() {
		call.Ellipsis = sel.End()
	}
	var body ast.Stmt = &ast.ExprStmt{X: call}
	if f.Signature().Results().Len() > 0 {
		body = &ast.ReturnStmt{Results: []ast.Expr{call}}
	}
	bound := &ast.FuncLit{Type: fn, Body: &ast.BlockStmt{List: []ast.Stmt{body}}}
	r.replace(c, &ast.CallExpr{
		Fun: &ast.FuncLit{
			Type: &ast.FuncType{
				Func:    sel.Pos(),
				Params:  &ast.FieldList{List: []*ast.Field{{Names: []*ast.Ident{ast.NewIdent(self)}, Type: typ}}},
				Results: &ast.FieldList{List: []*ast.Field{{Type: outer}}},
			},
			Body: &ast.BlockStmt{List: []ast.Stmt{&ast.ReturnStmt{Results: []ast.Expr{bound}}}},
		},
		Args: []ast.Expr{x},
	})
}

// methodExpr spells out a method expression, whose type yaegi gets wrong:
//
//	T.M  →  func(t1 T, t2 A) R { return t1.M(t2) }
func (r *rewriter) methodExpr(c *astutil.Cursor, sel *ast.SelectorExpr, s *types.Selection) {
	sig, ok := s.Type().(*types.Signature)
	if !ok {
		return
	}
	typ, err := r.typeExpr(sig)
	if err != nil {
		r.refuse(sel.Pos(), unnameableType, r.typeString(sig))
		return
	}
	lit := &ast.FuncLit{Type: typ.(*ast.FuncType)}
	call := &ast.CallExpr{Fun: &ast.SelectorExpr{Sel: &ast.Ident{NamePos: sel.Sel.Pos(), Name: sel.Sel.Name}}}
	for i, f := range lit.Type.Params.List {
		name := r.temp()
		f.Names = []*ast.Ident{ast.NewIdent(name)}
		if i == 0 {
			call.Fun.(*ast.SelectorExpr).X = ast.NewIdent(name)
			continue
		}
		call.Args = append(call.Args, ast.NewIdent(name))
	}
	if sig.Variadic() {
		call.Ellipsis = sel.End()
	}
	var body ast.Stmt = &ast.ExprStmt{X: call}
	if sig.Results().Len() > 0 {
		body = &ast.ReturnStmt{Results: []ast.Expr{call}}
	}
	lit.Body = &ast.BlockStmt{List: []ast.Stmt{body}}
	r.replace(c, own(lit))
}

// hideFields keeps unexported fields, which yaegi must export, from encoders.
// Each field gets a line of its own, so that a type is the same however it is
// written.
func hideFields(s *ast.StructType) {
	var fields []*ast.Field
	for _, f := range s.Fields.List {
		if len(f.Names) == 0 {
			fields = append(fields, f)
			continue
		}
		for _, id := range f.Names {
			one := &ast.Field{Names: []*ast.Ident{id}, Type: f.Type, Tag: f.Tag}
			if strings.HasPrefix(id.Name, unexported) && f.Tag == nil {
				one.Tag = &ast.BasicLit{ValuePos: id.Pos(), Kind: token.STRING, Value: "`json:\"-\" xml:\"-\"`"}
			}
			fields = append(fields, one)
		}
	}
	s.Fields.List = fields
}

// tagFirst puts the name of a type into the tag of its first field.
func tagFirst(s *ast.StructType, name string) {
	f := s.Fields.List[0]
	tag := ""
	if f.Tag != nil {
		if text, err := strconv.Unquote(f.Tag.Value); err == nil {
			tag = text + " "
		}
	}
	f.Tag = &ast.BasicLit{ValuePos: f.Pos(), Kind: token.STRING, Value: strconv.Quote(tag + "cell:" + strconv.Quote(name))}
}

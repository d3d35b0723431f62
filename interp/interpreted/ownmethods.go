package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// seenMethods are the methods that compiled code looks for in values that it is
// given, with their types. Those of cells' types it cannot see, so the host is
// told of them.
var seenMethods = map[string]string{
	"String": "func() string", "Error": "func() string", "GoString": "func() string", "Format": "func(fmt.State, rune)",
	"Unwrap": "func() error", "Is": "func(error) bool",
}

// registers declares, for a type of a cell, what the host is to know of it:
//
//	var t1 = cell.Type("T", (*T)(nil))
//	var t2 = cell.Method("T", "String", func(t3 T) string { return t3.String() })
//
// It also declares the methods that an embedded interface promotes, which yaegi
// does not find when the value becomes a compiled interface.
func (r *rewriter) registers(name string, t *types.Named) []ast.Decl {
	sh := r.i.host.shapes.declared(name)
	sh.fields = nil
	r.fillShape(sh, t.Underlying())
	if _, isInterface := t.Underlying().(*types.Interface); isInterface {
		return nil
	}
	typ := func() ast.Expr { return ast.NewIdent(name) }
	decls := []ast.Decl{r.register("Type", stringLit(name), &ast.CallExpr{
		Fun: &ast.ParenExpr{X: &ast.StarExpr{X: typ()}}, Args: []ast.Expr{ast.NewIdent("nil")},
	})}
	direct := types.NewMethodSet(t)
	all := types.NewMethodSet(types.NewPointer(t))
	for m := range all.Methods() {
		f := m.Obj().(*types.Func)
		byInterface := len(m.Index()) > 1 && isInterface(f.Signature().Recv().Type())
		if want, seen := seenMethods[f.Name()]; seen && signatureText(f.Signature()) == want {
			receiver := typ()
			if direct.Lookup(f.Pkg(), f.Name()) == nil {
				receiver = &ast.StarExpr{X: receiver}
			}
			if fn, ok := r.forward(t, m, receiver); ok {
				decls = append(decls, r.register("Method", stringLit(name), stringLit(f.Name()), own(fn)))
			}
		}
		if byInterface && f.Exported() {
			if fn, ok := r.forward(t, m, typ()); ok {
				recv := &ast.FieldList{List: fn.Type.Params.List[:1]}
				fn.Type.Params.List = fn.Type.Params.List[1:]
				decls = append(decls, &ast.FuncDecl{Recv: recv, Name: ast.NewIdent(f.Name()), Type: fn.Type, Body: fn.Body})
			}
		}
	}
	return decls
}

// signatureText is a signature without the names of parameters.
func signatureText(sig *types.Signature) string {
	list := func(t *types.Tuple) string {
		var texts []string
		for v := range t.Variables() {
			texts = append(texts, types.TypeString(v.Type(), (*types.Package).Name))
		}
		return strings.Join(texts, ", ")
	}
	text := "func(" + list(sig.Params()) + ")"
	if sig.Results().Len() > 0 {
		text += " " + list(sig.Results())
	}
	return text
}

// register declares a variable whose value is a call of the host.
func (r *rewriter) register(function string, args ...ast.Expr) ast.Decl {
	r.i.registered++
	name := "reg" + again + strconv.Itoa(r.i.registered)
	return &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{
		&ast.ValueSpec{Names: []*ast.Ident{ast.NewIdent(name)}, Values: []ast.Expr{r.hostCall(function, args...)}},
	}}
}

// forward is a function that calls a method of its first argument, spelling
// out the way to it.
func (r *rewriter) forward(t *types.Named, m *types.Selection, receiver ast.Expr) (*ast.FuncLit, bool) {
	sig := m.Obj().(*types.Func).Signature()
	written, err := r.typeExpr(types.NewSignatureType(nil, nil, nil, sig.Params(), sig.Results(), sig.Variadic()))
	if err != nil {
		return nil, false
	}
	typ := written.(*ast.FuncType)
	self := r.temp()
	var x ast.Expr = ast.NewIdent(self)
	var at types.Type = t
	for _, i := range m.Index()[:len(m.Index())-1] {
		st, ok := pointee(at).Underlying().(*types.Struct)
		if !ok {
			return nil, false
		}
		x = &ast.SelectorExpr{X: x, Sel: ast.NewIdent(r.FieldName(st.Field(i)))}
		at = st.Field(i).Type()
	}
	call := &ast.CallExpr{Fun: &ast.SelectorExpr{X: x, Sel: ast.NewIdent(m.Obj().Name())}}
	for _, f := range typ.Params.List {
		name := r.temp()
		f.Names = []*ast.Ident{ast.NewIdent(name)}
		call.Args = append(call.Args, ast.NewIdent(name))
	}
	if sig.Variadic() {
		call.Ellipsis = 1
	}
	var body ast.Stmt = &ast.ExprStmt{X: call}
	if sig.Results().Len() > 0 {
		body = &ast.ReturnStmt{Results: []ast.Expr{call}}
	}
	typ.Params.List = append([]*ast.Field{{Names: []*ast.Ident{ast.NewIdent(self)}, Type: receiver}}, typ.Params.List...)
	return &ast.FuncLit{Type: typ, Body: &ast.BlockStmt{List: []ast.Stmt{body}}}, true
}

func stringLit(s string) ast.Expr {
	return &ast.BasicLit{Kind: token.STRING, Value: strconv.Quote(s)}
}

// printers are the packages whose functions print any value.
var printers = map[string]bool{"fmt": true, "log": true}

// shapeArgs hands the shapes of values that are to be printed over with them.
func (r *rewriter) shapeArgs(call *ast.CallExpr) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || call.Ellipsis.IsValid() {
		return
	}
	f, ok := r.info.Uses[sel.Sel].(*types.Func)
	if ok && f.FullName() == "errors.Join" {
		for i, a := range call.Args {
			call.Args[i] = r.hostCall("Error", a)
		}
	}
	if !ok || f.Pkg() == nil || !printers[f.Pkg().Path()] || !f.Signature().Variadic() {
		return
	}
	for i := f.Signature().Params().Len() - 1; i < len(call.Args); i++ {
		if t := r.info.TypeOf(call.Args[i]); t != nil && isInterface(t) && f.Pkg().Path() != "fmt" {
			call.Args[i] = r.hostCall("Shaped", &ast.UnaryExpr{Op: token.SUB, X: intLit("1")}, call.Args[i])
			continue
		}
		call.Args[i] = r.shaped(call.Args[i], f.Name() == "Errorf")
	}
}

// shaped hands a value over with its shape, where it has one. An error stays an
// error where it may be wrapped.
func (r *rewriter) shaped(e ast.Expr, keepErrors bool) ast.Expr {
	t := r.info.TypeOf(e)
	if t == nil || isInterface(t) || r.info.Types[e].IsNil() {
		return e
	}
	if _, several := t.(*types.Tuple); several {
		return e
	}
	sh := r.shapeOf(t)
	if sh == nil {
		return e
	}
	if keepErrors && types.Implements(t, errorInterface) {
		return r.hostCall("Error", e)
	}
	wrapped := r.hostCall("Shaped", intLit(strconv.Itoa(r.i.host.shapes.add(sh))), e)
	wrapped.Lparen, wrapped.Rparen = e.Pos(), e.End()
	return wrapped
}

var errorInterface = types.Universe.Lookup("error").Type().Underlying().(*types.Interface)

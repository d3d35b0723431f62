package frontend

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/types"
)

// A TypeNamer says how the names in a type are written.
type TypeNamer interface {
	// TypeName is the expression for a type's name, or for a type parameter's.
	TypeName(*types.TypeName) ast.Expr
	// Instance is the expression for a generic type with type arguments.
	Instance(generic *types.TypeName, args []ast.Expr) ast.Expr
	// FieldName is the name of a structure's field that is not embedded.
	FieldName(*types.Var) string
}

// SourceNames is a TypeNamer that writes types as the source of a cell does.
type SourceNames struct{}

// TypeName returns the name, behind that of its package.
func (SourceNames) TypeName(obj *types.TypeName) ast.Expr {
	id := ast.NewIdent(obj.Name())
	if obj.Pkg() == nil || obj.Pkg().Path() == SessionPath {
		return id
	}
	return &ast.SelectorExpr{X: ast.NewIdent(obj.Pkg().Name()), Sel: id}
}

// Instance returns generic[args].
func (n SourceNames) Instance(generic *types.TypeName, args []ast.Expr) ast.Expr {
	return Index(n.TypeName(generic), args)
}

// FieldName returns the name.
func (SourceNames) FieldName(f *types.Var) string { return f.Name() }

// Index returns x[args].
func Index(x ast.Expr, args []ast.Expr) ast.Expr {
	if len(args) == 1 {
		return &ast.IndexExpr{X: x, Lbrack: x.End(), Index: args[0], Rbrack: x.End()}
	}
	return &ast.IndexListExpr{X: x, Lbrack: x.End(), Indices: args, Rbrack: x.End()}
}

// TypeExpr writes a type as syntax. It fails for types that no source outside
// their scope can name: those declared inside functions and the unexported
// ones of other packages.
func TypeExpr(t types.Type, names TypeNamer) (ast.Expr, error) {
	w := typeWriter{names}
	return w.expr(t)
}

type typeWriter struct{ names TypeNamer }

func (w typeWriter) expr(t types.Type) (ast.Expr, error) {
	switch t := t.(type) {
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			return parser.ParseExpr("unsafe.Pointer")
		}
		return ast.NewIdent(t.Name()), nil
	case *types.Alias:
		if nameable(t.Obj()) {
			return w.named(t.Obj(), t.TypeArgs())
		}
		return w.expr(types.Unalias(t))
	case *types.Named:
		if !nameable(t.Obj()) {
			return nil, fmt.Errorf("type %v cannot be named here", t)
		}
		return w.named(t.Obj(), t.TypeArgs())
	case *types.TypeParam:
		return w.names.TypeName(t.Obj()), nil
	case *types.Pointer:
		e, err := w.expr(t.Elem())
		return &ast.StarExpr{X: e}, err
	case *types.Slice:
		e, err := w.expr(t.Elem())
		return &ast.ArrayType{Elt: e}, err
	case *types.Array:
		e, err := w.expr(t.Elem())
		return &ast.ArrayType{Len: intLit(t.Len()), Elt: e}, err
	case *types.Map:
		k, err := w.expr(t.Key())
		if err != nil {
			return nil, err
		}
		v, err := w.expr(t.Elem())
		return &ast.MapType{Key: k, Value: v}, err
	case *types.Chan:
		e, err := w.expr(t.Elem())
		if _, nested := t.Elem().(*types.Chan); nested {
			e = &ast.ParenExpr{X: e}
		}
		return &ast.ChanType{Dir: chanDir(t.Dir()), Value: e}, err
	case *types.Signature:
		return w.signature(t)
	case *types.Struct:
		return w.structType(t)
	case *types.Interface:
		return w.interfaceType(t)
	}
	return nil, fmt.Errorf("type %v cannot be written", t)
}

// nameable reports whether source at the top level of a cell can name a type.
func nameable(obj *types.TypeName) bool {
	if obj.Pkg() == nil { // error, any, comparable
		return true
	}
	if obj.Pkg().Path() != SessionPath {
		return obj.Exported()
	}
	return obj.Parent() == obj.Pkg().Scope()
}

func (w typeWriter) named(obj *types.TypeName, args *types.TypeList) (ast.Expr, error) {
	if args.Len() == 0 {
		if obj.Pkg() == nil {
			return ast.NewIdent(obj.Name()), nil
		}
		return w.names.TypeName(obj), nil
	}
	var list []ast.Expr
	for t := range args.Types() {
		a, err := w.expr(t)
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return w.names.Instance(obj, list), nil
}

func (w typeWriter) signature(t *types.Signature) (*ast.FuncType, error) {
	params, err := w.tuple(t.Params(), t.Variadic())
	if err != nil {
		return nil, err
	}
	results, err := w.tuple(t.Results(), false)
	if err != nil {
		return nil, err
	}
	if len(results.List) == 0 {
		results = nil
	}
	return &ast.FuncType{Params: params, Results: results}, nil
}

func (w typeWriter) tuple(t *types.Tuple, variadic bool) (*ast.FieldList, error) {
	list := &ast.FieldList{}
	for i := range t.Len() {
		v := t.At(i).Type()
		last := variadic && i == t.Len()-1
		if last {
			v = v.(*types.Slice).Elem()
		}
		e, err := w.expr(v)
		if err != nil {
			return nil, err
		}
		if last {
			e = &ast.Ellipsis{Elt: e}
		}
		list.List = append(list.List, &ast.Field{Type: e})
	}
	return list, nil
}

func (w typeWriter) structType(t *types.Struct) (ast.Expr, error) {
	fields := &ast.FieldList{}
	for i := range t.NumFields() {
		f := t.Field(i)
		e, err := w.expr(f.Type())
		if err != nil {
			return nil, err
		}
		field := &ast.Field{Type: e}
		if !f.Embedded() {
			field.Names = []*ast.Ident{ast.NewIdent(w.names.FieldName(f))}
		}
		if tag := t.Tag(i); tag != "" {
			field.Tag = stringLit(tag)
		}
		fields.List = append(fields.List, field)
	}
	return &ast.StructType{Fields: fields}, nil
}

func (w typeWriter) interfaceType(t *types.Interface) (ast.Expr, error) {
	fields := &ast.FieldList{}
	for m := range t.ExplicitMethods() {
		e, err := w.signature(m.Signature())
		if err != nil {
			return nil, err
		}
		fields.List = append(fields.List, &ast.Field{Names: []*ast.Ident{ast.NewIdent(m.Name())}, Type: e})
	}
	for et := range t.EmbeddedTypes() {
		e, err := w.expr(et)
		if err != nil {
			return nil, err
		}
		fields.List = append(fields.List, &ast.Field{Type: e})
	}
	return &ast.InterfaceType{Methods: fields}, nil
}

func chanDir(d types.ChanDir) ast.ChanDir {
	switch d {
	case types.SendOnly:
		return ast.SEND
	case types.RecvOnly:
		return ast.RECV
	}
	return ast.SEND | ast.RECV
}

package interpreted

import (
	"go/ast"
	"go/types"
	"reflect"
)

// clone copies syntax deeply, together with what the type checker knows of it.
// Comments are left out.
func clone[N ast.Node](n N, info *types.Info) (N, *types.Info) {
	c := cloner{from: info, to: &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}, Instances: map[*ast.Ident]types.Instance{},
	}}
	return c.value(reflect.ValueOf(n)).Interface().(N), c.to
}

// dropped are the kinds of nodes that no copy needs: comments, and what the
// parser's own name resolution, which is off, would have left.
var dropped = map[reflect.Type]bool{
	reflect.TypeFor[*ast.CommentGroup](): true,
	reflect.TypeOf(ast.Ident{}.Obj):      true,
	reflect.TypeOf(ast.File{}.Scope):     true,
}

type cloner struct{ from, to *types.Info }

func (c cloner) value(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Interface:
		if v.IsNil() {
			return v
		}
		out := reflect.New(v.Type()).Elem()
		out.Set(c.value(v.Elem()))
		return out
	case reflect.Pointer:
		if dropped[v.Type()] {
			return reflect.Zero(v.Type())
		}
		if v.IsNil() {
			return v
		}
		out := reflect.New(v.Type().Elem())
		out.Elem().Set(c.value(v.Elem()))
		c.know(v.Interface(), out.Interface())
		return out
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(c.value(v.Index(i)))
		}
		return out
	case reflect.Struct:
		out := reflect.New(v.Type()).Elem()
		for i := range v.NumField() {
			out.Field(i).Set(c.value(v.Field(i)))
		}
		return out
	}
	return v
}

// know copies what is known of one node.
func (c cloner) know(old, copied any) {
	if e, ok := old.(ast.Expr); ok {
		if tv, ok := c.from.Types[e]; ok {
			c.to.Types[copied.(ast.Expr)] = tv
		}
	}
	if n, ok := old.(ast.Node); ok {
		if obj, ok := c.from.Implicits[n]; ok {
			c.to.Implicits[copied.(ast.Node)] = obj
		}
	}
	switch old := old.(type) {
	case *ast.Ident:
		id := copied.(*ast.Ident)
		if obj, ok := c.from.Defs[old]; ok {
			c.to.Defs[id] = obj
		}
		if obj, ok := c.from.Uses[old]; ok {
			c.to.Uses[id] = obj
		}
		if inst, ok := c.from.Instances[old]; ok {
			c.to.Instances[id] = inst
		}
	case *ast.SelectorExpr:
		if sel, ok := c.from.Selections[old]; ok {
			c.to.Selections[copied.(*ast.SelectorExpr)] = sel
		}
	}
}

package interpreted

import "go/types"

// walkTypeNames calls f for the type names that a type is written with, without
// looking into their declarations.
func walkTypeNames(t types.Type, f func(*types.TypeName)) {
	walk := func(t types.Type) { walkTypeNames(t, f) }
	switch t := t.(type) {
	case *types.Alias:
		walk(types.Unalias(t))
	case *types.Named:
		f(t.Origin().Obj())
		for a := range t.TypeArgs().Types() {
			walk(a)
		}
	case *types.Pointer:
		walk(t.Elem())
	case *types.Slice:
		walk(t.Elem())
	case *types.Array:
		walk(t.Elem())
	case *types.Chan:
		walk(t.Elem())
	case *types.Map:
		walk(t.Key())
		walk(t.Elem())
	case *types.Tuple:
		for v := range t.Variables() {
			walk(v.Type())
		}
	case *types.Signature:
		walk(t.Params())
		walk(t.Results())
	case *types.Struct:
		for v := range t.Fields() {
			walk(v.Type())
		}
	case *types.Interface:
		for m := range t.ExplicitMethods() {
			walk(m.Type())
		}
		for e := range t.EmbeddedTypes() {
			walk(e)
		}
	}
}

// pointee is what a pointer type points to, and any other type itself.
func pointee(t types.Type) types.Type {
	t = types.Unalias(t)
	if p, ok := t.(*types.Pointer); ok {
		return types.Unalias(p.Elem())
	}
	return t
}

package native

import (
	"fmt"
	"go/types"
)

// variables declares the pointers of the unit's variables.
func (g *generator) variables() {
	for _, v := range g.unit.Vars {
		name := v.Object.Name()
		if name == "_" {
			continue
		}
		if v.Keep {
			if path, ok := g.homes.of(v.Old); ok {
				g.out.session[path] = true
				g.homes.later(v.Object, path)
			} else {
				g.adopt(v.Object, v.Old)
			}
			continue
		}
		g.out.declares[name] = v.Object
		if v.Init != nil {
			continue // see early
		}
		typ := g.own.typeText(g, v.Object.Type())
		if typ == "" {
			g.failAt(v.Object.Pos(), fmt.Sprintf("the variable %s of type %v, which no source can name,", name, v.Object.Type()))
			return
		}
		if v.Carry {
			g.offer(v.Object, v.Old, typ)
			continue
		}
		if unallocatable(v.Object.Type()) {
			fmt.Fprintf(&g.own.head, "var %[1]s%[2]s%[2]s %[3]s\nvar %[1]s%[2]s = &%[1]s%[2]s%[2]s\n", name, mark, typ)
			continue
		}
		fmt.Fprintf(&g.own.head, "var %s%s = %s.Make[%s]()\n", name, mark, cellAlias, typ)
	}
}

// unallocatable reports whether values of a type may not be on the heap, because
// the type has a field of type cgo.Incomplete. A variable of it is a global one,
// which is zero from the start.
func unallocatable(t types.Type) bool {
	switch t := t.(type) {
	case *types.Named:
		obj := t.Obj()
		if obj.Pkg() != nil && obj.Pkg().Path() == "runtime/cgo" && obj.Name() == "Incomplete" {
			return true
		}
		return unallocatable(t.Underlying())
	case *types.Alias:
		return unallocatable(types.Unalias(t))
	case *types.Array:
		return unallocatable(t.Elem())
	case *types.Struct:
		for f := range t.Fields() {
			if unallocatable(f.Type()) {
				return true
			}
		}
	}
	return false
}

// adopt declares the pointer of a variable that lives on as, or from, old and
// that no compiled package has.
func (g *generator) adopt(v, old *types.Var) {
	if _, done := g.out.declares[v.Name()]; done {
		return
	}
	typ := g.own.typeText(g, v.Type())
	if typ == "" {
		g.failAt(v.Pos(), fmt.Sprintf("the variable %s of type %v, which no source can name,", v.Name(), v.Type()))
		return
	}
	g.out.declares[v.Name()] = v
	g.offer(v, old, typ)
}

// offer declares the pointer of a variable whose value exists as that of old.
func (g *generator) offer(v, old *types.Var, typ string) {
	key := g.out.path + "." + v.Name()
	g.out.offers[key] = old
	fmt.Fprintf(&g.own.head, "var %s%s = %s.Variable[%s](%q)\n", v.Name(), mark, cellAlias, typ, key)
}

package interpreted

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/ast/astutil"
)

// ident gives an identifier its name in yaegi, and a generic function its
// type arguments.
func (r *rewriter) ident(c *astutil.Cursor, id *ast.Ident) {
	obj := r.info.Uses[id]
	if obj == nil {
		obj = r.info.Defs[id]
	}
	if obj == nil {
		return
	}
	if _, isPkg := obj.(*types.PkgName); isPkg {
		return // see selector
	}
	if e := r.subst[obj]; e != nil {
		r.replace(c, e)
		return
	}
	if e := r.foreign(obj, id.Pos()); e != nil {
		if _, isVar := obj.(*types.Var); !isVar {
			r.replace(c, e)
			return
		}
	}
	if name := r.nameOf(obj); name != "" {
		id.Name = name
	}
	if _, sel := c.Parent().(*ast.SelectorExpr); !sel && !indexes(c) {
		r.genericFunc(c, id, id)
	}
}

// nameOf is the name of an object in yaegi, "" where that is its own.
func (r *rewriter) nameOf(obj types.Object) string {
	if f, ok := obj.(*types.Var); ok && f.IsField() && f.Embedded() {
		t := f.Type()
		if p, ok := t.(*types.Pointer); ok {
			t = p.Elem()
		}
		if named, ok := t.(*types.Named); ok && named.TypeArgs().Len() > 0 && r.i.generics[named.Origin().Obj()] != nil {
			if e, err := r.typeExpr(named); err == nil {
				return e.(*ast.Ident).Name
			}
		}
	}
	return r.i.names.use(obj)
}

// indexes reports whether the current node is the x of x[…].
func indexes(c *astutil.Cursor) bool {
	switch p := c.Parent().(type) {
	case *ast.IndexExpr:
		return p.X == c.Node()
	case *ast.IndexListExpr:
		return p.X == c.Node()
	}
	return false
}

// index replaces instances of generic types and functions that are written
// with their type arguments.
func (r *rewriter) index(c *astutil.Cursor, n, x ast.Expr) {
	if id := calledName(x); id != nil {
		if _, ok := r.info.Instances[id]; ok {
			if _, isFunc := r.info.Uses[id].(*types.Func); isFunc {
				r.genericFunc(c, x, id)
				return
			}
		}
	}
	r.genericType(c, n)
}

// selector gives a package its alias.
func (r *rewriter) selector(c *astutil.Cursor, sel *ast.SelectorExpr) {
	if s := r.info.Selections[sel]; s != nil && s.Kind() == types.MethodExpr {
		r.methodExpr(c, sel, s)
		return
	}
	if s := r.info.Selections[sel]; s != nil {
		r.foreignSelection(sel, s)
		if r.isForeign(s.Recv()) {
			return
		}
	}
	r.promote(sel)
	r.methodValue(c, sel)
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return
	}
	pkg, ok := r.info.Uses[id].(*types.PkgName)
	if !ok {
		return
	}
	path := pkg.Imported().Path()
	if path == "reflect" {
		r.i.host.reflects.Store(true)
	}
	if _, generic := r.info.Instances[sel.Sel]; generic {
		if !indexes(c) {
			r.genericFunc(c, sel, sel.Sel)
		}
		return
	}
	r.checkMember(sel, path)
	if !r.i.has(path, sel.Sel.Name) {
		r.refuse(sel.Pos(), missingMember, path+"."+sel.Sel.Name)
	}
	*id = *r.imports.ident(path, pkg.Imported().Name())
}

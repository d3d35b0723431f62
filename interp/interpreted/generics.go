package interpreted

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/printer"
	"go/token"
	"go/types"

	"strings"

	"golang.org/x/tools/go/ast/astutil"

	"gonymede/interp/frontend"
)

// A generic function or type of the session never reaches yaegi, which has
// trouble with them. It is kept as it was checked, and each instance becomes a
// function or type of its own, with its type arguments in the place of the
// parameters.
type generic struct {
	decl    ast.Decl // *ast.FuncDecl, or *ast.GenDecl with one type
	methods []*ast.FuncDecl
	info    *types.Info
}

// instance is one that the current unit asks for.
type instance struct {
	generic *generic
	name    string
	args    []ast.Expr
}

// keepGenerics takes the generic declarations out of a unit's, and returns the
// others.
func (r *rewriter) keepGenerics(decls []ast.Decl) []ast.Decl {
	var plain []ast.Decl
	for _, d := range decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			if d.Tok == token.TYPE && d.Specs[0].(*ast.TypeSpec).TypeParams != nil {
				r.i.generics[r.info.Defs[d.Specs[0].(*ast.TypeSpec).Name]] = &generic{decl: d, info: r.info}
				continue
			}
		case *ast.FuncDecl:
			if d.Recv == nil && d.Type.TypeParams != nil {
				r.i.generics[r.info.Defs[d.Name]] = &generic{decl: d, info: r.info}
				continue
			}
			if base := r.genericBase(d); base != nil {
				base.methods = append(base.methods, d)
				continue
			}
		}
		plain = append(plain, d)
	}
	return plain
}

// genericBase is the generic type that a method belongs to, nil for others.
// Types stand before methods in a unit.
func (r *rewriter) genericBase(d *ast.FuncDecl) *generic {
	f, ok := r.info.Defs[d.Name].(*types.Func)
	if !ok || d.Recv == nil {
		return nil
	}
	t := f.Signature().Recv().Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := t.(*types.Named)
	if !ok {
		return nil
	}
	return r.i.generics[named.Origin().Obj()]
}

// instance returns the name of a generic declaration with type arguments.
func (r *rewriter) instance(obj types.Object, args []ast.Expr) string {
	key := fmt.Sprintf("%p", obj)
	for _, a := range args {
		var b bytes.Buffer
		if err := printer.Fprint(&b, token.NewFileSet(), a); err != nil {
			r.refuse(obj.Pos(), genericMember, obj.Name())
		}
		key += "," + b.String()
	}
	if name := r.i.instances[key]; name != "" {
		return name
	}
	name := r.i.names.fresh(obj, r.i.count)
	r.i.instances[key] = name
	r.asked[key] = true
	*r.pending = append(*r.pending, instance{r.i.generics[obj], name, args})
	return name
}

// instances declares what was asked for, and what that asks for in turn.
func (r *rewriter) instances() []ast.Decl {
	var decls []ast.Decl
	for len(*r.pending) > 0 && r.err == nil {
		inst := (*r.pending)[0]
		*r.pending = (*r.pending)[1:]
		switch d := inst.generic.decl.(type) {
		case *ast.FuncDecl:
			decls = append(decls, r.instantiateFunc(inst, d))
		case *ast.GenDecl:
			decls = append(decls, r.instantiateType(inst, d)...)
		}
	}
	return decls
}

// within returns a rewriter for a copy of generic syntax.
func (r *rewriter) within(info *types.Info, subst map[types.Object]ast.Expr) *rewriter {
	c := *r
	c.info, c.subst, c.risky = info, subst, map[ast.Stmt]risk{}
	return &c
}

func (r *rewriter) instantiateFunc(inst instance, d *ast.FuncDecl) ast.Decl {
	d, info := clone(d, inst.generic.info)
	params := info.Defs[d.Name].(*types.Func).Signature().TypeParams()
	in := r.within(info, substitution(params, inst.args))
	d.Type.TypeParams = nil
	return r.finish(in, d, inst.name)
}

func (r *rewriter) instantiateType(inst instance, d *ast.GenDecl) []ast.Decl {
	d, info := clone(d, inst.generic.info)
	spec := d.Specs[0].(*ast.TypeSpec)
	named, ok := info.Defs[spec.Name].Type().(*types.Named)
	if !ok {
		r.refuse(spec.Pos(), genericAlias, "")
		return nil
	}
	in := r.within(info, substitution(named.TypeParams(), inst.args))
	spec.TypeParams = nil
	r.i.isTypeName[inst.name] = true
	sh := r.i.host.shapes.declared(inst.name)
	sh.name = r.instanceName(named, inst.args)
	more := in.registers(inst.name, named)
	in.mark(spec, sh.name)
	typ := in.apply(d).(ast.Decl)
	r.take(in)
	spec.Name.Name = inst.name
	decls := append([]ast.Decl{typ}, more...)
	for _, m := range inst.generic.methods {
		m, info := clone(m, inst.generic.info)
		params := info.Defs[m.Name].(*types.Func).Signature().RecvTypeParams()
		in := r.within(info, substitution(params, inst.args))
		recv := &m.Recv.List[0].Type
		if star, ok := ast.Unparen(*recv).(*ast.StarExpr); ok {
			recv = &star.X
		}
		*recv = &ast.Ident{Name: inst.name, NamePos: (*recv).Pos()}
		decls = append(decls, r.finish(in, m, m.Name.Name))
	}
	return decls
}

// instanceName is an instance's name as reflection has it: main.list[int].
func (r *rewriter) instanceName(named *types.Named, args []ast.Expr) string {
	names := make([]string, len(args))
	for i, a := range args {
		if sh := r.shapeOfExpr(a); sh != nil {
			names[i] = sh.label()
			continue
		}
		var b bytes.Buffer
		_ = printer.Fprint(&b, token.NewFileSet(), a)
		names[i] = numbered.ReplaceAllString(clean(b.String()), "")
	}
	return frontend.SessionPath + "." + named.Obj().Name() + "[" + strings.Join(names, ",") + "]"
}

// finish tracks and rewrites a function.
func (r *rewriter) finish(in *rewriter, d *ast.FuncDecl, name string) ast.Decl {
	in.findRisky(d)
	in.trackDecl(d, name)
	out := in.apply(d).(*ast.FuncDecl)
	out.Name.Name = name
	r.take(in)
	return out
}

// take takes over what a rewriter of generic syntax has met.
func (r *rewriter) take(in *rewriter) {
	r.temps = in.temps
	if r.err == nil {
		r.err = in.err
	}
}

func substitution(params *types.TypeParamList, args []ast.Expr) map[types.Object]ast.Expr {
	m := map[types.Object]ast.Expr{}
	for i := range params.Len() {
		if i < len(args) {
			m[params.At(i).Obj()] = args[i]
		}
	}
	return m
}

// genericType replaces a generic type with type arguments.
func (r *rewriter) genericType(c *astutil.Cursor, n ast.Expr) {
	tv, ok := r.info.Types[n]
	if !ok || !tv.IsType() {
		return
	}
	typ, err := r.typeExpr(tv.Type)
	if err != nil {
		r.refuse(n.Pos(), unnameableType, r.typeString(tv.Type))
		return
	}
	if id, ok := typ.(*ast.Ident); ok {
		id.NamePos = n.Pos()
	}
	r.replace(c, typ)
}

// genericFunc replaces a generic function, with or without type arguments
// written down, by its instance. id is the function's name in e.
func (r *rewriter) genericFunc(c *astutil.Cursor, e ast.Expr, id *ast.Ident) {
	inst, ok := r.info.Instances[id]
	if !ok {
		return
	}
	f, ok := r.info.Uses[id].(*types.Func)
	if !ok {
		return
	}
	var args []ast.Expr
	for t := range inst.TypeArgs.Types() {
		a, err := r.typeExpr(t)
		if err != nil {
			r.refuse(id.Pos(), unnameableType, r.typeString(t))
			return
		}
		args = append(args, a)
	}
	if own := r.kept(f.Origin()); own != nil {
		r.replace(c, &ast.Ident{NamePos: id.Pos(), Name: r.instance(own, args)})
		return
	}
	r.refuse(e.Pos(), missingMember, f.Pkg().Path()+"."+f.Name())
}

// kept is the generic declaration that stands for an object: its own or, for
// one of the standard library, ours. It is nil where there is none.
func (r *rewriter) kept(obj types.Object) types.Object {
	if r.i.generics[obj] != nil {
		return obj
	}
	if own := r.i.stdGeneric(obj); own != nil && r.i.generics[own] != nil {
		return own
	}
	return nil
}

// calledName is the function's name in x or pkg.x, nil for other expressions.
func calledName(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return e.Sel
	}
	return nil
}

package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"

	"gonymede/interp/frontend"
)

// Reflection, by which yaegi works, cannot tell a cell's type that is no
// structure from another of the same form: a Color that is an int is an int to
// it once it is in an interface. conversions notes which of these types get into
// interfaces, and assertion refuses to tell them from others.
type conversions struct {
	r *rewriter
	// results are those of the functions around the syntax that is looked at.
	results []*types.Tuple
}

// noteConversions looks through a unit before it is rewritten.
func (r *rewriter) noteConversions() {
	c := conversions{r: r}
	for _, d := range r.unit.Decls {
		c.look(d)
	}
	for _, s := range r.unit.Steps {
		switch {
		case s.Stmt != nil:
			c.look(s.Stmt)
		case s.Assign != nil:
			c.look(s.Assign)
		}
	}
}

func (c *conversions) look(root ast.Node) {
	info := c.r.info
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if f, ok := info.Defs[n.Name].(*types.Func); ok && n.Body != nil {
				c.inside(f.Signature(), n.Body)
			}
			return false
		case *ast.FuncLit:
			if sig, ok := info.TypeOf(n).(*types.Signature); ok {
				c.inside(sig, n.Body)
			}
			return false
		case *ast.AssignStmt:
			if len(n.Lhs) == len(n.Rhs) {
				for i, e := range n.Lhs {
					to := info.TypeOf(e)
					if id, ok := e.(*ast.Ident); ok && info.Defs[id] != nil {
						to = info.Defs[id].Type()
					}
					c.converted(n.Rhs[i], to)
				}
			}
		case *ast.ValueSpec:
			if n.Type != nil {
				for _, v := range n.Values {
					c.converted(v, info.TypeOf(n.Type))
				}
			}
		case *ast.ReturnStmt:
			if len(c.results) > 0 {
				if results := c.results[len(c.results)-1]; results.Len() == len(n.Results) {
					for i, v := range n.Results {
						c.converted(v, results.At(i).Type())
					}
				}
			}
		case *ast.SendStmt:
			if ch, ok := info.TypeOf(n.Chan).Underlying().(*types.Chan); ok {
				c.converted(n.Value, ch.Elem())
			}
		case *ast.CompositeLit:
			c.literal(n)
		case *ast.CallExpr:
			c.call(n)
		}
		return true
	})
}

func (c *conversions) inside(sig *types.Signature, body *ast.BlockStmt) {
	c.results = append(c.results, sig.Results())
	c.look(body)
	c.results = c.results[:len(c.results)-1]
}

func (c *conversions) literal(n *ast.CompositeLit) {
	info := c.r.info
	t := info.TypeOf(n)
	if t == nil {
		return
	}
	u := pointee(t.Underlying()).Underlying()
	for i, e := range n.Elts {
		kv, keyed := e.(*ast.KeyValueExpr)
		value := e
		if keyed {
			value = kv.Value
		}
		switch u := u.(type) {
		case *types.Slice:
			c.converted(value, u.Elem())
		case *types.Array:
			c.converted(value, u.Elem())
		case *types.Map:
			c.converted(value, u.Elem())
			if keyed {
				c.converted(kv.Key, u.Key())
			}
		case *types.Struct:
			if !keyed && i < u.NumFields() {
				c.converted(value, u.Field(i).Type())
			} else if id, ok := keyName(kv); keyed && ok {
				if f, ok := info.Uses[id].(*types.Var); ok {
					c.converted(value, f.Type())
				}
			}
		}
	}
}

func keyName(kv *ast.KeyValueExpr) (*ast.Ident, bool) {
	if kv == nil {
		return nil, false
	}
	id, ok := kv.Key.(*ast.Ident)
	return id, ok
}

// call looks at the arguments of a call. What compiled functions are given does
// not come back, as far as that can be.
func (c *conversions) call(n *ast.CallExpr) {
	info := c.r.info
	if tv := info.Types[n.Fun]; tv.IsType() {
		c.converted(n.Args[0], tv.Type)
		return
	}
	if c.r.builtin(n) == "append" && !n.Ellipsis.IsValid() {
		if s, ok := info.TypeOf(n).Underlying().(*types.Slice); ok {
			for _, a := range n.Args[1:] {
				c.converted(a, s.Elem())
			}
		}
		return
	}
	if c.r.builtin(n) == "panic" {
		c.converted(n.Args[0], types.Universe.Lookup("any").Type())
		return
	}
	sig, ok := info.TypeOf(n.Fun).(*types.Signature)
	if !ok {
		return
	}
	if c.r.isPrinting(n) {
		for _, a := range n.Args {
			if n.Fun.(*ast.SelectorExpr).Sel.Name != "Errorf" {
				break
			}
			if t := info.TypeOf(a); t != nil && types.Implements(t, errorInterface) {
				c.converted(a, types.Universe.Lookup("error").Type())
			}
		}
		return
	}
	host := c.r.isHost(n)
	for i, a := range n.Args {
		c.converted(a, parameter(sig, i, n.Ellipsis.IsValid()))
		if host {
			delete(c.r.copied, a) // it is given the value, and not yaegi's interface
		}
	}
}

// isHost reports whether a call is one of a function or method that is not interpreted.
func (r *rewriter) isHost(call *ast.CallExpr) bool {
	id := calledName(call.Fun)
	if id == nil {
		return false
	}
	f, ok := r.info.Uses[id].(*types.Func)
	return ok && f.Pkg() != nil && f.Pkg().Path() != frontend.SessionPath
}

// isPrinting reports whether a call is one of a function that prints its
// arguments and keeps none.
func (r *rewriter) isPrinting(call *ast.CallExpr) bool {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	f, ok := r.info.Uses[sel.Sel].(*types.Func)
	return ok && f.Pkg() != nil && (printers[f.Pkg().Path()] || f.Pkg().Path() == "sort" || f.Pkg().Path() == "container/heap")
}

// converted notes a value that becomes one of type to.
func (c *conversions) converted(e ast.Expr, to types.Type) {
	from := c.r.info.TypeOf(e)
	if from == nil || to == nil || !isInterface(to) || isInterface(from) {
		return
	}
	if _, isParam := types.Unalias(to).(*types.TypeParam); isParam {
		return
	}
	if _, isParam := types.Unalias(from).(*types.TypeParam); isParam {
		c.r.i.boxed[nil] = true
		return
	}
	named, ok := pointee(from).(*types.Named)
	if ok && c.r.isOwnNamed(named) && (c.r.isStructure(named) && isEmptyInterface(to) || c.r.isInterfaceOfCells(to) && (c.r.isStructure(named) || !isPointer(types.Unalias(from)))) {
		c.r.copied[e] = [2]types.Type{from, to}
	}
	if ok && isPointer(types.Unalias(from)) && !isEmptyInterface(to) && !c.r.isInterfaceOfCells(to) && c.r.isOwnNamed(named) && !isMade(e) {
		c.r.nilChecked[e] = from
	}
	if ok && !isPointer(types.Unalias(from)) && c.r.isStructure(named) && c.r.isOwnNamed(named) && !isEmptyInterface(to) && !c.r.isInterfaceOfCells(to) {
		obj := named.Origin().Obj()
		c.r.i.lost[obj] = true
		if c.r.i.inspected[obj] {
			c.r.refuse(e.Pos(), lostValue, c.r.typeString(from))
		}
	}
	if !ok || named.Obj().Pkg() == nil || !c.r.isOwnNamed(named) || c.r.isStructure(named) {
		return
	}
	c.r.i.boxed[named.Origin().Obj()] = true
	if c.r.i.told[formOf(from)] {
		c.r.refuse(e.Pos(), sameForm, c.r.typeString(from)+" and "+formOf(from))
	}
}

// inspects refuses to look for a structure in an interface of the standard
// library, where yaegi puts a field of it instead, and methods that work.
func (r *rewriter) inspects(pos token.Pos, t types.Type) {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || !r.isStructure(named) || !r.isOwnNamed(named) {
		return
	}
	obj := named.Origin().Obj()
	r.i.inspected[obj] = true
	if r.i.lost[obj] {
		r.refuse(pos, lostValue, r.typeString(t))
	}
}

// isMade reports whether an expression is a pointer that cannot be nil.
func isMade(e ast.Expr) bool {
	u, ok := ast.Unparen(e).(*ast.UnaryExpr)
	return ok && u.Op == token.AND
}

// isStructure reports whether a type is a structure that rewriting marks.
func (r *rewriter) isStructure(named *types.Named) bool {
	st, ok := named.Underlying().(*types.Struct)
	return ok && st.NumFields() > 0
}

// formOf is a type as reflection sees it.
func formOf(t types.Type) string { return types.TypeString(unnamedForm(t), nil) }

// sameForms refuses an assertion to a type, of an interface type from, where
// another of the same form may be in the interface.
func (r *rewriter) sameForms(pos token.Pos, from, to types.Type) {
	toName, _ := pointee(to).(*types.Named)
	for _, own := range r.i.named {
		if toName != nil && toName.Origin() == own.Origin() || r.isStructure(own) || !(r.i.boxed[own.Obj()] || r.i.boxed[nil]) {
			continue
		}
		var t types.Type = own
		if isPointer(types.Unalias(to)) {
			t = types.NewPointer(own)
		}
		if types.Identical(unnamedForm(t), unnamedForm(to)) && implements(t, from) {
			r.refuse(pos, sameForm, r.typeString(to)+" and "+r.typeString(own))
			return
		}
	}
	switch {
	case toName == nil || !r.isOwnNamed(toName):
		r.i.told[formOf(to)] = true
	case implements(unnamedForm(to), from):
		r.refuse(pos, sameForm, r.typeString(to)+" and "+r.typeString(unnamedForm(to)))
	}
}

package frontend

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// unit gathers the result of a pass without errors.
func (p *pass) unit() *Unit {
	u := &Unit{
		Cell: p.cell, Fset: p.fset, Package: p.pkg, Info: p.info,
		Steps: p.vars.steps, records: map[string]*Declared{}, imports: p.imports, dots: p.dots,
		stale: sortedKeys(p.plan.stale),
	}
	if p.vars.onlyDeclares() {
		u.Steps = p.vars.inOrder(p.info.InitOrder)
	}
	for _, tok := range []token.Token{token.CONST, token.TYPE, token.FUNC} {
		for _, it := range append(p.plan.again[:len(p.plan.again):len(p.plan.again)], p.plan.items...) {
			if tokenOf(it.node) == tok {
				u.Decls = append(u.Decls, it.node)
			}
		}
	}
	p.recordItems(u)
	p.recordVars(u)
	p.findValue(u)
	p.note(u)
	p.noteGuesses(u)
	return u
}

func tokenOf(d ast.Decl) token.Token {
	if g, ok := d.(*ast.GenDecl); ok {
		return g.Tok
	}
	return token.FUNC
}

func (p *pass) recordItems(u *Unit) {
	for _, it := range append(p.plan.again, p.plan.items...) {
		for _, name := range it.names {
			obj := p.pkg.Scope().Lookup(name)
			if obj == nil || name == "init" || name == "_" {
				continue
			}
			d := u.records[name]
			if d == nil {
				d = &Declared{methods: map[string]source{}, uses: map[string]bool{}}
				u.records[name] = d
			}
			d.Object, d.Cell, d.src = obj, it.src.cell, it.src
			p.collectUses(d, it.node)
			d.imports = p.importsFor(it)
		}
	}
	for _, it := range append(p.plan.again, p.plan.items...) {
		if it.recv == "" {
			continue
		}
		d := u.records[it.recv]
		if d == nil {
			continue
		}
		d.methods[it.node.(*ast.FuncDecl).Name.Name] = it.src
		p.collectUses(d, it.node)
	}
	for name, d := range u.records {
		delete(d.uses, name)
	}
}

// importsFor is what the declaration's own cell imports.
func (p *pass) importsFor(it item) map[string]string {
	if it.src.cell == p.cell.Number {
		return p.imports
	}
	if len(it.names) > 0 {
		if old := p.scope.decls[it.names[0]]; old != nil {
			return old.imports
		}
	}
	return nil
}

// collectUses adds the names of the session that a declaration refers to.
func (p *pass) collectUses(d *Declared, n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		obj := p.info.Uses[id]
		if obj == nil || obj.Pkg() == nil || obj.Pkg().Path() != SessionPath {
			return true
		}
		if f, ok := obj.(*types.Func); ok && f.Signature().Recv() != nil {
			walkNames(deref(f.Signature().Recv().Type()), func(t *types.TypeName) { d.uses[t.Name()] = true })
			return true
		}
		if IsSessionObject(obj) {
			d.uses[obj.Name()] = true
		}
		return true
	})
}

func deref(t types.Type) types.Type {
	if p, ok := t.(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// IsSessionObject reports whether an object is declared at the top level of
// some cell of the session.
func IsSessionObject(obj types.Object) bool {
	return obj != nil && obj.Pkg() != nil && obj.Pkg().Path() == SessionPath && obj.Parent() == obj.Pkg().Scope()
}

func (p *pass) recordVars(u *Unit) {
	for _, name := range sortedKeys(p.vars.new) {
		obj, ok := p.info.Defs[p.vars.new[name]].(*types.Var)
		if !ok {
			continue
		}
		v := Var{Object: obj}
		if old := p.scope.decls[name]; old != nil && old.isVar() {
			v.Old = old.Object.(*types.Var)
			v.Keep = keeps(old, obj)
			v.Carry = p.plan.carry[name] && !p.assigns(name)
		}
		v.Init = p.untypable(name, obj)
		u.Vars = append(u.Vars, v)
		if strings.ContainsRune(name, hidden) {
			continue
		}
		d := &Declared{Object: obj, Cell: p.cell.Number, at: offsetOf(p.cell.Source, p.position(p.vars.new[name].Pos())), uses: map[string]bool{}, imports: p.imports}
		if v.Carry {
			d.Cell, d.at = p.scope.decls[name].Cell, p.scope.decls[name].at
		}
		u.records[name] = d
	}
}

// assigns reports whether the cell itself declares the variable.
func (p *pass) assigns(name string) bool {
	_, ok := p.vars.at[name]
	return ok
}

// untypable returns the expression of a variable whose type no source can name.
func (p *pass) untypable(name string, obj *types.Var) ast.Expr {
	_, err := TypeExpr(obj.Type(), SourceNames{})
	if err == nil {
		return nil
	}
	step := p.vars.steps[p.vars.at[name]]
	if step.Assign != nil && len(step.Assign.Rhs) == len(step.Assign.Lhs) {
		for i, e := range step.Assign.Lhs {
			if id, ok := e.(*ast.Ident); ok && id.Name == name {
				return step.Assign.Rhs[i]
			}
		}
	}
	return nil
}

// findValue decides what of the last expression is shown: nothing of a call
// without results and of fmt's print and scan families.
func (p *pass) findValue(u *Unit) {
	if p.value == nil {
		return
	}
	tv := p.info.Types[p.value]
	switch {
	case tv.IsType():
		return
	case tv.IsVoid() || tv.Type == nil || p.isSilent(p.value):
		return
	}
	u.Value = p.value
	if tuple, ok := tv.Type.(*types.Tuple); ok {
		for v := range tuple.Variables() {
			u.ValueTypes = append(u.ValueTypes, v.Type())
		}
		return
	}
	u.ValueTypes = []types.Type{types.Default(tv.Type)}
}

// findOverflow reports a last expression that is a constant without a type and
// too large for the type that it would get.
func (p *pass) findOverflow() {
	tv, ok := p.info.Types[p.value]
	if !ok || tv.Value == nil || tv.Value.Kind() != constant.Int {
		return
	}
	b, ok := tv.Type.(*types.Basic)
	if !ok || b.Info()&types.IsUntyped == 0 {
		return
	}
	if _, exact := constant.Int64Val(tv.Value); !exact {
		p.add(p.value.Pos(), fmt.Sprintf("cannot use %s (untyped int constant %s) as int value (overflows)", types.ExprString(p.value), tv.Value))
	}
}

// isSilent reports whether e is a call that is made for its effect: one of
// fmt's functions that return a count and an error, or one that shows a value
// and returns the display's handle.
func (p *pass) isSilent(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	id := calledIdent(call.Fun)
	if id == nil {
		return false
	}
	f, ok := p.info.Uses[id].(*types.Func)
	if !ok || f.Pkg() == nil {
		return false
	}
	r := f.Signature().Results()
	switch f.Pkg().Path() {
	case "fmt":
		return r.Len() == 2 && types.Identical(r.At(0).Type(), types.Typ[types.Int])
	case "gonymede/kernel/display":
		return r.Len() == 1 && types.TypeString(r.At(0).Type(), nil) == "*gonymede/kernel/display.Handle"
	}
	return false
}

// note tells the user what the cell made stale.
func (p *pass) note(u *Unit) {
	for _, name := range u.stale {
		if u.records[name] != nil || p.scope.decls[name].Stale != 0 {
			continue
		}
		cell := CellName(p.scope.decls[name].Cell)
		why := "its type is declared again here"
		if reason := p.plan.reasons[name]; reason != "" {
			why = "it does not fit what is declared here (" + reason + ")"
		}
		u.Notes = append(u.Notes, fmt.Sprintf("%s, of %s, is stale: %s. Run %s again before you use %s.", name, cell, why, cell, name))
	}
	for _, m := range p.plan.unfit {
		first, _, _ := strings.Cut(m.src.text, "\n")
		u.Notes = append(u.Notes, fmt.Sprintf("%s loses a method of %s: it does not fit what is declared here (%s): %s", m.recv, CellName(m.src.cell), m.why, first))
	}
}

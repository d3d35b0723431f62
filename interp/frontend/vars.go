package frontend

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// hidden marks the names that the front end makes up. It is a letter, so that
// the names are valid, and one that nobody types.
const hidden = 'ǂ'

// varDecls are the session variables that a cell declares at its top level,
// by := or var. For the type checker they are variables of the package; the
// statements that give them their values become steps.
type varDecls struct {
	decls       []ast.Decl
	steps       []Step
	new         map[string]*ast.Ident
	at          map[string]int // the step with which a variable begins
	diagnostics []Diagnostic

	fset  *token.FileSet
	cell  *Cell
	scope *Scope
}

func newVarDecls(fset *token.FileSet, c *Cell, s *Scope) *varDecls {
	v := &varDecls{new: map[string]*ast.Ident{}, at: map[string]int{}, fset: fset, cell: c, scope: s}
	own := map[ast.Decl]bool{}
	for _, d := range c.Decls {
		own[d] = true
	}
	for _, stmt := range c.Body {
		switch stmt := stmt.(type) {
		case *ast.AssignStmt:
			if stmt.Tok == token.DEFINE {
				v.define(stmt)
				continue
			}
		case *ast.DeclStmt:
			if d, ok := stmt.Decl.(*ast.GenDecl); ok && own[d] {
				v.declare(d)
				continue
			}
		}
		v.steps = append(v.steps, Step{Stmt: stmt})
	}
	return v
}

// define takes `x, y := values`.
func (v *varDecls) define(stmt *ast.AssignStmt) {
	var names, fresh []*ast.Ident
	var repeat []ast.Stmt // the assignments to variables that exist already
	mentioned := freeNames(stmt.Rhs)
	for _, e := range stmt.Lhs {
		id, ok := e.(*ast.Ident)
		if !ok {
			v.fail(e.Pos(), "non-name on left side of :=")
			return
		}
		d := v.scope.decls[id.Name]
		// `x := x + 1` means the x of the session on both sides.
		self := mentioned[id.Name] && d != nil && d.isVar()
		switch {
		case id.Name == "_":
		case v.new[id.Name] != nil || self:
			// Where the variable exists, the value goes through a hidden one, so
			// that the checker sees one declaration and one assignment.
			hide := &ast.Ident{NamePos: id.NamePos, Name: fmt.Sprintf("%s%c%d", id.Name, hidden, len(v.steps))}
			repeat = append(repeat, &ast.AssignStmt{
				Lhs: []ast.Expr{id}, TokPos: stmt.TokPos, Tok: token.ASSIGN,
				Rhs: []ast.Expr{&ast.Ident{NamePos: id.NamePos, Name: hide.Name}},
			})
			if self && v.new[id.Name] == nil {
				fresh = append(fresh, nil)
			}
			id = hide
		default:
			fresh = append(fresh, id)
		}
		names = append(names, id)
	}
	if len(fresh) == 0 {
		v.fail(stmt.TokPos, "no new variables on left side of :=")
		return
	}
	v.add(stmt.TokPos, names, nil, stmt.Rhs)
	for _, s := range repeat {
		v.steps = append(v.steps, Step{Stmt: s})
	}
}

// declare takes `var x, y T = values`.
func (v *varDecls) declare(d *ast.GenDecl) {
	for _, s := range d.Specs {
		spec := s.(*ast.ValueSpec)
		bad := false
		for _, id := range spec.Names {
			if v.new[id.Name] != nil {
				v.fail(id.Pos(), fmt.Sprintf("%s redeclared in this cell\n\t%v: other declaration of %s", id.Name, v.fset.Position(v.new[id.Name].Pos()), id.Name))
				bad = true
			}
		}
		switch {
		case bad:
		case len(spec.Values) == len(spec.Names):
			for i, id := range spec.Names { // one by one, so that they can be put in order
				v.add(id.Pos(), []*ast.Ident{id}, spec.Type, spec.Values[i:i+1])
			}
		default:
			v.add(spec.Pos(), spec.Names, spec.Type, spec.Values)
		}
	}
}

// onlyDeclares reports whether a cell has no statements. Its variables then get
// their values in the order in which they depend on each other, as those of a
// file do.
func (v *varDecls) onlyDeclares() bool {
	for _, s := range v.steps {
		if s.Stmt != nil {
			return false
		}
	}
	for _, s := range v.cell.Body {
		if _, decl := s.(*ast.DeclStmt); !decl {
			return false
		}
	}
	return true
}

// inOrder returns the steps of a cell that only declares, in Go's order of
// initialization.
func (v *varDecls) inOrder(order []*types.Initializer) []Step {
	byValue := map[ast.Expr]int{}
	var steps []Step
	for i, s := range v.steps {
		if s.Assign == nil {
			steps = append(steps, s)
			continue
		}
		byValue[s.Assign.Rhs[0]] = i
	}
	done := map[int]bool{}
	for _, init := range order {
		if i, ok := byValue[init.Rhs]; ok && !done[i] {
			done[i] = true
			steps = append(steps, v.steps[i])
		}
	}
	for i, s := range v.steps {
		if s.Assign != nil && !done[i] {
			steps = append(steps, s)
		}
	}
	return steps
}

// add declares names and appends the step that gives them their values.
func (v *varDecls) add(pos token.Pos, names []*ast.Ident, typ ast.Expr, values []ast.Expr) {
	for _, id := range names {
		if id.Name != "_" {
			v.new[id.Name] = id
			v.at[id.Name] = len(v.steps)
		}
	}
	spec := &ast.ValueSpec{Names: names, Type: typ, Values: values}
	v.decls = append(v.decls, &ast.GenDecl{TokPos: pos, Tok: token.VAR, Specs: []ast.Spec{spec}})
	if len(values) == 0 {
		v.steps = append(v.steps, Step{Zero: names})
		return
	}
	lhs := make([]ast.Expr, len(names))
	for i, id := range names {
		lhs[i] = id
	}
	v.steps = append(v.steps, Step{Assign: &ast.AssignStmt{Lhs: lhs, TokPos: pos, Tok: token.ASSIGN, Rhs: values}})
}

func (v *varDecls) fail(pos token.Pos, message string) {
	where := v.fset.Position(pos)
	v.diagnostics = append(v.diagnostics, Diagnostic{where, message, offsetOf(v.cell.Source, where)})
}

// body lists the statements that the type checker sees in a function.
func (v *varDecls) body() []ast.Stmt {
	var list []ast.Stmt
	for _, s := range v.steps {
		if s.Stmt != nil {
			list = append(list, s.Stmt)
		}
	}
	return list
}

// carry declares the variables whose type is declared again with other
// methods. A variable whose type cannot be written down is stale instead.
func (v *varDecls) carry(p *pass, own *ast.File) {
	for _, name := range sortedKeys(p.plan.carry) {
		if v.new[name] != nil {
			continue
		}
		d := p.scope.decls[name]
		typ, err := TypeExpr(d.Object.Type(), SourceNames{})
		if err != nil {
			p.plan.stale[name] = true
			continue
		}
		v.new[name] = ast.NewIdent(name)
		own.Decls = append(own.Decls, &ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{
			&ast.ValueSpec{Names: []*ast.Ident{v.new[name]}, Type: typ},
		}})
	}
}

// freeNames lists the identifiers that expressions use outside of function
// literals: not the names of members, and not the keys of literals.
func freeNames(list []ast.Expr) map[string]bool {
	names := map[string]bool{}
	var visit func(ast.Node) bool
	visit = func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.SelectorExpr:
			ast.Inspect(n.X, visit)
			return false
		case *ast.KeyValueExpr:
			ast.Inspect(n.Value, visit)
			return false
		case *ast.Ident:
			names[n.Name] = true
		}
		return true
	}
	for _, e := range list {
		ast.Inspect(e, visit)
	}
	return names
}

// findEarlyUses reports variables that are used before the cell declares them.
func (p *pass) findEarlyUses() {
	if p.vars.onlyDeclares() {
		return
	}
	begins := map[types.Object]int{} // the step with which a variable begins
	for name, step := range p.vars.at {
		obj := p.info.Defs[p.vars.new[name]]
		if old := p.scope.decls[name]; obj != nil && old != nil && keeps(old, obj) {
			continue // it is the session's variable, and has a value already
		}
		if obj != nil {
			begins[obj] = step
		}
	}
	for i, s := range p.vars.steps {
		switch {
		case s.Stmt != nil:
			p.earlyUses(s.Stmt, i, begins)
		case s.Assign != nil:
			for _, e := range s.Assign.Rhs {
				p.earlyUses(e, i, begins)
			}
		}
	}
}

// findUntyped reports variables that get their types from each other. The type
// checker's own error is one that a cell may have, see report.
func (p *pass) findUntyped() {
	if len(p.diagnostics) > 0 {
		return
	}
	for _, name := range sortedKeys(p.vars.new) {
		id := p.vars.new[name]
		if obj := p.info.Defs[id]; obj != nil && obj.Type() == types.Typ[types.Invalid] {
			p.add(id.Pos(), "initialization cycle or refers to itself: "+name)
		}
	}
}

// earlyUses reports the uses, in a step, of variables that a later one
// declares, or the step itself but for the function literals in it: a function
// may call itself through its variable.
func (p *pass) earlyUses(n ast.Node, step int, begins map[types.Object]int) {
	var literals []*ast.FuncLit
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			literals = append(literals, n)
		case *ast.Ident:
			obj := p.info.Uses[n]
			begin, ok := begins[obj]
			if !ok || begin < step || begin == step && within(literals, n.Pos()) {
				break
			}
			p.add(n.Pos(), fmt.Sprintf("%s is used before it is declared: this cell declares it at %v", n.Name, p.position(obj.Pos())))
		}
		return true
	})
}

func within(literals []*ast.FuncLit, pos token.Pos) bool {
	for _, l := range literals {
		if l.Pos() <= pos && pos < l.End() {
			return true
		}
	}
	return false
}

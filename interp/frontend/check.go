package frontend

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"runtime"
	"slices"
	"sort"

	"gonymede/interp/frontend/exportdata"
)

// maxErrors is how many errors of one cell are shown, as by the Go compiler.
const maxErrors = 10

// A Checker checks the cells of a session. Its methods may be called by one
// goroutine at a time for each FileSet; imported packages are shared.
type Checker struct {
	importer *exportdata.Importer
	library  *library
}

// NewChecker returns a Checker that has imported nothing yet.
func NewChecker() *Checker { return &Checker{exportdata.NewImporter(), newLibrary()} }

// AddPackages makes packages known that are not of the standard library: import
// path to a file with export data of the Go compiler, or an archive with it.
// Cells may import them from then on; those that are known stay known.
func (c *Checker) AddPackages(files map[string]string) { c.importer.Add(files) }

// AddModules says where modules have their Go files, module path to folder, so that
// the documentation of their packages is found.
func (c *Checker) AddModules(dirs map[string]string) { c.library.add(dirs) }

// Check checks a cell against the scope, which stays as it is. Where it
// returns diagnostics there is no unit, and the cell has no effect.
// The named declarations of the scope are declared again with the cell.
func (c *Checker) Check(fset *token.FileSet, s *Scope, number int, text string, again ...string) (*Unit, []Diagnostic) {
	known := &findings{vars: map[string]bool{}, unfit: map[source]string{}, keys: map[string][]string{}}
	for _, name := range again {
		known.vars[name] = true
	}
	for {
		cell, diagnostics := Parse(fset, number, text)
		if len(diagnostics) > 0 {
			return nil, limit(diagnostics)
		}
		p := newPass(c, fset, s, cell, known)
		p.run()
		p.suggestAll()
		if p.learn(known) {
			continue
		}
		if len(p.diagnostics) > 0 {
			sortDiagnostics(p.diagnostics)
			return nil, limit(p.diagnostics)
		}
		return p.unit(), nil
	}
}

// findings are what one pass finds out that the next one must know.
type findings struct {
	vars map[string]bool // the variables that get another type
	// unfit are the declarations of earlier cells that do not fit what this
	// cell declares again, each with the first error. They become stale.
	unfit map[source]string
	// keys are the names of fields that literals leave out, by the place of the
	// literal's brace.
	keys map[string][]string
	// dots are the names that come from dot imports, with their packages, by place.
	dots map[string]string
}

// learn adds what the pass has found, and reports whether that is new.
func (p *pass) learn(known *findings) bool {
	if unkeyed := p.findUnkeyed(); len(unkeyed) > 0 {
		maps.Copy(known.keys, unkeyed)
		return true
	}
	if dots := p.findDots(); len(dots) > 0 {
		known.dots = dots
		return true
	}
	more := p.retyped()
	for _, name := range more {
		known.vars[name] = true
	}
	own := p.diagnostics[:0:0]
	unfit := map[source]string{}
	for _, d := range p.diagnostics {
		if d.Pos.Filename == CellName(p.cell.Number) {
			own = append(own, d)
			continue
		}
		for _, it := range p.plan.again {
			if CellName(it.src.cell) == d.Pos.Filename && p.covers(it.src, d.Pos) && unfit[it.src] == "" {
				unfit[it.src] = d.Message
			}
		}
	}
	if len(own) > 0 || len(more) > 0 || len(unfit) == 0 {
		if len(own) > 0 {
			p.diagnostics = own // those of other cells may follow from these
		}
		return len(more) > 0
	}
	for src, message := range unfit {
		known.unfit[src] = message
	}
	return true
}

// covers reports whether a position is inside a declaration of its cell.
func (p *pass) covers(src source, pos token.Position) bool {
	offset := offsetOf(p.scope.sources[src.cell], pos)
	return src.start <= offset && offset < src.end
}

func limit(list []Diagnostic) []Diagnostic {
	if len(list) > maxErrors {
		more := Diagnostic{Pos: list[maxErrors].Pos, Message: "too many errors", Offset: list[maxErrors].Offset}
		list = append(list[:maxErrors:maxErrors], more)
	}
	return list
}

// A pass checks a cell once, with what is known of the variables that change.
type pass struct {
	checker *Checker
	fset    *token.FileSet
	scope   *Scope
	cell    *Cell
	plan    *plan
	vars    *varDecls

	pkg         *types.Package
	info        *types.Info
	imports     map[string]string // what the cell itself imports: name to path
	dots        []string          // packages that it imports as .
	guessed     map[string]string // packages that it uses and that nobody imports
	value       ast.Expr          // the last expression, if the cell ends in one
	diagnostics []Diagnostic
	unsure      []unsure
	dropped     bool                 // the last error of go/types was dropped
	implicit    map[token.Pos]string // the values of literals that leave out names of fields, with what go/types says
}

func newPass(c *Checker, fset *token.FileSet, s *Scope, cell *Cell, known *findings) *pass {
	p := &pass{
		checker: c, fset: fset, scope: s, cell: cell,
		plan: newPlan(fset, cell, s, known),
		pkg:  types.NewPackage(SessionPath, SessionPath),
		info: &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
			Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
			Instances: map[*ast.Ident]types.Instance{}, Scopes: map[ast.Node]*types.Scope{},
		},
		imports:  map[string]string{},
		guessed:  map[string]string{},
		implicit: map[token.Pos]string{},
	}
	p.qualifyDots(known.dots)
	p.vars = newVarDecls(fset, cell, s)
	p.keyUnkeyed(known.keys)
	p.diagnostics = append(p.diagnostics, p.vars.diagnostics...)
	if n := len(p.vars.steps); n > 0 && cell.lastIsStatement {
		if e, ok := p.vars.steps[n-1].Stmt.(*ast.ExprStmt); ok {
			p.value = e.X
		}
	}
	return p
}

// run type-checks.
func (p *pass) run() {
	files := p.files()
	p.insert(files)
	conf := types.Config{
		Importer:                 p.checker.importer,
		GoVersion:                "go1.26",
		Sizes:                    types.SizesFor("gc", runtime.GOARCH),
		DisableUnusedImportCheck: true,
		Error:                    p.report,
	}
	unwrap := wrapEarlierTypes(files, p.pkg.Scope())
	p.checkFiles(&conf, files)
	unwrap()
	p.findStale()
	p.findEarlyUses()
	p.findUntyped()
	p.findOverflow()
}

// checkFiles has go/types check files. Errors reach p.report; a panic is one too.
func (p *pass) checkFiles(conf *types.Config, files []*ast.File) {
	defer func() {
		if r := recover(); r != nil {
			p.add(token.NoPos, fmt.Sprintf("the type checker failed: %v", r))
		}
	}()
	_ = types.NewChecker(conf, p.fset, p.pkg, p.info).Files(files)
}

// wrapEarlierTypes puts parentheses around the name of an earlier cell's type
// where a declaration is nothing but that, as in `type new old`: go/types looks
// for circles of such names, and for the declarations behind them, which it does
// not have. The returned function takes the parentheses away.
func wrapEarlierTypes(files []*ast.File, earlier *types.Scope) (unwrap func()) {
	var wrapped []*ast.TypeSpec
	for _, f := range files {
		for _, d := range f.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, s := range g.Specs {
				spec := s.(*ast.TypeSpec)
				if id, ok := spec.Type.(*ast.Ident); ok && earlier.Lookup(id.Name) != nil {
					spec.Type = &ast.ParenExpr{Lparen: id.Pos(), X: id, Rparen: id.End()}
					wrapped = append(wrapped, spec)
				}
			}
		}
	}
	return func() {
		for _, spec := range wrapped {
			spec.Type = spec.Type.(*ast.ParenExpr).X
		}
	}
}

// files makes one file of the cell, and one of each earlier cell that has a
// declaration to repeat, because imports belong to files.
func (p *pass) files() []*ast.File {
	own := &ast.File{Name: ast.NewIdent(SessionPath)}
	for _, it := range p.plan.items {
		own.Decls = append(own.Decls, it.node)
	}
	own.Decls = append(own.Decls, p.vars.decls...)
	if body := p.vars.body(); len(body) > 0 {
		own.Decls = append(own.Decls, &ast.FuncDecl{
			Name: ast.NewIdent("_"),
			Type: &ast.FuncType{Params: &ast.FieldList{}},
			Body: &ast.BlockStmt{List: body},
		})
	}
	for _, spec := range p.cell.Imports {
		switch name, path, ok := p.checker.importOf(spec); {
		case ok && name == ".":
			p.dots = append(p.dots, path)
		case ok && name != "_":
			p.imports[name] = path
		}
	}
	files := []*ast.File{own}
	byCell := map[int]*ast.File{}
	for _, it := range p.plan.again {
		f := byCell[it.src.cell]
		if f == nil {
			f = &ast.File{Name: ast.NewIdent(SessionPath)}
			byCell[it.src.cell] = f
			files = append(files, f)
		}
		f.Decls = append(f.Decls, it.node)
	}
	p.vars.carry(p, own)
	for i, f := range files {
		explicit := p.imports
		if i > 0 {
			explicit = p.importsOf(f)
		}
		p.importInto(f, explicit, i == 0)
	}
	return files
}

// importsOf finds the imports of the cell that the declarations of f come from.
func (p *pass) importsOf(f *ast.File) map[string]string {
	for _, it := range p.plan.again {
		if it.node != f.Decls[0] {
			continue
		}
		name := it.recv
		if name == "" && len(it.names) > 0 {
			name = it.names[0]
		}
		if d := p.scope.decls[name]; d != nil {
			return d.imports
		}
	}
	return nil
}

// insert puts what the session has, and the cell does not change, into the
// new package.
func (p *pass) insert(files []*ast.File) {
	taken := map[string]bool{}
	for _, f := range files {
		for _, d := range f.Decls {
			for _, name := range declared(d) {
				taken[name] = true
			}
		}
	}
	for _, f := range files {
		f.Decls = slices.DeleteFunc(f.Decls, func(d ast.Decl) bool { return p.orphan(d, taken) })
	}
	for _, name := range p.scope.Names() {
		if !taken[name] && p.imports[name] == "" {
			p.pkg.Scope().Insert(p.scope.decls[name].Object)
		}
	}
}

// orphan finds a method of a type that is not declared again with it, because the
// type is stale; go/types must not see such a method.
func (p *pass) orphan(d ast.Decl, taken map[string]bool) bool {
	f, ok := d.(*ast.FuncDecl)
	if !ok || f.Recv == nil {
		return false
	}
	name := receiver(f)
	t := p.scope.decls[name]
	if taken[name] || t == nil || !t.isType() {
		return false
	}
	if p.position(f.Pos()).Filename == CellName(p.cell.Number) {
		p.add(f.Recv.Pos(), fmt.Sprintf("cannot define new methods on %s (%s); run %s again first", name, p.plan.reasons[name], CellName(t.Cell)))
	}
	return true
}

// declared lists the names that a declaration puts into the package.
func declared(d ast.Decl) []string {
	var names []string
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			names = append(names, d.Name.Name)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				names = append(names, s.Name.Name)
			case *ast.ValueSpec:
				for _, n := range s.Names {
					names = append(names, n.Name)
				}
			}
		}
	}
	return names
}

// retyped lists the session's variables that get another type and that
// something depends on, unless the plan knows it.
func (p *pass) retyped() []string {
	var names []string
	for name, id := range p.vars.new {
		old := p.scope.decls[name]
		if old == nil || p.plan.changed[name] {
			continue
		}
		obj := p.info.Defs[id]
		if obj == nil || keeps(old, obj) {
			continue
		}
		for _, d := range p.scope.decls {
			if d.uses[name] && !d.isVar() {
				names = append(names, name)
				break
			}
		}
	}
	sort.Strings(names)
	return names
}

// keeps reports whether a variable that is declared again lives on.
func keeps(old *Declared, obj types.Object) bool {
	return old.isVar() && old.Stale == 0 && types.Identical(old.Object.Type(), obj.Type())
}

// findStale reports uses of what no longer fits the session.
func (p *pass) findStale() {
	seen := map[string]bool{}
	for id, obj := range p.info.Uses {
		name := obj.Name()
		d := p.scope.decls[name]
		if d == nil || d.Object != obj || d.Stale == 0 && !p.plan.stale[name] {
			continue
		}
		if d.Stale == Lost {
			if where := p.position(id.Pos()).Filename; !seen[name+where] {
				seen[name+where] = true
				p.add(id.Pos(), p.scope.lostMessage(name, d))
			}
			continue
		}
		by := d.Stale
		if by == 0 {
			by = p.cell.Number
		}
		why := "it does not fit what " + CellName(by) + " declares"
		if d.isVar() {
			why = "its type was declared again in " + CellName(by)
		}
		where := p.position(id.Pos()).Filename
		if seen[name+where] {
			continue
		}
		seen[name+where] = true
		p.add(id.Pos(), fmt.Sprintf("%s is stale: %s; run %s again, or declare %s anew", name, why, CellName(d.Cell), name))
	}
}

func (p *pass) position(pos token.Pos) token.Position { return p.fset.Position(pos) }

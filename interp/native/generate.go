package native

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/printer"
	"go/token"
	"go/types"
	"sort"
	"strings"

	"gonymede/interp/executor"
	"gonymede/interp/frontend"
)

// mark is in the names that generated code makes up: behind those of variables,
// before all others. It is a letter, so that the names are valid, and one that
// nobody types.
const mark = "ǂ"

// Names of generated code.
const (
	entryName   = mark + "run"
	resultsName = mark + "results"
	cellAlias   = mark + "cell"
	atomicAlias = mark + "atomic"
	pollName    = mark + "poll"
	cellPath    = "gonymede/interp/native/cell"
)

// generated is the Go text of a unit's package.
type generated struct {
	path  string
	files []string // the text of each file
	// imports are the packages that the files import, without those of the session.
	imports []string
	// session are the packages of the session among the imports, by path.
	session map[string]bool
	// offers are the variables to offer before the package is opened, by name.
	offers map[string]*types.Var
	// declares are the objects that the package declares, by name; variables
	// that exist already and that it takes over are among them.
	declares map[string]types.Object
	// entry is set where there are statements to run.
	entry bool
	// onlyError is set where the value is the error of a call, which is shown
	// only if there is one.
	onlyError bool
}

// generator writes the package of one unit.
type generator struct {
	unit   *frontend.Unit
	source func(cell int) string
	homes  *homes
	out    *generated
	files  map[int]*file // by the cell that the text comes from
	own    *file
	err    error
}

// generate writes the Go text of a unit. source gives the text of earlier cells.
func generate(u *frontend.Unit, path string, h *homes, source func(int) string) (*generated, error) {
	g := &generator{
		unit: u, source: source, homes: h,
		out: &generated{
			path: path, session: map[string]bool{},
			offers: map[string]*types.Var{}, declares: map[string]types.Object{},
		},
		files: map[int]*file{},
	}
	g.own = g.file(u.Cell.Number)
	for _, d := range u.Decls {
		g.declare(d)
	}
	g.variables()
	g.entry()
	g.register()
	g.findCaptured()
	if g.err != nil {
		return nil, g.err
	}
	for _, n := range sortedNumbers(g.files) {
		g.out.files = append(g.out.files, g.files[n].text(g))
	}
	g.out.imports = g.imported()
	return g.out, nil
}

// file returns the file for text of a cell. Imports belong to files, so that
// the text of each cell has its own.
func (g *generator) file(cell int) *file {
	f := g.files[cell]
	if f == nil {
		text := g.unit.Cell.Source
		if cell != g.unit.Cell.Number {
			text = g.source(cell)
		}
		f = &file{cell: cell, source: text, imports: map[string]string{}, dots: map[string]bool{}, lines: lineStarts(text), body: &strings.Builder{}}
		g.files[cell] = f
	}
	return f
}

// textLine is the line at which the cell's text begins in what the front end
// parses; before it stand a package clause and a line directive.
const textLine = 3

// at returns the file that a position belongs to, and its offset in the cell. It
// counts from where the parsed text begins, because line directives in that text
// change what lines are called.
func (g *generator) at(pos token.Pos) (*file, int) {
	parsed := g.unit.Fset.File(pos)
	if parsed == nil || parsed.LineCount() < textLine {
		g.fail(fmt.Errorf("generate native code: a position outside of cells: %v", g.unit.Fset.Position(pos)))
		return g.own, 0
	}
	begin := parsed.LineStart(textLine)
	where := g.unit.Fset.Position(begin)
	var cell int
	if _, err := fmt.Sscanf(where.Filename, "cell[%d]", &cell); err != nil {
		g.fail(fmt.Errorf("generate native code: a position outside of cells: %v", where))
		return g.own, 0
	}
	f := g.file(cell)
	return f, min(f.offset(where)+int(pos-begin), len(f.source))
}

// declare writes a declaration.
func (g *generator) declare(d ast.Decl) {
	start, end, before := d.Pos(), d.End(), ""
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil && d.Name.Name != "_" {
			g.out.declares[d.Name.Name] = g.unit.Info.Defs[d.Name]
		}
	case *ast.GenDecl:
		if d.Tok == token.TYPE && len(d.Specs) == 1 {
			// The specification may be one of several in parentheses.
			start, end, before = d.Specs[0].Pos(), d.Specs[0].End(), "type "
		}
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				g.out.declares[s.Name.Name] = g.unit.Info.Defs[s.Name]
			case *ast.ValueSpec:
				for _, id := range s.Names {
					g.out.declares[id.Name] = g.unit.Info.Defs[id]
				}
			}
		}
	}
	delete(g.out.declares, "_")
	f, offset := g.at(start)
	f.body.WriteString("\n" + directives(f.source, offset))
	f.line(g, start)
	f.body.WriteString(before)
	if fd, ok := d.(*ast.FuncDecl); ok && fd.Recv == nil && fd.Name.Name == "init" {
		// It is to run with the cell's statements, not when the package is opened.
		name := fmt.Sprintf("%sinit%d_%d", mark, f.cell, len(f.inits))
		f.inits = append(f.inits, name)
		delete(g.out.declares, "init")
		g.edited(f, d, nil, start, end, replacement{fd.Name.Pos(), fd.Name.End(), name})
	} else {
		g.edited(f, d, nil, start, end)
	}
	f.body.WriteString("\n")
}

// directives are the lines for the compiler, such as //go:noinline, among the
// comments right above a declaration.
func directives(source string, offset int) string {
	var list string
	end := strings.LastIndexByte(source[:offset], '\n') + 1
	for end > 0 {
		start := strings.LastIndexByte(source[:end-1], '\n') + 1
		line := strings.TrimSpace(source[start:end])
		if !strings.HasPrefix(line, "//") {
			break
		}
		if strings.HasPrefix(line, "//go:") {
			list = line + "\n" + list
		}
		end = start
	}
	return list
}

// entry writes the function of the cell's statements.
func (g *generator) entry() {
	f := g.own
	var inits []string
	for _, n := range sortedNumbers(g.files) {
		inits = append(inits, g.files[n].inits...)
	}
	if len(g.unit.Steps) == 0 && len(inits) == 0 && !g.unit.Cell.Program {
		return
	}
	g.out.entry = true
	early := g.early()
	g.function("func "+entryName+"()", func(run *function) {
		for _, name := range inits {
			fmt.Fprintf(f.body, "%s()\n", name)
		}
		for i := early; i < len(g.unit.Steps); i++ {
			g.step(run, g.unit.Steps[i], i == len(g.unit.Steps)-1)
		}
		if g.unit.Cell.Program && g.out.declares["main"] != nil {
			f.body.WriteString("main()\n")
		}
	})
	f.body.WriteString("\n")
}

// function writes a function whose statements write does. What the function does
// first is known when they are written.
func (g *generator) function(head string, write func(*function)) {
	before := g.own.body
	g.own.body = &strings.Builder{}
	run := &function{vars: map[string]bool{}}
	write(run)
	statements := g.own.body
	g.own.body = before
	fmt.Fprintf(g.own.body, "%s {%s\n%s}", head, run.beginning(), statements)
}

// early writes the steps up to the last one that begins a variable whose type
// no source can name, and returns how many these are. Only an initializer at
// the top level can give such a variable its type, so these steps become
// initializers, which run in their order when the package is opened.
func (g *generator) early() int {
	inits := map[ast.Expr]*types.Var{}
	for _, v := range g.unit.Vars {
		if v.Init != nil && !v.Keep {
			inits[v.Init] = v.Object
		}
	}
	n := 0
	for i, s := range g.unit.Steps {
		if s.Assign == nil {
			continue
		}
		for _, e := range s.Assign.Rhs {
			if inits[e] != nil {
				n = i + 1
			}
		}
	}
	for _, s := range g.unit.Steps[:n] {
		if s.Assign != nil && len(s.Assign.Rhs) == 1 && inits[s.Assign.Rhs[0]] != nil {
			e := s.Assign.Rhs[0]
			g.own.line(g, e.Pos())
			fmt.Fprintf(g.own.body, "var %s%s = %s.New(", inits[e].Name(), mark, cellAlias)
			g.edited(g.own, e, &function{vars: map[string]bool{}}, e.Pos(), e.End())
			g.own.body.WriteString(")\n")
			continue
		}
		g.function("var _ = func() "+cellAlias+".Done", func(run *function) {
			g.step(run, s, false)
			fmt.Fprintf(g.own.body, "return %s.Done{}\n", cellAlias)
		})
		g.own.body.WriteString("()\n")
	}
	return n
}

// step writes one statement of the cell.
func (g *generator) step(run *function, s frontend.Step, last bool) {
	f := g.own
	switch {
	case s.Assign != nil:
		f.line(g, s.Assign.Rhs[0].Pos())
		for i, e := range s.Assign.Lhs {
			if i > 0 {
				f.body.WriteString(", ")
			}
			f.body.WriteString(target(e.(*ast.Ident)))
		}
		f.body.WriteString(" = ")
		for i, e := range s.Assign.Rhs {
			if i > 0 {
				f.body.WriteString(", ")
			}
			g.edited(f, e, run, e.Pos(), e.End())
		}
	case len(s.Zero) > 0:
		for _, id := range s.Zero {
			if id.Name != "_" && !unallocatable(g.unit.Info.Defs[id].Type()) {
				f.line(g, id.Pos())
				fmt.Fprintf(f.body, "%s.Zero(%s%s)\n", cellAlias, id.Name, mark)
			}
		}
	case last && g.unit.Value != nil:
		f.line(g, g.unit.Value.Pos())
		fmt.Fprintf(f.body, "%s(", resultsName)
		g.edited(f, g.unit.Value, run, g.unit.Value.Pos(), g.unit.Value.End())
		f.body.WriteString(")")
		_, call := ast.Unparen(g.unit.Value).(*ast.CallExpr)
		g.out.onlyError = call && len(g.unit.ValueTypes) == 1 && types.Identical(g.unit.ValueTypes[0], types.Universe.Lookup("error").Type())
	default:
		f.line(g, s.Stmt.Pos())
		if lhs, rhs, ok := madeUp(s.Stmt); ok {
			f.body.WriteString(g.use(f, lhs) + " = " + g.use(f, rhs))
			break
		}
		g.edited(f, s.Stmt, run, s.Stmt.Pos(), s.Stmt.End())
	}
	f.body.WriteString("\n")
}

// target is a session variable as generated code writes it.
func target(id *ast.Ident) string {
	if id.Name == "_" {
		return "_"
	}
	return "*" + id.Name + mark
}

// madeUp recognizes an assignment that the front end has added, of a variable
// of its own to one of the user's. It has no text.
func madeUp(s ast.Stmt) (lhs, rhs *ast.Ident, ok bool) {
	a, ok := s.(*ast.AssignStmt)
	if !ok || len(a.Lhs) != 1 || len(a.Rhs) != 1 {
		return nil, nil, false
	}
	lhs, ok1 := a.Lhs[0].(*ast.Ident)
	rhs, ok2 := a.Rhs[0].(*ast.Ident)
	return lhs, rhs, ok1 && ok2 && strings.Contains(rhs.Name, mark)
}

// register writes what the package tells the engine when it is opened.
func (g *generator) register() {
	f := g.own
	if g.unit.Value != nil {
		fmt.Fprintf(&f.head, "var %s = %s.Results(%q)\n", resultsName, cellAlias, g.out.path)
	}
	entry := cellAlias + ".NoEntry"
	if g.out.entry {
		entry = entryName
	}
	fmt.Fprintf(f.body, "func init() { %s.Register(%q, %s, %s.Names{", cellAlias, g.out.path, entry, cellAlias)
	names := make([]string, 0, len(g.out.declares))
	for name := range g.out.declares {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if strings.Contains(name, mark) {
			continue
		}
		if e := exported(name, g.out.declares[name]); e != "" {
			fmt.Fprintf(f.body, "%q: %s, ", name, e)
		}
	}
	f.body.WriteString("}) }\n")
}

// exported is what the engine is given of a declaration, "" for nothing.
func exported(name string, obj types.Object) string {
	switch obj := obj.(type) {
	case *types.Var:
		return name + mark
	case *types.Func:
		if obj.Signature().TypeParams().Len() == 0 {
			return name
		}
	case *types.TypeName:
		if named, ok := obj.Type().(*types.Named); ok && named.TypeParams().Len() == 0 && !isConstraint(named) {
			return "(*" + name + ")(" + cellAlias + ".Nowhere)"
		}
	}
	return ""
}

// isConstraint reports whether a type is an interface that only constrains.
func isConstraint(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	return ok && !i.IsMethodSet()
}

// imported lists the imports of all files that are not the session's.
func (g *generator) imported() []string {
	all := map[string]bool{cellPath: true, "sync/atomic": true}
	for _, f := range g.files {
		for _, path := range f.imports {
			all[path] = true
		}
		for path := range f.dots {
			all[path] = true
		}
	}
	list := make([]string, 0, len(all))
	for path := range all {
		list = append(list, path)
	}
	sort.Strings(list)
	return list
}

// findCaptured reports a name of Go's own that the unit uses, and that a package which
// it imports declares. It happens to a cell that runs apart: it names what the session
// has declared in one cell beside a len, for instance.
func (g *generator) findCaptured() {
	var first *ast.Ident
	for id, obj := range g.unit.Info.Uses {
		if obj.Parent() == types.Universe && (first == nil || id.Pos() < first.Pos()) && g.homes.seen(id.Name, g.out.session) != nil {
			first = id
		}
	}
	if first == nil {
		return
	}
	other := g.homes.seen(first.Name, g.out.session)
	g.fail(&executor.CompileError{Pos: g.unit.Fset.Position(first.Pos()), Text: fmt.Sprintf(
		"%s is meant to be Go's own, but %s declares it beside what is used here; give it another name there, run that cell, and then this one",
		first.Name, g.unit.Fset.Position(other.Pos()).Filename)})
}

func (g *generator) failAt(pos token.Pos, construct string) {
	if g.err == nil {
		g.err = &executor.UnsupportedError{Pos: g.unit.Fset.Position(pos), Construct: construct, By: "the compiler"}
	}
}

func (g *generator) fail(err error) {
	if g.err == nil {
		g.err = err
	}
}

// sourceText prints syntax that was made, not parsed.
func sourceText(e ast.Expr) string {
	var b bytes.Buffer
	if err := printer.Fprint(&b, token.NewFileSet(), e); err != nil {
		return ""
	}
	return b.String()
}

func sortedNumbers(files map[int]*file) []int {
	list := make([]int, 0, len(files))
	for n := range files {
		list = append(list, n)
	}
	sort.Ints(list)
	return list
}

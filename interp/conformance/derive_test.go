package conformance

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/astutil"

	"gonymede/interp/frontend"
	"gonymede/interp/frontend/exportdata"
)

// program writes a plain program that says the same as the cells of a case.
//
// Declarations go to the top level, and so do session variables, without their
// values: each cell becomes a function that assigns them, and main calls those
// functions one after the other (see plainDriver). It fails where plain Go has
// no such program, above all where something is declared twice.
func (c Case) program() ([]byte, error) {
	d := &deriver{fset: token.NewFileSet(), vars: map[string]bool{}}
	for i, cell := range c.Cells {
		parsed, bad := frontend.Parse(d.fset, i+1, cell.Source)
		if len(bad) > 0 {
			return nil, fmt.Errorf("cell %d: %v", i+1, bad[0])
		}
		if parsed.Program {
			return nil, fmt.Errorf("cell %d is a program", i+1)
		}
		d.cell(parsed)
	}
	// The first draft gives variables their values where they are declared, so
	// that the type checker finds their types.
	if err := d.learn(d.file(nil)); err != nil {
		return nil, err
	}
	source := d.file(d.types)
	return format.Source(d.unused(source))
}

type deriver struct {
	fset    *token.FileSet
	imports []string
	decls   []string          // the text of constants, types and functions
	order   []string          // the names of variables
	vars    map[string]bool   // the same, as a set
	values  []string          // a declaration with a value for each variable, or group of them
	cells   [][]string        // the statements of each cell
	last    []string          // the last expression of each cell, if it has one
	types   map[string]string // of the variables, when they are known
	shown   map[int]string    // how a cell shows its value, when that is known
}

// cell takes a cell apart.
func (d *deriver) cell(c *frontend.Cell) {
	for _, i := range c.Imports {
		d.imports = append(d.imports, d.text(i))
	}
	for _, decl := range c.Decls {
		if g, ok := decl.(*ast.GenDecl); !ok || g.Tok != token.VAR {
			d.decls = append(d.decls, d.text(decl))
		}
	}
	var body []string
	last := ""
	for i, s := range c.Body {
		switch s := s.(type) {
		case *ast.AssignStmt:
			if s.Tok == token.DEFINE {
				body = append(body, d.define(s))
				continue
			}
		case *ast.DeclStmt:
			if g := s.Decl.(*ast.GenDecl); g.Tok == token.VAR {
				for _, spec := range g.Specs {
					body = append(body, d.variable(spec.(*ast.ValueSpec)))
				}
				continue
			}
		case *ast.ExprStmt:
			if i == len(c.Body)-1 {
				last = d.text(s.X)
				continue
			}
		}
		body = append(body, d.text(s))
	}
	d.cells = append(d.cells, body)
	d.last = append(d.last, last)
}

// define declares the variables of x, y := f() and returns the assignment.
func (d *deriver) define(s *ast.AssignStmt) string {
	var names []string
	for _, l := range s.Lhs {
		names = append(names, l.(*ast.Ident).Name)
	}
	right := d.list(s.Rhs)
	d.declare(names, "", right)
	return strings.Join(names, ", ") + " = " + right
}

// variable declares the variables of var x, y T = f() and returns the assignment.
func (d *deriver) variable(s *ast.ValueSpec) string {
	var names []string
	for _, id := range s.Names {
		names = append(names, id.Name)
	}
	typ, right := "", d.list(s.Values)
	if s.Type != nil {
		typ = d.text(s.Type)
	}
	d.declare(names, typ, right)
	left := strings.Join(names, ", ")
	if right != "" {
		return left + " = " + right
	}
	zeros := make([]string, len(names))
	for i := range zeros {
		zeros[i] = "*new(" + typ + ")"
	}
	return left + " = " + strings.Join(zeros, ", ")
}

// declare declares variables. Those that were declared before live on, as they
// do in a session, and are blank in the declaration.
func (d *deriver) declare(names []string, typ, right string) {
	list := make([]string, len(names))
	fresh := false
	for i, name := range names {
		list[i] = "_"
		if name != "_" && !d.vars[name] {
			d.vars[name], fresh = true, true
			d.order = append(d.order, name)
			list[i] = name
		}
	}
	if !fresh {
		return
	}
	text := "var " + strings.Join(list, ", ") + " " + typ
	if right != "" {
		text += " = " + right
	}
	d.values = append(d.values, text)
}

func (d *deriver) list(list []ast.Expr) string {
	var texts []string
	for _, e := range list {
		texts = append(texts, d.text(e))
	}
	return strings.Join(texts, ", ")
}

func (d *deriver) text(n ast.Node) string {
	var b bytes.Buffer
	if err := format.Node(&b, d.fset, n); err != nil {
		panic(err)
	}
	return b.String()
}

// file writes the program, with types for the variables or, where that is nil,
// with values.
func (d *deriver) file(types map[string]string) []byte {
	var b bytes.Buffer
	b.WriteString("package main\n\n")
	for _, i := range d.autoImports() {
		fmt.Fprintf(&b, "import %s\n", i)
	}
	b.WriteString(plainDriver)
	for _, decl := range d.decls {
		fmt.Fprintf(&b, "\n%s\n", decl)
	}
	if types == nil {
		fmt.Fprintf(&b, "\n%s\n", strings.Join(d.values, "\n"))
	}
	for _, name := range d.order {
		if types != nil {
			fmt.Fprintf(&b, "\nvar %s %s\n", name, types[name])
		}
	}
	for i, body := range d.cells {
		fmt.Fprintf(&b, "\nfunc plainCell%d() {\n%s\n", i+1, strings.Join(body, "\n"))
		switch last := d.last[i]; {
		case last == "":
		case types == nil:
			fmt.Fprintf(&b, "%s\n", last)
		default:
			fmt.Fprintf(&b, d.shown[i]+"\n", last)
		}
		b.WriteString("}\n")
	}
	b.WriteString("\nfunc main() {\n")
	for i := range d.cells {
		fmt.Fprintf(&b, "plainRun(plainCell%d)\n", i+1)
	}
	b.WriteString("}\n")
	return b.Bytes()
}

// autoImports are the imports of the cells, and those that a session makes by itself.
func (d *deriver) autoImports() []string {
	imports := slices.Clone(d.imports)
	var all strings.Builder
	all.WriteString("package main\n" + strings.Join(d.decls, "\n") + "\n" + strings.Join(d.values, "\n") + "\nfunc _() {\n")
	for i, body := range d.cells {
		all.WriteString(strings.Join(body, "\n") + "\n" + d.last[i] + "\n")
	}
	all.WriteString("}\n")
	file, err := parser.ParseFile(token.NewFileSet(), "", all.String(), 0)
	if file == nil {
		panic(err)
	}
	named := map[string]bool{}
	for _, i := range imports {
		name, _, hasName := strings.Cut(i, " ")
		if !hasName {
			path, _ := strconv.Unquote(i)
			name = exportdata.Name(path)
		}
		named[name] = true
	}
	for _, id := range file.Unresolved {
		if named[id.Name] || d.vars[id.Name] {
			continue
		}
		if paths := exportdata.Named(id.Name); len(paths) > 0 && types.Universe.Lookup(id.Name) == nil {
			named[id.Name] = true
			imports = append(imports, strconv.Quote(paths[0]))
		}
	}
	slices.Sort(imports)
	return slices.Compact(imports)
}

// learn type-checks the first draft.
func (d *deriver) learn(draft []byte) error {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "draft.go", draft, 0)
	if err != nil {
		return err
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	// Errors are left to the Go command: the draft has some that the program
	// has not, such as cycles between variables and functions.
	config := types.Config{Importer: exportdata.NewImporter(), Error: func(error) {}}
	pkg, _ := config.Check("main", fset, []*ast.File{file}, info)
	d.types, d.shown = map[string]string{}, map[int]string{}
	for _, name := range d.order {
		obj := pkg.Scope().Lookup(name)
		if obj == nil {
			return fmt.Errorf("the type of %s is not known", name)
		}
		d.types[name] = types.TypeString(obj.Type(), func(p *types.Package) string {
			if p == pkg {
				return ""
			}
			return p.Name()
		})
		if strings.Contains(d.types[name], "invalid type") {
			return fmt.Errorf("the type of %s is not known", name)
		}
	}
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		number, isCell := "", false
		if ok {
			number, isCell = strings.CutPrefix(f.Name.Name, "plainCell")
		}
		if !isCell || len(f.Body.List) == 0 {
			continue
		}
		n, err := strconv.Atoi(number)
		if err != nil || d.last[n-1] == "" {
			continue
		}
		if s, ok := f.Body.List[len(f.Body.List)-1].(*ast.ExprStmt); ok {
			d.shown[n-1] = showing(info, s.X)
		}
	}
	return nil
}

// showing is the format of the statement that shows a cell's last expression.
func showing(info *types.Info, x ast.Expr) string {
	tv := info.Types[x]
	if tv.IsVoid() || tv.Type == nil {
		return "%s"
	}
	call, isCall := ast.Unparen(x).(*ast.CallExpr)
	if isCall {
		if s, ok := call.Fun.(*ast.SelectorExpr); ok {
			f, _ := info.Uses[s.Sel].(*types.Func)
			if f != nil && f.Pkg() != nil && f.Pkg().Path() == "fmt" && f.Signature().Results().Len() == 2 {
				return "%s"
			}
		}
		if types.Identical(tv.Type, types.Universe.Lookup("error").Type()) {
			return "plainOutcome(%s)"
		}
	}
	return "plainShow(%s)"
}

// unused removes imports that are not used, which cells may have.
func (d *deriver) unused(source []byte) []byte {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", source, parser.ParseComments)
	if err != nil {
		return source
	}
	for _, i := range slices.Clone(file.Imports) {
		path, _ := strconv.Unquote(i.Path.Value)
		name := ""
		if i.Name != nil {
			name = i.Name.Name
		}
		if name != "_" && name != "." && !usesName(file, cmp.Or(name, exportdata.Name(path))) {
			astutil.DeleteNamedImport(fset, file, name, path)
		}
	}
	var b bytes.Buffer
	if format.Node(&b, fset, file) != nil {
		return source
	}
	return b.Bytes()
}

func usesName(file *ast.File, name string) bool {
	return slices.ContainsFunc(file.Unresolved, func(id *ast.Ident) bool { return id.Name == name })
}

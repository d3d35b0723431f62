package conformance

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"gonymede/interp/frontend/exportdata"
)

// errNotMain is returned for a program whose package is not main.
var errNotMain = errors.New("its package is not main")

// Cells cuts a program into cells, as somebody would type it into a notebook:
// first its imports, then each of its declarations behind those that it needs,
// and at last a call of main. Declarations that need each other share a cell,
// and a type comes with its methods. Variables come in the order in which Go
// initializes them; init functions come last.
func (p Program) Cells() ([]string, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, p.Name, p.Source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("parse: %w", err)
	}
	if file.Name.Name != "main" {
		return nil, errNotMain
	}
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: exportdata.NewImporter(), Sizes: types.SizesFor("gc", "amd64")}
	if _, err := config.Check("main", fset, []*ast.File{file}, info); err != nil {
		return nil, fmt.Errorf("type-check: %w", err)
	}
	s := &splitter{fset: fset, source: p.Source, info: info, of: map[types.Object]*unit{}}
	imports := s.add(file)
	s.connect()
	var cells []string
	if imports != "" {
		cells = append(cells, imports)
	}
	for _, group := range s.groups() {
		slices.SortFunc(group, func(a, b *unit) int { return cmp.Compare(a.number, b.number) })
		var texts []string
		for _, u := range group {
			texts = append(texts, u.texts...)
		}
		cells = append(cells, strings.Join(texts, "\n\n"))
	}
	return append(cells, "main()"), nil
}

// A unit is a declaration that is not cut further, a type's with its methods.
type unit struct {
	number int // in the source
	nodes  []ast.Decl
	texts  []string
	needs  []*unit
	last   bool // an init function

	// of Tarjan's algorithm
	index, low int
	onStack    bool
}

type splitter struct {
	fset   *token.FileSet
	source []byte
	info   *types.Info
	units  []*unit
	of     map[types.Object]*unit // who declares it
}

// add makes units of a file's declarations and returns the text of its imports.
func (s *splitter) add(file *ast.File) (imports string) {
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			if d.Tok == token.IMPORT {
				imports += s.text(d) + "\n"
				continue
			}
			s.unit(d)
		case *ast.FuncDecl:
			if d.Recv == nil {
				u := s.unit(d)
				u.last = d.Name.Name == "init"
			}
		}
	}
	for _, d := range file.Decls { // methods may stand before their types
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil {
			s.method(f)
		}
	}
	return strings.TrimSuffix(imports, "\n")
}

// unit makes a unit of a declaration.
func (s *splitter) unit(d ast.Decl) *unit {
	u := &unit{number: len(s.units), nodes: []ast.Decl{d}, texts: []string{s.text(d)}}
	s.units = append(s.units, u)
	for _, id := range declaredNames(d) {
		if obj := s.info.Defs[id]; obj != nil {
			s.of[obj] = u
		}
	}
	return u
}

func declaredNames(d ast.Decl) []*ast.Ident {
	if f, ok := d.(*ast.FuncDecl); ok {
		return []*ast.Ident{f.Name}
	}
	var names []*ast.Ident
	for _, spec := range d.(*ast.GenDecl).Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			names = append(names, spec.Name)
		case *ast.ValueSpec:
			names = append(names, spec.Names...)
		}
	}
	return names
}

// method adds a method to the unit of its type.
func (s *splitter) method(f *ast.FuncDecl) {
	obj, ok := s.info.Defs[f.Name].(*types.Func)
	if !ok {
		return
	}
	t := types.Unalias(obj.Signature().Recv().Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	u := s.of[t.(*types.Named).Origin().Obj()]
	u.nodes, u.texts = append(u.nodes, f), append(u.texts, s.text(f))
	s.of[obj] = u
}

// text is a declaration with the comments before it, among which are directives.
func (s *splitter) text(d ast.Decl) string {
	start := d.Pos()
	var doc *ast.CommentGroup
	switch d := d.(type) {
	case *ast.GenDecl:
		doc = d.Doc
	case *ast.FuncDecl:
		doc = d.Doc
	}
	if doc != nil {
		start = doc.Pos()
	}
	file := s.fset.File(start)
	return string(s.source[file.Offset(start):file.Offset(d.End())])
}

// connect finds what each unit needs.
func (s *splitter) connect() {
	for _, u := range s.units {
		for _, n := range u.nodes {
			ast.Inspect(n, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					if v := s.of[origin(s.info.Uses[id])]; v != nil && v != u {
						u.needs = append(u.needs, v)
					}
				}
				return true
			})
		}
	}
	var before *unit
	for _, init := range s.info.InitOrder {
		if u := s.of[init.Lhs[0]]; u != nil { // nil: all its variables are blank
			if before != nil && before != u {
				u.needs = append(u.needs, before)
			}
			before = u
		}
	}
}

// origin is a generic declaration for what an instance of it has.
func origin(obj types.Object) types.Object {
	switch obj := obj.(type) {
	case *types.Func:
		return obj.Origin()
	case *types.Var:
		return obj.Origin()
	}
	return obj
}

// groups returns units that need each other together, and each group behind
// those that it needs (Tarjan's strongly connected components).
func (s *splitter) groups() [][]*unit {
	var groups [][]*unit
	var stack []*unit
	next := 0
	var visit func(u *unit)
	visit = func(u *unit) {
		next++
		u.index, u.low, u.onStack = next, next, true
		stack = append(stack, u)
		for _, v := range u.needs {
			switch {
			case v.index == 0:
				visit(v)
				u.low = min(u.low, v.low)
			case v.onStack:
				u.low = min(u.low, v.index)
			}
		}
		if u.low != u.index {
			return
		}
		at := slices.Index(stack, u)
		group := slices.Clone(stack[at:])
		stack = stack[:at]
		for _, v := range group {
			v.onStack = false
		}
		groups = append(groups, group)
	}
	for _, last := range []bool{false, true} {
		for _, u := range s.units {
			if u.last == last && u.index == 0 {
				visit(u)
			}
		}
	}
	return groups
}

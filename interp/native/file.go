package native

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"sort"
	"strings"

	"gonymede/interp/frontend"
)

// file is one file of a package: what comes from the text of one cell.
type file struct {
	cell    int
	source  string
	lines   []int // the offset at which each line of source begins
	imports map[string]string
	dots    map[string]bool // packages that are imported as .
	inits   []string        // the names that functions init were given
	head    strings.Builder
	body    *strings.Builder
}

// text is the whole file.
func (f *file) text(g *generator) string {
	var b strings.Builder
	b.WriteString("package main\n")
	fmt.Fprintf(&b, "import %s %q\n", cellAlias, cellPath)
	fmt.Fprintf(&b, "import %s \"sync/atomic\"\n", atomicAlias)
	for _, name := range sortedKeys(f.imports) {
		fmt.Fprintf(&b, "import %s %q\n", name, f.imports[name])
	}
	for _, path := range sortedKeys(f.dots) {
		fmt.Fprintf(&b, "import . %q\n", path)
	}
	if f == g.own {
		// The scopes of the session's packages chain, the last one innermost, for
		// all files.
		for _, p := range g.homes.inOrder(g.out.session) {
			fmt.Fprintf(&b, "import . %q\n", p)
		}
	}
	fmt.Fprintf(&b, "var _ = %s.LoadUint32\nvar _ = %s.Poll\n", atomicAlias, cellAlias)
	b.WriteString(f.head.String())
	b.WriteString(f.body.String())
	return b.String()
}

// line says where the text that follows stands in its cell.
func (f *file) line(g *generator, pos token.Pos) {
	where := g.unit.Fset.Position(pos)
	fmt.Fprintf(f.body, "\n//line %s:%d:%d\n", where.Filename, where.Line, where.Column)
}

// offset of a position in the cell's text.
func (f *file) offset(pos token.Position) int {
	if pos.Line < 1 || pos.Line > len(f.lines) {
		return len(f.source)
	}
	return min(f.lines[pos.Line-1]+pos.Column-1, len(f.source))
}

func lineStarts(text string) []int {
	starts := []int{0}
	for i := range len(text) {
		if text[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// replacement is new text for a range of the cell's.
type replacement struct {
	start, end token.Pos
	text       string
}

// edited writes the text from start to end, with the changes that its syntax
// needs. The changes add no line.
func (g *generator) edited(f *file, n ast.Node, outer *function, start, end token.Pos, more ...replacement) {
	list := append(g.replacements(f, n, outer), more...)
	sort.SliceStable(list, func(i, j int) bool { return list[i].start < list[j].start })
	_, at := g.at(start)
	for _, r := range list {
		_, from := g.at(r.start)
		_, to := g.at(r.end)
		if from < at || to > len(f.source) {
			continue
		}
		f.body.WriteString(f.source[at:from])
		f.body.WriteString(r.text)
		at = to
	}
	_, stop := g.at(end)
	if stop > at {
		f.body.WriteString(f.source[at:stop])
	}
}

// need imports the package of an object of the session.
func (g *generator) need(obj types.Object) {
	if g.unit.Declares(obj) {
		return // the pointers of variables are declared in any case, see variables
	}
	if p, ok := g.homes.of(obj); ok {
		g.out.session[p] = true
		return
	}
	switch obj := obj.(type) {
	case *types.Var:
		g.adopt(obj, obj)
	case *types.Const:
		g.failAt(obj.Pos(), "the interpreted constant "+obj.Name())
	default:
		g.failAt(obj.Pos(), "what the interpreted declaration of "+obj.Name()+" declares")
	}
}

// typeText writes a type for this file, "" where no source can name it.
func (f *file) typeText(g *generator, t types.Type) string {
	e, err := frontend.TypeExpr(t, typeNames{f, g})
	if err != nil {
		return ""
	}
	text := sourceText(e)
	if strings.Contains(text, "unsafe.Pointer") {
		f.imports["unsafe"] = "unsafe"
	}
	return text
}

// typeNames names the types of variables in a file. Packages get names of their
// own, which nothing in the user's text hides.
type typeNames struct {
	f *file
	g *generator
}

func (n typeNames) TypeName(obj *types.TypeName) ast.Expr {
	if obj.Pkg() == nil {
		return ast.NewIdent(obj.Name())
	}
	if obj.Pkg().Path() == frontend.SessionPath {
		if obj.Parent() == obj.Pkg().Scope() {
			n.g.need(obj)
		}
		return ast.NewIdent(obj.Name())
	}
	alias := strings.ReplaceAll(path.Base(obj.Pkg().Path()), "-", "_")
	alias = fmt.Sprintf("%s%s%d", mark, strings.ReplaceAll(alias, ".", "_"), len(n.f.imports))
	for name, p := range n.f.imports {
		if p == obj.Pkg().Path() && strings.Contains(name, mark) {
			alias = name
		}
	}
	n.f.imports[alias] = obj.Pkg().Path()
	return &ast.SelectorExpr{X: ast.NewIdent(alias), Sel: ast.NewIdent(obj.Name())}
}

func (n typeNames) Instance(generic *types.TypeName, args []ast.Expr) ast.Expr {
	return frontend.Index(n.TypeName(generic), args)
}

func (n typeNames) FieldName(f *types.Var) string { return f.Name() }

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

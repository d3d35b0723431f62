package frontend

import (
	"fmt"
	"go/ast"
	"go/doc/comment"
	"go/types"
	"strings"

	"gonymede/interp/magic"
	"gonymede/interp/protocol"
)

// Inspect describes what stands at the cursor, a byte offset: a name, a magic, or
// the function whose arguments are being written. Detail 1 adds the source. live
// returns the text of a session variable's value, "" for none; it may be nil.
func (c *Checker) Inspect(s *Scope, code string, cursor, detail int, live func(*types.Var) string) protocol.Inspection {
	cursor = min(max(cursor, 0), len(code))
	if found, ok := inspectMagic(code, cursor); ok {
		return found
	}
	code = magic.Split(code).Go
	v := c.look(s, code)
	if v == nil {
		v = c.look(s, code[:cursor])
	}
	if v == nil {
		return protocol.Inspection{}
	}
	obj := v.object(cursor)
	if obj == nil {
		obj = c.packageNamed(code, cursor)
	}
	if obj == nil {
		if obj = v.called(cursor); obj == nil {
			return protocol.Inspection{}
		}
	}
	d := c.describe(s, obj)
	if variable, ok := s.variable(obj); ok && live != nil {
		d.value = live(variable)
	}
	plain, markdown := d.plain(detail), d.markdown(detail)
	return protocol.Inspection{Found: true, Data: map[string]any{"text/plain": plain, "text/markdown": markdown}}
}

// variable is the session's variable that an object is, or that it would assign to
// if its cell ran.
func (s *Scope) variable(obj types.Object) (*types.Var, bool) {
	d := s.decls[obj.Name()]
	if d == nil || !d.isVar() || d.Stale != 0 {
		return nil, false
	}
	v := d.Object.(*types.Var)
	return v, v == obj || IsSessionObject(obj) && types.Identical(v.Type(), obj.Type())
}

// object is what the name at an offset stands for.
func (v *view) object(offset int) types.Object {
	var found types.Object
	start, end := word(v.text, offset)
	if start == end {
		return nil
	}
	v.nodes(func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || v.offset(id.Pos()) != start || id.Name != v.text[start:end] {
			return true
		}
		if obj := v.pass.info.Uses[id]; obj != nil {
			found = obj
		} else if obj := v.pass.info.Defs[id]; obj != nil {
			found = obj
		}
		return true
	})
	if found == nil {
		_, found = v.scope(offset).LookupParent(v.text[start:end], 0)
	}
	return found
}

// packageNamed is the package that a name stands for where nothing else does.
func (c *Checker) packageNamed(code string, cursor int) types.Object {
	start, end := word(code, cursor)
	path := (&pass{checker: c}).guess(code[start:end], nil)
	if path == "" {
		return nil
	}
	pkg, err := c.importer.Import(path)
	if err != nil {
		return nil
	}
	return types.NewPkgName(0, nil, pkg.Name(), pkg)
}

// called is the function of the innermost call whose arguments the offset is in.
func (v *view) called(offset int) types.Object {
	var found types.Object
	v.nodes(func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !call.Lparen.IsValid() || offset <= v.offset(call.Lparen) || offset > v.offset(call.End()) {
			return true
		}
		if id := calledIdent(call.Fun); id != nil {
			if obj := v.pass.info.Uses[id]; obj != nil {
				found = obj
			}
		}
		return true
	})
	return found
}

func calledIdent(e ast.Expr) *ast.Ident {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return e.Sel
	case *ast.IndexExpr:
		return calledIdent(e.X)
	case *ast.IndexListExpr:
		return calledIdent(e.X)
	}
	return nil
}

// A description is what is known of an object.
type description struct {
	signature string // as Go source
	doc       string // the doc comment's text
	source    string // as Go source
	where     string
	value     string // of a session's variable, as Go source
}

func (c *Checker) describe(s *Scope, obj types.Object) description {
	d := description{signature: objectString(obj)}
	if pkg, ok := obj.(*types.PkgName); ok {
		d.signature = fmt.Sprintf("package %s // import %q", pkg.Imported().Name(), pkg.Imported().Path())
		d.doc = c.library.packageDoc(pkg.Imported().Path())
		return d
	}
	if obj.Pkg() == nil {
		d.doc, d.source = c.library.documented("builtin", obj)
		if d.source != "" {
			d.signature = d.source
		}
		return d
	}
	if obj.Pkg().Path() != SessionPath {
		d.doc, d.source = c.library.documented(obj.Pkg().Path(), obj)
		d.where = obj.Pkg().Path()
		return d
	}
	c.describeOwn(s, obj, &d)
	return d
}

// describeOwn describes what a cell has declared: where, its comment, its source.
func (c *Checker) describeOwn(s *Scope, obj types.Object, d *description) {
	decl := s.decls[obj.Name()]
	src := source{}
	switch f, isFunc := obj.(*types.Func); {
	case isFunc && f.Signature().Recv() != nil:
		t := s.decls[receiverOf(obj)]
		if t == nil || t.methods[obj.Name()].text == "" {
			return
		}
		src = t.methods[obj.Name()]
		d.source = src.text
	case decl == nil || decl.Object != obj:
		return
	case decl.isVar():
		src = source{cell: decl.Cell, start: decl.at}
	default:
		src = decl.src
		d.source = src.text
		if src.spec {
			d.source = "type " + d.source
		}
		for _, name := range sortedKeys(decl.methods) {
			d.source += "\n\n" + decl.methods[name].text
		}
	}
	text := s.sources[src.cell]
	if src.start > len(text) {
		return
	}
	d.where = fmt.Sprintf("declared in %s, line %d", CellName(src.cell), Position(src.cell, text, src.start).Line)
	d.doc = commentBefore(text, src.start)
}

// objectString is an object's declaration as go doc prints it.
func objectString(obj types.Object) string {
	text := types.ObjectString(obj, Qualifier)
	if t, ok := obj.(*types.TypeName); ok && t.Type() != nil {
		text = "type " + t.Name() + " " + strings.NewReplacer("; ", "\n\t", "{", " {\n\t", "}", "\n}").Replace(types.TypeString(t.Type().Underlying(), Qualifier))
		if st, ok := t.Type().Underlying().(*types.Struct); ok {
			text = structString(t.Name(), st)
		}
	}
	if c, ok := obj.(*types.Const); ok {
		text += " = " + c.Val().String()
	}
	return text
}

func structString(name string, st *types.Struct) string {
	var b strings.Builder
	fmt.Fprintf(&b, "type %s struct {\n", name)
	private := false
	for f := range st.Fields() {
		if !f.Exported() && f.Pkg() != nil && f.Pkg().Path() != SessionPath {
			private = true
			continue
		}
		if f.Embedded() {
			fmt.Fprintf(&b, "\t%s\n", types.TypeString(f.Type(), Qualifier))
			continue
		}
		fmt.Fprintf(&b, "\t%s %s\n", f.Name(), types.TypeString(f.Type(), Qualifier))
	}
	if private {
		b.WriteString("\t// has unexported fields\n")
	}
	return b.String() + "}"
}

// commentBefore is the text of the line comments right before a declaration.
func commentBefore(source string, offset int) string {
	offset = strings.LastIndexByte(source[:offset], '\n') + 1
	var lines []string
	for offset > 0 {
		start := strings.LastIndexByte(source[:offset-1], '\n') + 1
		text, ok := strings.CutPrefix(strings.TrimSpace(source[start:offset]), "//")
		if !ok {
			break
		}
		lines = append([]string{strings.TrimPrefix(text, " ")}, lines...)
		offset = start
	}
	return strings.Join(lines, "\n")
}

func (d description) plain(detail int) string {
	parts := []string{d.signature}
	if d.value != "" {
		parts[0] += " = " + d.value
	}
	if d.where != "" {
		parts[0] += "\n// " + d.where
	}
	if d.doc != "" {
		p := new(comment.Parser).Parse(d.doc)
		parts = append(parts, strings.TrimRight(string(new(comment.Printer).Text(p)), "\n"))
	}
	if detail > 0 && d.source != "" {
		parts = append(parts, d.source)
	}
	return strings.Join(parts, "\n\n") + "\n"
}

func (d description) markdown(detail int) string {
	code := d.signature
	if d.value != "" {
		code += " = " + d.value
	}
	parts := []string{"```go\n" + code + "\n```"}
	if d.where != "" {
		parts = append(parts, "*"+d.where+"*")
	}
	if d.doc != "" {
		p := new(comment.Parser).Parse(d.doc)
		printer := comment.Printer{HeadingLevel: 4, DocLinkURL: func(l *comment.DocLink) string { return l.DefaultURL("https://pkg.go.dev") }}
		parts = append(parts, strings.TrimRight(string(printer.Markdown(p)), "\n"))
	}
	if detail > 0 && d.source != "" {
		parts = append(parts, "```go\n"+d.source+"\n```")
	}
	return strings.Join(parts, "\n\n") + "\n"
}

package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
	"sort"
	"strconv"
	"strings"

	"gonymede/interp/frontend/exportdata"
	"gonymede/interp/magic"
	"gonymede/interp/protocol"
)

// Complete lists what may stand in the place of the name before the cursor, a
// byte offset.
func (c *Checker) Complete(s *Scope, code string, cursor int) protocol.Completion {
	cursor = min(max(cursor, 0), len(code))
	if found, ok := c.completeMagic(s, code, cursor); ok {
		return found
	}
	code = magic.Split(code).Go
	if start, quote, ok := inString(code, cursor); ok {
		return c.completeString(code, start, cursor, quote)
	}
	start := wordStart(code, cursor)
	found := protocol.Completion{Start: start, End: cursor, Matches: []protocol.CompletionItem{}}
	if inComment(code, cursor) || start < cursor && '0' <= code[start] && code[start] <= '9' {
		return found
	}
	// What follows the cursor may not parse with a name before it.
	for _, text := range []string{code[:start] + placeholder + code[cursor:], code[:start] + placeholder} {
		v := c.look(s, text)
		if v == nil {
			continue
		}
		if strings.HasSuffix(strings.TrimRight(code[:start], " \t\r\n"), ".") {
			if items, ok := v.members(); ok {
				found.Matches = matching(items, code[start:cursor])
				return found
			}
			continue
		}
		found.Matches = matching(v.names(s, start), code[start:cursor])
		return found
	}
	return found
}

// matching keeps the items that begin with a prefix, and where none does those
// that begin with it in other cases of letters.
func matching(items []protocol.CompletionItem, prefix string) []protocol.CompletionItem {
	exact, folded := []protocol.CompletionItem{}, []protocol.CompletionItem{}
	seen := map[string]bool{}
	for _, it := range items {
		if seen[it.Text] || strings.ContainsRune(it.Text, hidden) || it.Text == "_" {
			continue
		}
		seen[it.Text] = true
		switch {
		case strings.HasPrefix(it.Text, prefix):
			exact = append(exact, it)
		case len(it.Text) >= len(prefix) && strings.EqualFold(it.Text[:len(prefix)], prefix):
			folded = append(folded, it)
		}
	}
	if len(exact) == 0 {
		return folded
	}
	return exact
}

// members lists what may follow the dot before the placeholder.
func (v *view) members() ([]protocol.CompletionItem, bool) {
	var sel *ast.SelectorExpr
	v.nodes(func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.Name == placeholder {
			sel = s
		}
		return true
	})
	if sel == nil {
		return nil, false
	}
	if id, ok := sel.X.(*ast.Ident); ok {
		if pkg, ok := v.pass.info.Uses[id].(*types.PkgName); ok {
			return packageMembers(pkg.Imported()), true
		}
	}
	tv, ok := v.pass.info.Types[sel.X]
	if !ok || tv.Type == nil || tv.Type == types.Typ[types.Invalid] {
		return nil, false
	}
	return typeMembers(tv.Type, !tv.IsType()), true
}

func packageMembers(pkg *types.Package) []protocol.CompletionItem {
	var items []protocol.CompletionItem
	for _, name := range pkg.Scope().Names() {
		if token.IsExported(name) {
			items = append(items, completionOf(pkg.Scope().Lookup(name)))
		}
	}
	return items
}

// typeMembers lists the fields, if wanted, and the methods of a type, also
// those that embedding promotes.
func typeMembers(t types.Type, fields bool) []protocol.CompletionItem {
	var items []protocol.CompletionItem
	visible := func(obj types.Object) bool {
		return obj.Exported() || obj.Pkg() != nil && obj.Pkg().Path() == SessionPath
	}
	if fields {
		walkFields(t, map[types.Type]bool{}, func(f *types.Var) {
			if visible(f) {
				items = append(items, completionOf(f))
			}
		})
	}
	recv := t
	if _, isPtr := t.Underlying().(*types.Pointer); !isPtr && !types.IsInterface(t) {
		recv = types.NewPointer(t)
	}
	set := types.NewMethodSet(recv)
	var methods []protocol.CompletionItem
	for m := range set.Methods() {
		if visible(m.Obj()) {
			methods = append(methods, completionOf(m.Obj()))
		}
	}
	sort.Slice(methods, func(i, j int) bool { return methods[i].Text < methods[j].Text })
	return append(items, methods...)
}

// walkFields calls f for the fields of a structure and of those it embeds.
func walkFields(t types.Type, seen map[types.Type]bool, f func(*types.Var)) {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if seen[t] {
		return
	}
	seen[t] = true
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return
	}
	for field := range s.Fields() {
		f(field)
	}
	for field := range s.Fields() {
		if field.Embedded() {
			walkFields(field.Type(), seen, f)
		}
	}
}

// names lists what a name at an offset may stand for, the nearest first.
func (v *view) names(s *Scope, offset int) []protocol.CompletionItem {
	items := v.literalFields(offset)
	for scope := v.scope(offset); scope != nil && scope != types.Universe; scope = scope.Parent() {
		for _, name := range scope.Names() {
			obj := scope.Lookup(name)
			local := scope != v.pass.pkg.Scope() && obj.Pos().IsValid()
			if local && v.offset(obj.Pos()) >= offset {
				continue // declared after the cursor
			}
			if name != placeholder {
				items = append(items, completionOf(obj))
			}
		}
	}
	for _, name := range types.Universe.Names() {
		items = append(items, completionOf(types.Universe.Lookup(name)))
	}
	for t := token.BREAK; t <= token.VAR; t++ {
		items = append(items, protocol.CompletionItem{Text: t.String(), Type: "keyword"})
	}
	for _, name := range sortedKeys(s.imports) {
		items = append(items, protocol.CompletionItem{Text: name, Type: "package", Signature: s.imports[name]})
	}
	for _, path := range append(exportdata.Paths(), v.pass.checker.importer.Added()...) {
		if !strings.Contains("/"+path+"/", "/internal/") {
			items = append(items, protocol.CompletionItem{Text: exportdata.Name(path), Type: "package", Signature: path})
		}
	}
	return items
}

// literalFields lists the fields of the structure literal around an offset.
func (v *view) literalFields(offset int) []protocol.CompletionItem {
	var inner *ast.CompositeLit
	v.nodes(func(n ast.Node) bool {
		if l, ok := n.(*ast.CompositeLit); ok && v.covers(l, offset) && v.offset(l.Lbrace) < offset {
			inner = l
		}
		return true
	})
	if inner == nil {
		return nil
	}
	t := v.pass.info.TypeOf(inner)
	if t == nil {
		return nil
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	st, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	set := map[string]bool{}
	for _, e := range inner.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if id, ok := kv.Key.(*ast.Ident); ok {
				set[id.Name] = true
			}
			if v.covers(kv.Value, offset) {
				return nil
			}
		}
	}
	var items []protocol.CompletionItem
	for f := range st.Fields() {
		if !set[f.Name()] && (f.Exported() || f.Pkg().Path() == SessionPath) {
			items = append(items, completionOf(f))
		}
	}
	return items
}

// completionOf describes an object.
func completionOf(obj types.Object) protocol.CompletionItem {
	it := protocol.CompletionItem{Text: obj.Name()}
	if obj.Type() != nil {
		it.Signature = types.TypeString(obj.Type(), Qualifier)
	}
	switch obj := obj.(type) {
	case *types.Func:
		it.Type = "function"
		if obj.Signature().Recv() != nil {
			it.Type = "method"
		}
		it.Signature = strings.TrimPrefix(it.Signature, "func")
	case *types.Builtin:
		it.Type, it.Signature = "function", ""
	case *types.Var:
		it.Type = "variable"
		if obj.IsField() {
			it.Type = "field"
		}
	case *types.Const:
		it.Type = "constant"
		it.Signature += " = " + obj.Val().String()
	case *types.TypeName:
		it.Type, it.Signature = "type", types.TypeString(obj.Type().Underlying(), Qualifier)
		if len(it.Signature) > 60 {
			it.Signature, _, _ = strings.Cut(it.Signature, "{")
		}
	case *types.PkgName:
		it.Type, it.Signature = "package", obj.Imported().Path()
	case *types.Nil:
		it.Type, it.Signature = "constant", ""
	}
	return it
}

// inString reports whether the cursor is inside a string, where its text
// begins, and the quote.
func inString(code string, cursor int) (start int, quote byte, ok bool) {
	for _, l := range lex([]byte(code[:cursor])) {
		if l.tok != token.STRING {
			continue
		}
		closed := len(l.lit) > 1 && l.lit[len(l.lit)-1] == l.lit[0]
		if l.start < cursor && (!closed || cursor < l.end) && cursor <= l.end {
			return l.start + 1, l.lit[0], true
		}
	}
	return 0, 0, false
}

// inComment reports whether the cursor is inside a comment.
func inComment(code string, cursor int) bool {
	end := 0
	for _, l := range lex([]byte(code[:cursor])) {
		end = l.end
	}
	rest := code[end:cursor]
	at := strings.Index(rest, "//")
	return at >= 0 && !strings.Contains(rest[at:], "\n") || strings.LastIndex(rest, "/*") > strings.LastIndex(rest, "*/")
}

// completeString completes import paths in import declarations, and the names
// of files elsewhere.
func (c *Checker) completeString(code string, start, cursor int, quote byte) protocol.Completion {
	typed := code[start:cursor]
	found := complete(cursor, typed)
	for _, p := range split([]byte(code)) {
		if p.kind == partImport && p.start < start && start <= p.end {
			for _, path := range append(exportdata.Paths(), c.importer.Added()...) {
				if strings.HasPrefix(path, typed) && !strings.Contains("/"+path+"/", "/internal/") {
					found.Matches = append(found.Matches, protocol.CompletionItem{Text: path, Type: "package"})
				}
			}
			return found
		}
	}
	if quote == '"' {
		if text, err := strconv.Unquote(`"` + typed + `"`); err == nil {
			typed = text
		}
	}
	found.Matches = fileNames(typed, false)
	return found
}

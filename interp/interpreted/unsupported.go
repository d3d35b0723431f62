package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"strconv"
	"strings"

	"gonymede/interp/executor"
	"gonymede/interp/frontend"
)

// refuse refuses a unit because of a construct. The details are the names that
// belong to it.
func (r *rewriter) refuse(pos token.Pos, c construct, details ...string) {
	if r.err == nil {
		r.err = &executor.UnsupportedError{Pos: r.unit.Fset.Position(pos), Construct: constructs[c].text(details...)}
	}
}

// unsupported looks for the constructs that yaegi runs wrongly and no rewrite mends.
func (r *rewriter) unsupported() error {
	look := func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Ident:
			if r.info.Defs[n] != nil && (n.Name == "nil" || n.Name == "iota" || n.Name == "true" || n.Name == "false") {
				r.refuse(n.Pos(), shadowedName, n.Name)
			}
		case *ast.BranchStmt:
			if n.Tok == token.GOTO {
				r.refuse(n.Pos(), gotoStatement, "")
			}
		}
		return r.err == nil
	}
	for _, d := range r.unit.Decls {
		ast.Inspect(d, look)
	}
	for _, s := range r.unit.Steps {
		switch {
		case s.Stmt != nil:
			ast.Inspect(s.Stmt, look)
		case s.Assign != nil:
			ast.Inspect(s.Assign, look)
		}
	}
	return r.err
}

// checkKeys refuses maps with keys that yaegi compares wrongly.
func (r *rewriter) checkKeys(m *ast.MapType) {
	if t := r.info.TypeOf(m.Key); t != nil && isInterface(t) && r.isInterfaceOfCells(t) && !r.hasParameter(t) {
		r.refuse(m.Pos(), interfaceKey, r.typeString(t))
	}
}

// watchers are functions that see how the interpreter works, instead of the cell.
var watchers = map[string]construct{
	"runtime.Caller": interpreterFrames, "runtime.Callers": interpreterFrames, "runtime.CallersFrames": interpreterFrames, "runtime.FuncForPC": interpreterFrames,
	"runtime.SetFinalizer": keptValue, "runtime.AddCleanup": keptValue,
}

// checkMember refuses functions of the standard library that would give other
// results than in compiled code.
func (r *rewriter) checkMember(sel *ast.SelectorExpr, path string) {
	full := path + "." + sel.Sel.Name
	if c, ok := watchers[full]; ok {
		r.refuse(sel.Pos(), c, full)
	}
}

// checkArguments refuses calls that hand values of cells' types to compiled code
// which looks at the types' names and methods.
func (r *rewriter) checkArguments(call *ast.CallExpr) {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return
	}
	f, ok := r.info.Uses[sel.Sel].(*types.Func)
	if !ok || f.Pkg() == nil {
		return
	}
	path := f.Pkg().Path()
	if path == "errors" {
		r.checkErrors(call, f.FullName())
	}
	for _, a := range call.Args {
		t := r.info.TypeOf(a)
		switch {
		case t == nil:
		case path == "errors" && f.Name() == "Is":
			r.inspects(a.Pos(), t)
		case path == "reflect" && (f.Name() == "TypeOf" || f.Name() == "ValueOf"):
			if r.i.hasOwn(t) || isInterface(t) && r.i.ownTypes {
				r.refuse(call.Pos(), reflectedType, "")
			}
		case encoders[path]:
			if why := hiddenFrom(path, t, map[types.Type]bool{}); why != "" {
				r.refuse(a.Pos(), hiddenEncoder, path, why)
			}
		}
	}
}

// checkErrors refuses to look into errors where there are some whose methods
// cannot be found: those of types that are no structures.
func (r *rewriter) checkErrors(call *ast.CallExpr, function string) {
	for _, own := range r.i.named {
		if r.isStructure(own) || !types.Implements(own, errorInterface) {
			continue
		}
		for _, name := range []string{"Is", "As", "Unwrap"} {
			if m, _, _ := types.LookupFieldOrMethod(own, true, own.Obj().Pkg(), name); m != nil {
				r.refuse(call.Pos(), hiddenEncoder, function, "the method "+name)
			}
		}
	}
}

var encoders = map[string]bool{"encoding/json": true, "encoding/xml": true, "encoding/gob": true, "html/template": true, "text/template": true}

// hiddenFrom finds, in a type of a cell or in a part of it, what an encoder or a
// template looks for and does not see: methods, and fields that are embedded.
func hiddenFrom(path string, t types.Type, seen map[types.Type]bool) string {
	t = types.Unalias(t)
	if seen[t] {
		return ""
	}
	seen[t] = true
	if named, ok := t.(*types.Named); ok {
		if named.Obj().Pkg() == nil || named.Obj().Pkg().Path() != frontend.SessionPath {
			return ""
		}
		for _, name := range []string{"MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText", "MarshalXML", "UnmarshalXML", "GobEncode", "GobDecode"} {
			if m, _, _ := types.LookupFieldOrMethod(named, true, named.Obj().Pkg(), name); m != nil {
				return "the method " + name
			}
		}
		if methods := types.NewMethodSet(types.NewPointer(named)); strings.HasSuffix(path, "/template") && methods.Len() > 0 {
			return "the method " + methods.At(0).Obj().Name()
		}
	}
	parts := []types.Type{}
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		parts = append(parts, u.Elem())
	case *types.Slice:
		parts = append(parts, u.Elem())
	case *types.Array:
		parts = append(parts, u.Elem())
	case *types.Map:
		parts = append(parts, u.Key(), u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if f.Embedded() {
				return "an embedded field"
			}
			parts = append(parts, f.Type())
		}
	}
	for _, p := range parts {
		if why := hiddenFrom(path, p, seen); why != "" {
			return why
		}
	}
	return ""
}

var yaegiPosition = regexp.MustCompile(`^(cell\[\d+\]):(\d+):(\d+): `)

// refused turns what yaegi says of a cell that type-checks into an
// [executor.UnsupportedError].
func refused(u *frontend.Unit, err error) error {
	text := clean(strings.TrimSpace(err.Error()))
	e := &executor.UnsupportedError{Pos: token.Position{Filename: frontend.CellName(u.Cell.Number), Line: 1, Column: 1}}
	if m := yaegiPosition.FindStringSubmatch(text); m != nil {
		e.Pos.Filename = m[1]
		e.Pos.Line, _ = strconv.Atoi(m[2])
		e.Pos.Column, _ = strconv.Atoi(m[3])
		text = text[len(m[0]):]
	}
	line, _, _ := strings.Cut(text, "\n")
	e.Construct = constructs[yaegiRefuses].text(line)
	return e
}

package native

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"gonymede/interp/frontend"
)

// checkpoint is what each loop does once per iteration. pollName is a local
// variable, so that a loop costs one load more and no other memory is touched.
const checkpoint = atomicAlias + ".LoadUint32(" + pollName + ");"

// function is a function whose text is being changed.
type function struct {
	body *ast.BlockStmt // nil for the cell's entry
	// polls is set where the function itself has a loop or a goto.
	polls bool
	// vars are the session variables that its loops use. Their pointers are
	// copied into local variables, which the compiler keeps in registers.
	vars map[string]bool
	// loops is how many loops are around what is being looked at.
	loops int
}

// beginning is what the function does first.
func (f *function) beginning() string {
	var b strings.Builder
	if f.polls {
		b.WriteString(pollName + " := " + cellAlias + ".Poll;")
	}
	for _, name := range sortedKeys(f.vars) {
		b.WriteString(name + mark + " := " + name + mark + ";")
	}
	return b.String()
}

// replacements lists the changes that syntax needs, and notes what it uses.
// outer is the function around it, nil for a declaration.
func (g *generator) replacements(f *file, n ast.Node, outer *function) []replacement {
	var list []replacement
	stack := []*function{outer}
	add := func(pos token.Pos, text string) { list = append(list, replacement{pos, pos, text}) }
	var nodes []ast.Node
	members := map[*ast.Ident]bool{} // what stands behind a dot
	ast.Inspect(n, func(n ast.Node) bool {
		in := stack[len(stack)-1]
		if n == nil {
			n, nodes = nodes[len(nodes)-1], nodes[:len(nodes)-1]
			switch n.(type) {
			case *ast.FuncDecl, *ast.FuncLit:
				if in.body != nil {
					if text := in.beginning(); text != "" {
						add(in.body.Lbrace+1, text)
					}
				}
				stack = stack[:len(stack)-1]
			case *ast.ForStmt, *ast.RangeStmt:
				in.loops--
			}
			return true
		}
		nodes = append(nodes, n)
		switch n := n.(type) {
		case *ast.FuncDecl:
			stack = append(stack, &function{body: n.Body, vars: map[string]bool{}})
		case *ast.FuncLit:
			stack = append(stack, &function{body: n.Body, vars: map[string]bool{}})
		case *ast.ForStmt:
			in.polls = true
			in.loops++
			list = append(list, loopCheckpoint(n.Body))
		case *ast.RangeStmt:
			in.polls = true
			in.loops++
			list = append(list, loopCheckpoint(n.Body))
		case *ast.GenDecl:
			g.repetitions(n)
		case *ast.BranchStmt:
			if n.Tok == token.GOTO {
				in.polls = true
				add(n.Pos(), checkpoint)
			}
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); !ok || !frontend.IsDotName(x.Name) {
				members[n.Sel] = true
			}
		case *ast.Ident:
			if !members[n] {
				f.dot(g.unit.Info.Uses[n])
			}
			if text := g.use(f, n); text != "" {
				list = append(list, replacement{n.Pos(), n.End(), text})
				if in != nil && in.loops > 0 {
					in.vars[n.Name] = true
				}
			}
		}
		return true
	})
	return list
}

// loopCheckpoint is the checkpoint of a loop: at the end of the body, where the
// compiler has forgotten nothing yet that the loop's condition has read, or at
// its beginning, where a continue may leave the end out.
func loopCheckpoint(body *ast.BlockStmt) replacement {
	continues := false
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.BranchStmt:
			continues = continues || n.Tok == token.CONTINUE || n.Tok == token.GOTO
		}
		return true
	})
	if continues {
		return replacement{body.Lbrace + 1, body.Lbrace + 1, checkpoint}
	}
	return replacement{body.Rbrace, body.Rbrace, ";" + checkpoint}
}

// repetitions imports what a constant declaration in a function uses where it
// repeats an expression: the names in that may mean something else there.
func (g *generator) repetitions(d *ast.GenDecl) {
	if d.Tok != token.CONST {
		return
	}
	for _, s := range d.Specs {
		for _, e := range s.(*ast.ValueSpec).Values {
			for name := range namesIn(e) {
				if obj, ok := g.unit.Package.Scope().Lookup(name).(*types.Const); ok {
					g.need(obj)
				}
			}
		}
	}
}

func namesIn(e ast.Expr) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(e, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			names[id.Name] = true
		}
		return true
	})
	return names
}

// dot imports the package of an object that is used without the package's name.
func (f *file) dot(obj types.Object) {
	if obj == nil || obj.Pkg() == nil || obj.Pkg().Path() == frontend.SessionPath || obj.Parent() != obj.Pkg().Scope() {
		return
	}
	f.dots[obj.Pkg().Path()] = true
}

// use notes what an identifier needs to be imported, and returns what it is
// replaced by, "" where it stays.
func (g *generator) use(f *file, id *ast.Ident) string {
	switch obj := g.unit.Info.Uses[id].(type) {
	case *types.PkgName:
		if !frontend.IsDotName(id.Name) { // which the source has not
			f.imports[id.Name] = obj.Imported().Path()
		}
	case *types.Var:
		if !frontend.IsSessionObject(obj) || obj.IsField() {
			return ""
		}
		g.need(obj)
		return "(*" + id.Name + mark + ")"
	case nil:
	default:
		if frontend.IsSessionObject(obj) {
			g.need(obj)
		}
	}
	return ""
}

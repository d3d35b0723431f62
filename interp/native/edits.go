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
			add(n.Body.Lbrace+1, checkpoint)
		case *ast.RangeStmt:
			in.polls = true
			in.loops++
			add(n.Body.Lbrace+1, checkpoint)
		case *ast.BranchStmt:
			if n.Tok == token.GOTO {
				in.polls = true
				add(n.Pos(), checkpoint)
			}
		case *ast.Ident:
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

// use notes what an identifier needs to be imported, and returns what it is
// replaced by, "" where it stays.
func (g *generator) use(f *file, id *ast.Ident) string {
	switch obj := g.unit.Info.Uses[id].(type) {
	case *types.PkgName:
		f.imports[id.Name] = obj.Imported().Path()
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

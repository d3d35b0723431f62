package frontend

import (
	"go/ast"
	"go/token"
)

// An item is what is declared, and declared again, as a whole: a function, a
// method, a type, or a constant declaration with all its names.
type item struct {
	names []string // empty for a method
	recv  string   // the name of a method's receiver type
	node  ast.Decl
	src   source
}

// source is where a declaration stands: the bytes of a cell from start to end.
// spec is set for a type specification, which has no keyword of its own.
type source struct {
	cell       int
	start, end int
	spec       bool
	text       string
}

// items lists the declarations of a cell but for its variables.
func items(fset *token.FileSet, c *Cell) []item {
	var list []item
	for _, d := range c.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			it := item{node: d, src: c.source(fset, d.Pos(), d.End())}
			if d.Recv != nil {
				it.recv = receiver(d)
			} else {
				it.names = []string{d.Name.Name}
			}
			list = append(list, it)
		case *ast.GenDecl:
			switch d.Tok {
			case token.CONST:
				it := item{node: d, src: c.source(fset, d.Pos(), d.End())}
				for _, s := range d.Specs {
					for _, n := range s.(*ast.ValueSpec).Names {
						it.names = append(it.names, n.Name)
					}
				}
				list = append(list, it)
			case token.TYPE:
				for _, s := range d.Specs {
					spec := s.(*ast.TypeSpec)
					src := c.source(fset, spec.Pos(), spec.End())
					src.spec = true
					list = append(list, item{
						names: []string{spec.Name.Name},
						node:  &ast.GenDecl{TokPos: d.TokPos, Tok: token.TYPE, Specs: []ast.Spec{spec}},
						src:   src,
					})
				}
			}
		}
	}
	return list
}

// source is the place of the syntax from pos to end.
func (c *Cell) source(fset *token.FileSet, pos, end token.Pos) source {
	start := offsetOf(c.Source, fset.Position(pos))
	stop := offsetOf(c.Source, fset.Position(end))
	if stop < start { // the declaration is not finished, and its end nowhere
		stop = len(c.Source)
	}
	return source{cell: c.Number, start: start, end: stop, text: c.Source[start:stop]}
}

// receiver is the name of the type that a method belongs to.
func receiver(d *ast.FuncDecl) string {
	if len(d.Recv.List) == 0 {
		return ""
	}
	e := d.Recv.List[0].Type
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// reparse parses a declaration of an earlier cell once more, with the
// positions it has there.
func reparse(fset *token.FileSet, src source, cellSource string) ast.Decl {
	c := &Cell{Number: src.cell, Source: cellSource}
	p := part{kind: partDecl, start: src.start, end: src.end}
	text := c.wrap(p)
	if src.spec {
		text = c.wrapSpec(p)
	}
	file := mustParse(fset, text)
	return file.Decls[0]
}

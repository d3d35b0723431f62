package interpreted

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"

	"gonymede/interp/executor"
	"gonymede/interp/frontend"
)

// refuse refuses a unit because of a construct. detail is the name that belongs
// to it, "" for none.
func (r *rewriter) refuse(pos token.Pos, c construct, detail string) {
	if r.err == nil {
		r.err = &executor.UnsupportedError{Pos: r.unit.Fset.Position(pos), Construct: constructs[c].text(detail)}
	}
}

// unsupported looks for the constructs that yaegi runs wrongly and no rewrite mends.
func (r *rewriter) unsupported() error {
	look := func(n ast.Node) bool {
		switch n := n.(type) {
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

package frontend

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
	"unicode"
	"unicode/utf8"
)

// placeholder stands in code for the name that is being completed.
const placeholder = "ǂǂ"

// A view is code that was checked as far as it goes, for completion and
// inspection.
type view struct {
	pass *pass
	fset *token.FileSet
	text string // the code that was checked
}

// look checks code that may be broken or unfinished.
func (c *Checker) look(s *Scope, code string) *view {
	fset := token.NewFileSet()
	text := code + closers(code)
	cell := &Cell{Number: 0, Source: text}
	if !utf8.ValidString(text) || strayBracket(cell) != nil {
		return nil
	}
	cell.parse(fset, true)
	p := newPass(c, fset, s, cell, &findings{})
	p.run()
	return &view{p, fset, text}
}

// closers are the brackets that code leaves open, and the quote of a raw
// string.
func closers(code string) string {
	var open []byte
	for _, l := range lex([]byte(code)) {
		switch l.tok {
		case token.LPAREN:
			open = append(open, ')')
		case token.LBRACK:
			open = append(open, ']')
		case token.LBRACE:
			open = append(open, '}')
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		}
	}
	var b strings.Builder
	for i := len(open) - 1; i >= 0; i-- {
		if open[i] == '}' {
			b.WriteString("\n}")
			continue
		}
		b.WriteByte(open[i])
	}
	return b.String()
}

// offset is the byte offset of a position in the code.
func (v *view) offset(pos token.Pos) int { return offsetOf(v.text, v.fset.Position(pos)) }

// nodes calls f for every node of the cell, parents first, until f returns false
// for a node's children.
func (v *view) nodes(f func(ast.Node) bool) { v.pass.eachNode(f) }

// covers reports whether an offset is in a node or at its end.
func (v *view) covers(n ast.Node, offset int) bool {
	return n != nil && n.Pos().IsValid() && v.offset(n.Pos()) <= offset && offset <= v.offset(n.End())
}

// scope is the innermost scope of a function around an offset, the session's
// where there is none.
func (v *view) scope(offset int) *types.Scope {
	best, size := v.pass.pkg.Scope(), int(^uint(0)>>1)
	for n, s := range v.pass.info.Scopes {
		if _, file := n.(*ast.File); file || !n.Pos().IsValid() {
			continue
		}
		from, to := v.offset(n.Pos()), v.offset(n.End())
		if f, ok := n.(*ast.FuncType); ok { // its scope is also the body's
			from, to = v.bodyOf(f, from, to)
		}
		if from <= offset && offset <= to && to-from < size {
			best, size = s, to-from
		}
	}
	return best
}

func (v *view) bodyOf(f *ast.FuncType, from, to int) (int, int) {
	v.nodes(func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Type == f && n.Body != nil {
				from, to = v.offset(n.Body.Pos()), v.offset(n.Body.End())
			}
		case *ast.FuncLit:
			if n.Type == f {
				from, to = v.offset(n.Body.Pos()), v.offset(n.Body.End())
			}
		}
		return true
	})
	return from, to
}

// word returns the offsets of the name around a cursor.
func word(code string, cursor int) (start, end int) {
	start, end = wordStart(code, cursor), cursor
	for end < len(code) {
		r, n := utf8.DecodeRuneInString(code[end:])
		if !isLetter(r) {
			break
		}
		end += n
	}
	return start, end
}

func wordStart(code string, cursor int) int {
	start := cursor
	for start > 0 {
		r, n := utf8.DecodeLastRuneInString(code[:start])
		if !isLetter(r) {
			break
		}
		start -= n
	}
	return start
}

func isLetter(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

// Qualifier writes package names as a cell does, and none before the session's
// own types.
func Qualifier(p *types.Package) string {
	if p.Path() == SessionPath {
		return ""
	}
	return p.Name()
}

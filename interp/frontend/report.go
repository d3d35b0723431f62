package frontend

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"strings"
)

// report receives the type checker's errors and drops those that a cell may
// have and a file may not.
func (p *pass) report(err error) {
	var e types.Error
	if !errors.As(err, &e) {
		p.add(token.NoPos, err.Error())
		return
	}
	dropped := p.dropped
	p.dropped = true
	switch {
	case strings.HasPrefix(e.Msg, "\t") && dropped:
		return
	case strings.HasPrefix(e.Msg, "\t"):
		p.dropped = false
		p.continued(e)
		return
	case strings.Contains(e.Msg, "initialization cycle"):
		// Statements run in their order, so x may be used by a function that
		// gives x its value.
		return
	case strings.HasSuffix(e.Msg, "is not used") && p.isValue(e.Pos):
		return
	case strings.HasPrefix(e.Msg, "implicit assignment to unexported field"):
		p.implicit[e.Pos] = unqualify(e.Msg) // see findUnkeyed
		return
	case strings.HasPrefix(e.Msg, "could not import "):
		e.Msg = strings.TrimSuffix(strings.TrimPrefix(e.Msg, "could not import "), ")")
		_, e.Msg, _ = strings.Cut(e.Msg, " (")
	}
	p.dropped = false
	p.add(e.Pos, unqualify(e.Msg))
	p.unsure = append(p.unsure, unsure{len(p.diagnostics) - 1, e})
}

// continued adds a line to the error before it, as "other declaration of x".
func (p *pass) continued(e types.Error) {
	if n := len(p.diagnostics); n > 0 {
		p.diagnostics[n-1].Message += fmt.Sprintf("\n\t%v: %s", p.position(e.Pos), unqualify(strings.TrimSpace(e.Msg)))
	}
}

// unsure is a diagnostic for which there may be a suggestion, once all is
// checked.
type unsure struct {
	index int
	err   types.Error
}

// suggestAll adds to the diagnostics what the user may have meant.
func (p *pass) suggestAll() {
	for _, u := range p.unsure {
		p.diagnostics[u.index].Message += p.suggest(u.err)
	}
	p.unsure = nil
}

var qualified = regexp.MustCompile(`\bmain\.`)

// unqualify drops the package from the session's own types: to the user they
// are all of the package that the cell is in.
func unqualify(message string) string { return qualified.ReplaceAllString(message, "") }

// add adds an error at a position of this or an earlier cell.
func (p *pass) add(pos token.Pos, message string) {
	where := p.position(pos)
	if !pos.IsValid() {
		where = token.Position{Filename: CellName(p.cell.Number), Line: 1, Column: 1}
	}
	p.diagnostics = append(p.diagnostics, Diagnostic{Pos: where, Message: message, Offset: offsetOf(p.cell.Source, where)})
}

// isValue reports whether pos is in the cell's last expression, outside of
// function literals in it.
func (p *pass) isValue(pos token.Pos) bool {
	if p.value == nil || pos < p.value.Pos() || pos >= p.value.End() {
		return false
	}
	inside := false
	ast.Inspect(p.value, func(n ast.Node) bool {
		if f, ok := n.(*ast.FuncLit); ok && f.Pos() <= pos && pos < f.End() && f != p.value {
			inside = true
		}
		return true
	})
	return !inside
}

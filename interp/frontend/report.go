package frontend

import (
	"errors"
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
	switch {
	case strings.HasPrefix(e.Msg, "\t"): // goes with the error before it
		return
	case strings.Contains(e.Msg, "initialization cycle"):
		// Statements run in their order, so x may be used by a function that
		// gives x its value.
		return
	case strings.HasSuffix(e.Msg, "is not used") && p.isValue(e.Pos):
		return
	case strings.HasPrefix(e.Msg, "implicit assignment to unexported field") && strings.Contains(e.Msg, SessionPath+"."):
		// The type is of an earlier cell: the same package for the user.
		return
	case strings.HasPrefix(e.Msg, "could not import "):
		e.Msg = strings.TrimSuffix(strings.TrimPrefix(e.Msg, "could not import "), ")")
		_, e.Msg, _ = strings.Cut(e.Msg, " (")
	}
	message := unqualify(e.Msg)
	p.add(e.Pos, message+p.suggest(e))
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

// suggest finds a name that the user may have meant.
func (p *pass) suggest(e types.Error) string {
	rest, ok := strings.CutPrefix(e.Msg, "undefined: ")
	if !ok {
		return ""
	}
	var names []string
	prefix := ""
	if pkg, name, ok := strings.Cut(rest, "."); ok {
		for id, obj := range p.info.Uses {
			if pn, isPkg := obj.(*types.PkgName); isPkg && id.Name == pkg {
				for _, n := range pn.Imported().Scope().Names() {
					if token.IsExported(n) {
						names = append(names, n)
					}
				}
				break
			}
		}
		rest, prefix = name, pkg+"."
	} else {
		names = append(p.pkg.Scope().Names(), types.Universe.Names()...)
	}
	if best := closest(rest, names); best != "" {
		return " (did you mean " + prefix + best + "?)"
	}
	return ""
}

// closest is the name nearest to a misspelt one, "" where none is near.
func closest(name string, names []string) string {
	best, least := "", max(1, len(name)/3)+1
	for _, n := range names {
		if n == name || n == "_" || strings.ContainsRune(n, hidden) {
			continue
		}
		d := distance(strings.ToLower(name), strings.ToLower(n))
		if d < least {
			best, least = n, d
		}
	}
	return best
}

// distance is the number of letters to insert, delete, replace or swap to get
// from a to b (the optimal string alignment distance).
func distance(a, b string) int {
	prev2, prev, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], prev2[j-2]+1)
			}
		}
		prev2, prev, row = prev, row, prev2
	}
	return prev[len(b)]
}

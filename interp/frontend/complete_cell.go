package frontend

import (
	"go/token"
	"strings"

	"gonymede/interp/magic"
)

// Completeness is what a front end asks before it sends what a user has typed.
type Completeness string

// The answers of [IsComplete], named as in the Jupyter protocol.
const (
	Complete   Completeness = "complete"
	Incomplete Completeness = "incomplete"
	Invalid    Completeness = "invalid"
)

// IsComplete reports whether code can be run as it stands, and for incomplete
// code the white space with which its next line should begin.
func IsComplete(code string) (Completeness, string) {
	text := magic.Split(code)
	if n := len(text.Lines); n > 0 && text.Lines[n-1].Name == "!" && strings.HasSuffix(text.Lines[n-1].Args, "\\") {
		return Incomplete, ""
	}
	code = text.Go
	if text.Raw != nil || strings.TrimSpace(code) == "" || asks(code) {
		return Complete, ""
	}
	cell, errs := Parse(token.NewFileSet(), 0, code)
	if len(errs) == 0 {
		if cell.open {
			return Incomplete, indent(code)
		}
		return Complete, ""
	}
	if cell.open || errs[0].Offset >= len(strings.TrimRight(code, " \t\r\n")) {
		return Incomplete, indent(code)
	}
	return Invalid, ""
}

// asks reports whether a cell asks about a name: name?, ?name.
func asks(code string) bool {
	code = strings.TrimSpace(code)
	return !strings.Contains(code, "\n") && (strings.HasPrefix(code, "?") || strings.HasSuffix(code, "?"))
}

// indent returns one tab for each bracket that is open at the end of code. A
// line that ends in the middle of an expression goes on one tab further, and
// so does what follows a case.
func indent(code string) string {
	all := lex([]byte(code))
	var lines []int // the line on which each open bracket stands
	line := func(offset int) int { return strings.Count(code[:offset], "\n") }
	for _, l := range all {
		switch l.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			lines = append(lines, line(l.start))
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if len(lines) > 0 {
				lines = lines[:len(lines)-1]
			}
		}
	}
	// Brackets opened on one line indent once: f(func() { … })
	depth, last := 0, -1
	for _, l := range lines {
		if l != last {
			depth++
		}
		last = l
	}
	if n := len(all); n > 0 {
		switch end := all[n-1].tok; {
		case end.IsOperator() && !isBracket(end) && end != token.SEMICOLON && end != token.COMMA && end != token.COLON:
			depth++
		}
	}
	return strings.Repeat("\t", depth)
}

func isBracket(t token.Token) bool {
	switch t {
	case token.LPAREN, token.LBRACK, token.LBRACE, token.RPAREN, token.RBRACK, token.RBRACE:
		return true
	}
	return false
}

package frontend

import (
	"go/scanner"
	"go/token"
	"strconv"
	"strings"
)

// partKind says what a part of a cell is.
type partKind int

const (
	partStatements partKind = iota // statements, as in the body of a function
	partImport
	partDecl // const, type, var, or func with a name
	partPackage
)

// A part is a run of a cell's source: one declaration, or all statements
// between two declarations.
type part struct {
	kind       partKind
	start, end int // byte offsets; end is after the last token
}

// A lexeme is a token with its place. Its literal is "\n" for a semicolon that
// the scanner has put at the end of a line.
type lexeme struct {
	tok        token.Token
	lit        string
	start, end int
}

// lex scans src. Errors of the scanner are left to the parser, which meets
// them again; the lexemes before and after them are still good.
func lex(src []byte) []lexeme {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(src))
	s.Init(file, src, func(token.Position, string) {}, 0)
	var all []lexeme
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return all
		}
		start := file.Offset(pos)
		end := start + len(lit)
		if lit == "" {
			end = start + len(tok.String())
		}
		if tok == token.SEMICOLON && lit == "\n" {
			end = start
		}
		all = append(all, lexeme{tok, lit, start, end})
	}
}

// split takes a cell apart. A declaration begins where a statement could, at
// nesting depth zero, with import, const, type, var, package, or a func that
// has a name; it ends with the first semicolon at depth zero. What is between
// declarations is statements. This needs no parser, because no header of if,
// for or switch can hold one of those keywords in the place of a statement.
func split(src []byte) []part {
	all := lex(src)
	var parts []part
	for i := 0; i < len(all); {
		kind := startsPart(all[i:])
		j := i
		for depth := 0; j < len(all); j++ {
			switch all[j].tok {
			case token.LPAREN, token.LBRACK, token.LBRACE:
				depth++
			case token.RPAREN, token.RBRACK, token.RBRACE:
				depth--
			}
			if depth <= 0 && all[j].tok == token.SEMICOLON {
				j++
				break
			}
		}
		p := part{kind, all[i].start, all[j-1].end}
		if n := len(parts); n > 0 && kind == partStatements && parts[n-1].kind == partStatements {
			parts[n-1].end = p.end
		} else {
			parts = append(parts, p)
		}
		i = j
	}
	return parts
}

// A Span is a run of bytes.
type Span struct{ Start, End int }

// Declarations finds the imports of a cell and its declarations of constants,
// types and functions, but not those of variables.
func Declarations(source string) []Span {
	var spans []Span
	for _, p := range split([]byte(source)) {
		switch {
		case p.kind == partImport, p.kind == partDecl && !strings.HasPrefix(source[p.start:p.end], "var"):
			spans = append(spans, Span{p.start, p.end})
		}
	}
	return spans
}

// An Import is an import path in a cell, and the byte at which it stands.
type Import struct {
	Path   string
	Offset int
}

// ImportsOf lists what a cell imports. What does not parse is left out.
func ImportsOf(source string) []Import {
	if !strings.Contains(source, "import") {
		return nil
	}
	var list []Import
	for _, p := range split([]byte(source)) {
		if p.kind != partImport {
			continue
		}
		for _, l := range lex([]byte(source[p.start:p.end])) {
			if path, err := strconv.Unquote(l.lit); l.tok == token.STRING && err == nil {
				list = append(list, Import{path, p.start + l.start})
			}
		}
	}
	return list
}

// startsPart says what kind of part begins with the lexemes.
func startsPart(all []lexeme) partKind {
	switch all[0].tok {
	case token.IMPORT:
		return partImport
	case token.CONST, token.TYPE, token.VAR:
		return partDecl
	case token.PACKAGE:
		return partPackage
	case token.FUNC:
		if namesFunc(all[1:]) {
			return partDecl
		}
	}
	return partStatements
}

// namesFunc reports whether what follows the keyword func is a name, or a
// receiver and a name: a declaration, and no function literal.
func namesFunc(all []lexeme) bool {
	if len(all) == 0 || all[0].tok == token.IDENT {
		return len(all) > 0
	}
	if all[0].tok != token.LPAREN {
		return false
	}
	depth := 0
	for i, l := range all {
		switch l.tok {
		case token.LPAREN:
			depth++
		case token.RPAREN:
			depth--
		}
		if depth == 0 {
			rest := all[i+1:]
			return len(rest) > 1 && rest[0].tok == token.IDENT && (rest[1].tok == token.LPAREN || rest[1].tok == token.LBRACK)
		}
	}
	return false
}

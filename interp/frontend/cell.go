package frontend

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"
)

// A Cell is a parsed cell.
type Cell struct {
	Number int
	Source string

	Imports []*ast.ImportSpec
	// Decls are the const, type, var and func declarations, in source order.
	Decls []ast.Decl
	// Body holds the statements, in source order. A var declaration with
	// values stands both in Decls and, as its *ast.DeclStmt, in Body, because
	// its values are computed when its turn comes.
	Body []ast.Stmt
	// Program is set where the cell has a package clause: it is a whole
	// program, whose main function is to be called.
	Program bool

	// open is set where the source ends inside brackets, a string or a comment,
	// or where only a part of a statement stands on its last line.
	open bool
	// lastIsStatement is set where the cell ends in a statement, not in a declaration.
	lastIsStatement bool
}

// Parse parses a cell. Positions of the syntax are those of the cell. Where
// there are diagnostics, the cell holds the parts that could be parsed.
func Parse(fset *token.FileSet, number int, source string) (*Cell, []Diagnostic) {
	c := &Cell{Number: number, Source: source}
	if bad := validText(c); bad != nil {
		return c, bad
	}
	c.open = isOpen([]byte(source))
	for _, look := range []func(*Cell) []Diagnostic{strayBracket, openComment} {
		if bad := look(c); bad != nil {
			return c, bad
		}
	}
	return c, c.parse(fset, false)
}

// parse parses the parts of a cell; broken ones are left out, or kept as far as
// they could be parsed.
func (c *Cell) parse(fset *token.FileSet, keepBroken bool) []Diagnostic {
	source := c.Source
	var diagnostics []Diagnostic
	parts := split([]byte(source))
	for _, p := range parts {
		if p.kind == partPackage {
			c.Program = true
			continue
		}
		file, err := parser.ParseFile(fset, "", c.wrap(p), parser.SkipObjectResolution|parser.ParseComments)
		var list scanner.ErrorList
		if errors.As(err, &list) {
			diagnostics = append(diagnostics, syntaxErrors(list, c, p)...)
			if !keepBroken && p.kind != partStatements {
				continue
			}
		}
		if file != nil {
			c.add(p, file)
		}
	}
	if n := len(parts); n > 0 {
		c.lastIsStatement = parts[n-1].kind == partStatements
	}
	sortDiagnostics(diagnostics)
	return diagnostics
}

// wrap makes a file of a part, in which the part keeps its positions in the cell.
func (c *Cell) wrap(p part) string {
	line, text := c.lineDirective(p.start), c.Source[p.start:p.end]
	if p.kind == partStatements {
		return "package main; func _() {" + line + text + "\n}\n"
	}
	return "package main" + line + text + "\n"
}

// wrapSpec is wrap for a part that is a type specification without its keyword.
func (c *Cell) wrapSpec(p part) string {
	return "package main; type" + c.lineDirective(p.start) + c.Source[p.start:p.end] + "\n"
}

func (c *Cell) lineDirective(offset int) string {
	pos := c.position(offset)
	return fmt.Sprintf("\n//line %s:%d:%d\n", pos.Filename, pos.Line, pos.Column)
}

// add sorts the syntax of a part into the cell.
func (c *Cell) add(p part, file *ast.File) {
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			switch d.Tok {
			case token.IMPORT:
				for _, s := range d.Specs {
					c.Imports = append(c.Imports, s.(*ast.ImportSpec))
				}
				continue
			case token.VAR:
				c.Body = append(c.Body, &ast.DeclStmt{Decl: d})
			}
			c.Decls = append(c.Decls, d)
		case *ast.FuncDecl:
			if p.kind == partStatements {
				if d.Body != nil {
					c.Body = append(c.Body, d.Body.List...)
				}
				continue
			}
			c.Decls = append(c.Decls, d)
		}
	}
}

// strayBracket finds a closing bracket that closes nothing. The parser would
// take it for the end of the text that [Cell.wrap] puts around a part.
func strayBracket(c *Cell) []Diagnostic {
	depth := 0
	for _, l := range lex([]byte(c.Source)) {
		switch l.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		}
		if depth < 0 {
			return []Diagnostic{{c.position(l.start), "syntax error: unexpected " + l.tok.String() + ", which closes nothing", l.start}}
		}
	}
	return nil
}

// mustParse parses text that was parsed before.
func mustParse(fset *token.FileSet, text string) *ast.File {
	file, err := parser.ParseFile(fset, "", text, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		panic(fmt.Sprintf("frontend: a declaration no longer parses: %v", err))
	}
	return file
}

// openComment finds a comment without an end, which is in none of the parts.
func openComment(c *Cell) []Diagnostic {
	var s scanner.Scanner
	var found []Diagnostic
	file := token.NewFileSet().AddFile("", -1, len(c.Source))
	s.Init(file, []byte(c.Source), func(pos token.Position, message string) {
		if message == "comment not terminated" {
			found = []Diagnostic{{c.position(pos.Offset), "syntax error: " + message, pos.Offset}}
		}
	}, 0)
	for {
		if _, tok, _ := s.Scan(); tok == token.EOF {
			return found
		}
	}
}

// isOpen reports whether src ends inside brackets, a raw string or a comment.
func isOpen(src []byte) bool {
	var s scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(src))
	open := false
	s.Init(file, src, func(_ token.Position, msg string) {
		open = open || strings.Contains(msg, "not terminated") && (strings.HasPrefix(msg, "raw string") || strings.HasPrefix(msg, "comment"))
	}, 0)
	depth := 0
	for {
		_, tok, _ := s.Scan()
		switch tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		case token.EOF:
			return open || depth > 0
		}
	}
}

package frontend

import (
	"fmt"
	"go/scanner"
	"go/token"
	"sort"
	"strings"
	"unicode/utf8"
)

// CellName is the file name under which a cell appears in positions.
func CellName(number int) string { return fmt.Sprintf("cell[%d]", number) }

// A Diagnostic is an error in a cell's source, worded as the Go compiler does.
type Diagnostic struct {
	Pos     token.Position // Filename is a CellName; Line and Column count from 1, Column in bytes
	Message string
	// Offset is the byte offset in the cell, len(source) where the cell ends too early.
	Offset int
}

// String returns "cell[7]:3:12: message".
func (d Diagnostic) String() string { return fmt.Sprintf("%v: %s", d.Pos, d.Message) }

// Excerpt returns the source line of a position and a line with a caret under
// its column, each indented by a tab; empty where the position is not in src.
func Excerpt(src string, pos token.Position) string {
	lines := strings.Split(src, "\n")
	if pos.Line < 1 || pos.Line > len(lines) {
		return ""
	}
	line := strings.TrimRight(lines[pos.Line-1], "\r")
	if pos.Column < 1 { // compiled code knows lines only
		return "\t" + line
	}
	column := min(pos.Column, len(line)+1)
	// Tabs stay tabs under the line, so the caret stands where the front end
	// draws the column, whatever its tab width.
	pad := strings.Map(func(r rune) rune {
		if r == '\t' {
			return r
		}
		return ' '
	}, line[:column-1])
	return "\t" + line + "\n\t" + pad + "^"
}

// offsetOf returns the byte offset of a position in src, at most len(src).
func offsetOf(src string, pos token.Position) int {
	offset := 0
	for range pos.Line - 1 {
		i := strings.IndexByte(src[offset:], '\n')
		if i < 0 {
			return len(src)
		}
		offset += i + 1
	}
	return min(offset+max(pos.Column-1, 0), len(src))
}

// syntaxErrors turns the parser's errors into diagnostics of the cell. What
// the parser says of the text around a part, which the user did not write, is
// moved to the end of that part.
func syntaxErrors(list scanner.ErrorList, c *Cell, p part) []Diagnostic {
	name := CellName(c.Number)
	var found []Diagnostic
	for _, e := range list {
		pos := e.Pos
		offset := p.end
		if pos.Filename == name {
			offset = offsetOf(c.Source, pos)
		}
		message := e.Msg
		if offset >= p.end {
			offset = p.end
			pos = c.position(offset)
			message = atEnd(message)
		}
		pos.Filename, pos.Offset = name, offset
		found = append(found, Diagnostic{pos, "syntax error: " + message, offset})
	}
	return found
}

// atEnd rewords what the parser found after the end of a part, which is text
// that the user did not write.
func atEnd(message string) string {
	if i := strings.Index(message, ", found "); i >= 0 {
		return message[:i] + ", found end of cell"
	}
	return message
}

func sortDiagnostics(list []Diagnostic) {
	sort.SliceStable(list, func(i, j int) bool {
		a, b := list[i].Pos, list[j].Pos
		if a.Filename != b.Filename {
			return a.Filename < b.Filename
		}
		if a.Line != b.Line {
			return a.Line < b.Line
		}
		return a.Column < b.Column
	})
}

// position is the position of a byte offset in the cell.
func (c *Cell) position(offset int) token.Position { return Position(c.Number, c.Source, offset) }

// Position is the position of a byte offset in a cell's source.
func Position(cell int, source string, offset int) token.Position {
	before := source[:offset]
	line := strings.Count(before, "\n")
	start := strings.LastIndexByte(before, '\n') + 1
	return token.Position{Filename: CellName(cell), Offset: offset, Line: line + 1, Column: offset - start + 1}
}

// validText reports where src is not UTF-8, which the parser would say in
// other words for each byte.
func validText(c *Cell) []Diagnostic {
	if utf8.ValidString(c.Source) {
		return nil
	}
	for i, r := range c.Source {
		if r == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(c.Source[i:]); n == 1 {
				return []Diagnostic{{c.position(i), "illegal UTF-8 encoding", i}}
			}
		}
	}
	return nil
}

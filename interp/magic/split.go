package magic

import (
	"go/scanner"
	"go/token"
	"strings"

	"gonymede/interp/spelling"
)

// A Magic is one magic of a cell.
type Magic struct {
	Spec
	// Args is what follows the name, without white space around it.
	Args string
	// Offset is where it begins in the cell, in bytes: at its %, or at the //
	// before that. End is where it ends, at the end of its line. For %time that
	// is the end of its statement, which begins at Begin.
	Offset, Begin, End int
}

// Text is a cell taken apart.
type Text struct {
	// Modes are the cell magics that say how the Go of the cell is run.
	Modes []Magic
	// Raw is the cell magic that has Body as its input, nil for none. Such a
	// cell has no Go. BodyLine is the number of lines before Body.
	Raw      *Magic
	Body     string
	BodyLine int
	// Lines are the line magics, in their order.
	Lines []Magic
	// Go is the cell with blanks in the place of its magics.
	Go string
	// Faults are the magics that are none, or that are not complete.
	Faults []Fault
}

// A Fault is something wrong with a magic.
type Fault struct {
	Offset  int // in the cell, in bytes
	Message string
}

// Split takes a cell apart.
func Split(source string) Text {
	if !strings.ContainsAny(source, "%!") {
		return Text{Go: source}
	}
	s := splitter{source: source, code: []byte(source)}
	if at, raw := s.header(); !raw {
		s.lines(at)
	}
	s.text.Go = string(s.code)
	return s.text
}

// IsHeader reports whether a cell magic may stand behind the beginning of a cell:
// there are but comments, empty lines and other cell magics before it.
func IsHeader(source string) bool {
	s := splitter{source: source, code: []byte(source)}
	at, raw := s.header()
	return at == len(source) && !raw
}

type splitter struct {
	source string
	code   []byte // the cell, in which magics become blanks
	text   Text
}

// header takes the cell magics from the beginning of the cell, and returns
// where they end. raw says that nothing else is left.
func (s *splitter) header() (at int, raw bool) {
	for at < len(s.source) {
		end := lineEnd(s.source, at)
		line := strings.TrimSpace(s.source[at:end])
		name, cell, begin := s.name(at, end)
		switch {
		case line == "":
		case cell && name != "":
			spec, known := Lookup(name)
			switch {
			case !known || !spec.Cell:
				if strings.HasPrefix(line, "//") && !known {
					break // a comment
				}
				s.unknown(name, true, at, end)
			case spec.raw:
				m := s.magic(spec, at, begin, end)
				s.text.Raw = &m
				s.text.Body = s.source[min(end+1, len(s.source)):]
				s.text.BodyLine = strings.Count(s.source[:min(end+1, len(s.source))], "\n")
				s.blank(at, len(s.source))
				return len(s.source), true
			default:
				s.text.Modes = append(s.text.Modes, s.magic(spec, at, begin, end))
			}
		case strings.HasPrefix(line, "//") && name == "":
		default:
			return at, false
		}
		at = min(end+1, len(s.source))
	}
	return at, false
}

// lines takes the line magics from an offset on. Go is scanned, so that what is
// in strings, comments and brackets is left alone; behind each magic, whose
// text means nothing to Go, scanning begins anew.
func (s *splitter) lines(at int) {
	for at < len(s.source) {
		at = s.next(at)
	}
}

// next takes the first magic behind an offset and returns where it ends.
func (s *splitter) next(at int) int {
	var sc scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(s.source)-at)
	sc.Init(file, s.code[at:], func(token.Position, string) {}, scanner.ScanComments)
	depth, fresh := 0, true // fresh: a statement may begin here
	for {
		pos, tok, _ := sc.Scan()
		if tok == token.EOF {
			return len(s.source)
		}
		start := at + file.Offset(pos)
		if depth == 0 && fresh && (tok == token.REM || tok == token.NOT || tok == token.COMMENT) {
			if end, ok := s.take(start); ok {
				return end
			}
		}
		switch tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth = max(depth-1, 0)
		case token.COMMENT:
			continue
		}
		fresh = tok == token.SEMICOLON
	}
}

// take takes the magic that begins at a token, if the token is the first of its
// line and there is one.
func (s *splitter) take(start int) (end int, ok bool) {
	if strings.TrimLeft(string(s.code[lineStart(s.source, start):start]), " \t") != "" {
		return 0, false
	}
	end = lineEnd(s.source, start)
	name, cell, begin := s.name(start, end)
	spec, known := Lookup(name)
	comment := strings.HasPrefix(s.source[start:], "//")
	switch {
	case name == "", comment && !known:
		return 0, false
	case name == "!":
		for end < len(s.source) && strings.HasSuffix(strings.TrimRight(s.source[start:end], "\r"), "\\") {
			end = lineEnd(s.source, end+1)
		}
		s.text.Lines = append(s.text.Lines, s.magic(spec, start, begin, end))
	case cell && known && spec.Cell:
		s.fault(start, "%%"+name+" must be the first line of its cell")
		s.blank(start, end)
	case cell || !known || !spec.Line:
		s.unknown(name, cell, start, end)
	case name == "time":
		return s.timed(spec, start, begin, end), true
	default:
		s.text.Lines = append(s.text.Lines, s.magic(spec, start, begin, end))
	}
	return end, true
}

// timed takes a %time, whose argument is Go and may need more than its line.
func (s *splitter) timed(spec Spec, start, begin, end int) int {
	m := Magic{Spec: spec, Args: strings.TrimSpace(s.source[begin:end]), Offset: start, Begin: begin}
	if m.Args == "" || strings.HasPrefix(m.Args, "//") || strings.HasPrefix(m.Args, "%") {
		s.fault(start, "%time needs a Go statement on its line; %%time on the first line times the whole cell")
		s.blank(start, end)
		return end
	}
	s.blank(start, begin)
	m.End = s.statementEnd(begin)
	s.text.Lines = append(s.text.Lines, m)
	return m.End
}

// statementEnd is the end of the first line on which Go from an offset on is a
// whole number of statements.
func (s *splitter) statementEnd(at int) int {
	var sc scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(s.source)-at)
	sc.Init(file, s.code[at:], func(token.Position, string) {}, 0)
	depth := 0
	for {
		pos, tok, lit := sc.Scan()
		switch tok {
		case token.EOF:
			return len(s.source)
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		case token.SEMICOLON:
			if depth <= 0 && lit == "\n" {
				return lineEnd(s.source, min(at+file.Offset(pos), len(s.source)))
			}
		}
	}
}

// name reads the name of a magic on a line; "" where there is none. begin is
// where its arguments begin.
func (s *splitter) name(start, end int) (name string, cell bool, begin int) {
	rest, comment := strings.CutPrefix(strings.TrimLeft(s.source[start:end], " \t"), "//")
	if r, ok := strings.CutPrefix(rest, "!"); ok {
		if strings.HasPrefix(r, "=") || comment && strings.Trim(r[:min(len(r), 1)], "! \t") == "" {
			return "", false, 0 // an operator, or a remark such as //! note
		}
		return "!", false, end - len(r)
	}
	rest, ok := strings.CutPrefix(rest, "%")
	if !ok {
		return "", false, 0
	}
	rest, cell = strings.CutPrefix(rest, "%")
	n := 0
	for n < len(rest) && (rest[n] == '_' || 'a' <= rest[n]|0x20 && rest[n]|0x20 <= 'z' || n > 0 && '0' <= rest[n] && rest[n] <= '9') {
		n++
	}
	return rest[:n], cell, end - len(rest) + n
}

// magic makes a magic of a part of the cell, which becomes blank.
func (s *splitter) magic(spec Spec, start, begin, end int) Magic {
	m := Magic{Spec: spec, Args: strings.TrimSpace(s.source[begin:end]), Offset: start, Begin: begin, End: end}
	s.blank(start, end)
	switch {
	case m.Args == "" && spec.needs:
		s.fault(start, spec.Usage()+" needs its argument: "+spec.Doc)
	case m.Args != "" && (spec.Args == "" || spec.Line && spec.Cell): // %%time has none
		s.fault(start, spec.Usage()+" takes no arguments")
	}
	return m
}

// unknown says what is wrong with a name, and what may have been meant.
func (s *splitter) unknown(name string, cell bool, start, end int) {
	s.blank(start, end)
	if spec, ok := Lookup(name); ok {
		kind := "a line magic"
		if spec.Cell {
			kind = "a magic for a whole cell, and its first line"
		}
		s.fault(start, name+" is "+kind+": "+spec.Usage())
		return
	}
	sign := "%"
	if cell {
		sign = "%%"
	}
	message := "unknown magic " + sign + name
	var names []string
	for _, spec := range Specs {
		if spec.Name != "!" {
			names = append(names, spec.Name)
		}
	}
	if near := spelling.Closest(name, names); near != "" {
		spec, _ := Lookup(near)
		message += " (did you mean " + spec.Usage() + "?)"
	}
	s.fault(start, message+"; %help lists all")
}

func (s *splitter) fault(offset int, message string) {
	s.text.Faults = append(s.text.Faults, Fault{offset, message})
}

// blank puts spaces in the place of all but the ends of lines.
func (s *splitter) blank(start, end int) {
	for i := start; i < end; i++ {
		if c := s.code[i]; c != '\n' && c != '\r' && c != '\t' {
			s.code[i] = ' '
		}
	}
}

// lineEnd is the offset of the line break at or behind an offset.
func lineEnd(source string, at int) int {
	if i := strings.IndexByte(source[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(source)
}

func lineStart(source string, at int) int { return strings.LastIndexByte(source[:at], '\n') + 1 }

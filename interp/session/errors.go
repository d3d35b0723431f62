package session

import (
	"fmt"
	"go/token"
	"strings"

	"gonymede/interp/executor"
	"gonymede/interp/frontend"
	"gonymede/interp/protocol"
)

// red and bold are as front ends draw them in a traceback (ANSI).
func red(s string) string  { return "\x1b[31m" + s + "\x1b[0m" }
func bold(s string) string { return "\x1b[1m" + s + "\x1b[0m" }

// compileError shows what the front end found, each with its line and a caret.
func (s *Session) compileError(list []frontend.Diagnostic) *protocol.Error {
	return compileErrorIn(list, s.source)
}

func compileErrorIn(list []frontend.Diagnostic, source func(cell int) string) *protocol.Error {
	e := &protocol.Error{Name: "CompileError", Value: list[0].String()}
	if strings.HasPrefix(list[0].Message, "syntax error") {
		e.Name = "SyntaxError"
	}
	for _, d := range list {
		if d.Message == "too many errors" {
			e.Traceback = append(e.Traceback, d.Message)
			continue
		}
		e.Traceback = append(e.Traceback, bold(d.Pos.String())+": "+red(d.Message))
		if text := frontend.Excerpt(source(cellNumber(d.Pos)), d.Pos); text != "" {
			e.Traceback = append(e.Traceback, text)
		}
	}
	if n := len(list); n > 1 {
		e.Value += fmt.Sprintf(" (and %d more)", n-1)
	}
	return e
}

// cellNumber is the number of the cell that a position is in, 0 for none.
func cellNumber(pos token.Position) int {
	var n int
	if _, err := fmt.Sscanf(pos.Filename, "cell[%d]", &n); err != nil {
		return 0
	}
	return n
}

// positioned is an error at one place.
func (s *Session) positioned(name, value string, pos token.Position) *protocol.Error {
	e := &protocol.Error{Name: name, Value: value}
	if pos.IsValid() {
		e.Value = pos.String() + ": " + value
	}
	e.Traceback = append([]string{red(name) + ": " + value}, s.place(pos)...)
	return e
}

// place shows a position and its line.
func (s *Session) place(pos token.Position) []string {
	if !pos.IsValid() {
		return nil
	}
	lines := []string{bold(pos.String())}
	if text := frontend.Excerpt(s.source(cellNumber(pos)), pos); text != "" {
		lines = append(lines, text)
	}
	return lines
}

// maxFrames is how many functions of a trace are shown at each end.
const maxFrames = 20

// panicError shows a panic as Go does, with the session's functions only, and
// the line where it happened.
func (s *Session) panicError(p *executor.Panic) *protocol.Error {
	if p.Exit {
		e := &protocol.Error{Name: "Exit", Value: p.Error()}
		e.Traceback = []string{red("Exit") + ": the cell called os.Exit or log.Fatal: " + p.Error() + ". The session goes on."}
		e.Traceback = append(e.Traceback, s.frames(p.Frames)...)
		return e
	}
	e := &protocol.Error{Name: "Panic", Value: p.Text}
	title := "panic"
	if p.Fatal {
		e.Name, title = "GoFatalError", "fatal error"
	}
	if p.Earlier != "" {
		e.Traceback = append(e.Traceback, p.Earlier)
	}
	e.Traceback = append(e.Traceback, red(title)+": "+p.Text)
	e.Traceback = append(e.Traceback, s.frames(p.Frames)...)
	e.Traceback = append(e.Traceback, s.goroutines(p.Others)...)
	return e
}

// frames shows a trace, the line of the first frame among it.
func (s *Session) frames(list []executor.Frame) []string {
	var lines []string
	shown := false
	for i, f := range list {
		if i == maxFrames && len(list) > 2*maxFrames {
			lines = append(lines, fmt.Sprintf("...%d functions more...", len(list)-2*maxFrames))
		}
		if i >= maxFrames && i < len(list)-maxFrames {
			continue
		}
		line := f.Function + "(...)"
		if f.Pos.IsValid() {
			line += "\n\t" + bold(f.Pos.String())
			if text := frontend.Excerpt(s.source(cellNumber(f.Pos)), f.Pos); text != "" && !shown {
				line += "\n" + text
				shown = true
			}
		}
		lines = append(lines, line)
	}
	return lines
}

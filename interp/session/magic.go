package session

import (
	"context"
	"fmt"
	"go/token"
	"strings"

	"gonymede/interp/engine"
	"gonymede/interp/executor"
	"gonymede/interp/frontend"
	"gonymede/interp/magic"
	"gonymede/interp/protocol"
)

// A text is a cell with its magics while it runs.
type text struct {
	magic.Text
	number int
	source string
	silent bool
	mode   Mode
	seen   view          // nil for the whole session
	result engine.Result // so far
}

// executeText runs a cell: its magics and its Go, in the order in which they
// stand. The magics before all Go, and %get and %engine wherever they stand, run
// before the Go is checked; then all of it is checked before any of it runs.
func (s *Session) executeText(ctx context.Context, c engine.Cell) engine.Result {
	defer s.gate.enter()()
	t := &text{Text: magic.Split(c.Source), number: c.Number, source: c.Source, silent: c.Silent, mode: s.Mode()}
	if len(t.Faults) > 0 {
		return engine.Result{Err: s.faultError(t)}
	}
	chosen, timed := false, false
	for _, m := range t.Modes {
		switch m.Name {
		case "time":
			timed = true
		case "apart":
			seen, err := s.apart(m.Args)
			if err != nil {
				return engine.Result{Err: s.magicError(t, m, err)}
			}
			t.seen = seen
		default:
			t.mode, chosen = Mode(m.Name), true
		}
	}
	if t.mode == Native && s.compiler == nil {
		return engine.Result{Err: s.errNoNative()}
	}
	run := func() *protocol.Error {
		if t.Raw != nil {
			return s.runMagic(ctx, t, *t.Raw)
		}
		return s.runLines(ctx, t, chosen)
	}
	if timed {
		t.result.Err = s.time(t, "", run)
	} else {
		t.result.Err = run()
	}
	return t.result
}

// runLines runs the line magics and the Go between them. chosen says that the
// cell itself has chosen what runs it.
func (s *Session) runLines(ctx context.Context, t *text, chosen bool) *protocol.Error {
	var later []magic.Magic
	start := len(t.Go) - len(strings.TrimLeft(t.Go, " \t\r\n"))
	for _, m := range t.Lines {
		first := m.Offset < start && m.Name != "time"
		if !first && m.Name != "get" && m.Name != "engine" {
			later = append(later, m)
			continue
		}
		if err := s.runMagic(ctx, t, m); err != nil {
			return err
		}
		if m.Name == "engine" && !chosen {
			t.mode = s.Mode()
		}
	}
	prepared := s.preparing.begin()
	err := s.importModules(ctx, t)
	prepared()
	if err != nil {
		return err
	}
	parts := t.parts(later)
	if len(parts) > 1 {
		if _, diagnostics := s.check(t.number, t.Go, t.seen); len(diagnostics) > 0 {
			return s.compileError(diagnostics)
		}
	}
	parts = s.hoist(t, parts)
	for _, p := range parts {
		if err := s.runPart(ctx, t, p); err != nil {
			return err
		}
	}
	return nil
}

// A part of a cell is Go, from one byte to another, or a magic. A %time is both.
type part struct {
	from, to int
	code     string // the cell with blanks in the place of all but this part's Go
	magic    *magic.Magic
}

// parts are the Go of a cell and its magics, in order.
func (t *text) parts(magics []magic.Magic) []part {
	var parts []part
	from := 0
	code := func(to int, m *magic.Magic) {
		if strings.TrimSpace(t.Go[from:to]) != "" {
			code := blank(t.Go[:from]) + t.Go[from:to] + blank(t.Go[to:])
			parts = append(parts, part{from, to, code, m})
		}
	}
	for _, m := range magics {
		code(m.Offset, nil)
		from = m.Begin
		if m.Name == "time" {
			code(m.End, &m)
		} else {
			parts = append(parts, part{from: m.Begin, to: m.End, magic: &m})
		}
		from = m.End
	}
	code(len(t.Go), nil)
	return parts
}

// hoist has the first part of a cell that magics take apart declare the
// functions, types and constants of all, so that each part may use them. Where
// they need a variable that a later part declares, they stay where they are.
func (s *Session) hoist(t *text, parts []part) []part {
	first := -1
	moved := make([]part, len(parts))
	all := []byte(nil)
	for i, p := range parts {
		moved[i] = p
		if p.code == "" {
			continue
		}
		if first < 0 {
			first, all = i, []byte(p.code)
			continue
		}
		rest := []byte(p.code)
		for _, d := range frontend.Declarations(p.code) {
			copy(all[d.Start:d.End], p.code[d.Start:d.End])
			copy(rest[d.Start:d.End], blank(p.code[d.Start:d.End]))
		}
		moved[i].code = string(rest)
	}
	if first < 0 || string(all) == parts[first].code {
		return parts
	}
	moved[first].code = string(all)
	if _, diagnostics := s.check(t.number, moved[first].code, t.seen); len(diagnostics) > 0 {
		return parts
	}
	return moved
}

func (s *Session) runPart(ctx context.Context, t *text, p part) *protocol.Error {
	switch {
	case p.magic == nil:
		return s.runGo(ctx, t, p)
	case p.magic.Name == "time":
		where := ""
		if len(t.Lines) > 1 {
			where = fmt.Sprintf("line %d: ", t.line(p.from))
		}
		return s.time(t, where, func() *protocol.Error { return s.runGo(ctx, t, p) })
	}
	return s.runMagic(ctx, t, *p.magic)
}

// runGo runs a part of the cell's Go. The value of the last one is the cell's.
func (s *Session) runGo(ctx context.Context, t *text, p part) *protocol.Error {
	r := s.executeGo(ctx, t.number, p.code, t.mode, t.seen)
	t.result.Notes = append(t.result.Notes, r.Notes...)
	t.result.Value, t.result.HasValue = r.Value, r.HasValue
	return r.Err
}

// blank is a text of the same length and lines without anything in it.
func blank(text string) string {
	b := []byte(text)
	for i, c := range b {
		if c != '\n' {
			b[i] = ' '
		}
	}
	return string(b)
}

// line is the number of the line that a byte is on, from 1.
func (t *text) line(offset int) int { return 1 + strings.Count(t.source[:offset], "\n") }

// position is that of a byte of the cell.
func (t *text) position(offset int) token.Position {
	return frontend.Position(t.number, t.source, offset)
}

// runMagic runs a magic other than %time.
func (s *Session) runMagic(ctx context.Context, t *text, m magic.Magic) *protocol.Error {
	if ctx.Err() != nil {
		return s.stopped(ctx, t, m)
	}
	run := map[string]func(context.Context, *text, magic.Magic) error{
		"help": s.magicHelp, "get": s.magicGet, "mod": s.magicMod, "engine": s.magicEngine,
		"who": s.magicWho, "reset": s.magicReset, "env": s.magicEnv, "cd": s.magicCd,
		"load": s.magicLoad, "writefile": s.magicWritefile, "bash": s.magicBash, "!": s.magicCommand,
	}[m.Name]
	err := run(ctx, t, m)
	switch e := err.(type) {
	case nil:
		return nil
	case *protocol.Error:
		return e
	}
	if ctx.Err() != nil {
		return s.stopped(ctx, t, m)
	}
	return s.magicError(t, m, err)
}

// magicError shows why a magic failed.
func (s *Session) magicError(t *text, m magic.Magic, err error) *protocol.Error {
	name := "MagicError"
	if f, ok := err.(*failure); ok {
		name = f.name
	}
	e := &protocol.Error{Name: name, Value: err.Error()}
	e.Traceback = append([]string{red(name) + ": " + err.Error()}, s.place(t.position(m.Offset))...)
	return e
}

// failure is an error of a magic with a name of its own.
type failure struct {
	name string
	err  error
}

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// stopped is the error of a magic that was interrupted.
func (s *Session) stopped(ctx context.Context, t *text, m magic.Magic) *protocol.Error {
	return s.runError(&executor.Stopped{Cause: context.Cause(ctx), Pos: t.position(m.Offset)})
}

// faultError shows what is wrong with the magics of a cell.
func (s *Session) faultError(t *text) *protocol.Error {
	var list []frontend.Diagnostic
	for _, f := range t.Faults {
		list = append(list, frontend.Diagnostic{Pos: t.position(f.Offset), Message: f.Message, Offset: f.Offset})
	}
	e := s.compileError(list)
	e.Name = "MagicError"
	return e
}

// print writes to the cell's output, in order with what the cell prints.
func (s *Session) print(t *text, text string) error { return s.host.Print(t.number, []byte(text)) }

// show makes a text the cell's result, below what it prints.
func (t *text) show(plain, markdown string) {
	data := map[string]any{"text/plain": plain}
	if markdown != "" {
		data["text/markdown"] = markdown
	}
	t.result.Value, t.result.HasValue = bundle(data), true
}

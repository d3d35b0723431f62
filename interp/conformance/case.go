package conformance

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/tools/txtar"
)

//go:embed testdata/cases
var caseFiles embed.FS

// A Case is a notebook of a few cells and what each of them shows.
type Case struct {
	// File and Name say where it stands: testdata/cases/File.txtar.
	File, Name string
	// ByHand is why the expectation was written by hand, "" where plain Go made it.
	ByHand string
	// Attributed cases show which cell late output belongs to.
	Attributed bool
	Cells      []CaseCell
}

// A CaseCell is a cell of a case.
type CaseCell struct {
	Source string
	// Want is what it shows, as [render] writes it.
	Want string
}

// Title is the case's file and name.
func (c Case) Title() string { return c.File + "/" + c.Name }

// Cases returns the cases whose titles match.
func Cases(match *regexp.Regexp) ([]Case, error) {
	names, err := fs.Glob(caseFiles, "testdata/cases/*.txtar")
	if err != nil {
		return nil, err
	}
	var cases []Case
	for _, name := range names {
		text, err := caseFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		found, err := ParseCases(strings.TrimSuffix(path.Base(name), ".txtar"), text)
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			if match.MatchString(c.Title()) {
				cases = append(cases, c)
			}
		}
	}
	return cases, nil
}

// ParseCases reads a file of cases. It is a txtar archive with these parts:
//
//	-- case a name --   begins a case; its text may have lines "by hand: why"
//	                    and "attributed"
//	-- cell --          a cell
//	-- out --           what the cell before it shows; left out where nothing is
func ParseCases(file string, text []byte) ([]Case, error) {
	var cases []Case
	for _, part := range txtar.Parse(text).Files {
		if name, ok := strings.CutPrefix(part.Name, "case "); ok {
			c := Case{File: file, Name: name}
			if err := c.options(string(part.Data)); err != nil {
				return nil, err
			}
			cases = append(cases, c)
			continue
		}
		if len(cases) == 0 {
			return nil, fmt.Errorf("%s: the part %q stands before the first case", file, part.Name)
		}
		c := &cases[len(cases)-1]
		switch n := len(c.Cells); {
		case part.Name == "cell":
			c.Cells = append(c.Cells, CaseCell{Source: string(part.Data)})
		case part.Name == "out" && n > 0 && c.Cells[n-1].Want == "":
			c.Cells[n-1].Want = string(part.Data)
		default:
			return nil, fmt.Errorf("%s: %q is no part of a case, or is in the wrong place; there are case, cell and out", c.Title(), part.Name)
		}
	}
	return cases, nil
}

func (c *Case) options(text string) error {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		switch why, byHand := strings.CutPrefix(line, "by hand:"); {
		case byHand:
			c.ByHand = strings.TrimSpace(why)
		case line == "attributed":
			c.Attributed = true
		case line != "":
			return fmt.Errorf("%s: %q is no property of a case; there are \"by hand: why\" and \"attributed\"", c.Title(), line)
		}
	}
	return nil
}

// runCase runs a case and compares what each cell shows.
func (r *Runner) runCase(ctx context.Context, e *Engine, c Case) Result {
	result := Result{Name: c.Title(), Tier: e.tier, Verdict: OK}
	began := time.Now()
	before := e.cell
	for i, cell := range c.Cells {
		o := e.Run(ctx, cell.Source, r.Limit)
		result.Cells++
		got := c.render(o, before)
		if got == cell.Want {
			continue
		}
		result.Verdict, result.Reason = Wrong, difference("what it shows", got, cell.Want)
		if o.Err != nil {
			result.Verdict, result.Reason = failure(o)
		}
		result.Reason = fmt.Sprintf("cell %d of it: %s", i+1, result.Reason)
		result.Detail = "--- cell\n" + cell.Source + "--- got\n" + got + "--- want\n" + cell.Want
		break
	}
	result.Milliseconds = time.Since(began).Milliseconds()
	return result
}

// cellName finds the cells of a session in messages.
var cellName = regexp.MustCompile(`cell\[(\d+)\]`)

// wantsNotes reports whether the case says what the session remarks. A tier may
// remark something of its own where nobody waits for it.
func (c *Case) wantsNotes() bool {
	return slices.ContainsFunc(c.Cells, func(cell CaseCell) bool { return strings.Contains("\n"+cell.Want, "\n## ") })
}

// render writes what a cell showed: what it printed as it is, its value behind
// "=> ", displays and notes behind "## " where the case has any, errors behind
// "!! ", standard error behind "2> ". Cells are counted from the case's
// first one, before which the engine had run that many.
func (c *Case) render(o Outcome, before int) string {
	var b strings.Builder
	mark := func(sign, text string) {
		if n := b.Len(); n > 0 && b.String()[n-1] != '\n' {
			b.WriteByte('\n')
		}
		for line := range strings.Lines(strings.TrimSuffix(text, "\n") + "\n") {
			b.WriteString(strings.TrimRight(sign+line, " \n") + "\n")
		}
	}
	for _, part := range o.Shown.Parts {
		switch part.Kind {
		case Printed:
			if c.Attributed && part.Cell != o.Cell {
				mark(fmt.Sprintf("<%d> ", part.Cell-before), part.Text)
				continue
			}
			b.WriteString(part.Text)
		case Value:
			mark("=> ", part.Text)
		case Displayed:
			if !c.wantsNotes() {
				continue
			}
			mark("## ", part.Text)
		case Late:
			mark("!! late ", part.Text)
		}
	}
	if o.Shown.Stderr != "" {
		mark("2> ", o.Shown.Stderr)
	}
	if o.Err != nil {
		first, _, _ := strings.Cut(o.Err.Error(), "\n") // says what it is
		mark("!! ", first)
	}
	if n := b.Len(); n > 0 && b.String()[n-1] != '\n' {
		b.WriteByte('\n')
	}
	return cellName.ReplaceAllStringFunc(b.String(), func(name string) string {
		n, _ := strconv.Atoi(cellName.FindStringSubmatch(name)[1])
		return fmt.Sprintf("cell[%d]", n-before)
	})
}

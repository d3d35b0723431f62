package conformance

import (
	"fmt"
	"strings"
)

// plainDriver is what a plain program has beside the cells. It writes what a
// session shows: a value or a panic between two marks, and a mark behind each
// cell.
const plainDriver = `
import (
	plainfmt "fmt"
	plainos "os"
	plainstrings "strings"
)

var plainValue string

func plainShow(values ...any) {
	if n := len(values); n > 1 && values[n-1] == nil {
		values = values[:n-1]
	}
	var texts []string
	for _, v := range values {
		texts = append(texts, plainfmt.Sprintf("%+v", v))
	}
	plainValue = "\x01=" + plainstrings.Join(texts, " ") + "\x02"
}

func plainOutcome(err error) {
	if err != nil {
		plainShow(err)
	}
}

func plainRun(cell func()) {
	defer func() {
		if p := recover(); p != nil {
			plainValue = "\x01!" + plainPanic(p) + "\x02"
		}
		plainos.Stdout.WriteString(plainValue + "\x00")
		plainos.Stderr.WriteString("\x00")
		plainValue = ""
	}()
	cell()
}

// plainPanic is what Go prints of a value behind "panic: ".
func plainPanic(p any) string {
	switch p := p.(type) {
	case error:
		return p.Error()
	case plainfmt.Stringer:
		return p.String()
	case string:
		return p
	case int, bool:
		return plainfmt.Sprint(p)
	}
	return plainfmt.Sprintf("%T is a panic's value that has to be expected by hand", p)
}
`

// outcomes reads what a plain program has written.
func outcomes(run PlainRun, cells int) ([]Outcome, error) {
	if run.Status != 0 {
		return nil, fmt.Errorf("it ends with status %d: %s", run.Status, run.Stderr)
	}
	stdout, stderr := strings.Split(run.Stdout, "\x00"), strings.Split(run.Stderr, "\x00")
	if len(stdout) != cells+1 || len(stderr) != cells+1 {
		return nil, fmt.Errorf("it has run %d cells of %d", len(stdout)-1, cells)
	}
	all := make([]Outcome, cells)
	for i := range all {
		o := &all[i]
		o.Cell = i + 1
		o.Shown.Stderr = stderr[i]
		text, end, marked := strings.Cut(stdout[i], "\x01")
		if text != "" {
			o.Shown.Parts = append(o.Shown.Parts, Part{Printed, o.Cell, text})
		}
		if !marked {
			continue
		}
		kind, text := end[0], strings.TrimSuffix(end[1:], "\x02")
		if kind == '=' {
			o.Shown.Parts = append(o.Shown.Parts, Part{Value, o.Cell, text})
			continue
		}
		o.Err = panicError(text)
	}
	return all, nil
}

package interpreted

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"reflect"
)

// formatting are fmt's functions for cells: they print the fields of a cell's
// structures under the names that the user gave them.
var formatting = map[string]reflect.Value{
	"Sprint":   reflect.ValueOf(func(a ...any) string { return clean(fmt.Sprint(a...)) }),
	"Sprintf":  reflect.ValueOf(func(format string, a ...any) string { return clean(fmt.Sprintf(format, a...)) }),
	"Sprintln": reflect.ValueOf(func(a ...any) string { return clean(fmt.Sprintln(a...)) }),
	"Fprint":   reflect.ValueOf(func(w io.Writer, a ...any) (int, error) { return io.WriteString(w, clean(fmt.Sprint(a...))) }),
	"Fprintf": reflect.ValueOf(func(w io.Writer, format string, a ...any) (int, error) {
		return io.WriteString(w, clean(fmt.Sprintf(format, a...)))
	}),
	"Fprintln": reflect.ValueOf(func(w io.Writer, a ...any) (int, error) { return io.WriteString(w, clean(fmt.Sprintln(a...))) }),
	"Append":   reflect.ValueOf(func(b []byte, a ...any) []byte { return append(b, clean(fmt.Sprint(a...))...) }),
	"Appendf":  reflect.ValueOf(func(b []byte, format string, a ...any) []byte { return append(b, clean(fmt.Sprintf(format, a...))...) }),
	"Appendln": reflect.ValueOf(func(b []byte, a ...any) []byte { return append(b, clean(fmt.Sprintln(a...))...) }),
}

// stdout is what yaegi's fmt.Print writes to: os.Stdout, as it is at the time.
// Where that is the process's standard output, what goroutines print goes to
// their own cells.
type stdout struct{ h *host }

var processStdout = os.Stdout

func (o stdout) Write(b []byte) (int, error) {
	text := b
	if bytes.Contains(b, []byte(unexported)) || bytes.Contains(b, []byte(again)) {
		text = []byte(clean(string(b)))
	}
	if os.Stdout != processStdout {
		if _, err := os.Stdout.Write(text); err != nil {
			return 0, err
		}
		return len(b), nil
	}
	cell := 0
	if r := o.h.running(); r != nil {
		cell = r.cell
	}
	if err := o.h.options.Print(cell, text); err != nil {
		return 0, err
	}
	return len(b), nil
}

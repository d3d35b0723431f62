package interpreted

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"reflect"
)

// formatting are fmt's functions for cells: they print the fields of a cell's
// structures under the names that the user gave them, and values with methods
// as fmt does.
var formatting = map[string]reflect.Value{
	"Sprint":   reflect.ValueOf(func(a ...any) string { return clean(fmt.Sprint(formatted(a)...)) }),
	"Sprintf":  reflect.ValueOf(func(format string, a ...any) string { return clean(fmt.Sprintf(format, formatted(a)...)) }),
	"Sprintln": reflect.ValueOf(func(a ...any) string { return clean(fmt.Sprintln(formatted(a)...)) }),
	"Fprint": reflect.ValueOf(func(w io.Writer, a ...any) (int, error) {
		return io.WriteString(w, clean(fmt.Sprint(formatted(a)...)))
	}),
	"Fprintf": reflect.ValueOf(func(w io.Writer, format string, a ...any) (int, error) {
		return io.WriteString(w, clean(fmt.Sprintf(format, formatted(a)...)))
	}),
	"Fprintln": reflect.ValueOf(func(w io.Writer, a ...any) (int, error) {
		return io.WriteString(w, clean(fmt.Sprintln(formatted(a)...)))
	}),
	"Append": reflect.ValueOf(func(b []byte, a ...any) []byte { return append(b, clean(fmt.Sprint(formatted(a)...))...) }),
	"Appendf": reflect.ValueOf(func(b []byte, format string, a ...any) []byte {
		return append(b, clean(fmt.Sprintf(format, formatted(a)...))...)
	}),
	"Appendln": reflect.ValueOf(func(b []byte, a ...any) []byte { return append(b, clean(fmt.Sprintln(formatted(a)...))...) }),
}

// printing are the functions of fmt that print to standard output.
func (h *host) printing() map[string]reflect.Value {
	out := stdout{h}
	return map[string]reflect.Value{
		"Print":   reflect.ValueOf(func(a ...any) (int, error) { return fmt.Fprint(out, formatted(a)...) }),
		"Printf":  reflect.ValueOf(func(format string, a ...any) (int, error) { return fmt.Fprintf(out, format, formatted(a)...) }),
		"Println": reflect.ValueOf(func(a ...any) (int, error) { return fmt.Fprintln(out, formatted(a)...) }),
	}
}

// formatted prepares arguments for fmt. A value of a cell's type that has String
// or Error arrives in a structure of yaegi's with that method and no other.
func formatted(args []any) []any {
	for i, a := range args {
		if inner, ok := unwrap(a); ok {
			args[i] = methodical{a, inner}
		}
	}
	return args
}

// methodical is a value with String or Error: the verbs that print text call
// the method, the others print the value.
type methodical struct{ wrapped, inner any }

func (m methodical) Format(s fmt.State, verb rune) {
	format := fmt.FormatString(s, verb)
	switch verb {
	case 'v', 's', 'q', 'x', 'X':
		if !s.Flag('#') || verb != 'v' {
			_, _ = fmt.Fprintf(s, format, m.wrapped)
			return
		}
	}
	_, _ = fmt.Fprintf(s, format, m.inner)
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

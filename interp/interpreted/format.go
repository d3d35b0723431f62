package interpreted

import (
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

// stdout is what yaegi's fmt.Print writes to: the standard output of the
// process, whatever os.Stdout is set to at the time.
type stdout struct{}

func (stdout) Write(b []byte) (int, error) {
	if s := string(b); len(clean(s)) != len(s) {
		if _, err := os.Stdout.WriteString(clean(s)); err != nil {
			return 0, err
		}
		return len(b), nil
	}
	return os.Stdout.Write(b)
}

package interpreted

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// formatting are fmt's functions for cells: they print values of cells' types
// under the names that the user gave them, and by their methods.
func (h *host) formatting() map[string]reflect.Value {
	out := stdout{h}
	f := map[string]any{
		"Sprint":   func(a ...any) string { return fmt.Sprint(h.shown(a)...) },
		"Sprintf":  func(format string, a ...any) string { format, a = h.named(format, a); return fmt.Sprintf(format, a...) },
		"Sprintln": func(a ...any) string { return fmt.Sprintln(h.shown(a)...) },
		"Fprint":   func(w io.Writer, a ...any) (int, error) { return fmt.Fprint(w, h.shown(a)...) },
		"Fprintf": func(w io.Writer, format string, a ...any) (int, error) {
			format, a = h.named(format, a)
			return fmt.Fprintf(w, format, a...)
		},
		"Fprintln": func(w io.Writer, a ...any) (int, error) { return fmt.Fprintln(w, h.shown(a)...) },
		"Append":   func(b []byte, a ...any) []byte { return fmt.Append(b, h.shown(a)...) },
		"Appendf": func(b []byte, format string, a ...any) []byte {
			format, a = h.named(format, a)
			return fmt.Appendf(b, format, a...)
		},
		"Appendln": func(b []byte, a ...any) []byte { return fmt.Appendln(b, h.shown(a)...) },
		"Errorf":   func(format string, a ...any) error { format, a = h.named(format, a); return fmt.Errorf(format, a...) },
		"Print":    func(a ...any) (int, error) { return fmt.Fprint(out, h.shown(a)...) },
		"Printf": func(format string, a ...any) (int, error) {
			format, a = h.named(format, a)
			return fmt.Fprintf(out, format, a...)
		},
		"Println": func(a ...any) (int, error) { return fmt.Fprintln(out, h.shown(a)...) },
	}
	table := map[string]reflect.Value{}
	for name, v := range f {
		table[name] = reflect.ValueOf(v)
	}
	return table
}

// shaped puts a value of a cell's type together with its shape. Rewritten cells
// call it for what they print; a negative number stands for a value of an
// interface, which knows its type.
func (h *host) shaped(number int, v any) shown {
	if number < 0 {
		return shown{h.shapes, reflect.ValueOf(v), nil}
	}
	return shown{h.shapes, reflect.ValueOf(v), h.shapes.number(number)}
}

// enterType and enterMethod are called by cells that declare types.
func (h *host) enterType(name string, pointer any) bool {
	h.shapes.enter(name, pointer)
	return true
}

func (h *host) enterMethod(name, method string, f any) bool {
	h.shapes.method(name, method, f)
	return true
}

// asError makes yaegi give a value the form of a compiled error.
func asError(err error) error { return err }

// unmarshal is json.Unmarshal, whose errors name the structure of a cell.
func (h *host) unmarshal(data []byte, v any) error {
	err := json.Unmarshal(data, v)
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) && wrong.Struct == "" && wrong.Field != "" && !strings.Contains(wrong.Field, ".") {
		if _, sh := h.shapes.resolve(reflect.ValueOf(v), nil); sh != nil && sh.elem != nil {
			wrong.Struct = strings.TrimPrefix(sh.elem.label(), "main.")
		}
	}
	return err
}

// shown prepares values for fmt. What fmt prints right by itself stays as it is.
func (h *host) shown(values []any) []any {
	list := make([]any, len(values))
	for i, v := range values {
		list[i] = h.show(v)
	}
	return list
}

func (h *host) show(v any) any {
	switch v.(type) {
	case nil, string, int, bool, float64, byte, rune, shown:
		return v
	}
	rv := reflect.ValueOf(v)
	if resolved, sh := h.shapes.resolve(rv, nil); sh != nil || resolved.IsValid() && resolved.Type() == rv.Type() && h.shapes.hides(rv.Type()) {
		return shown{h.shapes, resolved, sh}
	}
	return v
}

// named prepares the arguments of a format. The type's name stands for each
// value that %T is to print, because fmt prints that without asking the value.
func (h *host) named(format string, values []any) (string, []any) {
	var wraps []bool
	if strings.Contains(format, "%w") {
		wraps = wrappedBy(format, len(values))
	}
	list := make([]any, len(values))
	for i, v := range values {
		if wraps != nil && wraps[i] {
			list[i] = v
			continue
		}
		list[i] = h.show(v)
	}
	if !strings.ContainsAny(format, "Tp") {
		return format, list
	}
	return typesNamed(format, list)
}

// typesNamed replaces each %T of a shown value by %s of its type's name. It gives
// each verb an explicit index, where the format has none.
func typesNamed(format string, list []any) (string, []any) {
	var b strings.Builder
	next := 0
	changed, indexed := false, false
	values := len(list)
	for rest := format; rest != ""; {
		at := strings.IndexByte(rest, '%')
		if at < 0 {
			b.WriteString(rest)
			break
		}
		b.WriteString(rest[:at])
		text, verb := directive(rest[at:])
		rest = rest[at+len(text):]
		if verb == '%' || verb == 0 {
			b.WriteString(text)
			continue
		}
		flags := text[:len(text)-utf8.RuneLen(verb)]
		if open := strings.IndexByte(flags, '['); open >= 0 {
			n, err := strconv.Atoi(strings.TrimSuffix(flags[open+1:], "]"))
			if err != nil || n < 1 {
				return format, list
			}
			flags, next, indexed = flags[:open], n-1, true
		}
		if strings.Contains(flags, "*") || next >= values {
			return format, list
		}
		index := next
		next++
		if s, ok := list[index].(shown); ok && verb == 'T' {
			list = append(list, s.typeName())
			index, verb, changed = len(list)-1, 's', true
		} else if ok && verb == 'p' && s.value.IsValid() && s.value.CanInterface() {
			list = append(list, s.value.Interface())
			index, changed = len(list)-1, true
		}
		b.WriteString(flags + "[" + strconv.Itoa(index+1) + "]" + string(verb))
	}
	if !changed || next < values && !indexed {
		return format, list[:values]
	}
	return b.String(), list
}

// directive is the first verb of a text that begins with %, with its flags.
func directive(s string) (text string, verb rune) {
	for i, r := range s[1:] {
		if !strings.ContainsRune("+-# 0123456789.[]*", r) {
			return s[:1+i+utf8.RuneLen(r)], r
		}
	}
	return s, 0
}

// wrappedBy tells which arguments a format takes with %w.
func wrappedBy(format string, n int) []bool {
	list := make([]bool, n)
	next := 0
	for rest := format; next < n; {
		at := strings.IndexByte(rest, '%')
		if at < 0 {
			break
		}
		text, verb := directive(rest[at:])
		rest = rest[at+len(text):]
		if verb == '%' {
			continue
		}
		list[next] = verb == 'w'
		next++
	}
	return list
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

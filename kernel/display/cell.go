package display

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
	"unsafe"
)

// longestCell is how many letters of a cell's text are shown.
const longestCell = 60

// cell is what a table shows of a value.
func (t tabulator) cell(v value) cell {
	v = t.resolve(v)
	if !v.IsValid() {
		return cell{text: "nil", blank: true}
	}
	v.Value = opened(v.Value)
	itself := v.CanInterface() && t.Itself(v.Type(), v.about)
	number := isNumber(v.Type(), itself)
	switch kind := v.Kind(); {
	case kind == reflect.Pointer && v.IsNil():
		return cell{text: "nil", blank: true}
	case itself:
		return cell{text: short(t.Text(v.Value, v.about)), number: number}
	case v.CanInterface() && v.CanAddr() && kind == reflect.Struct && t.Itself(reflect.PointerTo(v.Type()), nil) && !isOwn(v.Type(), t.Name(v.Type(), v.about)):
		return cell{text: short(t.Text(v.Addr(), nil)), number: number} // such as a big.Int or a url.URL
	case kind == reflect.Float32 || kind == reflect.Float64:
		return cell{float: v.Float(), isReal: true, number: true}
	case kind == reflect.String:
		return cell{text: short(v.String())}
	}
	c := compact{tabulator: t, left: longestCell}
	c.write(v, 0)
	return cell{text: c.b.String(), number: number}
}

// plain is the text of a cell that stands alone.
func (c cell) plain() string {
	if c.isReal {
		return strconv.FormatFloat(c.float, 'g', -1, 64)
	}
	return c.text
}

// short is a text in one line, of which the end may be missing.
func short(s string) string {
	text, left := line(s, longestCell)
	if left > 0 {
		return fmt.Sprintf("%s… %s more", text, count(left))
	}
	return text
}

// line returns at most n letters of a text, with what cannot be printed in
// Go's notation, and how many letters are left.
func line(s string, n int) (text string, left int) {
	const slack = 10 // a text that is longer by so little is not worth a cut
	if len(s) > n+slack {
		end := 0
		for range n {
			_, size := utf8.DecodeRuneInString(s[end:])
			end += size
		}
		if left = utf8.RuneCountInString(s[end:]); left > slack {
			s = s[:end]
		} else {
			left = 0
		}
	}
	if utf8.ValidString(s) && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }) < 0 {
		return s, left
	}
	quoted := strconv.Quote(s)
	return unquote.Replace(quoted[1 : len(quoted)-1]), left
}

var unquote = strings.NewReplacer(`\\`, `\`, `\"`, `"`)

var (
	ofSession = regexp.MustCompile(`\bmain\.`)
	anyType   = strings.NewReplacer("interface {}", "any", "struct {}", "struct{}")
)

// label is a type's name as the user of a session writes it.
func (t tabulator) label(typ reflect.Type, about any) string {
	text := anyType.Replace(ofSession.ReplaceAllString(t.Name(typ, about), ""))
	if name, left := line(text, 30); left > 0 {
		return name + "…"
	}
	return text
}

// isOwn reports whether a type is declared by the session or has no name, so
// that its unexported fields are the user's own.
func isOwn(typ reflect.Type, name string) bool {
	return typ.PkgPath() == "" || strings.HasPrefix(name, "main.")
}

// addressable returns v, or a copy of it that has an address.
func addressable(v reflect.Value) reflect.Value {
	if v.CanAddr() || !v.CanInterface() {
		return v
	}
	p := reflect.New(v.Type()).Elem()
	p.Set(v)
	return p
}

// opened makes it possible to call methods of what an unexported field holds:
// a table shows these fields of the user's own types only, and there a
// time.Duration shall read as one.
func opened(v reflect.Value) reflect.Value {
	if v.CanInterface() || !v.CanAddr() {
		return v
	}
	return reflect.NewAt(v.Type(), unsafe.Pointer(v.UnsafeAddr())).Elem()
}

// typeOf is the type of the values of a column whose elements have any type.
type typeOf struct{ name string }

func (o *typeOf) see(t tabulator, static reflect.Type, v value) {
	name := t.label(static, v.about)
	if static.Kind() == reflect.Interface {
		inner := t.resolve(v)
		if !inner.IsValid() {
			return
		}
		if dynamic := t.label(inner.Type(), inner.about); o.name == "" || o.name == dynamic {
			name = dynamic
		}
	}
	o.name = name
}

func (o *typeOf) label() string {
	if o.name == "" {
		return "any"
	}
	return o.name
}

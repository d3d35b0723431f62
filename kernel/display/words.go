package display

import (
	"errors"
	"fmt"
	"go/token"
	"reflect"
	"strings"
)

// wordsOf is the text of a value that is no table: text, but for errors that
// wrap others, and for functions and channels, of which fmt tells the address.
func wordsOf(v, about any, text func(any) string) string {
	if err, ok := v.(error); ok {
		if _, formats := v.(fmt.Formatter); formats {
			return text(v) // such errors tell all they know with %+v
		}
		return text(v) + causes(err)
	}
	r := currentReader()
	inner, about := r.Resolve(reflect.ValueOf(v), about)
	if !inner.IsValid() || inner.Kind() != reflect.Func && inner.Kind() != reflect.Chan || inner.IsNil() || r.Itself(inner.Type(), about) {
		return text(v)
	}
	return describe(inner, tabulator{Reader: r}.label(inner.Type(), about))
}

// mostCauses is how many errors below an error are shown.
const mostCauses = 50

// causes is the tree of the errors that err wraps, with their types, as
// errors.Is and errors.As go through it. It is empty where err wraps none.
func causes(err error) string {
	t := causeTree{left: mostCauses}
	t.below(err, "")
	return t.b.String()
}

type causeTree struct {
	b    strings.Builder
	left int
}

func (t *causeTree) below(err error, indent string) {
	list := wrapped(err)
	for i, cause := range list {
		if t.left--; t.left < 0 {
			t.b.WriteString("\n" + indent + "└─ …")
			return
		}
		branch, further := "├─ ", "│  "
		if i == len(list)-1 {
			branch, further = "└─ ", "   "
		}
		said := fmt.Sprintf("%v", cause)
		said = strings.ReplaceAll(said, "\n", "\n"+indent+further)
		t.b.WriteString("\n" + indent + branch + typeOfError(cause) + said)
		t.below(cause, indent+further)
	}
}

// typeOfError is an error's type with a colon. It is empty where nobody could
// name the type, as that of errors.New, and where an interpreter has lost it.
func typeOfError(err error) string {
	r := currentReader()
	v, about := r.Resolve(reflect.ValueOf(err), nil)
	if !v.IsValid() || !r.Itself(v.Type(), about) {
		return ""
	}
	label := tabulator{Reader: r}.label(v.Type(), about)
	if pkg, name, ok := strings.Cut(label, "."); ok && pkg != "" && !token.IsExported(name) {
		return ""
	}
	return label + ": "
}

// wrapped are the errors that err wraps itself. A method that panics wraps
// nothing.
func wrapped(err error) (list []error) {
	defer func() {
		if recover() != nil {
			list = nil
		}
	}()
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range several.Unwrap() {
			if e != nil {
				list = append(list, e)
			}
		}
		return list
	}
	if one := errors.Unwrap(err); one != nil {
		return []error{one}
	}
	return nil
}

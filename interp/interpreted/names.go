package interpreted

import (
	"fmt"
	"go/token"
	"go/types"
	"regexp"
	"strings"

	"gonymede/interp/frontend"
)

const (
	// again separates a name from the number of the cell that declared it
	// again. It is a letter that nobody types.
	again = "ǁ"
	// unexported begins the names of unexported fields and types: yaegi builds
	// structures by reflection, which takes exported fields only. It is an
	// upper-case letter that nobody types, so it can be taken off again.
	unexported = "Ʞ"
)

// names gives every object of the session its name in yaegi.
type names struct {
	of    map[types.Object]string
	taken map[string]bool
}

func newNames() *names {
	n := &names{of: map[types.Object]string{}, taken: map[string]bool{"main": true, "init": true}}
	for _, name := range types.Universe.Names() {
		n.taken[name] = true
	}
	return n
}

// declare chooses a name for an object that a cell declares.
func (n *names) declare(obj types.Object, cell int) string {
	name := n.fresh(obj, cell)
	n.of[obj] = name
	return name
}

// fresh makes a name from an object's that nothing else has.
func (n *names) fresh(obj types.Object, cell int) string {
	base := obj.Name()
	if _, isType := obj.(*types.TypeName); isType && !token.IsExported(base) {
		base = unexported + base
	}
	name := base
	for i := 0; n.taken[name]; i++ {
		name = fmt.Sprintf("%s%s%d", base, again, cell)
		if i > 0 {
			name = fmt.Sprintf("%s%s%d", name, again, i)
		}
	}
	n.taken[name] = true
	return name
}

// use returns the name of an object as it stands in rewritten source, "" where
// that is its own.
func (n *names) use(obj types.Object) string {
	switch o := obj.(type) {
	case *types.Var:
		o = o.Origin()
		if o.IsField() {
			return n.field(o)
		}
		obj = o
	case *types.Func:
		obj = o.Origin()
	}
	return n.of[obj]
}

func (n *names) field(f *types.Var) string {
	if f.Pkg() == nil || f.Pkg().Path() != frontend.SessionPath {
		return ""
	}
	if f.Embedded() {
		t := f.Type()
		if p, ok := t.(*types.Pointer); ok {
			t = p.Elem()
		}
		switch t := t.(type) {
		case *types.Named:
			return n.of[t.Origin().Obj()]
		case *types.Alias:
			return n.of[t.Origin().Obj()]
		}
		return ""
	}
	if f.Exported() || f.Name() == "_" {
		return ""
	}
	return unexported + f.Name()
}

var numbered = regexp.MustCompile(again + `\d+`)

// clean takes the marks of this package out of a text for the user.
func clean(s string) string {
	if strings.Contains(s, unexported) {
		s = strings.ReplaceAll(s, unexported, "")
	}
	if strings.Contains(s, again) {
		s = numbered.ReplaceAllString(s, "")
	}
	return s
}

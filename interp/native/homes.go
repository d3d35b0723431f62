package native

import (
	"go/types"
	"sort"
)

// homes knows which compiled package each object of the session lives in.
type homes struct {
	packages map[types.Object]string
	serials  map[string]int
	archives map[string]string
	pending  map[types.Object]string
	names    map[string]map[string]types.Object // what each package declares
}

func newHomes() *homes {
	return &homes{
		packages: map[types.Object]string{}, serials: map[string]int{},
		archives: map[string]string{}, pending: map[types.Object]string{}, names: map[string]map[string]types.Object{},
	}
}

func (h *homes) of(obj types.Object) (string, bool) {
	p, ok := h.packages[obj]
	return p, ok
}

// later gives an object a home when the unit that is being generated is settled.
func (h *homes) later(obj types.Object, path string) { h.pending[obj] = path }

// settle enters a package that was opened.
func (h *homes) settle(g *generated, serial int, archive string) {
	h.serials[g.path], h.archives[g.path], h.names[g.path] = serial, archive, g.declares
	for _, obj := range g.declares {
		h.packages[obj] = g.path
	}
	for obj, path := range h.pending {
		h.packages[obj] = path
	}
	h.drop()
}

// seen is what a name means to a package that imports others: the function, type or
// constant that the newest one of them declares under it, nil where none does.
// Variables have other names in compiled code.
func (h *homes) seen(name string, imported map[string]bool) types.Object {
	var newest types.Object
	last := -1
	for path := range imported {
		obj := h.names[path][name]
		if _, variable := obj.(*types.Var); obj != nil && !variable && h.serials[path] > last {
			newest, last = obj, h.serials[path]
		}
	}
	return newest
}

// drop forgets what was pending.
func (h *homes) drop() { clear(h.pending) }

// inOrder lists packages, the oldest first.
func (h *homes) inOrder(paths map[string]bool) []string {
	list := make([]string, 0, len(paths))
	for p := range paths {
		list = append(list, p)
	}
	sort.Slice(list, func(i, j int) bool { return h.serials[list[i]] < h.serials[list[j]] })
	return list
}

package display

import (
	"cmp"
	"container/heap"
	"reflect"
	"slices"
)

// pair is a key of a map with its value.
type pair struct{ key, value reflect.Value }

// pairs is a heap with the largest key first.
type pairs struct {
	list    []pair
	compare func(a, b reflect.Value) int
}

func (p *pairs) Len() int           { return len(p.list) }
func (p *pairs) Less(i, j int) bool { return p.compare(p.list[i].key, p.list[j].key) > 0 }
func (p *pairs) Swap(i, j int)      { p.list[i], p.list[j] = p.list[j], p.list[i] }
func (p *pairs) Push(x any)         { p.list = append(p.list, x.(pair)) }
func (p *pairs) Pop() any {
	last := p.list[len(p.list)-1]
	p.list = p.list[:len(p.list)-1]
	return last
}

// smallest returns the n smallest keys of a map in order, with copies of their
// values. It goes through all keys once, and does nothing else meanwhile: a map
// that another goroutine writes is not to be read.
func (t tabulator) smallest(m value, n int) []pair {
	p := &pairs{compare: t.compare}
	if n <= 0 {
		return nil
	}
	all := m.Len() <= n
	readable := m.CanInterface()
	var k reflect.Value
	if readable {
		k = reflect.New(m.Type().Key()).Elem()
	}
	for it := m.MapRange(); it.Next(); {
		switch {
		case all || !readable:
			p.list = append(p.list, pair{it.Key(), it.Value()})
		default:
			k.SetIterKey(it) // it.Key would allocate
			if len(p.list) < n {
				heap.Push(p, pair{it.Key(), it.Value()})
			} else if t.compare(k, p.list[0].key) < 0 {
				p.list[0] = pair{it.Key(), it.Value()}
				heap.Fix(p, 0)
			}
		}
	}
	slices.SortStableFunc(p.list, func(a, b pair) int { return t.compare(a.key, b.key) })
	return p.list[:min(n, len(p.list))]
}

// compare orders keys as fmt does.
func (t tabulator) compare(a, b reflect.Value) int { return t.ordered(value{a, nil}, value{b, nil}) }

func (t tabulator) ordered(x, y value) int {
	a, b := t.resolve(x).Value, t.resolve(y).Value
	switch {
	case !a.IsValid() || !b.IsValid():
		return truth(a.IsValid(), b.IsValid())
	case a.Kind() != b.Kind():
		return cmp.Compare(a.Kind(), b.Kind())
	case a.CanInt():
		return cmp.Compare(a.Int(), b.Int())
	case a.CanUint():
		return cmp.Compare(a.Uint(), b.Uint())
	case a.CanFloat():
		return cmp.Compare(a.Float(), b.Float())
	}
	switch a.Kind() {
	case reflect.String:
		return cmp.Compare(a.String(), b.String())
	case reflect.Bool:
		return truth(a.Bool(), b.Bool())
	case reflect.Complex64, reflect.Complex128:
		return cmp.Or(cmp.Compare(real(a.Complex()), real(b.Complex())), cmp.Compare(imag(a.Complex()), imag(b.Complex())))
	case reflect.Struct:
		for i := range min(a.NumField(), b.NumField()) {
			if c := t.compare(a.Field(i), b.Field(i)); c != 0 {
				return c
			}
		}
	case reflect.Array:
		for i := range min(a.Len(), b.Len()) {
			if c := t.compare(a.Index(i), b.Index(i)); c != 0 {
				return c
			}
		}
	case reflect.Pointer, reflect.Chan:
		return cmp.Compare(a.Pointer(), b.Pointer())
	}
	return 0
}

func truth(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

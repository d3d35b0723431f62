package display

import (
	"slices"
	"sync"
)

// renderers are what RegisterRenderer was given, the newest last.
var renderers struct {
	sync.RWMutex
	list []func(v any) (Bundle, bool)
}

// RegisterRenderer has r make the forms of values that have no methods to show
// themselves, such as those of other modules' types: r reports false for what is
// not of its kind. Of several the newest that knows a value is taken. It is for
// engines; cells give their types a method Display.
func RegisterRenderer(r func(v any) (Bundle, bool)) {
	renderers.Lock()
	defer renderers.Unlock()
	renderers.list = append(renderers.list, r)
}

// registered returns the forms that a registered renderer makes of v.
func registered(v any) (Bundle, bool) {
	renderers.RLock()
	list := slices.Clone(renderers.list)
	renderers.RUnlock()
	for _, r := range slices.Backward(list) {
		if b, ok := r(v); ok {
			return b, true
		}
	}
	return Bundle{}, false
}

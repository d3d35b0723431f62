package display

import "testing"

// gauge is a type of a module that knows nothing of this package.
type gauge struct{ value float64 }

func TestRegisteredRenderer(t *testing.T) {
	t.Cleanup(func() { renderers.list = nil })
	RegisterRenderer(func(v any) (Bundle, bool) {
		_, ok := v.(gauge)
		return Bundle{Data: map[string]any{"text/plain": "first"}}, ok
	})
	RegisterRenderer(func(v any) (Bundle, bool) {
		g, ok := v.(gauge)
		return Bundle{Data: map[string]any{"text/plain": "a gauge", "image/svg+xml": "<svg/>"}}, ok && g.value > 0
	})
	for _, test := range []struct {
		value any
		want  string
	}{
		{gauge{1}, "a gauge"}, {gauge{0}, "first"}, {&gauge{1}, "&{value:1}"}, {shouting{}, "HEY"},
	} {
		if got := Render(test.value).Text(); got != test.want {
			t.Errorf("Render(%#v) is %q, want %q", test.value, got, test.want)
		}
	}
}

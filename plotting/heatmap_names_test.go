package plotting

import (
	"fmt"
	"slices"
	"testing"
)

// Names of columns that do not fit beside each other are turned, not left out;
// of numbers some are left out, as the others tell them.
func TestColumnsKeepTheirNames(t *testing.T) {
	var names, numbers []string
	values := make([]float64, 20)
	for n := range values {
		names = append(names, fmt.Sprint("quite a long name ", n))
		numbers = append(numbers, fmt.Sprint(n*1_000_000))
	}
	for _, test := range []struct {
		x      []string
		turned bool
		ticks  int
	}{{names, true, 20}, {names[:2], false, 2}, {numbers, false, 10}, {nil, false, 20}} {
		h := HeatMap{X: test.x, Y: []string{"a row with a long name"}, Values: [][]float64{values[:max(len(test.x), 2)]}}
		if test.x == nil {
			h.Values[0] = values
		}
		ticks, turned := h.columnTicks(640)
		if turned != test.turned || test.turned && len(ticks) != test.ticks || slices.Equal(test.x, names) && h.turnedHeight(640) < 50 {
			t.Errorf("%q: %d ticks, turned: %v, want %d and %v", test.x, len(ticks), turned, test.ticks, test.turned)
		}
		if err := h.Save(t.TempDir() + "/map.png"); err != nil {
			t.Error(err)
		}
	}
}

func TestNoTwoCurvesLookAlike(t *testing.T) {
	seen := map[string]bool{}
	for n := range mostCurves {
		style := fmt.Sprint(curveStyle(n))
		if seen[style] {
			t.Errorf("the line of sample %d is also that of another", n)
		}
		seen[style] = true
	}
}

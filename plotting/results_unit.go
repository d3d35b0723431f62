package plotting

import (
	"math"
	"strings"

	"golang.org/x/perf/benchunit"
)

// A scale is how values of a unit are written: divided by the factor, with the
// number of decimals, in the scaled unit.
type scale struct {
	factor   float64
	decimals int
	unit     string
}

// scaleFor is the scale in which a value has at least three digits that matter.
func scaleFor(value float64, unit string) scale {
	class := benchunit.ClassOf(unit)
	s := benchunit.CommonScale([]float64{value}, class)
	// There are no kiloseconds, and one writes 12000 items as they are.
	if s.Factor > 1 && class == benchunit.Decimal && (isTime(unit) || unit == allocsPerCall || math.Abs(value) < 1e6) {
		s = benchunit.Scaler{Prec: 0, Factor: 1}
	}
	if value == math.Trunc(value) && s.Factor == 1 {
		s.Prec = 0
	}
	return scale{s.Factor, s.Prec, s.Prefix + strings.TrimSuffix(shortUnit(unit), "/op")}
}

// shortUnit writes a benchmark's seconds as people do.
func shortUnit(unit string) string {
	if isTime(unit) {
		return "s" + unit[len("sec"):]
	}
	return unit
}

func isTime(unit string) bool { return unit == "sec" || strings.HasPrefix(unit, "sec/") }

// quantity says in words what is measured in a unit.
func quantity(unit string) string {
	switch unit {
	case timePerCall:
		return "time per call"
	case bytesPerCall:
		return "memory per call"
	case allocsPerCall:
		return "allocations per call"
	}
	return shortUnit(unit)
}

// axis says on a chart what its values are.
func (s scale) axis(unit string) string {
	switch unit {
	case timePerCall, bytesPerCall:
		return quantity(unit) + ", " + s.unit
	case allocsPerCall:
		return quantity(unit)
	}
	if strings.HasSuffix(unit, "/op") {
		return s.unit + " per call"
	}
	return s.unit
}

package plotting

import (
	"math"
	"strconv"
	"strings"

	"golang.org/x/perf/benchunit"
)

// A scale is how values of a unit are written: divided by the factor, in the
// scaled unit.
type scale struct {
	factor float64
	// decimals is how many each number has; plain is for four digits that matter,
	// and all of a whole number.
	decimals int
	unit     string
}

const plain = -1

// scaleFor is the scale in which a value has at least three digits that matter.
// Only seconds and bytes have prefixes, as "mhit%" would be no unit.
func scaleFor(value float64, unit string) scale {
	u := parseUnit(unit)
	s := benchunit.Scaler{Factor: 1}
	switch u.base {
	case "s":
		s = benchunit.CommonScale([]float64{value}, benchunit.Decimal)
		if s.Factor > 1 { // there are no kiloseconds
			s = benchunit.Scaler{Factor: 1}
		}
		if value == math.Trunc(value) && s.Factor == 1 {
			s.Prec = 0
		}
	case "B":
		s = benchunit.CommonScale([]float64{value}, benchunit.Binary)
		if s.Factor == 1 {
			s.Prec = plain
		}
	default:
		s.Prec = plain
	}
	return scale{s.Factor, s.Prec, s.Prefix + u.base + strings.TrimSuffix(u.per, "/op")}
}

// number writes a value of the unit, without the unit.
func (s scale) number(v float64) string {
	v /= s.factor
	switch size := math.Abs(v); {
	case s.decimals != plain:
		return strconv.FormatFloat(v, 'f', s.decimals, 64)
	case size >= 1000 && size < 1e15:
		return strconv.FormatFloat(v, 'f', 0, 64)
	default:
		return digits(v)
	}
}

// A parsedUnit is the unit of a benchmark in its parts: of "p99-sec/op" the
// qualifier is "p99", the base "s", and per "/op".
type parsedUnit struct{ qualifier, base, per string }

// parseUnit writes seconds as people do.
func parseUnit(unit string) parsedUnit {
	amount, _, _ := strings.Cut(unit, "/")
	u := parsedUnit{base: amount, per: unit[len(amount):]}
	if at := strings.LastIndexByte(amount, '-'); at > 0 && isKnownUnit(amount[at+1:]) {
		u.qualifier, u.base = amount[:at], amount[at+1:]
	}
	if u.base == "sec" {
		u.base = "s"
	}
	return u
}

func isKnownUnit(base string) bool { return base == "sec" || base == "s" || base == "B" }

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
	u := parseUnit(unit)
	name := u.base + u.per
	if amount, perCall := strings.CutSuffix(name, "/op"); perCall {
		switch u.base {
		case "s":
			amount = "time"
		case "B":
			amount = "bytes"
		}
		name = amount + " per call"
	}
	return strings.TrimSpace(u.qualifier + " " + name)
}

// axis says on a chart what its values are.
func (s scale) axis(unit string) string {
	u := parseUnit(unit)
	switch {
	case unit == allocsPerCall:
		return quantity(unit)
	case u.per == "/op" && isKnownUnit(u.base):
		return quantity(unit) + ", " + s.unit
	case u.per == "/op":
		return s.unit + " per call"
	}
	return strings.TrimSpace(u.qualifier + " " + s.unit)
}

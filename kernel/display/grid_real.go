package display

import (
	"math"
	"strconv"
	"strings"
)

// Numbers with a decimal point are shown with six significant digits, or with
// all digits before the point where these are more, and with equally many
// behind it in one column, so that the points stand below each other.
const (
	significant = 6
	// Beyond these sizes a column is shown with exponents.
	largestReal, smallestReal = 1e15, 1e-4
	// Whole numbers are exact up to this one and have all their digits: they may be
	// what package encoding/json has made of someone's numbers for things.
	largestWhole = 1 << 53
)

// realFormat returns how the numbers of a column are written.
func realFormat(column []float64) func(float64) string {
	decimals := 0
	exponents := false
	for _, f := range column {
		size := math.Abs(f)
		if f == 0 || math.IsNaN(f) || math.IsInf(f, 0) {
			continue
		}
		exponents = exponents || !isWhole(f) && (size >= largestReal || size < smallestReal)
		decimals = max(decimals, decimalsOf(f))
	}
	if exponents {
		return alone
	}
	return func(f float64) string { return strconv.FormatFloat(f, 'f', decimals, 64) }
}

// alone writes a number without regard to others.
func alone(f float64) string {
	if isWhole(f) {
		return strconv.FormatFloat(f, 'f', 0, 64)
	}
	rounded, shortest := strconv.FormatFloat(f, 'g', significant, 64), strconv.FormatFloat(f, 'g', -1, 64)
	if len(shortest) < len(rounded) { // as of 5e-324, which has less than six digits in itself
		return shortest
	}
	return rounded
}

func isWhole(f float64) bool { return f == math.Trunc(f) && math.Abs(f) <= largestWhole }

// decimalsOf is how many digits a number needs behind the point.
func decimalsOf(f float64) int {
	digits := max(significant, len(strconv.FormatFloat(math.Trunc(math.Abs(f)), 'f', 0, 64)))
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', digits, 64), 64)
	if err != nil {
		return 0
	}
	_, behind, _ := strings.Cut(strconv.FormatFloat(rounded, 'f', -1, 64), ".")
	return min(len(behind), significant+3)
}

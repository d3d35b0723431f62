package plotting

import (
	"math"
	"strconv"
)

// digits writes a number with four digits that matter, which is more than
// measurements have, and without an exponent where it is readable so.
func digits(v float64) string { return significant(v, 4) }

// significant writes a number with n digits that matter.
func significant(v float64, n int) string {
	text := strconv.FormatFloat(v, 'g', n, 64)
	rounded, err := strconv.ParseFloat(text, 64)
	if err != nil { // rounded up beyond float64
		return text
	}
	if size := math.Abs(rounded); size != 0 && (size < 1e-4 || size >= 1e7) {
		return strconv.FormatFloat(rounded, 'g', -1, 64)
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// telling is how many digits of numbers of some size matter, so that those that
// differ by a part of spread are seen to.
func telling(size, spread float64) int {
	size, spread = math.Abs(size), math.Abs(spread)
	if spread == 0 || spread >= size {
		return 4
	}
	return max(4, min(3+int(math.Round(math.Log10(size/spread))), 12))
}

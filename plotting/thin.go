package plotting

import (
	"fmt"
	"strings"
)

// thin returns at most so many of the sorted values: those of evenly spaced
// ranks, the least and the greatest among them, so that what is left is
// distributed as all are.
func thin(sorted []float64, most int) []float64 {
	if len(sorted) <= most {
		return sorted
	}
	some := make([]float64, most)
	for n := range some {
		some[n] = sorted[n*(len(sorted)-1)/(most-1)]
	}
	return some
}

// grouped writes a count with its thousands apart, as in 1,000,000.
func grouped(n int) string {
	text := fmt.Sprint(n)
	var b strings.Builder
	for i, digit := range text {
		if i > 0 && (len(text)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(digit)
	}
	return b.String()
}

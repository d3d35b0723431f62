package plotting

import (
	"math"
	"slices"
	"sort"

	"github.com/aclements/go-moremath/stats"
	"golang.org/x/perf/benchmath"
)

// A ratio says how many times as large one sample is as another.
type ratio struct {
	value     float64
	low, high float64 // both 0 where the samples are too small for an interval
	p         float64 // of the Mann-Whitney U test: that the two do not differ
}

// judged reports whether the samples are large enough to find a difference.
func (r ratio) judged() bool { return r.high > 0 }

// differs reports whether the test has found a difference.
func (r ratio) differs() bool { return r.p <= benchmath.DefaultThresholds.CompareAlpha }

// ratioOf relates values to those of a base. There is no ratio unless all are
// above zero.
//
// It is the estimator of Hodges and Lehmann, "Estimates of Location Based on Rank
// Tests" (1963), for the logarithms: the median of all pairwise ratios. The
// interval is what the U test does not reject: with the quantile q of the
// distribution of U, it goes from the q-th least of the pairwise ratios to the q-th
// greatest (Hollander and Wolfe, Nonparametric Statistical Methods, section 4.3).
func ratioOf(values, base []float64) (r ratio, ok bool) {
	values, base = slices.Sorted(slices.Values(values)), slices.Sorted(slices.Values(base))
	if len(values) == 0 || len(base) == 0 || values[0] <= 0 || base[0] <= 0 {
		return ratio{}, false
	}
	pairs := len(values) * len(base)
	r.value = (nthRatio(values, base, (pairs+1)/2) + nthRatio(values, base, pairs/2+1)) / 2
	thresholds := benchmath.DefaultThresholds
	r.p = benchmath.AssumeNothing.Compare(benchmath.NewSample(values, &thresholds), benchmath.NewSample(base, &thresholds)).P
	if q := rankOfU(len(values), len(base), (1-confidence)/2); q > 0 {
		r.low, r.high = nthRatio(values, base, q), nthRatio(values, base, pairs+1-q)
	}
	return r, true
}

// rankOfU is the least q with P(U <= q) >= p, 0 where already U = 0 is as probable.
func rankOfU(n1, n2 int, p float64) int {
	// As in stats.MannWhitneyUTest, the normal approximation is good enough
	// for large samples, and the exact distribution too slow.
	if max(n1, n2) > stats.MannWhitneyExactLimit {
		n := float64(n1) * float64(n2)
		z := stats.InvCDF(stats.StdNormal)(p)
		return int(math.Round(n/2 + z*math.Sqrt(n*float64(n1+n2+1)/12)))
	}
	u := stats.UDist{N1: n1, N2: n2}
	return sort.Search(n1*n2, func(q int) bool { return u.CDF(float64(q)) >= p })
}

// nthRatio is the n-th least, counted from 1, of the ratios of all pairs of sorted values
// above zero. It finds it without making them all: floating-point numbers above zero are in
// the order of their bits, so that 64 halvings lead to one of them.
func nthRatio(values, base []float64, n int) float64 {
	bits := sort.Search(math.MaxInt64, func(b int) bool {
		limit := math.Float64frombits(uint64(b))
		count, i := 0, 0
		for _, v := range base { // the greater the base, the more values are below the limit
			for i < len(values) && !(values[i]/v > limit) {
				i++
			}
			count += i
		}
		return count >= n
	})
	return math.Float64frombits(uint64(bits))
}

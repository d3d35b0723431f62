package plotting

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/aclements/go-moremath/stats"
	"golang.org/x/perf/benchmath"
)

// confidence is that of all intervals of this package.
const confidence = 0.95

// A Summary says in a few numbers what the values of a sample are like. Its
// intervals have a confidence of 95 %. Both ends of an interval are 0 where the
// sample has too few values for one: a median needs six, a mean needs two.
type Summary struct {
	// N is how many values there are.
	N int
	// Low and High are the least and the greatest of the values.
	Low, High float64
	// Median has half of the values on each side. MedianLow and MedianHigh are
	// the ends of its interval, which assumes nothing of how the values are
	// distributed: they are two of the values, by the binomial distribution of
	// how many lie below the true median (as benchstat does it).
	Median, MedianLow, MedianHigh float64
	// Mean is the arithmetic mean, and MeanLow and MeanHigh are the ends of its
	// interval by Student's t distribution.
	Mean, MeanLow, MeanHigh float64
	// Q1 and Q3 are the quartiles, P90 and P99 what 90 and 99 of 100 values do
	// not exceed, all interpolated by the eighth method of Hyndman and Fan,
	// "Sample Quantiles in Statistical Packages" (1996).
	Q1, Q3, P90, P99 float64
}

// Summarize returns the summary of values, which it leaves as they are. It is
// an error if there are none, or if one is not finite.
func Summarize(values []float64) (Summary, error) {
	if len(values) == 0 {
		return Summary{}, errors.New("plotting.Summarize: there are no values")
	}
	for n, v := range values {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return Summary{}, fmt.Errorf("plotting.Summarize: value %d is %v; only finite numbers can be summarized", n, v)
		}
	}
	return summarize(slices.Sorted(slices.Values(values))), nil
}

// summarize is Summarize for finite values in ascending order.
func summarize(sorted []float64) Summary {
	s := Summary{N: len(sorted), Low: sorted[0], High: sorted[len(sorted)-1]}
	sorted, unit := nearOne(sorted)
	sample := stats.Sample{Xs: sorted, Sorted: true}
	median := benchmath.AssumeNothing.Summary(&benchmath.Sample{Values: sorted, Thresholds: &benchmath.DefaultThresholds}, confidence)
	s.Median = median.Center * unit
	if !math.IsInf(median.Lo, 0) && !math.IsInf(median.Hi, 0) {
		s.MedianLow, s.MedianHigh = median.Lo*unit, median.Hi*unit
	}
	mean, low, high := sample.MeanCI(confidence)
	s.Mean = mean * unit
	if s.N > 1 {
		s.MeanLow, s.MeanHigh = low*unit, high*unit
	}
	s.Q1, s.Q3 = sample.Quantile(0.25)*unit, sample.Quantile(0.75)*unit
	s.P90, s.P99 = sample.Quantile(0.9)*unit, sample.Quantile(0.99)*unit
	return s
}

// HasMedianInterval reports whether there are values enough for the interval
// of the median.
func (s Summary) HasMedianInterval() bool { return s.N >= 6 }

// HasMeanInterval reports whether there are values enough for the interval of
// the mean.
func (s Summary) HasMeanInterval() bool { return s.N >= 2 }

// String returns the numbers as one line of text.
func (s Summary) String() string {
	n := telling(s.Median, s.Q3-s.Q1)
	number := func(v float64) string { return significant(v, n) }
	if s.N == 1 {
		return "one value, " + number(s.Median)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d values, median %s", s.N, number(s.Median))
	if s.HasMedianInterval() {
		fmt.Fprintf(&b, " (95 %%: %s–%s)", number(s.MedianLow), number(s.MedianHigh))
	} else {
		b.WriteString(" (too few values for a 95 % interval)")
	}
	fmt.Fprintf(&b, ", quartiles %s–%s", number(s.Q1), number(s.Q3))
	if s.N >= 100 {
		fmt.Fprintf(&b, ", p99 %s", number(s.P99))
	}
	fmt.Fprintf(&b, ", least %s, greatest %s", number(s.Low), number(s.High))
	return b.String()
}

package plotting

import (
	"math"
	"slices"

	"github.com/aclements/go-moremath/stats"
)

// A curve is a density, at points in ascending order.
type curve struct{ x, y []float64 }

// density estimates how dense the values of a sample lie from low to high: a
// Gaussian kernel density estimate, per unit of the axis, or per decade of a
// logarithmic one. There x is in the units of the values all the same.
//
// bandwidth is the standard deviation of the kernel, in units or decades. With 0
// it is by Scott's rule (Multivariate Density Estimation, 1992), or where half
// of the values are equal by Silverman's. If no value is below zero, what the
// kernels would put there is reflected.
//
// A sample without spread has no density: the curve is empty, unless a
// bandwidth is given.
func (d distribution) density(m measured, bandwidth, low, high float64) curve {
	values := d.onScale(m.sorted)
	values, unit := nearOne(values)
	if bandwidth /= unit; bandwidth == 0 {
		bandwidth = d.ruleBandwidth(values)
	}
	if bandwidth == 0 {
		return curve{}
	}
	kde := stats.KDE{Sample: binned(values, bandwidth/8), Kernel: stats.GaussianKernel, Bandwidth: bandwidth}
	if !d.log && values[0] >= 0 {
		kde.BoundaryMax = math.Inf(1) // and BoundaryMin is 0
	}
	var c curve
	ends := d.onScale([]float64{low, high})
	for _, x := range places(values, bandwidth, ends[0]/unit, ends[1]/unit) {
		c.x = append(c.x, d.offScale(x*unit))
		c.y = append(c.y, kde.PDF(x)/unit)
	}
	// A power of a logarithm is not quite the number that it came from.
	c.x[0], c.x[len(c.x)-1] = low, high
	return c
}

// ruleBandwidth is the bandwidth by rule for values on the scale of the axis, 0
// for values that are all equal or differ by no more than rounding.
func (d distribution) ruleBandwidth(sorted []float64) float64 {
	if d.allEqual(sorted[0], sorted[len(sorted)-1]) {
		return 0
	}
	values, unit := nearOne(sorted)
	sample := stats.Sample{Xs: values, Sorted: true}
	if h := stats.BandwidthScott(sample); h > 0 {
		return h * unit
	}
	return stats.BandwidthSilverman(sample) * unit
}

// allEqual reports whether a range of values on the scale of the axis has no
// room for a shape: logarithms are equal when their powers are.
func (d distribution) allEqual(low, high float64) bool {
	size := max(-low, high)
	if d.log {
		size = max(size, 1)
	}
	return high/2-low/2 <= 1e-12*size
}

// nearOne returns values in a unit in which their squares stay in the range of
// float64, and the unit, a power of two. Most values are returned as they are.
func nearOne(sorted []float64) (values []float64, unit float64) {
	size := max(-sorted[0], sorted[len(sorted)-1])
	if size == 0 || size > 1e-100 && size < 1e100 {
		return sorted, 1
	}
	_, exponent := math.Frexp(size)
	unit = math.Ldexp(1, min(max(exponent, -1000), 1023))
	values = slices.Clone(sorted)
	for n := range values {
		values[n] /= unit
	}
	return values, unit
}

// mostExact is up to how many values an estimate takes each by itself.
const mostExact = 2000

// binned returns a sample that is as dense as many sorted values are: values in
// the same bin are replaced by their mean. A bin as wide as an eighth of the
// bandwidth changes the density by less than a thousandth of its greatest
// height. Bins are wider where there would be over four times mostExact.
func binned(sorted []float64, width float64) stats.Sample {
	if len(sorted) <= mostExact {
		return stats.Sample{Xs: sorted, Sorted: true}
	}
	for {
		var s stats.Sample
		for from := 0; from < len(sorted) && len(s.Xs) <= 4*mostExact; {
			to := from + 1
			for to < len(sorted) && sorted[to] <= sorted[from]+width {
				to++
			}
			s.Xs = append(s.Xs, stats.Mean(sorted[from:to]))
			s.Weights = append(s.Weights, float64(to-from))
			from = to
		}
		if len(s.Xs) <= 4*mostExact {
			s.Sorted = true
			return s
		}
		width *= 2
	}
}

// places returns where a density is computed: at even distances from low to
// high, and closely around quantiles, so that the peak of most values is seen
// beside values far away.
func places(sorted []float64, bandwidth, low, high float64) []float64 {
	const even = 400
	var xs []float64
	for n := range even + 1 {
		xs = append(xs, low+(high-low)*float64(n)/even)
	}
	for _, v := range thin(sorted, 41) {
		for _, shift := range []float64{-2.5, -1.5, -0.75, 0, 0.75, 1.5, 2.5} {
			if x := v + shift*bandwidth; low < x && x < high {
				xs = append(xs, x)
			}
		}
	}
	slices.Sort(xs)
	return slices.Compact(xs)
}

// greatest is the greatest height of a curve, 0 if it is empty.
func (c curve) greatest() float64 {
	if len(c.y) == 0 {
		return 0
	}
	return slices.Max(c.y)
}

package plotting

import (
	"math"
	"slices"
)

// mostBins bounds how many bins a histogram has by default.
const mostBins = 100

// binEdges returns the ends of the bins of a histogram in ascending order: bin n
// reaches from edge n to below edge n+1, the last one to the last edge.
//
// With want they are so many of the same width between the least and the
// greatest value. Otherwise the width is by the rule of Freedman and Diaconis
// ("On the histogram as a density estimator", 1981), twice the distance of the
// quartiles over the cube root of the number of values, or by that of Sturges
// where this gives narrower bins; of several samples it is the geometric mean of
// their widths. It is not so small that there are more than mostBins bins. On a linear axis it becomes
// a round number, and so do the edges.
func (d distribution) binEdges(all []measured, want int) []float64 {
	low, high := bounds(all)
	ends := d.onScale([]float64{low, high})
	length := ends[1] - ends[0]
	if d.allEqual(ends[0], ends[1]) {
		return d.oneBin(low)
	}
	count := want
	if want == 0 {
		width := max(d.meanBinWidth(all, length), length/mostBins)
		if edges := roundEdges(low, high, width); !d.log && edges != nil {
			return edges
		}
		count = int(math.Ceil(length/width - 1e-9))
	}
	edges := []float64{low}
	for n := 1; n < count; n++ {
		edges = append(edges, d.offScale(ends[0]+length*float64(n)/float64(count)))
	}
	return slices.Compact(append(edges, high))
}

// oneBin is the bin of values that are all equal.
func (d distribution) oneBin(v float64) []float64 {
	switch {
	case d.log:
		return []float64{v / 1.1, v * 1.1}
	case v == 0:
		return []float64{-0.5, 0.5}
	}
	return []float64{v - math.Abs(v)/20, v + math.Abs(v)/20}
}

// meanBinWidth is the geometric mean of the widths that the samples need, as
// neither many values of one sample nor the spread of another may decide alone.
// Where each sample consists of equal values bins are narrow.
func (d distribution) meanBinWidth(all []measured, length float64) float64 {
	var logs, spread float64
	for _, m := range all {
		if width := d.binWidth(m); width < math.Inf(1) { // not all equal
			logs += math.Log(width)
			spread++
		}
	}
	if spread == 0 {
		return length / mostBins
	}
	return math.Exp(logs / spread)
}

// binWidth is the one that a sample needs, on the scale of the axis.
func (d distribution) binWidth(m measured) float64 {
	s := m.summary
	n := float64(s.N)
	on := d.onScale([]float64{s.Low, s.Q1, s.Q3, s.High})
	if d.allEqual(on[0], on[3]) {
		return math.Inf(1)
	}
	sturges := (on[3] - on[0]) / (math.Ceil(math.Log2(n)) + 1)
	if freedman := 2 * (on[2] - on[1]) / math.Cbrt(n); freedman > 0 {
		return min(freedman, sturges)
	}
	return sturges
}

// roundEdges returns edges that are multiples of a round number near to width;
// nil if floating point has no such numbers between low and high.
func roundEdges(low, high, width float64) []float64 {
	step, _ := tickStep(0.7 * width)
	if (high-low)/step > mostBins-1 {
		step, _ = tickStep(1.01 * step)
	}
	first, last := math.Floor(low/step), math.Floor(high/step)+1
	if most := max(-first, last); step == 0 || math.IsInf(step, 0) || !(most < 1e9) {
		return nil
	}
	var edges []float64
	for n := first; n <= last; n++ {
		edge := n * step
		if whole := math.Round(1 / step); whole > 1 && whole < 1e15 {
			edge = n / whole // 3/10 is 0.3, but 3*0.1 is not
		}
		edges = append(edges, edge)
	}
	return edges
}

// counts returns how many values of a sample lie in each bin.
func (m measured) counts(edges []float64) []int {
	counts := make([]int, len(edges)-1)
	from := 0
	for n := range counts {
		to, _ := slices.BinarySearch(m.sorted, edges[n+1])
		if n == len(counts)-1 {
			to = len(m.sorted)
		}
		counts[n] = to - from
		from = to
	}
	return counts
}

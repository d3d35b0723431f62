package plotting

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/aclements/go-moremath/stats"
)

// WorkerRuns are the times of the runs of a program with one number of workers.
type WorkerRuns struct {
	Workers int
	// Seconds are the times, all above zero; their unit does not matter if it is the same for all.
	Seconds []float64
}

// Amdahl is the law of Amdahl fitted to times: with n workers a program takes
// the part Serial + (1−Serial)/n of its time with one worker. (G. M. Amdahl,
// "Validity of the single processor approach to achieving large scale
// computing capabilities", 1967.)
type Amdahl struct {
	// Serial is the part of the work, from 0 to 1, that workers do not share.
	Serial float64
	// Low and High are the ends of its 95 % interval, from 0 to 1, or both 0
	// where there are fewer than three different numbers of workers.
	Low, High float64
	// Fitted is Serial before it was brought between 0 and 1: it is less than 0
	// where workers gain more than their number (as when the data of each fits
	// into a cache), and more than 1 where they slow the program down.
	Fitted float64
	// Counts is how many different numbers of workers there are.
	Counts int
}

// FitAmdahl fits the law of Amdahl to the times of a program.
//
// The median time with n workers is a + b/n, by least squares of the relative
// errors, and the serial part is a/(a+b). The time with one worker is thus
// measured like the others, and not taken to be exact. Each number of workers counts
// once, however many runs it has: runs with equally many workers share what
// the law leaves out (waiting, caches, the second thread of a core), so that
// more of them do not make the fit any surer. The interval is that of Fieller for a
// quotient ("Some problems in interval estimation", 1954), by Student's t
// distribution with two degrees of freedom fewer than there are numbers of workers.
//
// It is an error if no run has one worker, if all have, or if a time is not
// above zero.
func FitAmdahl(runs []WorkerRuns) (Amdahl, error) {
	times, err := collect(runs)
	if err == nil {
		return fitAmdahl(times)
	}
	return Amdahl{}, fmt.Errorf("plotting.FitAmdahl: %w", err)
}

func fitAmdahl(times []timesOf) (Amdahl, error) {
	if len(times) < 2 {
		return Amdahl{}, errors.New("plotting.FitAmdahl: all runs have the same number of workers; measure with at least one other, and with three for an interval")
	}
	// A line through T/T₁ over 1/n, with the weights of relative errors.
	first := times[0].median()
	var weights, meanX, meanY float64
	for _, t := range times {
		x, y, weight := t.onLine(first)
		weights += weight
		meanX += weight * x
		meanY += weight * y
	}
	meanX, meanY = meanX/weights, meanY/weights
	var xx, xy float64
	for _, t := range times {
		x, y, weight := t.onLine(first)
		xx += weight * (x - meanX) * (x - meanX)
		xy += weight * (x - meanX) * (y - meanY)
	}
	b := xy / xx
	a := meanY - b*meanX
	fit := Amdahl{Fitted: a / (a + b), Counts: len(times)}
	if math.IsNaN(fit.Fitted) || math.IsInf(fit.Fitted, 0) {
		return Amdahl{}, errors.New("plotting.FitAmdahl: the times do not determine a serial fraction; they differ too much for the law")
	}
	fit.Serial = min(max(fit.Fitted, 0), 1)
	if !fit.HasInterval() {
		return fit, nil
	}

	var squares float64
	for _, t := range times {
		x, y, weight := t.onLine(first)
		squares += weight * (a + b*x - y) * (a + b*x - y)
	}
	freedom := float64(len(times) - 2)
	varB := squares / freedom / xx
	varMean := squares / freedom / weights
	varA := varMean + meanX*meanX*varB
	// a+b is the height of the line at 1/n = 1.
	varSum := varMean + (1-meanX)*(1-meanX)*varB
	covariance := varMean - meanX*(1-meanX)*varB
	fit.Low, fit.High = fieller(a, a+b, varA, varSum, covariance, studentT(freedom))
	return fit, nil
}

// onLine is where the median time is on a line over 1/n, in parts of the time
// with one worker, and the weight of its relative error.
func (t timesOf) onLine(one float64) (x, y, weight float64) {
	y = t.median() / one
	return 1 / float64(t.workers), y, 1 / (y * y)
}

// fieller returns the interval of p/q within 0 and 1, for two normal estimates
// with their variances and covariance: where |p−sq| is at most t standard errors.
func fieller(p, q, varP, varQ, covariance, t float64) (low, high float64) {
	square := q*q - t*t*varQ
	half := p*q - t*t*covariance
	constant := p*p - t*t*varP
	if square <= 0 { // q itself may be 0, and the quotient anything
		return 0, 1
	}
	root := math.Sqrt(max(half*half-square*constant, 0))
	low, high = (half-root)/square, (half+root)/square
	return min(max(low, 0), 1), min(max(high, 0), 1)
}

// studentT is the number of standard errors on either side that an interval
// spans, by Student's t distribution.
func studentT(freedom float64) float64 {
	return stats.InvCDF(stats.TDist{V: freedom})(1 - (1-confidence)/2)
}

// HasInterval reports whether there were numbers of workers enough for an interval.
func (a Amdahl) HasInterval() bool { return a.Counts >= 3 }

// Speedup returns how many times faster the program is with n workers than
// with one, by the law.
func (a Amdahl) Speedup(n float64) float64 { return 1 / (a.Serial + (1-a.Serial)/n) }

// String returns the serial part and its interval in percent, and what is odd about it.
func (a Amdahl) String() string {
	text := fmt.Sprintf("serial fraction %s", percent(a.Serial))
	if a.HasInterval() {
		text += fmt.Sprintf(" (95 %%: %.1f–%.1f %%)", 100*a.Low, 100*a.High)
	} else {
		text += " (too few numbers of workers for an interval)"
	}
	return text + a.oddity()
}

func (a Amdahl) oddity() string {
	// Rounding alone takes a fit a little beyond the bounds.
	const slack = 5e-4
	switch {
	case a.Fitted < -slack:
		return fmt.Sprintf("; the fit gives %s: faster than the workers are many (superlinear), which the law does not know", percent(a.Fitted))
	case a.Fitted > 1+slack:
		return fmt.Sprintf("; the fit gives %s: workers make it slower, which the law does not know", percent(a.Fitted))
	}
	return ""
}

func percent(part float64) string {
	text := fmt.Sprintf("%.1f %%", 100*part)
	if text == "-0.0 %" {
		return "0.0 %"
	}
	return text
}

// timesOf are all times of a program with one number of workers.
type timesOf struct {
	workers int
	sorted  []float64
}

func (t timesOf) median() float64 {
	return stats.Sample{Xs: t.sorted, Sorted: true}.Quantile(0.5)
}

// collect returns the times by number of workers, in ascending order, the
// first of them with one worker.
func collect(runs []WorkerRuns) ([]timesOf, error) {
	by := map[int][]float64{}
	least, greatest := math.Inf(1), 0.0
	for _, r := range runs {
		if r.Workers < 1 {
			return nil, fmt.Errorf("there are runs with %d workers; a program has at least one", r.Workers)
		}
		if len(r.Seconds) == 0 {
			return nil, fmt.Errorf("the runs with %d workers have no times; leave them out, or fill their field Seconds", r.Workers)
		}
		for i, s := range r.Seconds {
			if !(s > 0) || math.IsInf(s, 0) {
				return nil, fmt.Errorf("run %d with %d workers took %v seconds; a time has to be finite and above zero", i, r.Workers, s)
			}
			least, greatest = min(least, s), max(greatest, s)
		}
		by[r.Workers] = append(by[r.Workers], r.Seconds...)
	}
	if by[1] == nil {
		return nil, errors.New("there are no runs with 1 worker; measure some, as the others are compared with them")
	}
	if greatest/least > 1e12 {
		return nil, fmt.Errorf("the times go from %v to %v seconds, too far apart to be compared; give all in the same unit", least, greatest)
	}
	var times []timesOf
	for workers, seconds := range by {
		slices.Sort(seconds)
		times = append(times, timesOf{workers, seconds})
	}
	slices.SortFunc(times, func(a, b timesOf) int { return a.workers - b.workers })
	return times, nil
}

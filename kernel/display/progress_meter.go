package display

import (
	"math"
	"time"
)

// A meter measures the rate of a count from looks at it at any times.
//
// The rate is the count's exponentially weighted mean slope: what a moment
// counts falls by a factor e for each memory that has passed since. A step of n
// items in a time d is taken as evenly spread over d, which makes its weight
// memory·(1-exp(-d/memory)). The weighted items and the weighted time are summed
// separately, and the rate is their ratio: at first, when little has been
// forgotten, that is the mean since the start, with no value to begin from that
// would distort it. (Exponential smoothing for irregular times; D. J. Wright,
// Forecasting data published at irregular time intervals using an extension of
// Holt's method, Management Science 32, 1986.)
//
// The overall mean would be slow to see that the work has become slower, and
// the last step alone makes the time left jump. So the memory is ten
// seconds, or a quarter of the time so far where that is more: for work of
// hours, whose items may take minutes each, it has to be longer.
type meter struct {
	start, at time.Time
	first     int64 // the count at the start
	count     int64
	items     float64 // weighted
	seconds   float64 // weighted
}

const (
	shortestMemory = 10.0 // seconds
	memoryShare    = 0.25 // of the time so far
)

func newMeter(start time.Time, count int64) meter {
	return meter{start: start, at: start, first: count, count: count}
}

// observe takes a look at the count.
func (m *meter) observe(now time.Time, count int64) {
	step := now.Sub(m.at).Seconds()
	if step <= 0 {
		return
	}
	memory := max(shortestMemory, memoryShare*now.Sub(m.start).Seconds())
	kept := math.Exp(-step / memory)
	weight := memory * (1 - kept)
	m.items = m.items*kept + float64(count-m.count)/step*weight
	m.seconds = m.seconds*kept + weight
	m.at, m.count = now, count
}

func (m *meter) elapsed() time.Duration { return m.at.Sub(m.start) }

// rate is in items a second, 0 where it is unknown.
func (m *meter) rate() float64 {
	if m.seconds == 0 {
		return 0
	}
	return max(0, m.items/m.seconds)
}

// mean is the rate over all the time, 0 where it is unknown.
func (m *meter) mean(count int64) float64 {
	if m.elapsed() <= 0 {
		return 0
	}
	return max(0, float64(count-m.first)/m.elapsed().Seconds())
}

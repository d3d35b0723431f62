package display

import (
	"math"
	"testing"
	"time"
)

// steps lets a meter look after each of the steps, in turn, until a time has passed.
func (m *meter) steps(until time.Duration, rate float64, steps ...time.Duration) {
	count := float64(m.count)
	for i := 0; m.elapsed() < until; i++ {
		step := min(steps[i%len(steps)], until-m.elapsed())
		count += rate * step.Seconds()
		m.observe(m.at.Add(step), int64(math.Round(count)))
	}
}

func TestMeter(t *testing.T) {
	const ms = time.Millisecond
	// After 10 s at rate a and 10 s at b, with a memory of 10 s, the weighted
	// mean is the ratio of the integrals of rate·exp(-(20-t)/10) and exp(-(20-t)/10).
	const a, b = 10_000, 40_000
	e1, e2 := math.Exp(-1), math.Exp(-2)
	mixed := (a*(e1-e2) + b*(1-e1)) / (1 - e2)
	for _, test := range []struct {
		name  string
		steps []time.Duration
	}{
		{"even", []time.Duration{100 * ms}},
		{"uneven", []time.Duration{100 * ms, 700 * ms, 20 * ms}},
		{"long", []time.Duration{10_000 * ms}},
	} {
		m := newMeter(time.Now(), 0)
		m.steps(10*time.Second, a, test.steps...)
		near(t, test.name+": even rate", m.rate(), a)
		m.steps(20*time.Second, b, test.steps...)
		near(t, test.name+": changed rate", m.rate(), mixed)
		near(t, test.name+": mean", m.mean(m.count), (a+b)/2)
	}
}

// After an hour the memory is a quarter of an hour: ten seconds of something
// else do not change the rate much.
func TestMeterOfLongWork(t *testing.T) {
	m := newMeter(time.Now(), 0)
	m.steps(time.Hour, 10, time.Second)
	m.steps(time.Hour+10*time.Second, 0, time.Second)
	kept := math.Exp(-10 / (3605 * memoryShare))
	if got, want := m.rate(), 10*kept; math.Abs(got-want) > 0.01*want {
		t.Errorf("rate %v, want about %v", got, want)
	}
}

func TestMeterWithoutTime(t *testing.T) {
	m := newMeter(time.Now(), 5)
	m.observe(m.start, 10)
	if m.rate() != 0 || m.mean(10) != 0 {
		t.Errorf("rate %v, mean %v, want 0: no time has passed", m.rate(), m.mean(10))
	}
	m.observe(m.start.Add(time.Second), 0)
	if m.rate() != 0 {
		t.Errorf("rate %v of a count that falls, want 0", m.rate())
	}
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-4*want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

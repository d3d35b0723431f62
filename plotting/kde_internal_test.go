package plotting

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func normalSample(n int) measured {
	random := rand.New(rand.NewPCG(1, 2))
	m := measured{}
	for range n {
		m.sorted = append(m.sorted, 10+random.NormFloat64())
	}
	slices.Sort(m.sorted)
	m.summary = summarize(m.sorted)
	return m
}

// area is that below a curve, by the trapezoidal rule.
func (c curve) area() float64 {
	var sum float64
	for n := 1; n < len(c.x); n++ {
		sum += (c.x[n] - c.x[n-1]) * (c.y[n] + c.y[n-1]) / 2
	}
	return sum
}

func TestDensityIsOne(t *testing.T) {
	m := normalSample(1000)
	for _, unit := range []float64{1, 1e200, 1e-200} {
		scaled := measured{}
		for _, v := range m.sorted {
			scaled.sorted = append(scaled.sorted, v*unit)
		}
		c := distribution{}.density(scaled, 0, 5*unit, 15*unit)
		if area := c.area(); math.Abs(area-1) > 0.01 {
			t.Errorf("in units of %g the area below the curve is %v, want 1", unit, area)
		}
		// That of the standard normal distribution is 0.399 at its mean.
		if top := c.greatest() * unit; math.Abs(top-0.399) > 0.04 {
			t.Errorf("in units of %g the curve is %v high, want about 0.4", unit, top)
		}
	}
}

// Nothing of a sample of latencies may seem to be below zero, and nothing is lost.
func TestDensityIsReflectedAtZero(t *testing.T) {
	m := measured{}
	for n := range 400 {
		m.sorted = append(m.sorted, -math.Log(1-(float64(n)+0.5)/400))
	}
	if area := (distribution{}).density(m, 0, 0, 10).area(); math.Abs(area-1) > 0.01 {
		t.Errorf("the area above zero is %v, want 1", area)
	}
}

func TestBinnedDensityIsNearTheExactOne(t *testing.T) {
	m := normalSample(20_000)
	const bandwidth = 0.15
	c := distribution{}.density(m, bandwidth, 5, 15)
	for n := 0; n < len(c.x); n += 25 {
		var exact float64
		for _, v := range m.sorted {
			z := (c.x[n] - v) / bandwidth
			exact += math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) / bandwidth
		}
		exact /= float64(len(m.sorted))
		if math.Abs(c.y[n]-exact) > 0.001*c.greatest() {
			t.Errorf("at %v the density is %v, exactly %v", c.x[n], c.y[n], exact)
		}
	}
}

func TestThinKeepsTheEnds(t *testing.T) {
	m := normalSample(100_000)
	some := thin(m.sorted, 500)
	if len(some) != 500 || some[0] != m.summary.Low || some[499] != m.summary.High {
		t.Fatalf("%d values from %v to %v", len(some), some[0], some[499])
	}
	if s := summarize(some); math.Abs(s.Median-m.summary.Median) > 0.01 || math.Abs(s.Q3-m.summary.Q3) > 0.02 {
		t.Errorf("thinned: %v; all: %v", s, m.summary)
	}
}

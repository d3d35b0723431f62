package plotting

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestRatioIsTheMedianOfAllPairs(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		values, base := positive(random, 1+random.IntN(12), 1), positive(random, 1+random.IntN(12), 2)
		var pairs []float64
		for _, v := range values {
			for _, b := range base {
				pairs = append(pairs, v/b)
			}
		}
		slices.Sort(pairs)
		n := len(pairs)
		r, ok := ratioOf(values, base)
		if want := (pairs[(n-1)/2] + pairs[n/2]) / 2; !ok || r.value != want {
			t.Fatalf("the ratio of %v to %v is %v, want %v", values, base, r.value, want)
		}
		if r.judged() && !(slices.Contains(pairs, r.low) && slices.Contains(pairs, r.high) && r.low <= r.value && r.value <= r.high) {
			t.Fatalf("the interval is %v to %v, around %v, of %v", r.low, r.high, r.value, pairs)
		}
	}
}

// The interval is the inversion of the test, so that they always agree.
func TestIntervalAndTestAgree(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	found := map[bool]int{}
	for range 500 {
		values, base := positive(random, 4+random.IntN(10), 1+random.Float64()), positive(random, 4+random.IntN(10), 1)
		r, _ := ratioOf(values, base)
		contains := r.low <= 1 && 1 <= r.high
		if r.differs() == contains {
			t.Fatalf("p=%v, but the interval is %v to %v", r.p, r.low, r.high)
		}
		found[contains]++
	}
	if found[true] < 50 || found[false] < 50 {
		t.Errorf("%v: the samples are all alike", found)
	}
}

// They are one more than the critical values of U in published tables (two-sided, 0.05):
// 23 for ten and ten, none for three and three, 0, 2, 13, 127.
func TestRanksAreThoseOfOthers(t *testing.T) {
	for _, test := range []struct{ n1, n2, want int }{{10, 10, 24}, {3, 3, 0}, {4, 4, 1}, {5, 5, 3}, {8, 8, 14}, {20, 20, 128}} {
		if got := rankOfU(test.n1, test.n2, 0.025); got != test.want {
			t.Errorf("of %d and %d values it is %d, want %d", test.n1, test.n2, got, test.want)
		}
	}
	exact, approximate := rankOfU(50, 50, 0.025), rankOfU(51, 50, 0.025)
	if approximate < exact || approximate > exact+50 {
		t.Errorf("the ranks of 50 and 51 values are %d and %d", exact, approximate)
	}
}

func TestRatioNeedsNumbersAboveZero(t *testing.T) {
	for _, values := range [][]float64{nil, {0, 1}, {-1}} {
		if r, ok := ratioOf(values, []float64{1}); ok {
			t.Errorf("%v has the ratio %v to 1", values, r.value)
		}
		if r, ok := ratioOf([]float64{1}, values); ok {
			t.Errorf("1 has the ratio %v to %v", r.value, values)
		}
	}
	r, ok := ratioOf([]float64{math.MaxFloat64, math.MaxFloat64}, []float64{math.SmallestNonzeroFloat64})
	if !ok || !math.IsInf(r.value, 1) {
		t.Errorf("the greatest ratio is %v", r.value)
	}
}

func positive(random *rand.Rand, n int, centre float64) []float64 {
	values := make([]float64, n)
	for i := range values {
		values[i] = centre * math.Exp(random.NormFloat64()/3)
	}
	return values
}

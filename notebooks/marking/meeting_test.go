package marking

import (
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// come calls a meeting from n goroutines at once and returns how many were told
// that all have come.
func come(n int, meet func() bool) int {
	var met atomic.Int64
	var callers sync.WaitGroup
	for range n {
		callers.Go(func() {
			if meet() {
				met.Add(1)
			}
		})
	}
	callers.Wait()
	return int(met.Load())
}

func TestMeeting(t *testing.T) {
	for _, c := range []struct {
		name         string
		wanted, come int
		met          int
		takes        time.Duration
	}{
		{"exactly as many as are wanted", 3, 3, 3, 0},
		{"one alone is enough for one", 1, 1, 1, 0},
		{"one is missing", 3, 2, 0, 2 * time.Second},
		{"more than are wanted", 3, 10, 10, 0},
		{"very many more", 2, 5000, 5000, 0},
		{"nobody is wanted", 0, 1, 1, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begin := time.Now()
				if met := come(c.come, meeting(c.wanted)); met != c.met {
					t.Errorf("%d of %d callers have met, instead of %d", met, c.come, c.met)
				}
				if took := time.Since(begin); took != c.takes {
					t.Errorf("it took %v instead of %v", took, c.takes)
				}
			})
		})
	}
}

func TestMeetingHoldsEarlyCallersUntilTheLastOneComes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		meet := meeting(3)
		var back atomic.Int64
		var callers sync.WaitGroup
		caller := func() {
			if meet() {
				back.Add(1)
			}
		}
		callers.Go(caller)
		callers.Go(caller)
		time.Sleep(time.Second)
		synctest.Wait()
		if back.Load() != 0 {
			t.Errorf("%d of two callers came back before the third one was there", back.Load())
		}
		callers.Go(caller)
		callers.Wait()
		if back.Load() != 3 {
			t.Errorf("%d of three callers have met", back.Load())
		}
	})
}

func TestMeetingTellsLateComersTheSameAsTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		missed, held := meeting(2), meeting(2)
		come(2, held)
		if come(1, missed) != 0 {
			t.Error("one of two has met the other one, who never came")
		}
		begin := time.Now()
		if come(5, missed) != 0 {
			t.Error("who comes after the two seconds must be told what the first one was told")
		}
		if come(5, held) != 5 {
			t.Error("who comes after a meeting of two must be told that it was held")
		}
		if waited := time.Since(begin); waited != 0 {
			t.Errorf("late comers waited %v", waited)
		}
	})
}

func TestMeetingsDoNotMix(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		left, right := meeting(2), meeting(2)
		var met atomic.Int64
		var callers sync.WaitGroup
		for _, meet := range []func() bool{left, right} {
			callers.Go(func() {
				if meet() {
					met.Add(1)
				}
			})
		}
		callers.Wait()
		if met.Load() != 0 {
			t.Errorf("%d callers of different meetings have met", met.Load())
		}
	})
}

// A meeting must decide once, also when the last caller and the end of the two
// seconds come at the same moment.
func TestMeetingDecidesOnce(t *testing.T) {
	for range 200 {
		synctest.Test(t, func(t *testing.T) {
			meet := meeting(2)
			var told [2]bool
			var callers sync.WaitGroup
			callers.Go(func() { told[0] = meet() })
			callers.Go(func() {
				time.Sleep(2 * time.Second)
				told[1] = meet()
			})
			callers.Wait()
			if told[0] != told[1] {
				t.Errorf("two callers of one meeting were told %v", told)
			}
		})
	}
}

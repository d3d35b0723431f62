package plotting

import (
	"runtime"
	"time"

	"gonymede/kernel/display"
)

// A meter is what measuring has to do with the world.
type meter interface {
	// now is the time since some moment.
	now() time.Duration
	// collect frees what is garbage.
	collect()
	// allocated is what the program has allocated since it started.
	allocated() (bytes, objects uint64)
	// progress shows how far a number of runs is, where they are expected to
	// take long.
	progress(runs int, expected time.Duration) (step, done func())
}

// longEnough is how long a measurement takes that is worth a progress bar.
const longEnough = 2 * time.Second

// wall is the machine's own clock and memory.
type wall struct{}

// started is the moment that wall counts from. A difference of times has the
// precision of the monotonic clock.
var started = time.Now()

func (wall) now() time.Duration { return time.Since(started) }

func (wall) collect() { runtime.GC() }

func (wall) allocated() (bytes, objects uint64) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc, m.Mallocs
}

func (wall) progress(runs int, expected time.Duration) (step, done func()) {
	if expected < longEnough {
		return func() {}, func() {}
	}
	bar := display.NewProgress("Measuring", runs)
	return func() { bar.Add(1) }, bar.Done
}

//go:build gonymede_overlay

package containment

import (
	"context"
	"syscall"
	"time"
)

// Levels of an interrupt: see gonymede_goroutine.go.txt of the overlay.
const (
	levelCells   = 1
	levelPure    = 2
	levelLibrary = 3
	levelDefers  = 4
)

// How long an interrupt tries a level before it goes further. A goroutine that runs a cell's code ends in
// microseconds, unless the machine is busy.
const (
	pureAfter    = 5 * time.Millisecond
	libraryAfter = 50 * time.Millisecond
	defersAfter  = 500 * time.Millisecond
)

// Where all that is left waits for locks, the network or system calls, an interrupt can do nothing but wait as well.
const giveUpAfter = 300 * time.Millisecond

// A round shuts the page for this long at most: the loops of all other cells stand still meanwhile.
const (
	roundLooks = 10
	roundPause = 100 * time.Microsecond
)

// Interrupt ends the goroutines of a cell, as runtime.Goexit does: their deferred calls run, and recover does not
// stop it. It returns when none is left, or ctx is done, or those left wait for what an interrupt cannot cut short:
// locks, wait groups, the network, system calls. It says how many are left. They end as soon as they run again.
//
// Several may be under way, for one cell or for several.
func Interrupt(ctx context.Context, cell uint64) (left int) {
	if cell == 0 {
		return 0
	}
	begin := time.Now()
	lastLively := begin
	for pause := roundPause; ; pause = min(2*pause, 5*time.Millisecond) {
		left, lively := round(cell, begin)
		if left == 0 || ctx.Err() != nil {
			return left
		}
		if lively > 0 {
			lastLively = time.Now()
		} else if time.Since(lastLively) > giveUpAfter {
			return left
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

func levelAt(d time.Duration) uint32 {
	switch {
	case d < pureAfter:
		return levelCells
	case d < libraryAfter:
		return levelPure
	case d < defersAfter:
		return levelLibrary
	}
	return levelDefers
}

// round asks the goroutines to end, wakes those that wait, and gives those that run a millisecond to come to a prologue or
// a checkpoint. lively is how many of those left may yet end by themselves.
func round(cell uint64, begin time.Time) (left, lively int) {
	level := levelAt(time.Since(begin))
	left, lively = runtimeMark(cell, level)
	if left == 0 {
		return
	}
	runtimeWake(cell, level)
	shutPage()
	defer reopenPage()
	for range roundLooks {
		// Not time.Sleep: where the processors are busy, which is when one interrupts, that may take until the scheduler's
		// next time slice.
		pause := syscall.NsecToTimespec(roundPause.Nanoseconds())
		_ = syscall.Nanosleep(&pause, nil)
		if left, lively = runtimeMark(cell, levelAt(time.Since(begin))); lively == 0 {
			break
		}
	}
	return
}

package interpreted

import (
	"context"
	"sync/atomic"
	"syscall"
	"time"
)

const (
	// stopLimit is how long a stopped cell may go on computing before it is
	// left behind.
	stopLimit = 2 * time.Second
	// stopLook is how often a stopped cell is looked at. Where the process
	// computes nothing for stopIdle looks, the cell is blocked in compiled
	// code, in a lock for example, and left behind at once.
	stopLook = 10 * time.Millisecond
	stopIdle = 4
)

// stop ends a cell. yaegi's cancellation raises its run counter, and every
// frame that was made under another count ends at its next step, returning
// zero values. Once the cell has ended, the counter is put back: otherwise
// closures of earlier cells would never run again, without a word.
//
// done is what the cell's evaluation gives back, which is at once when it is
// cancelled, but not before yaegi has closed the channel that ends the cell's
// channel operations: by then it must not be the next cell's.
func (i *Interpreter) stop(r *run, cancel context.CancelFunc, done <-chan error) {
	defer i.keepCounter()()
	cancel()
	<-done
	r.wake()
	for range 10 { // most cells end within microseconds
		if r.over() {
			return
		}
		time.Sleep(100 * time.Microsecond)
	}
	idle := 0
	used := cpuTime()
	for start := time.Now(); time.Since(start) < stopLimit && idle < stopIdle; {
		if r.over() {
			return
		}
		time.Sleep(stopLook)
		now := cpuTime()
		if now-used < stopLook/10 {
			idle++
		} else {
			idle = 0
		}
		used = now
	}
}

// keepCounter returns a function that puts yaegi's run counter back to what it
// is now.
func (i *Interpreter) keepCounter() func() {
	before := atomic.LoadUint64(i.id)
	return func() { atomic.StoreUint64(i.id, before) }
}

// cpuTime is what the process has used of all processors.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

package trial

import (
	"fmt"
	"io"
	"maps"
	"math/rand"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"gonymede/interp/native/containment"
)

// stress interrupts works at random moments, n times, while the collector runs all the time. Goroutines of another
// cell must survive all of it.
func stress(n int, withExitless bool, w io.Writer) []check {
	all := works()
	if withExitless {
		all = append(all, exitless()...)
	}
	return []check{{fmt.Sprint(n, " interrupts"), func() error { return interrupts(n, all, w) }}}
}

// figures are about one work.
type figures struct {
	n              int
	total, longest time.Duration
}

func interrupts(n int, all []work, w io.Writer) error {
	stop := make(chan struct{})
	defer close(stop)
	go collect(stop)
	survivors := newCell()
	var ticks [3]atomic.Int64
	survived := survive(survivors, &ticks)

	byName := map[string]*figures{}
	for i := range n {
		work := all[i%len(all)]
		if i >= len(all) {
			work = all[rand.Intn(len(all))]
		}
		cell := newCell()
		done := start(cell, work.run)
		time.Sleep(time.Duration(rand.Intn(4000)) * time.Microsecond)
		begin := time.Now()
		err := interrupt(cell, done)
		d := time.Since(begin)
		if err == nil && work.after != nil {
			err = work.after()
		}
		if events := reported.take(cell); err == nil && len(events) > 0 {
			err = fmt.Errorf("reported %q", events[0].Text)
		}
		if err != nil {
			return fmt.Errorf("%d, %s: %w", i, work.name, err)
		}
		f := byName[work.name]
		if f == nil {
			f = new(figures)
			byName[work.name] = f
		}
		f.n++
		f.total += d
		f.longest = max(f.longest, d)
	}
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		f := byName[name]
		fmt.Fprintf(w, "     %-30s %4d times, mean %8v, longest %8v\n", name, f.n, (f.total / time.Duration(f.n)).Round(10*time.Microsecond), f.longest.Round(10*time.Microsecond))
	}
	for i := range ticks {
		before := ticks[i].Load()
		for begin := time.Now(); ticks[i].Load() == before; time.Sleep(time.Millisecond) {
			if time.Since(begin) > patience {
				return fmt.Errorf("goroutine %d of another cell did not survive", i)
			}
		}
	}
	if events := reported.take(survivors); len(events) > 0 {
		return fmt.Errorf("another cell reported %q", events[0].Text)
	}
	return interrupt(survivors, survived)
}

// collect allocates and collects until stop is closed.
func collect(stop <-chan struct{}) {
	var keep [200][]byte
	for i := 0; ; i++ {
		select {
		case <-stop:
			return
		default:
		}
		keep[i%len(keep)] = make([]byte, rand.Intn(60000))
		if i%100 == 0 {
			runtime.GC()
		}
		time.Sleep(20 * time.Microsecond)
	}
}

// survive starts a loop with checkpoints, a pair that sends to and fro, and one that sleeps. Each counts.
func survive(cell uint64, ticks *[3]atomic.Int64) <-chan struct{} {
	return start(cell, func() {
		p := containment.Poll()
		go func() {
			for forever {
				ticks[0].Add(1)
				if ticks[0].Load()%1000 == 0 {
					time.Sleep(100 * time.Microsecond) // leave the processors to others
				}
				atomic.LoadUint32(p)
			}
		}()
		ping, pong := make(chan *tree), make(chan *tree)
		go func() {
			for t := range ping {
				pong <- &tree{left: t.right, right: t.left, name: t.name + ""}
			}
		}()
		go func() {
			for t := newTree(4); forever; t = <-pong {
				if t.name != "node" {
					panic("corrupt")
				}
				ping <- t
				ticks[1].Add(1)
				if ticks[1].Load()%100 == 0 {
					time.Sleep(100 * time.Microsecond)
				}
			}
		}()
		for forever {
			time.Sleep(50 * time.Microsecond)
			ticks[2].Add(1)
		}
	})
}

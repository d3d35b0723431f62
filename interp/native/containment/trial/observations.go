package trial

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"gonymede/interp/native/containment"
)

// observations are about what the engine can see of a cell, and about its output.
func observations() []check {
	table := []struct {
		name string
		dead bool
		run  func()
	}{
		{"waits for a channel that nobody has", true, func() { <-make(chan int) }},
		{"waits for a nil channel", true, func() { var c chan int; c <- 1 }},
		{"waits in select", true, func() {
			a, b := make(chan int), make(chan int)
			select {
			case <-a:
			case b <- 1:
			}
		}},
		{"waits for a lock that it has", true, func() { var mu sync.Mutex; mu.Lock(); defer mu.Unlock(); mu.Lock() }},
		{"waits for a group", true, func() {
			var wg sync.WaitGroup
			c := make(chan int)
			wg.Go(func() { <-c })
			wg.Wait()
		}},
		{"sleeps", false, func() { time.Sleep(time.Hour) }},
		{"waits for time", false, func() { <-time.After(time.Hour) }},
		{"waits for time.AfterFunc", false, func() { c := make(chan int); defer time.AfterFunc(time.Hour, func() { close(c) }).Stop(); <-c }},
		{"waits for the network", false, func() {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				return
			}
			time.AfterFunc(80*time.Millisecond, func() { l.Close() }) // the network cannot be interrupted
			_, _ = l.Accept()
		}},
		{"waits for the engine", false, func() { containment.Outside(func() { <-make(chan int) }) }},
		{"waits for the collector", false, func() {
			var wg sync.WaitGroup
			for range 3 {
				wg.Go(func() {
					for forever {
						runtime.GC()
					}
				})
			}
			wg.Wait()
		}},
		{"waits for a goroutine that runs", false, func() {
			c := make(chan int)
			go func() { defer close(c); spin(containment.Poll()) }()
			<-c
		}},
	}
	var checks []check
	for _, o := range table {
		checks = append(checks, check{o.name, func() error { return observe(o.run, o.dead) }})
	}
	return append(checks, check{"late output", lateOutput}, check{"stacks", stacks}, check{"left behind", leftBehind}, check{"what the engine starts has no cell", engineGoroutine})
}

// observe runs f as a cell until it waits, and asks whether it is deadlocked.
func observe(f func(), dead bool) error {
	cell := newCell()
	done := start(cell, f)
	got := false
	for begin := time.Now(); time.Since(begin) < 2*time.Second && !got; time.Sleep(2 * time.Millisecond) {
		got = containment.Deadlocked(cell)
		if !dead && time.Since(begin) > 30*time.Millisecond {
			break
		}
	}
	census := containment.Count(cell)
	if locked := census.Blocked > 0 && dead && hasLock(cell); !locked {
		if err := interrupt(cell, done); err != nil && got == dead {
			return err
		}
	}
	if got != dead {
		return fmt.Errorf("deadlock: %v, not %v; %+v", got, dead, census)
	}
	return nil
}

// hasLock tells whether a goroutine of the cell waits for a lock, which an interrupt cannot end. It leaves its cell, for other checks' sake.
func hasLock(cell uint64) bool {
	return slices.ContainsFunc(containment.Stacks(), func(s containment.Stack) bool {
		return s.Cell == cell && s.State == "sync.Mutex.Lock"
	})
}

func lateOutput() error {
	var mu sync.Mutex
	var got []string
	containment.Redirect(func(cell uint64, fd int, b []byte) (int, error) {
		mu.Lock()
		defer mu.Unlock()
		got = append(got, fmt.Sprint(cell, " ", fd, " ", string(b)))
		return len(b), nil
	})
	defer containment.Redirect(nil)
	defer containment.SetRunning(0)
	early, late := newCell(), newCell()
	containment.SetRunning(early)
	if err := finish(early, start(early, func() { fmt.Print("") })); err != nil {
		return err
	}
	err := finish(late, start(late, func() {
		fmt.Println("to output")
		done := make(chan int)
		go func() { defer close(done); os.Stderr.WriteString("to error") }()
		<-done
	}))
	if want := []string{fmt.Sprint(late, " 1 to output\n"), fmt.Sprint(late, " 2 to error")}; err == nil && !slices.Equal(got, want) {
		err = fmt.Errorf("%q, not %q", got, want)
	}
	return err
}

func stacks() error {
	cell := newCell()
	done := start(cell, func() { <-make(chan int) })
	defer func() { _ = interrupt(cell, done) }()
	var seen []containment.Stack
	for begin := time.Now(); time.Since(begin) < patience; time.Sleep(time.Millisecond) {
		seen = slices.DeleteFunc(containment.Stacks(), func(s containment.Stack) bool { return s.Cell != cell })
		if len(seen) == 1 && seen[0].State == "chan receive" {
			break
		}
	}
	if len(seen) != 1 {
		return fmt.Errorf("%d goroutines seen", len(seen))
	}
	frames := seen[0].Frames()
	if seen[0].State != "chan receive" || len(frames) < 2 || !strings.Contains(frames[0].Function, "/trial.stacks") || seen[0].Parent == 0 {
		return fmt.Errorf("%+v %+v", seen[0], frames)
	}
	return nil
}

func engineGoroutine() error {
	if containment.Cell() != 0 || containment.Goroutine() == 0 || containment.Wanted() {
		return errors.New("this one has")
	}
	cell := newCell()
	inherited := make(chan uint64, 1)
	err := finish(cell, start(cell, func() { go func() { inherited <- containment.Cell() }() }))
	if got := <-inherited; err == nil && got != cell {
		err = fmt.Errorf("cell %d, not %d", got, cell)
	}
	return err
}

// leftBehind interrupts a goroutine that waits for a lock. It is left until it has the lock, and ends then.
func leftBehind() error {
	cell := newCell()
	var mu sync.Mutex
	mu.Lock()
	went := false
	done := start(cell, func() {
		mu.Lock()
		defer mu.Unlock()
		descend(-1)
		went = true
	})
	for begin := time.Now(); containment.Count(cell).Blocked == 0; time.Sleep(time.Millisecond) {
		if time.Since(begin) > patience {
			return errors.New("did not come to wait")
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if left := containment.Interrupt(ctx, cell); left != 1 || ctx.Err() != nil {
		return fmt.Errorf("%d left, %v", left, ctx.Err())
	}
	mu.Unlock()
	if err := finish(cell, done); err != nil {
		return err
	}
	if went || !mu.TryLock() {
		return fmt.Errorf("went on: %v, or left the lock locked", went)
	}
	return nil
}

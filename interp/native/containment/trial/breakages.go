package trial

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"gonymede/interp/native/containment"
)

// breakages are the ways to end a process, each with the first words of what is to be reported.
func breakages() []check {
	const fault = "panic: runtime error: invalid memory address or nil pointer dereference"
	table := []struct {
		name string
		want []string
		run  func()
	}{
		{"panic", []string{"panic: plain"}, func() { panic("plain") }},
		{"panic with an error", []string{"panic: outer: EOF"}, func() { panic(fmt.Errorf("outer: %w", io.EOF)) }},
		{"panic with lines", []string{"panic: a\n\tb"}, func() { panic("a\nb") }},
		{"panic with a type of its own", []string{"panic: trial.code(7)"}, func() { panic(code(7)) }},
		{"panic whose Error panics", []string{"panic: (trial.broken)"}, func() { panic(broken{}) }},
		{"panic in a deferred call", []string{"panic: first\n\tpanic: second"}, func() { defer func() { panic("second") }(); panic("first") }},
		{"panic after recover", []string{"panic: first [recovered]\n\tpanic: again first"}, func() {
			defer func() { panic(fmt.Sprint("again ", recover())) }()
			panic("first")
		}},
		{"the same panic again", []string{"panic: first [recovered, repanicked]"}, func() { defer func() { panic(recover()) }(); panic("first") }},
		{"panic in Goexit", []string{"panic: late"}, func() { defer func() { panic("late") }(); runtime.Goexit() }},
		{"panic(nil)", []string{"panic: panic called with nil argument"}, func() { panic(nil) }},
		{"go", []string{"panic: child"}, func() { go func() { panic("child") }() }},
		{"go by a child", []string{"panic: grandchild"}, func() { go func() { go func() { panic("grandchild") }() }() }},
		{"wg.Go", []string{"panic: in wg.Go [recovered, repanicked]"}, func() { var wg sync.WaitGroup; wg.Go(func() { panic("in wg.Go") }); wg.Wait() }},
		{"time.AfterFunc", []string{"panic: in a timer"}, func() {
			time.AfterFunc(time.Millisecond, func() { panic("in a timer") })
			time.Sleep(20 * time.Millisecond)
		}},
		{"a goroutine of an HTTP handler", []string{"panic: in a handler"}, serve},
		{"nil dereference", []string{fault}, func() { var p *int; *p = 1 }},
		{"nil map", []string{"panic: assignment to entry in nil map"}, func() { noMap()["x"] = 1 }},
		{"index", []string{"panic: runtime error: index out of range [5] with length 1"}, func() { a := []int{1}; i := 5; a[i]++ }},
		{"close of a closed channel", []string{"panic: close of closed channel"}, func() { c := make(chan int); close(c); close(c) }},
		{"negative WaitGroup", []string{"panic: sync: negative WaitGroup counter"}, func() { var wg sync.WaitGroup; wg.Done() }},
		{"Goexit", nil, runtime.Goexit},
		{"unlock of an unlocked mutex", []string{"fatal error: sync: unlock of unlocked mutex"}, func() { var mu sync.Mutex; mu.Unlock() }},
		{"RUnlock of an unlocked RWMutex", []string{"fatal error: sync: RUnlock of unlocked RWMutex"}, func() { var mu sync.RWMutex; mu.RUnlock() }},
		{"endless recursion", []string{"fatal error: stack overflow"}, func() { descend(0) }},
		{"endless recursion, recovered", []string{"fatal error: stack overflow"}, func() { defer func() { _ = recover() }(); descend(0) }},
		{"endless recursion through fmt", []string{"fatal error: stack overflow"}, func() { _ = fmt.Sprint(looped{}) }},
		{"os.Exit", []string{"exit status 3"}, func() { os.Exit(3) }},
		{"syscall.Exit", []string{"exit status 4"}, func() { syscall.Exit(4) }},
		{"log.Fatal", []string{"exit status 1"}, func() { log.New(io.Discard, "", 0).Fatal("x") }},
		{"os.Exit in a goroutine", []string{"exit status 0"}, func() { done := make(chan int); go func() { defer close(done); os.Exit(0) }(); <-done }},
	}
	var checks []check
	for _, b := range table {
		checks = append(checks, check{b.name, func() error { return breaks(b.run, b.want) }})
	}
	return append(checks, check{"concurrent map writes", concurrentMapWrites}, check{"many panics", manyPanics}, check{"wg.Go reports before Wait returns", reportsFirst})
}

func noMap() map[string]int { return nil }

type code int

type broken struct{}

func (broken) Error() string { panic("in Error") }

type looped struct{}

func (l looped) String() string { return again(l) }

func again(v any) string { return fmt.Sprint("again ", v) }

// descend does so for ever, but from a negative number.
//
//go:noinline
func descend(n int) int {
	if n < 0 {
		return 0
	}
	var a [64]int
	a[n%64] = n
	return descend(n+1) + a[(n+1)%64]
}

// breaks runs f as a cell: its deferred calls must run, and exactly the events that want begins to describe must be reported, from
// goroutines that are in this program.
func breaks(f func(), want []string) error {
	cell := newCell()
	deferred := false
	err := finish(cell, start(cell, func() {
		defer func() { deferred = true }()
		f()
	}))
	if err != nil {
		return err
	}
	if !deferred {
		return errors.New("deferred calls did not run")
	}
	got := reported.take(cell)
	if len(got) != len(want) {
		return fmt.Errorf("reported %v, not %q", got, want)
	}
	for i, ev := range got {
		if !strings.HasPrefix(ev.Text, want[i]) {
			return fmt.Errorf("reported %q, not %q", ev.Text, want[i])
		}
		if !strings.HasPrefix(want[i], ev.Kind.String()) || ev.Goroutine == 0 || ev.Creator == 0 {
			return fmt.Errorf("event is wrong: %+v", ev)
		}
		if !here(ev.PCs) {
			return fmt.Errorf("no frame of this program among %d", len(ev.PCs))
		}
	}
	return nil
}

// here tells whether a frame is one of this package, and the hook's own are not.
func here(pcs []uintptr) (found bool) {
	for it, more := runtime.CallersFrames(pcs), true; more; {
		var f runtime.Frame
		f, more = it.Next()
		if strings.Contains(f.Function, "/containment.") {
			return false
		}
		found = found || strings.Contains(f.Function, "/containment/trial.")
	}
	return found
}

func serve() {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		done := make(chan int)
		go func() { defer close(done); panic("in a handler") }()
		<-done
	}))
	defer srv.Close()
	if r, err := srv.Client().Get(srv.URL); err == nil {
		r.Body.Close()
	}
}

func concurrentMapWrites() error {
	cell := newCell()
	m := map[int]int{}
	err := finish(cell, start(cell, func() {
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				for i := range 300000 {
					m[i%100] = i
				}
			})
		}
		wg.Wait()
	}))
	if err != nil {
		return err
	}
	for _, ev := range reported.take(cell) {
		if ev.Kind != containment.Fatal || !strings.HasPrefix(ev.Text, "fatal error: concurrent map") {
			return fmt.Errorf("reported %q", ev.Text)
		}
	}
	return nil // On one processor the goroutines may not have met.
}

func manyPanics() error {
	cell := newCell()
	const n = 2000
	err := finish(cell, start(cell, func() {
		var wg sync.WaitGroup
		for range n {
			wg.Go(func() { panic("one of many") })
		}
		wg.Wait()
	}))
	if got := len(reported.take(cell)); err == nil && got != n {
		err = fmt.Errorf("%d of %d reported", got, n)
	}
	return err
}

func reportsFirst() error {
	cell := newCell()
	early := 0
	err := finish(cell, start(cell, func() {
		for range 100 {
			var wg sync.WaitGroup
			wg.Go(func() { panic("in wg.Go") })
			wg.Wait()
			if len(reported.take(cell)) != 1 {
				early++
			}
		}
	}))
	if err == nil && early > 0 {
		err = fmt.Errorf("too early %d of 100 times", early)
	}
	return err
}

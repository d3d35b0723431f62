// Package marking marks the exercises of a lesson.
//
// The build copies this file into the cell "marking" of each lesson, where its
// names belong to the session, and the lesson's own explanations stand below it.
// Here it is a package, so that it can be tested.
package marking

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"gonymede/kernel/display"
)

// A check is worth points. Its function returns "" when all is well, else a
// sentence that says what is wrong.
type check struct {
	points int
	run    func() string
}

// marks runs the checks of an exercise that is worth a number of points, and
// returns those that it earned.
func marks(exercise string, worth int, checks ...check) int {
	earned, possible := 0, 0
	said := "" // last
	for _, c := range checks {
		possible += c.points
		complaint := outcome(c.run)
		switch complaint {
		case "":
			earned += c.points
		case notSolved:
			fmt.Println(exercise + ": not solved yet. Write your code in the cell above, run it, then run this one again.")
			return 0
		case stuck:
			fmt.Println(exercise + ": " + stuck)
			return earned // the other checks would only wait as well
		case said: // once is enough
		default:
			fmt.Println(exercise + ": " + complaint)
			said = complaint
		}
	}
	fmt.Printf("%s: %d of %d points\n", exercise, earned, possible)
	if possible < worth {
		fmt.Printf("(Checks for %d more are made when your work is graded.)\n", worth-possible)
	}
	if earned == possible {
		display.Show(display.Markdown("**Well done. Why it works:** " + explanations()[exercise]))
	}
	return earned
}

const (
	// notSolved is what an exercise panics with as long as nobody has solved it.
	notSolved = "not solved yet"
	stuck     = "your function has not come back for five seconds. Does it wait for something that never happens?"
	neverBack = "your function never came back: it ended its goroutine, or the whole program, as runtime.Goexit and os.Exit do."
)

// outcome runs a check. A panic, a goroutine that ends half-way, or no answer for
// five seconds are complaints, too.
func outcome(run func() string) string {
	ended := make(chan string, 1) // has room, so that a late answer holds nobody up
	go func() {
		complaint := neverBack
		defer func() { ended <- complaint }() // comes last, whatever happens
		defer func() {
			if p := recover(); p != nil {
				complaint = panicked(p)
			}
		}()
		complaint = run()
	}()
	select {
	case complaint := <-ended:
		return complaint
	case <-time.After(5 * time.Second):
		return stuck
	}
}

// panicked is the complaint about a panic with the value p.
func panicked(p any) string {
	text := fmt.Sprint(p) // also when p has a String method that panics itself
	if text == notSolved {
		return notSolved
	}
	return "your function panicked: " + text
}

// meeting returns a function that brings its callers together: each of n calls
// waits until all n are there, and then returns true. When they do not come
// together within two seconds, all return false. Whoever comes later is told the
// same as those before, and does not wait.
func meeting(n int) func() bool {
	var once sync.Once
	var together bool
	decided := make(chan struct{})
	decide := func(met bool) {
		once.Do(func() {
			together = met
			close(decided)
		})
	}
	late := time.AfterFunc(2*time.Second, func() { decide(false) })

	var here atomic.Int64
	return func() bool {
		if here.Add(1) >= int64(n) {
			late.Stop()
			decide(true)
		}
		<-decided
		return together
	}
}

package marking

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
)

// No test waits for real seconds: those that need time to pass run in a bubble
// with a clock of its own, which also fails when a goroutine is left in it.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func passes() string { return "" }

func complains() string { return "the sum is 3 instead of 4." }

func unsolved() string { panic(notSolved) }

func TestMarksAddsUpThePointsOfTheChecksThatPass(t *testing.T) {
	for _, c := range []struct {
		name   string
		checks []check
		earned int
		says   []string
		silent []string
	}{
		{"all", []check{{1, passes}, {2, passes}}, 3,
			[]string{"Exercise 1: 3 of 3 points", "Well done. Why it works:** adding is easy"}, []string{"graded"}},
		{"none", []check{{1, complains}, {2, complains}}, 0,
			[]string{"Exercise 1: the sum is 3 instead of 4.\n", "Exercise 1: 0 of 3 points"}, []string{"Well done", "graded"}},
		{"the second", []check{{1, complains}, {2, passes}}, 2,
			[]string{"the sum is 3", "Exercise 1: 2 of 3 points"}, []string{"Well done"}},
		{"hidden checks are taken out", []check{{2, passes}}, 2,
			[]string{"Exercise 1: 2 of 2 points", "(Checks for 1 more are made when your work is graded.)", "Well done"}, nil},
		{"unsolved", []check{{1, unsolved}, {2, unsolved}}, 0,
			[]string{"Exercise 1: not solved yet. Write your code"}, []string{"points", "panicked", "Well done"}},
		{"half solved", []check{{1, passes}, {2, unsolved}}, 0,
			[]string{"not solved yet"}, []string{"points"}},
		{"a panic", []check{{1, func() string { panic("index out of range") }}, {2, passes}}, 2,
			[]string{"Exercise 1: your function panicked: index out of range\n", "2 of 3 points"}, []string{"Well done"}},
		{"an exercise without checks", nil, 0,
			[]string{"Exercise 1: 0 of 0 points", "Checks for 3 more"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var earned int
			said := printed(t, func() { earned = marks("Exercise 1", 3, c.checks...) })
			if earned != c.earned {
				t.Errorf("%d points were earned instead of %d", earned, c.earned)
			}
			for _, words := range c.says {
				if !strings.Contains(said, words) {
					t.Errorf("it does not say %q:\n%s", words, said)
				}
			}
			for _, words := range c.silent {
				if strings.Contains(said, words) {
					t.Errorf("it says %q:\n%s", words, said)
				}
			}
		})
	}
}

func TestMarksMakesNoMoreChecksAfterOneIsStuck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		never := make(chan struct{})
		defer close(never)
		begin := time.Now()
		waits := func() string { <-never; return "" }
		var earned int
		said := printed(t, func() {
			earned = marks("Exercise 1", 4, check{1, passes}, check{1, waits}, check{2, waits})
		})
		if earned != 1 {
			t.Errorf("%d points were earned instead of 1", earned)
		}
		if took := time.Since(begin); took != 5*time.Second {
			t.Errorf("it took %v instead of five seconds: the third check was made, too", took)
		}
		if want := "Exercise 1: " + stuck + "\n"; said != want {
			t.Errorf("it says %q instead of %q", said, want)
		}
	})
}

func TestMarksSaysTheSameThingOnce(t *testing.T) {
	other := func() string { return "the list is empty." }
	said := printed(t, func() {
		marks("Exercise 1", 5, check{1, complains}, check{1, complains}, check{1, other}, check{1, passes}, check{1, complains})
	})
	want := "Exercise 1: the sum is 3 instead of 4.\nExercise 1: the list is empty.\nExercise 1: the sum is 3 instead of 4.\nExercise 1: 1 of 5 points\n"
	if said != want {
		t.Errorf("it says:\n%s\nand should say:\n%s", said, want)
	}
}

func TestMarksMakesOneCheckAfterAnother(t *testing.T) {
	var order []int
	checks := make([]check, 20)
	for i := range checks {
		checks[i] = check{1, func() string {
			order = append(order, i) // the race detector watches
			return ""
		}}
	}
	printed(t, func() { marks("Exercise 1", 20, checks...) })
	for i, got := range order {
		if got != i {
			t.Fatalf("the checks were made in the order %v", order)
		}
	}
	if len(order) != len(checks) {
		t.Errorf("%d of %d checks were made", len(order), len(checks))
	}
}

// Each learner's function ends in its own way. None may pass.
func TestOutcome(t *testing.T) {
	for _, c := range []struct {
		name string
		run  func() string
		want string
	}{
		{"well", passes, ""},
		{"complaint", complains, "the sum is 3 instead of 4."},
		{"unsolved", unsolved, notSolved},
		{"unsolved, as an error", func() string { panic(errors.New(notSolved)) }, notSolved},
		{"panic with an error", func() string { panic(errors.New("no such file")) }, "your function panicked: no such file"},
		{"panic with nothing to say", func() string { panic("") }, "your function panicked: "},
		{"panic with nil", func() string { panic(nil) },
			"your function panicked: panic called with nil argument"},
		{"panic with the words of another outcome", func() string { panic(stuck) }, "your function panicked: " + stuck},
		{"panic with a nil error", func() string { panic(error(nil)) },
			"your function panicked: panic called with nil argument"},
		{"panic with a nil pointer that has a method", func() string { panic((*shy)(nil)) }, "your function panicked: <nil>"},
		{"panic with a value whose String panics", func() string { panic(shy{}) },
			"your function panicked: %!v(PANIC=String method: leave me alone)"},
		{"panic with a value whose String ends the goroutine", func() string { panic(leaver{}) }, neverBack},
		{"the goroutine ends", func() string { runtime.Goexit(); return "" }, neverBack},
		{"the goroutine ends with a panic under way", func() string {
			defer runtime.Goexit()
			panic("oh")
		}, neverBack},
		{"a panic while the goroutine ends", func() string {
			defer func() { panic("late") }()
			runtime.Goexit()
			return ""
		}, "your function panicked: late"},
		{"a check that is at fault itself", func() string {
			var results []int
			return fmt.Sprint(results[1])
		}, "your function panicked: runtime error: index out of range [1] with length 0"},
		{"a panic that is recovered", func() (complaint string) {
			defer func() { complaint = fmt.Sprint("recovered ", recover()) }()
			panic("oh")
		}, "recovered oh"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := outcome(c.run); got != c.want {
				t.Errorf("the outcome is %q instead of %q", got, c.want)
			}
		})
	}
}

// A shy value panics when it is asked what it is.
type shy struct{}

func (shy) String() string { panic("leave me alone") }

// A leaver ends the goroutine of whoever asks what it is.
type leaver struct{}

func (leaver) String() string { runtime.Goexit(); return "" }

// A waiter never says what it is.
type waiter struct{ never chan struct{} }

func (w waiter) String() string { <-w.never; return "" }

func TestOutcomeDoesNotWaitForEver(t *testing.T) {
	never := func(t *testing.T) chan struct{} {
		c := make(chan struct{})
		t.Cleanup(func() { close(c) })
		return c
	}
	for name, run := range map[string]func(*testing.T) func() string{
		"it waits":                  func(t *testing.T) func() string { c := never(t); return func() string { <-c; return "" } },
		"its panic has no text yet": func(t *testing.T) func() string { c := never(t); return func() string { panic(waiter{c}) } },
		"it sleeps for an hour":     func(*testing.T) func() string { return func() string { time.Sleep(time.Hour); return "" } },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				begin := time.Now()
				if got := outcome(run(t)); got != stuck {
					t.Errorf("the outcome is %q", got)
				}
				if waited := time.Since(begin); waited != 5*time.Second {
					t.Errorf("it waited %v", waited)
				}
				time.Sleep(time.Hour) // until who sleeps has woken up
			})
		})
	}
}

func TestOutcomeWaitsAlmostFiveSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		late := func() string {
			time.Sleep(5*time.Second - time.Nanosecond)
			return "late, but here"
		}
		if got := outcome(late); got != "late, but here" {
			t.Errorf("the outcome is %q", got)
		}
	})
}

// What a learner's function leaves running prints where it likes; the points stay
// what they are.
func TestMarksDoesNotMindThatGoroutinesPrint(t *testing.T) {
	quit, quiet := make(chan struct{}), make(chan struct{})
	talks := func() string {
		begun := make(chan struct{})
		go func() {
			defer close(quiet)
			fmt.Println("still here")
			close(begun)
			for {
				select {
				case <-quit:
					return
				default:
					fmt.Print("3\n")
				}
			}
		}()
		<-begun
		return "it went on."
	}
	var earned int
	said := printed(t, func() {
		earned = marks("Exercise 1", 1, check{1, talks})
		close(quit)
		<-quiet
	})
	if earned != 0 || !strings.Contains(said, "Exercise 1: 0 of 1 points\n") {
		t.Errorf("%d points were earned", earned)
	}
}

// printed returns what f prints.
func printed(t *testing.T, f func()) string {
	t.Helper()
	file, err := os.Create(t.TempDir() + "/printed")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	before := os.Stdout
	os.Stdout = file
	defer func() { os.Stdout = before }()
	f()
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Command selftest tells whether containment works with the Go version that it was built with, by breaking things in all the
// ways that are to be contained, and by interrupting goroutines of many kinds while the collector runs all the time and
// overwrites what it frees. It takes a few seconds. It exits with 0, or names what failed and exits with 1; where
// something is badly wrong, it crashes.
//
// Build it with the overlay and the tag gonymede_overlay. Where it was also built by the compiler for cells, -exitless adds loops
// without an exit, whose checkpoints other compilers drop.
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"gonymede/interp/native/containment"
)

// check is something that must work. run returns what went wrong.
type check struct {
	name string
	run  func() error
}

func main() {
	n := flag.Int("interrupts", 200, "how many random `interrupts` to try")
	exitless := flag.Bool("exitless", false, "also interrupt loops without an exit")
	verbose := flag.Bool("v", false, "show what is done")
	flag.Parse()
	if !containment.Available {
		fail("built without the tag gonymede_overlay")
	}
	clobber()
	debug.SetMaxStack(8 << 20)
	if err := containment.Start(reported.add); err != nil {
		fail(err.Error())
	}
	failed := 0
	for _, group := range [][]check{breakages(), observations(), stress(*n, *exitless, *verbose)} {
		for _, c := range group {
			begin := time.Now()
			err := c.run()
			if err != nil {
				failed++
				fmt.Printf("FAIL %s: %v\n", c.name, err)
			} else if *verbose {
				fmt.Printf("ok   %s (%v)\n", c.name, time.Since(begin).Round(time.Millisecond))
			}
		}
	}
	if failed > 0 {
		fail(fmt.Sprintf("%d checks failed", failed))
	}
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, "selftest:", why)
	os.Exit(1)
}

// clobber starts the program again with a collector that overwrites what it frees, so that a pointer which the overlay forgot to
// clear, or did not update, is found.
func clobber() {
	const setting = "clobberfree=1"
	old := os.Getenv("GODEBUG")
	if strings.Contains(old, setting) {
		return
	}
	self, err := os.Executable()
	if err != nil {
		fail(err.Error())
	}
	os.Setenv("GODEBUG", strings.TrimPrefix(old+","+setting, ","))
	fail(syscall.Exec(self, os.Args, os.Environ()).Error())
}

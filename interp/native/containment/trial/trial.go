// Package trial tells whether containment works with the Go version that the program was built with, by breaking things in all the
// ways that are to be contained, and by interrupting goroutines of many kinds while the collector runs all the time and
// overwrites what it frees. It takes a few seconds.
//
// To the overlay the functions of this package are those of a cell: no other package of the project is interrupted.
package trial

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"gonymede/interp/native/containment"
)

// ErrFailed is returned by Run when something does not work.
var ErrFailed = errors.New("containment does not work with this Go version")

// Options say what is tried.
type Options struct {
	// Interrupts is the number of random interrupts; 0: 200.
	Interrupts int
	// Exitless adds loops without an exit. It needs the compiler for cells: others drop the checkpoints of such loops.
	Exitless bool
	// Report gets a line for each thing that does not work, Progress one for each that does. Either may be nil.
	Report, Progress io.Writer
}

// check is something that must work. run returns what went wrong.
type check struct {
	name string
	run  func() error
}

// Run tries everything. The process must be good for nothing else: it is replaced by itself once, with
// another GODEBUG, so call Run first of all; and containment must not have been started. Where something is badly wrong, the process crashes.
func Run(o Options) error {
	if !containment.Available {
		return containment.ErrUnavailable
	}
	if err := clobber(); err != nil {
		return err
	}
	if o.Interrupts == 0 {
		o.Interrupts = 200
	}
	if o.Report == nil {
		o.Report = io.Discard
	}
	if o.Progress == nil {
		o.Progress = io.Discard
	}
	debug.SetMaxStack(8 << 20)
	if err := containment.Start(reported.add); err != nil {
		return err
	}
	failed := 0
	for _, group := range [][]check{breakages(), observations(), stress(o.Interrupts, o.Exitless, o.Progress)} {
		for _, c := range group {
			begin := time.Now()
			if err := c.run(); err != nil {
				failed++
				fmt.Fprintf(o.Report, "%s: %v\n", c.name, err)
				continue
			}
			fmt.Fprintf(o.Progress, "%s: %v\n", c.name, time.Since(begin).Round(time.Millisecond))
		}
	}
	if failed > 0 {
		return fmt.Errorf("%w: %d checks failed", ErrFailed, failed)
	}
	return nil
}

// clobber starts the program again with a collector that overwrites what it frees, so that a pointer which the overlay forgot to
// clear, or did not update, is found.
func clobber() error {
	const setting = "clobberfree=1"
	old := os.Getenv("GODEBUG")
	if strings.Contains(old, setting) {
		return nil
	}
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("starting again with %s: %w", setting, err)
	}
	os.Setenv("GODEBUG", strings.TrimPrefix(old+","+setting, ","))
	return fmt.Errorf("starting %s again with %s: %w", self, setting, syscall.Exec(self, os.Args, os.Environ()))
}

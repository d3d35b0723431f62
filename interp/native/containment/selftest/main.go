// Command selftest runs package trial. It exits with 0, or names what failed and exits with 1.
//
// Build it with the overlay and the tag gonymede_overlay.
package main

import (
	"flag"
	"fmt"
	"os"

	"gonymede/interp/native/containment/trial"
)

func main() {
	o := trial.Options{Report: os.Stdout}
	flag.IntVar(&o.Interrupts, "interrupts", 200, "how many random `interrupts` to try")
	flag.BoolVar(&o.Exitless, "exitless", false, "also interrupt loops without an exit: needs the compiler for cells")
	verbose := flag.Bool("v", false, "show what is done")
	flag.Parse()
	if *verbose {
		o.Progress = os.Stdout
	}
	if err := trial.Run(o); err != nil {
		fmt.Fprintln(os.Stderr, "selftest:", err)
		os.Exit(1)
	}
}

package plotting

import (
	"fmt"
	"runtime"
)

// Machine says what a measurement depends on, for a chart's caption: the
// number of CPUs, GOMAXPROCS and the version of Go.
func Machine() string {
	return fmt.Sprintf("%d CPUs, GOMAXPROCS=%d, %s", runtime.NumCPU(), runtime.GOMAXPROCS(0), runtime.Version())
}

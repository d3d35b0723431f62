package plotting

import (
	"fmt"
	"runtime"
	"strings"
)

// Machine says what a measurement depends on, for a chart's caption: the
// number of CPUs, GOMAXPROCS, the version of Go, and whether the calling code
// is interpreted or compiled.
func Machine() string {
	code := "compiled"
	if isInterpreted() {
		code = "interpreted"
	}
	return fmt.Sprintf("%d CPUs, GOMAXPROCS=%d, %s, %s", runtime.NumCPU(), runtime.GOMAXPROCS(0), runtime.Version(), code)
}

// isInterpreted looks for the interpreter among the callers.
func isInterpreted() bool {
	var callers [64]uintptr
	frames := runtime.CallersFrames(callers[:runtime.Callers(3, callers[:])])
	for {
		frame, more := frames.Next()
		if strings.HasPrefix(frame.Function, "github.com/traefik/yaegi/interp.") {
			return true
		}
		if !more {
			return false
		}
	}
}

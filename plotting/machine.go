package plotting

import (
	"fmt"
	"os"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
)

// Machine says what a measurement depends on, for a chart's caption: the
// number of CPUs, GOMAXPROCS, the version of Go, and how the code runs.
//
// Given the functions that were measured, it says whether those are compiled
// or interpreted. Without them it speaks of the code that calls it; and where
// that is a plain statement of a notebook, which is interpreted even in a
// session that compiles all functions, it says so. Whoever changes to
// "%engine interp" in the middle of a session names the functions.
//
// The results of [Measure] and [Compare] carry this line by themselves.
func Machine(measured ...any) string {
	if len(measured) > 0 {
		return machineText(howTheyRun(measured))
	}
	switch {
	case !isInterpreted():
		return machineText("compiled")
	case compilesFunctions():
		return machineText("functions compiled, plain statements interpreted")
	default:
		return machineText("interpreted")
	}
}

// machineText is the line about the machine, with how the measured code runs.
func machineText(code string) string {
	cpus := runtime.NumCPU()
	noun := "CPUs"
	if cpus == 1 {
		noun = "CPU"
	}
	return fmt.Sprintf("%d %s, GOMAXPROCS=%d, %s, %s", cpus, noun, runtime.GOMAXPROCS(0), runtime.Version(), code)
}

// howTheyRun says "compiled" or "interpreted" of functions, or both.
func howTheyRun(functions []any) string {
	var compiled, interpreted int
	for _, f := range functions {
		if isCompiled(f) {
			compiled++
		} else {
			interpreted++
		}
	}
	switch {
	case interpreted == 0:
		return "compiled"
	case compiled == 0:
		return "interpreted"
	default:
		return fmt.Sprintf("%d of %d functions compiled, the others interpreted", compiled, compiled+interpreted)
	}
}

// isCompiled reports whether a function is machine code of its own. Those of
// the interpreter are made by [reflect.MakeFunc], and all have the code of its
// stub.
func isCompiled(f any) bool {
	v := reflect.ValueOf(f)
	if v.Kind() != reflect.Func || v.IsNil() {
		return true // a value that was computed already; nothing interprets it
	}
	code := runtime.FuncForPC(v.Pointer())
	return code == nil || code.Name() != "reflect.makeFuncStub"
}

// isInterpreted looks for the interpreter among the callers of its caller.
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

// compilesFunctions reports whether this program is the engine of sessions
// that compile the functions of cells, and was not told to interpret them.
func compilesFunctions() bool {
	build, ok := debug.ReadBuildInfo()
	return ok && build.Path == "gonymede/interp/native/host" && os.Getenv("GONYMEDE_ENGINE") != "interp"
}

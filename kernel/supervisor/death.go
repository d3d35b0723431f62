package supervisor

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"syscall"

	"gonymede/interp/protocol"
)

// maxTrace is how many lines of the runtime's trace are shown.
const maxTrace = 40

// ending is what is known of an engine that ended.
type ending struct {
	state  *os.ProcessState
	header string // what the runtime wrote to stderr before its last words
	crash  string // its last words
	// killed says that the system killed a process for want of memory meanwhile.
	killed bool
	limit  uint64 // of the memory, in bytes; 0 is none
}

// death says why an engine ended.
func (d ending) death() *protocol.Error {
	e := d.reason()
	if e.Name == "GoCrash" && d.nearLimit() {
		// C code that gets no memory crashes in its own way.
		e.Name = "OutOfMemory"
	}
	if e.Name == "OutOfMemory" && d.limit > 0 {
		e.Value = fmt.Sprintf("memory ran out, the limit is %d MiB (%s): %s", d.limit>>20, MemoryLimitEnv, e.Value)
	}
	return e
}

func (d ending) reason() *protocol.Error {
	if d.crash != "" {
		return crashOf(d.header, d.crash)
	}
	status, _ := d.state.Sys().(syscall.WaitStatus)
	switch {
	case status.Signaled() && status.Signal() == syscall.SIGKILL && d.killed:
		return newError("OutOfMemory", "the system killed the engine (SIGKILL) because memory ran out", nil)
	case status.Signaled() && status.Signal() == syscall.SIGKILL:
		return newError("EngineKilled", "the engine was killed from outside (SIGKILL), by a user or by the system when memory ran out", nil)
	case status.Signaled():
		return newError("EngineKilled", fmt.Sprintf("the engine was ended by signal %d (%s)", int(status.Signal()), status.Signal()), nil)
	}
	return newError("EngineExit", fmt.Sprintf("exit status %d: the program ended itself, as os.Exit and log.Fatal do", d.state.ExitCode()), nil)
}

// nearLimit says whether the engine had taken most of the memory it may take.
func (d ending) nearLimit() bool {
	usage, ok := d.state.SysUsage().(*syscall.Rusage)
	return ok && d.limit > 0 && uint64(usage.Maxrss)<<10 > d.limit/4*3
}

// crashOf says what the runtime's last words say.
func crashOf(header, crash string) *protocol.Error {
	text := strings.TrimSpace(header + crash)
	lines := strings.Split(text, "\n")
	name, value := "GoCrash", lines[0]
	for _, line := range lines {
		if message, ok := strings.CutPrefix(line, "panic: "); ok {
			name, value = "GoPanic", message
			break
		}
		if message, ok := strings.CutPrefix(line, "fatal error: "); ok {
			name, value = "GoFatalError", message
			break
		}
	}
	switch {
	case strings.Contains(text, "out of memory"), strings.Contains(value, "cannot allocate memory"):
		name = "OutOfMemory"
	case strings.Contains(text, "pthread_create failed"):
		// A stack for one more thread was not to be had.
		name, value = "OutOfMemory", "there is no memory for another thread: "+value
	}
	trace := shorten(lines)
	if hint := hints[value]; hint != "" {
		trace = append(trace, "", "What it means: "+hint+".")
	}
	return newError(name, value, trace)
}

// newError is an error about an engine's end; the traceback begins with its
// name and value where trace does not say them. [engine.tellLoss] adds to it
// what is lost.
func newError(name, value string, trace []string) *protocol.Error {
	if trace == nil {
		trace = []string{name + ": " + value}
	}
	return &protocol.Error{Name: name, Value: value, Traceback: trace}
}

// stripCrash takes the runtime's last words out of what was printed to stderr
// last. It returns what is left of that, and the lines before the words that
// the runtime wrote to stderr only.
func stripCrash(held []byte, crash string) (left []byte, header string) {
	at := bytes.LastIndex(held, []byte(crash))
	after := at + len(crash)
	if at < 0 {
		// Another thread printed in between, or the words were too long.
		if at = lastWords(held); at < 0 {
			return held, ""
		}
		after = len(held)
	}
	left = append(left, held[after:]...)
	before := held[:at]
	start := at
	for start > 0 {
		line := bytes.LastIndexByte(before[:start-1], '\n') + 1
		if !runtimeLine(string(before[line:start])) {
			break
		}
		start = line
	}
	return append(before[:start:start], left...), string(before[start:])
}

// runtimeLine says whether the runtime writes such a line before its last words.
func runtimeLine(line string) bool {
	for _, start := range []string{"fatal error: ", "runtime: ", "runtime/cgo: ", "panic: ", "sp=", "stack=", "unexpected fault address", "\t"} {
		if strings.HasPrefix(line, start) {
			return true
		}
	}
	return strings.TrimSpace(line) == ""
}

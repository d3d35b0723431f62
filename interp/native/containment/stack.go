package containment

import (
	"runtime"
	"strings"
)

// Stack is what a goroutine of a cell does at one moment.
type Stack struct {
	ID, Cell uint64
	// State is what Go's own traces say: "running", "runnable", "syscall", "chan receive", "select", "sync.Mutex.Lock", …
	State string
	// PCs are its innermost frames, at most 64, for runtime.CallersFrames.
	PCs []uintptr
	// Creator is the go statement that started it, executed by the goroutine Parent; 0 if unknown.
	Creator uintptr
	Parent  uint64
}

// Frames gives the frames, innermost first, without those of the runtime at both ends.
func (s Stack) Frames() []runtime.Frame {
	if len(s.PCs) == 0 {
		return nil
	}
	var frames []runtime.Frame
	for it, more := runtime.CallersFrames(s.PCs), true; more; {
		var f runtime.Frame
		f, more = it.Next()
		internal := strings.HasPrefix(f.Function, "runtime.") || strings.HasPrefix(f.Function, "internal/runtime/")
		if internal && len(frames) == 0 || f.Function == "runtime.goexit" {
			continue
		}
		frames = append(frames, f)
	}
	return frames
}

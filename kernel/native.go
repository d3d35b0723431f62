package kernel

import (
	"context"
	"fmt"
	"time"

	"gonymede/kernel/supervisor"
)

// EngineEnv names the environment variable that says what runs the cells: see
// [EngineMode].
const EngineEnv = "GONYMEDE_ENGINE"

// EngineMode says which engine a kernel uses.
type EngineMode string

const (
	// EngineAuto is the native engine where there can be one, else the
	// interpreted one. It is the default.
	EngineAuto EngineMode = "auto"
	// EngineNative is the native engine. Where there can be none, cells fail.
	EngineNative EngineMode = "native"
	// EngineInterp is the interpreted engine, the kernel's own program.
	EngineInterp EngineMode = "interp"
)

// ParseEngineMode reads a mode, as the environment has it; empty is auto.
func ParseEngineMode(text string) (EngineMode, error) {
	switch mode := EngineMode(text); mode {
	case "":
		return EngineAuto, nil
	case EngineAuto, EngineNative, EngineInterp:
		return mode, nil
	}
	return "", fmt.Errorf("%s=%q is none of auto, native and interp", EngineEnv, text)
}

// Native is where the native engine comes from: a program that the user's Go
// toolchain builds.
type Native interface {
	// Inspect says whether there is one. It is quick and builds nothing.
	Inspect(ctx context.Context) NativeStatus
	// Prepare builds what is missing and returns the program. It calls progress
	// with each step, in order, and gives up when ctx ends; what was built by
	// then is kept.
	Prepare(ctx context.Context, progress func(BuildProgress)) (supervisor.Program, error)
}

// NativeState says whether there is a native engine.
type NativeState int

const (
	// NativeImpossible is a machine on which none can be built.
	NativeImpossible NativeState = iota
	// NativeBuildable is one on which it can be built, which takes a minute or two.
	NativeBuildable
	// NativeReady is one on which it was built.
	NativeReady
)

// NativeStatus is what is known of the native engine.
type NativeStatus struct {
	State NativeState
	// GoVersion is that of the toolchain, such as go1.26.8, where one was found.
	GoVersion string
	// Reason says why the state is not NativeReady, as a clause: "no Go
	// toolchain was found".
	Reason string
	// Advice says what to do about NativeImpossible, as a sentence.
	Advice string
	// Program is the engine where the state is NativeReady.
	Program supervisor.Program
}

// BuildProgress is how far a build is.
type BuildProgress struct {
	Step, Steps int    // the step that runs, from 1
	Name        string // of the step
	// Waiting says that another kernel is building, and that this one waits for it.
	Waiting bool
	Elapsed time.Duration // since the build's start
}

// String returns the progress as one line of text.
func (p BuildProgress) String() string {
	seconds := int(p.Elapsed.Seconds())
	switch {
	case p.Waiting:
		return fmt.Sprintf("another kernel is building it, %d s", seconds)
	case p.Steps == 0:
		return fmt.Sprintf("%d s", seconds)
	}
	return fmt.Sprintf("step %d of %d (%s), %d s", p.Step, p.Steps, p.Name, seconds)
}

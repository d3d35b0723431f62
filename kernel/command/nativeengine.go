package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"gonymede/interp/native/toolchain"
	"gonymede/kernel"
	"gonymede/kernel/doctor"
	"gonymede/kernel/supervisor"
)

// nativeEngine is the native engine as the kernel knows it: package toolchain
// builds it from the sources in this binary.
type nativeEngine struct{ config toolchain.Config }

var _ kernel.Native = nativeEngine{}

func newNativeEngine(source fs.FS) nativeEngine {
	return nativeEngine{toolchain.Config{Source: source}}
}

// Inspect implements [kernel.Native].
func (n nativeEngine) Inspect(ctx context.Context) kernel.NativeStatus {
	s := toolchain.Inspect(ctx, n.config)
	status := kernel.NativeStatus{Reason: reason(s), Advice: advice(s.Err)}
	if s.Go != nil {
		status.GoVersion = s.Go.Version
	}
	switch s.State {
	case toolchain.Ready:
		status.State, status.Program = kernel.NativeReady, program(s.Dir)
	case toolchain.Buildable:
		status.State = kernel.NativeBuildable
	default:
		status.State = kernel.NativeImpossible
	}
	return status
}

// Prepare implements [kernel.Native].
func (n nativeEngine) Prepare(ctx context.Context, progress func(kernel.BuildProgress)) (supervisor.Program, error) {
	dir, err := toolchain.Prepare(ctx, n.config, func(p toolchain.Progress) {
		progress(kernel.BuildProgress{Step: p.Step, Steps: p.Steps, Name: p.Name, Waiting: p.Waiting, Elapsed: p.Elapsed})
	})
	if err != nil {
		return supervisor.Program{}, explained(err)
	}
	return program(dir), nil
}

// explained adds to an error of package toolchain what to do about it.
func explained(err error) error {
	text := reason(toolchain.Status{Err: err, Reason: err.Error()})
	if help := advice(err); help != "" {
		text += ". " + help
	}
	return errors.New(text)
}

// program is how the engine in a folder is started.
func program(dir string) supervisor.Program {
	return supervisor.Program{
		Command: []string{toolchain.EnginePath(dir), "engine"},
		Env:     append(os.Environ(), toolchain.Variable+"="+dir),
	}
}

// look is what doctor says of the native engine.
func (n nativeEngine) look(ctx context.Context) doctor.Native {
	s := toolchain.Inspect(ctx, n.config)
	found := doctor.Native{
		Ready:    s.State == toolchain.Ready,
		Possible: s.State != toolchain.Impossible,
		Reason:   reason(s),
		Advice:   advice(s.Err),
		Cache:    s.Cache,
		Size:     s.Size(),
		Mode:     os.Getenv(kernel.EngineEnv),
	}
	if s.Go != nil {
		found.GoVersion = s.Go.Version
	}
	return found
}

// nativePlatform is what package toolchain calls missing on other platforms.
const nativePlatform = "linux/amd64"

// maxReason is how much of a reason is shown in one line.
const maxReason = 300

// reason says why the engine is not ready, as a clause.
func reason(s toolchain.Status) string {
	var missing *toolchain.MissingError
	switch {
	case errors.As(s.Err, &missing) && missing.What == nativePlatform:
		return fmt.Sprintf("native cells run on %s only, and this is %s/%s", nativePlatform, runtime.GOOS, runtime.GOARCH)
	case missing != nil:
		return missing.What + " was not found"
	}
	text := strings.Join(strings.Fields(s.Reason), " ")
	if len(text) > maxReason {
		text = strings.ToValidUTF8(text[:maxReason], "") + "…"
	}
	return text
}

// advice says what to do about an error of package toolchain, as a sentence; ""
// where that is not known.
func advice(err error) string {
	var missing *toolchain.MissingError
	var version *toolchain.VersionError
	var selfTest *toolchain.SelfTestError
	switch {
	case errors.As(err, &missing) && os.Getenv(toolchain.GoVariable) != "" && strings.Contains(missing.What, os.Getenv(toolchain.GoVariable)):
		return fmt.Sprintf("Set %s to a go command, or unset it.", toolchain.GoVariable)
	case missing != nil && missing.What == nativePlatform:
		return "In a container of Linux on amd64 there are native cells."
	case missing != nil:
		return sentence(missing.Hint)
	case errors.As(err, &version):
		number := strings.TrimPrefix(version.Pinned, "go")
		return fmt.Sprintf("Get Go %s from https://go.dev/dl/ and set %s to its go command, or let yours fetch it: go env -w GOTOOLCHAIN=auto.", number, toolchain.GoVariable)
	case errors.As(err, &selfTest):
		return "Cells are interpreted until Go or Gonymede changes; `gonymede native clean` and `gonymede native prepare` try again."
	case err != nil:
		return "`gonymede native prepare` in a terminal shows all of it."
	}
	return ""
}

// sentence makes a clause a sentence.
func sentence(clause string) string {
	if clause == "" {
		return ""
	}
	return strings.ToUpper(clause[:1]) + strings.TrimSuffix(clause[1:], ".") + "."
}

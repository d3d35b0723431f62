package toolchain

import (
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// MissingError is returned when this machine lacks something without which
// there are no native cells.
type MissingError struct {
	What string
	Hint string // what to do about it
}

func (e *MissingError) Error() string { return fmt.Sprintf("%s not found: %s", e.What, e.Hint) }

// VersionError is returned when the edits of package overlay do not apply to
// the Go version that is installed, or the engine needs a newer one.
type VersionError struct {
	Version  string // what was tried
	Pinned   string // the version that is known to work
	CanFetch bool   // the Go command may fetch Pinned; Prepare lets it
	Err      error
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("native cells do not work with %s (%s does): %v", e.Version, e.Pinned, e.Err)
}

func (e *VersionError) Unwrap() error { return e.Err }

// SelfTestError is returned when everything was built, but the self-test
// failed. It is not tried again until the Go version or the project changes.
type SelfTestError struct {
	Version string // of Go
	Output  string // the self-test's report
}

func (e *SelfTestError) Error() string {
	return fmt.Sprintf("native cells are off for %s: the self-test failed: %s", e.Version, e.Output)
}

// CompileError is returned when a package does not compile.
type CompileError struct {
	Package string
	Output  string // the compiler's messages, one a line
}

func (e *CompileError) Error() string { return e.Package + ": " + e.Output }

// withOutput adds what a program wrote to its standard error.
func withOutput(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		return fmt.Errorf("%w: %s", err, strings.TrimSpace(string(exit.Stderr)))
	}
	return err
}

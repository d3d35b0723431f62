package doctor

import (
	"context"
	"fmt"
	"go/version"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// PinnedGo is the toolchain that go.mod names.
const PinnedGo = "go1.26.8"

// commandTime bounds how long a program that is asked for its version may take.
const commandTime = 20 * time.Second

// firstLine runs a program and returns the first line of its standard output.
func firstLine(ctx context.Context, env []string, program string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, commandTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(os.Environ(), env...)
	// A child that keeps the pipe open must not hold the table back.
	cmd.WaitDelay = time.Second
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w", program, strings.Join(args, " "), err)
	}
	line, _, _ := strings.Cut(string(out), "\n")
	return strings.TrimSpace(line), nil
}

// goToolchain looks for the go command. Cells run without it, so it is optional.
func goToolchain(ctx context.Context) []Finding {
	f := Finding{
		What:   "Go toolchain",
		Status: Optional,
		Detail: "no go on PATH",
		Advice: "Cells run without it, interpreted; native cells need it, and ./install.sh builds with it. Get " + PinnedGo + " or newer from https://go.dev/dl/ and put its bin folder on PATH.",
	}
	path, err := exec.LookPath("go")
	if err != nil {
		return []Finding{f}
	}
	found, err := goVersion(ctx, path)
	if err != nil {
		f.Detail = err.Error()
		return []Finding{f}
	}
	f.Detail = fmt.Sprintf("%s at %s (pinned: %s)", found, path, PinnedGo)
	if version.Compare(found, version.Lang(PinnedGo)) >= 0 {
		f.Status = Found
	}
	return []Finding{f}
}

// goVersion returns the version of the toolchain that a go command belongs to.
func goVersion(ctx context.Context, path string) (string, error) {
	// The go command itself would leave files in the home folder.
	if real, err := filepath.EvalSymlinks(path); err == nil {
		data, err := os.ReadFile(filepath.Join(filepath.Dir(real), "..", "VERSION"))
		if first, _, _ := strings.Cut(string(data), "\n"); err == nil && version.IsValid(first) {
			return first, nil
		}
	}
	// GOTOOLCHAIN=local asks for this toolchain's own version: a download
	// would take minutes.
	return firstLine(ctx, []string{"GOTOOLCHAIN=local"}, path, "env", "GOVERSION")
}

// cCompiler looks for a C compiler. Native cells and the race detector need one.
func cCompiler(ctx context.Context) []Finding {
	names := []string{"cc", "gcc", "clang"}
	if cc := os.Getenv("CC"); cc != "" {
		names = []string{cc}
	}
	if detail, ok := firstThatRuns(ctx, names); ok {
		return []Finding{{What: "C compiler", Status: Found, Detail: detail}}
	}
	advice := "Native cells need it, and the tests: apt-get install gcc libc6-dev"
	if runtime.GOOS == "darwin" {
		advice = "Only the tests need it, for the race detector: xcode-select --install"
	}
	return []Finding{{What: "C compiler", Status: Optional, Detail: "none of " + strings.Join(names, ", ") + " on PATH", Advice: advice}}
}

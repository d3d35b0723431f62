package toolchain

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

// command is a call of the Go command in dir, in an environment in which
// nothing but args decides what is built and how.
func (g *Go) command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, g.Command, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(),
		"GOROOT="+g.Root, "GOTOOLCHAIN=local", "GOFLAGS="+g.flags(), "GOWORK=off", "GO111MODULE=on",
		"GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=1", "PWD="+dir,
		// Go's own variables that redirect a tool are none of ours.
		"GOTOOLDIR=", "GONYMEDE_LINK_KEEP=", "GONYMEDE_LINK_HOST=",
	)
	// An interrupted go command removes its temporary files; a killed one cannot.
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// run runs a program and returns its standard output. What it writes to its
// standard error is part of the error.
func run(cmd *exec.Cmd) ([]byte, error) {
	var errors strings.Builder
	cmd.Stderr = &errors
	out, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("%s %s: %w\n%s", cmd.Path, firstArgument(cmd), err, lastLines(errors.String(), 30))
	}
	return out, nil
}

func firstArgument(cmd *exec.Cmd) string {
	if len(cmd.Args) < 2 {
		return ""
	}
	return cmd.Args[1]
}

func lastLines(s string, n int) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

// ends gives the first and the last n lines of a text: why something failed often
// stands first, and where it was then last.
func ends(s string, n int) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	if len(lines) <= 2*n {
		return strings.Join(lines, "\n")
	}
	return strings.Join(lines[:n], "\n") + "\n…\n" + strings.Join(lines[len(lines)-n:], "\n")
}

// keptFlags are the flags of GOFLAGS that cells' packages and the engine can
// share. Others choose another kind of build, or another module file.
var keptFlags = []string{"-tags=", "-modcacherw", "-insecure"}

// flags gives what is kept of GOFLAGS.
func (g *Go) flags() string {
	var kept []string
	for _, flag := range strings.Fields(g.variables["GOFLAGS"]) {
		for _, prefix := range keptFlags {
			if strings.HasPrefix(strings.Replace(flag, "--", "-", 1), prefix) {
				kept = append(kept, flag)
			}
		}
	}
	return strings.Join(kept, " ")
}

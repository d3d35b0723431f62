package conformance

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// plainLimit is how long a program may run.
const plainLimit = time.Minute

// A Plain builds programs with the Go command, as a user would, and runs them.
// It keeps what they did, so that each is built once. Any number of goroutines
// may use it.
type Plain struct {
	command string // the Go command
	version string // and what it says of itself
	dir     string // where results are kept
}

// A PlainRun is what a program did.
type PlainRun struct {
	Stdout, Stderr string
	Status         int
}

// NewPlain returns a Plain for a Go command, "go" where empty, that keeps
// results in a directory, which it makes.
func NewPlain(command, dir string) (*Plain, error) {
	if command == "" {
		command = "go"
	}
	version, err := exec.Command(command, "version").Output()
	if err != nil {
		return nil, fmt.Errorf("plain Go is what cells are compared with, and %q does not run: %w", command, err)
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, fmt.Errorf("keep what plain programs print: %w", err)
	}
	return &Plain{command, strings.TrimSpace(string(version)), dir}, nil
}

// Root is the Go command's GOROOT.
func (p *Plain) Root() (string, error) {
	out, err := exec.Command(p.command, "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("ask %s for GOROOT: %w", p.command, err)
	}
	return strings.TrimSpace(string(out)), nil
}

// Run returns what a program of one file did, from an earlier run if there was
// one. A program may look for the name of its file in a trace.
func (p *Plain) Run(ctx context.Context, name string, source []byte) (PlainRun, error) {
	sum := sha256.Sum256(append([]byte(p.version+"\n"+name+"\n"), source...))
	kept := filepath.Join(p.dir, hex.EncodeToString(sum[:16])+".json")
	var run PlainRun
	if text, err := os.ReadFile(kept); err == nil && json.Unmarshal(text, &run) == nil {
		return run, nil
	}
	run, err := p.RunAgain(ctx, name, source)
	if err != nil {
		return run, err
	}
	text, err := json.Marshal(run)
	if err != nil {
		return run, fmt.Errorf("keep what a plain program printed: %w", err)
	}
	// Another process may read the file: it gets its name when it is whole.
	part := fmt.Sprintf("%s.%d", kept, os.Getpid())
	if err := os.WriteFile(part, text, 0o666); err != nil {
		return run, fmt.Errorf("keep what a plain program printed: %w", err)
	}
	return run, os.Rename(part, kept)
}

// RunAgain builds a program and runs it, whatever earlier runs did.
func (p *Plain) RunAgain(ctx context.Context, name string, source []byte) (PlainRun, error) {
	dir, err := os.MkdirTemp("", "gonymede-plain-")
	if err != nil {
		return PlainRun{}, err
	}
	defer os.RemoveAll(dir)
	file, binary := filepath.Join(dir, name), filepath.Join(dir, "program")
	if err := os.WriteFile(file, source, 0o666); err != nil {
		return PlainRun{}, err
	}
	build := exec.CommandContext(ctx, p.command, "build", "-ldflags=-w", "-o", binary, file)
	build.Dir = dir
	build.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GO111MODULE=on")
	if out, err := build.CombinedOutput(); err != nil {
		return PlainRun{}, fmt.Errorf("plain Go does not build it: %w: %s", err, out)
	}
	return runPlain(ctx, binary, dir)
}

func runPlain(ctx context.Context, binary, dir string) (PlainRun, error) {
	ctx, cancel := context.WithTimeout(ctx, plainLimit)
	defer cancel()
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, binary)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, &stdout, &stderr
	cmd.WaitDelay = time.Second
	err := cmd.Run()
	run := PlainRun{Stdout: validText(stdout.Bytes()), Stderr: validText(stderr.Bytes())}
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return run, fmt.Errorf("the plain program did not end: %w", ctx.Err())
	case errors.As(err, &exit):
		run.Status = exit.ExitCode()
	case err != nil:
		return run, fmt.Errorf("run the plain program: %w", err)
	}
	return run, nil
}

// validText is b as a front end gets it: each invalid byte is U+FFFD.
func validText(b []byte) string { return string([]rune(string(b))) }

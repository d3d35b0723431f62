//go:build unix

package engine

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"golang.org/x/sys/unix"

	"gonymede/interp/protocol"
)

// ErrNotStarted is returned when the process was not started by a kernel
// process, and so has nobody to serve.
var ErrNotStarted = errors.New("only a kernel starts its engine: run \"gonymede kernel\", or open a notebook")

// Run runs the engine in this process, whose descriptors are those that
// package protocol lists, until the kernel process says shutdown or is gone,
// or ctx is done. The process ends after it; goroutines of cells may be left.
func Run(ctx context.Context, newSession func(Host) (Session, error)) error {
	nonce, err := started()
	if err != nil {
		return err
	}
	os.Args = os.Args[:1] // a cell is a program without arguments
	for _, fd := range []int{protocol.RequestFD, protocol.EventFD, protocol.CrashFD} {
		unix.CloseOnExec(fd) // children of cells must not keep them open
		if err := unix.SetNonblock(fd, false); err != nil {
			return fmt.Errorf("descriptor %d: %w", fd, err)
		}
	}
	if err := reportCrashes(); err != nil {
		return err
	}
	// A cell that prints while the kernel process is gone would die of
	// SIGPIPE, and leave its children behind. Go's default for a signal that
	// is caught, unlike one that is ignored, comes back in child processes. It
	// stays caught: cells print until the process is gone.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)

	in, err := newStdin(0)
	if err != nil {
		return err
	}
	defer in.close()
	stdout, err := keep(1, "standard output")
	if err != nil {
		return err
	}
	defer stdout.Close()
	stderr, err := keep(2, "standard error")
	if err != nil {
		return err
	}
	defer stderr.Close()
	return serve(ctx, pipes{
		requests: os.NewFile(protocol.RequestFD, "requests"),
		events:   os.NewFile(protocol.EventFD, "events"),
		stdout:   stdout,
		stderr:   stderr,
		nonce:    nonce,
		stdin:    in,
		alone:    true,
	}, newSession)
}

// started checks that a kernel process has started this one.
func started() (nonce string, err error) {
	nonce = os.Getenv(protocol.NonceEnv)
	if raw, err := hex.DecodeString(nonce); err != nil || len(raw) != 16 {
		return "", fmt.Errorf("%w (%s is not set to 32 hexadecimal digits)", ErrNotStarted, protocol.NonceEnv)
	}
	for _, fd := range []int{0, 1, 2, protocol.RequestFD, protocol.EventFD, protocol.CrashFD} {
		if _, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err != nil {
			return "", fmt.Errorf("%w (descriptor %d: %v)", ErrNotStarted, fd, err)
		}
	}
	return nonce, nil
}

// reportCrashes has the Go runtime write what it says when it dies to the
// kernel process as well. A learner needs the goroutine that failed; that is
// level single.
func reportCrashes() error {
	debug.SetTraceback("single")
	crash := os.NewFile(protocol.CrashFD, "crash")
	defer crash.Close() // the runtime has a copy of its own
	if err := debug.SetCrashOutput(crash, debug.CrashOptions{}); err != nil {
		return fmt.Errorf("descriptor %d: %w", protocol.CrashFD, err)
	}
	return nil
}

// keep returns a descriptor of the engine's own for markers, because a cell may
// close os.Stdout or put a file in its place.
func keep(fd int, name string) (*os.File, error) {
	own, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 10)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return os.NewFile(uintptr(own), name), nil
}

//go:build !linux

package supervisor

import (
	"context"
	"errors"
	"syscall"
)

// Adopt does nothing: only Linux gives a process the orphans of its children.
func Adopt(context.Context) error { return nil }

func awaitExit(int) {}

// killSession kills the process group of an engine. A process that left the
// group is not found on this system.
func killSession(_ string, pid int) { syscall.Kill(-pid, syscall.SIGKILL) }

func limitMemory(int, uint64) error {
	return errors.New("this system cannot limit a process's memory; GOMEMLIMIT is set")
}

func oomKills() uint64 { return 0 }

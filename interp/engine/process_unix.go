//go:build unix

package engine

import "syscall"

// process is a process of the system. started tells it from a later one that
// gets the same pid.
type process struct {
	pid     int
	started uint64
}

// interrupt and kill send a signal. Their only error is that the process has
// ended, which is what was wanted.
func (p process) interrupt() { _ = syscall.Kill(p.pid, syscall.SIGINT) }
func (p process) kill()      { _ = syscall.Kill(p.pid, syscall.SIGKILL) }

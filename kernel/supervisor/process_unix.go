//go:build unix

package supervisor

import (
	"os/exec"
	"sync"
	"syscall"
)

// processAttributes puts an engine into a process group of its own, so that
// signals for the kernel's terminal do not reach it.
func processAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}

// started has the processes that supervisors of this process have started and
// not yet waited for. The lock is held while one is started, so that nobody
// mistakes it for an orphan.
var started = struct {
	sync.Mutex
	pids map[int]bool
}{pids: make(map[int]bool)}

func startProcess(cmd *exec.Cmd) error {
	started.Lock()
	defer started.Unlock()
	if err := cmd.Start(); err != nil {
		return err
	}
	started.pids[cmd.Process.Pid] = true
	return nil
}

func forgetProcess(cmd *exec.Cmd) {
	started.Lock()
	defer started.Unlock()
	delete(started.pids, cmd.Process.Pid)
}

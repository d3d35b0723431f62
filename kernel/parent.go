package kernel

import (
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// parentInterval is how often the kernel looks whether its parent lives.
const parentInterval = 500 * time.Millisecond

// watchParent closes orphaned when the process that started the kernel dies,
// so that a crashed server leaves no kernels behind. It watches the parent
// process, and the process that jupyter_client names in JPY_PARENT_PID, which
// is another one where the kernel was started through a wrapper.
//
// It owns one goroutine, which stop ends and joins.
func watchParent() (orphaned <-chan struct{}, stop func()) {
	gone, end := make(chan struct{}), make(chan struct{})
	parent := os.Getppid()
	// A process that is not there at the start tells nothing: the number may
	// be one of another container.
	named, err := strconv.Atoi(os.Getenv("JPY_PARENT_PID"))
	if err != nil || named <= 1 || !exists(named) {
		named = 0
	}
	var watcher sync.WaitGroup
	watcher.Go(func() {
		ticker := time.NewTicker(parentInterval)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
			case <-end:
				return
			}
			if os.Getppid() != parent || named != 0 && !exists(named) {
				close(gone)
				return
			}
		}
	})
	return gone, sync.OnceFunc(func() {
		close(end)
		watcher.Wait()
	})
}

func exists(pid int) bool { return syscall.Kill(pid, 0) != syscall.ESRCH }

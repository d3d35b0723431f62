package kernel

import (
	"os"
	"strconv"
	"sync"
	"syscall"
	"time"
)

// parentInterval is how often the kernel looks whether its parent lives, where
// the system does not tell it.
const parentInterval = 500 * time.Millisecond

// watchParent closes orphaned when the process that started the kernel dies,
// so that a crashed server leaves no kernels behind. It watches the parent
// process, and the process that jupyter_client names in JPY_PARENT_PID, which
// is another one where the kernel was started through a wrapper.
//
// It owns one goroutine for each of the two, which stop ends and joins.
func watchParent() (orphaned <-chan struct{}, stop func()) {
	gone, end := make(chan struct{}), make(chan struct{})
	orphan := sync.OnceFunc(func() { close(gone) })
	var watchers sync.WaitGroup
	var closers []func()
	watch := func(pid int, lives func() bool) {
		if wait, closeWait, err := processEnd(pid); err == nil {
			closers = append(closers, closeWait)
			watchers.Go(func() {
				if wait() {
					orphan()
				}
			})
		} else {
			watchers.Go(func() { pollProcess(lives, orphan, end) })
		}
		if !lives() { // it ended before it was watched
			orphan()
		}
	}

	parent := os.Getppid()
	watch(parent, func() bool { return os.Getppid() == parent })
	// A process that is not there at the start tells nothing: the number may
	// be one of another container.
	named, err := strconv.Atoi(os.Getenv("JPY_PARENT_PID"))
	if err == nil && named > 1 && named != parent && exists(named) {
		watch(named, func() bool { return exists(named) })
	}
	return gone, sync.OnceFunc(func() {
		close(end)
		for _, c := range closers {
			c()
		}
		watchers.Wait()
	})
}

// pollProcess calls ended when a process no longer lives, and returns then or
// when end is closed.
func pollProcess(lives func() bool, ended func(), end <-chan struct{}) {
	ticker := time.NewTicker(parentInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
		case <-end:
			return
		}
		if !lives() {
			ended()
			return
		}
	}
}

func exists(pid int) bool { return syscall.Kill(pid, 0) != syscall.ESRCH }

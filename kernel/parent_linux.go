package kernel

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// processEnd watches a process, which need not be a child. wait returns true
// when the process has ended, false when closeWait was called; waiting costs
// an idle kernel nothing.
func processEnd(pid int) (wait func() bool, closeWait func(), err error) {
	fd, err := unix.PidfdOpen(pid, unix.PIDFD_NONBLOCK)
	if err != nil {
		return nil, nil, fmt.Errorf("watch process %d: %w", pid, err)
	}
	f := os.NewFile(uintptr(fd), "pidfd")
	conn, err := f.SyscallConn()
	if err == nil {
		// It fails where Go's poller does not take the descriptor.
		err = f.SetReadDeadline(time.Time{})
	}
	if err != nil {
		f.Close()
		return nil, nil, fmt.Errorf("watch process %d: %w", pid, err)
	}
	wait = func() bool {
		return conn.Read(func(fd uintptr) (ended bool) {
			ready := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
			n, _ := unix.Poll(ready, 0)
			return n > 0
		}) == nil
	}
	return wait, func() { f.Close() }, nil
}

//go:build !linux

package supervisor

import (
	"os"
	"syscall"
	"time"
)

// blockingPipe makes a pipe whose write end blocks. The reading end is left to
// Go's poller, which costs nothing where the system is not Linux.
func blockingPipe() (r, w *os.File, err error) {
	if r, w, err = os.Pipe(); err != nil {
		return nil, nil, err
	}
	if err := syscall.SetNonblock(int(w.Fd()), false); err != nil {
		r.Close()
		w.Close()
		return nil, nil, err
	}
	return r, w, nil
}

// wakeReader ends a read of a pipe that waits.
func wakeReader(r *os.File) { r.SetReadDeadline(time.Now()) }

// enlarge does nothing: only Linux lets a pipe grow.
func enlarge(*os.File) {}

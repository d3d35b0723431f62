package supervisor

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// blockingPipe makes a pipe whose ends Go's poller does not know.
func blockingPipe() (r, w *os.File, err error) {
	var fds [2]int
	if err := unix.Pipe2(fds[:], unix.O_CLOEXEC); err != nil {
		return nil, nil, err
	}
	return os.NewFile(uintptr(fds[0]), "pipe"), os.NewFile(uintptr(fds[1]), "pipe"), nil
}

// wakeReader ends a read of a pipe that blocks, by writing a byte to it.
func wakeReader(r *os.File) {
	conn, err := r.SyscallConn()
	if err != nil {
		return
	}
	conn.Control(func(fd uintptr) {
		w, err := unix.Open(fmt.Sprintf("/proc/self/fd/%d", fd), unix.O_WRONLY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
		if err != nil {
			return
		}
		unix.Write(w, []byte{0})
		unix.Close(w)
	})
}

// enlarge gives a pipe room for 256 KiB, as far as the system's limit for the
// user allows, so that a cell that prints much is stopped seldom. More than
// that is no faster; and what stands in the pipe when the cell is interrupted
// is still shown first, which takes its time where output is slowed down.
func enlarge(f *os.File) {
	conn, err := f.SyscallConn()
	if err != nil {
		return
	}
	conn.Control(func(fd uintptr) {
		for size := 256 << 10; size > 64<<10; size /= 2 {
			if _, err := unix.FcntlInt(fd, unix.F_SETPIPE_SZ, size); err == nil {
				return
			}
		}
	})
}

package supervisor

import (
	"os"

	"golang.org/x/sys/unix"
)

// enlarge gives a pipe room for a mebibyte, as far as the system's limit for
// the user allows, so that a cell that prints much is stopped seldom.
func enlarge(f *os.File) {
	conn, err := f.SyscallConn()
	if err != nil {
		return
	}
	conn.Control(func(fd uintptr) {
		for size := 1 << 20; size > 64<<10; size /= 2 {
			if _, err := unix.FcntlInt(fd, unix.F_SETPIPE_SZ, size); err == nil {
				return
			}
		}
	})
}

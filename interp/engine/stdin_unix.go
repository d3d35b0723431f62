//go:build unix

package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// stdin is the pipe behind standard input. Its read end is descriptor fd (0;
// another in tests) and blocks, so that whoever reads it sits in read(2),
// where he can be seen. The engine holds the only write end.
type stdin struct {
	fd int

	mu    sync.Mutex
	write *os.File
	pipe  fileID
}

// fileID identifies an open file, whatever its number.
type fileID struct{ device, inode uint64 }

func newStdin(fd int) (*stdin, error) {
	s := &stdin{fd: fd}
	return s, s.renew()
}

// renew puts an empty pipe in the place of the old one. Who still reads the
// old one gets what is left in it, and then end of file.
func (s *stdin) renew() error {
	r, w, err := os.Pipe() // both ends are closed in child processes
	if err != nil {
		return fmt.Errorf("make a pipe for standard input: %w", err)
	}
	defer r.Close()
	if err := duplicate(int(r.Fd()), s.fd); err != nil { // Fd makes it block
		w.Close()
		return fmt.Errorf("make a pipe standard input: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.write != nil {
		s.write.Close()
	}
	s.write = w
	s.pipe, err = identify(s.fd)
	return err
}

// close ends standard input: readers get end of file.
func (s *stdin) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.write.Close()
}

// feed writes to the readers. It waits while the pipe is full, but not longer
// than ctx.
func (s *stdin) feed(ctx context.Context, text string) error {
	s.mu.Lock()
	w := s.write
	s.mu.Unlock()
	cut := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(cut)
		w.SetWriteDeadline(time.Unix(1, 0))
	})
	_, err := w.WriteString(text)
	if !stop() { // the deadline must not meet the next line
		<-cut
		w.SetWriteDeadline(time.Time{})
	}
	if ctx.Err() != nil && errors.Is(err, os.ErrDeadlineExceeded) {
		return cause(ctx)
	}
	return err
}

// unread reports whether the pipe holds bytes.
func (s *stdin) unread() bool {
	fds := []unix.PollFd{{Fd: int32(s.fd), Events: unix.POLLIN}}
	n, err := unix.Poll(fds, 0)
	return err == nil && n == 1 && fds[0].Revents&unix.POLLIN != 0
}

// id returns the pipe's identity.
func (s *stdin) id() fileID {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.pipe
}

// ours reports whether the descriptor is still the pipe: a cell may have put
// a file there.
func (s *stdin) ours() bool {
	id, err := identify(s.fd)
	return err == nil && id == s.id()
}

func identify(fd int) (fileID, error) {
	var st syscall.Stat_t
	if err := syscall.Fstat(fd, &st); err != nil {
		return fileID{}, fmt.Errorf("descriptor %d: %w", fd, err)
	}
	return fileID{uint64(st.Dev), uint64(st.Ino)}, nil
}

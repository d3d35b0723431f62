//go:build unix

package engine

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// stackWatch finds goroutines that wait in a read of os.Stdin by their stacks,
// where the system does not tell. It does not see child processes, nor code
// that is not Go.
type stackWatch struct {
	last time.Time
	cpu  time.Duration
}

// stackEvery is how often stacks are looked at, at most: it stops the world.
const stackEvery = 20 * time.Millisecond

func (s *stackWatch) waiting() map[int]bool {
	now := time.Now()
	if now.Sub(s.last) < stackEvery {
		return nil
	}
	before := s.cpu
	elapsed := now.Sub(s.last)
	s.last, s.cpu = now, cpuTime()
	if s.cpu-before > elapsed/4 {
		return nil // something computes, and would be held up
	}
	stacks := make([]byte, 64<<10)
	for {
		n := runtime.Stack(stacks, true)
		if n < len(stacks) || n >= 4<<20 {
			return stdinReaders(stacks[:n], fmt.Sprintf("os.(*File).Read(%p", os.Stdin))
		}
		stacks = make([]byte, 4*len(stacks))
	}
}

// stdinReaders returns the numbers of the goroutines, among stacks, that are
// in a system call below a call of os.Stdin's Read.
func stdinReaders(stacks []byte, call string) map[int]bool {
	readers := map[int]bool{}
	for stack := range bytes.SplitSeq(stacks, []byte("\n\n")) {
		head, _, _ := bytes.Cut(stack, []byte("\n"))
		number, state, ok := bytes.Cut(bytes.TrimPrefix(head, []byte("goroutine ")), []byte(" "))
		if !ok || !bytes.HasPrefix(state, []byte("[syscall")) || !bytes.Contains(stack, []byte(call)) {
			continue
		}
		if n, err := strconv.Atoi(string(number)); err == nil {
			readers[n] = true
		}
	}
	return readers
}

// cpuTime returns how much processor time the process has used.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

package engine

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// watch finds out who waits for standard input. One goroutine uses it.
//
// /proc/PID/task/TID/syscall shows in which system call a thread is blocked,
// with its arguments (proc(5)). A process may always read its own; that of a
// child where the system lets a parent trace it. Where there is no such file,
// goroutines are looked at instead.
type watch struct {
	stdin   *stdin
	blocked string // what such a file begins with when its thread reads the pipe
	stacks  *stackWatch
	buf     []byte
}

// threadFile is where a thread's system call is shown; a test has none.
var threadFile = "/proc/self/task/%d/syscall"

func newWatch(in *stdin) *watch {
	w := &watch{stdin: in, blocked: fmt.Sprintf("%d %#x ", unix.SYS_READ, in.fd), buf: make([]byte, 256)}
	if _, err := os.ReadFile(fmt.Sprintf(threadFile, unix.Gettid())); err != nil {
		w.stacks = &stackWatch{}
	}
	return w
}

// waiting returns the threads (or, where those cannot be seen, goroutines)
// that wait for standard input while the pipe is empty.
func (w *watch) waiting() map[int]bool {
	// In this order: a thread that is still blocked after the pipe was seen
	// empty waits for what the engine alone can write.
	if !w.stdin.ours() || w.stdin.unread() {
		return nil
	}
	if w.stacks != nil {
		return w.stacks.waiting()
	}
	readers := map[int]bool{}
	w.blockedThreads("/proc/self", w.blocked, readers)
	if !hasChildren() {
		return readers
	}
	id := w.stdin.id()
	for _, pid := range childrenOf(os.Getpid()) {
		w.child(pid, id, readers)
	}
	return readers
}

// child adds the readers among a child process and its children, whose
// standard input may be the pipe.
func (w *watch) child(pid int, pipe fileID, readers map[int]bool) {
	proc := "/proc/" + strconv.Itoa(pid)
	var st unix.Stat_t
	if unix.Stat(proc+"/fd/0", &st) == nil && (fileID{uint64(st.Dev), st.Ino}) == pipe {
		w.blockedThreads(proc, fmt.Sprintf("%d 0x0 ", unix.SYS_READ), readers)
	}
	for _, grandchild := range childrenOf(pid) {
		w.child(grandchild, pipe, readers)
	}
}

// blockedThreads adds the threads of a process that are blocked in the call
// that begins with prefix.
func (w *watch) blockedThreads(proc, prefix string, readers map[int]bool) {
	for _, tid := range numbersIn(proc + "/task") {
		n := readFile(proc+"/task/"+strconv.Itoa(tid)+"/syscall", w.buf)
		if bytes.HasPrefix(w.buf[:n], []byte(prefix)) {
			readers[tid] = true
		}
	}
}

// childrenOf returns the child processes of a process. Some may be missing
// while others end.
func childrenOf(pid int) []int {
	task := "/proc/" + strconv.Itoa(pid) + "/task"
	var pids []int
	for _, tid := range numbersIn(task) {
		list, err := os.ReadFile(task + "/" + strconv.Itoa(tid) + "/children")
		if err != nil {
			continue
		}
		for field := range strings.FieldsSeq(string(list)) {
			if child, err := strconv.Atoi(field); err == nil {
				pids = append(pids, child)
			}
		}
	}
	return pids
}

// numbersIn returns the entries of a directory that are numbers. Like
// [readFile] it does without os.File, which would try to register each file
// with the poller.
func numbersIn(dir string) []int {
	fd, err := unix.Open(dir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil
	}
	defer unix.Close(fd)
	var numbers []int
	var names []string
	buf := make([]byte, 4096)
	for {
		n, err := unix.ReadDirent(fd, buf)
		if err != nil || n <= 0 { // what vanishes meanwhile is no loss
			return numbers
		}
		_, _, names = unix.ParseDirent(buf[:n], -1, names[:0])
		for _, name := range names {
			if n, err := strconv.Atoi(name); err == nil {
				numbers = append(numbers, n)
			}
		}
	}
}

// readFile reads the beginning of a small file, 0 bytes where it cannot.
func readFile(name string, buf []byte) int {
	fd, err := unix.Open(name, unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0
	}
	defer unix.Close(fd)
	n, _ := unix.Read(fd, buf)
	return max(n, 0)
}

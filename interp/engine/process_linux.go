package engine

import (
	"bytes"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"gonymede/interp/protocol"
)

// hasChildren reports whether this process has any child process, at the cost
// of one system call.
func hasChildren() bool {
	err := unix.Waitid(unix.P_ALL, 0, nil, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT, nil)
	return err != unix.ECHILD
}

// bystanders returns the processes that an interrupt of the cell that starts
// now must leave alone.
func bystanders() map[process]bool { return descendants() }

// descendants returns the living child processes of this one, their children, and so on.
func descendants() map[process]bool {
	if !hasChildren() {
		return nil
	}
	all := processes()
	found := map[process]bool{}
	for _, s := range all {
		if !s.dead && s.below(os.Getpid(), all) {
			found[s.process] = true
		}
	}
	return found
}

// killProcesses kills every process that the session has started: those below
// this one, those in its process group if it leads one, and those that have
// left both but inherited the session's nonce. It looks again until it finds
// none, because a process may start another before it is killed.
func killProcesses(nonce string) {
	const rounds = 20 // so that not even a fork bomb keeps the engine from ending
	killed := map[process]bool{}
	mark := []byte(protocol.NonceEnv + "=" + nonce)
	for range rounds {
		found := false
		all := processes()
		for _, s := range all {
			if s.dead || killed[s.process] || !s.session(all, mark) {
				continue
			}
			s.kill()
			killed[s.process] = true
			found = true
		}
		if !found {
			return
		}
	}
}

// status is what /proc/PID/stat says of a process (proc(5)).
type status struct {
	process
	parent, group int
	dead          bool
}

// session reports whether the session of this engine has started the process.
func (s status) session(all map[int]status, mark []byte) bool {
	self := os.Getpid()
	if s.pid == self || all[self].below(s.pid, all) {
		return false
	}
	if s.below(self, all) || s.group == self {
		return true
	}
	env, err := os.ReadFile("/proc/" + strconv.Itoa(s.pid) + "/environ")
	if err != nil {
		return false // another user's
	}
	for variable := range bytes.SplitSeq(env, []byte{0}) {
		if bytes.Equal(variable, mark) {
			return true
		}
	}
	return false
}

// below reports whether the process descends from ancestor.
func (s status) below(ancestor int, all map[int]status) bool {
	for range len(all) { // parents read one after the other might form a circle
		if s.parent == ancestor {
			return true
		}
		parent, ok := all[s.parent]
		if !ok {
			return false
		}
		s = parent
	}
	return false
}

// processes returns all processes that can be seen, by pid.
func processes() map[int]status {
	pids := numbersIn("/proc")
	all := make(map[int]status, len(pids))
	buf := make([]byte, 1024)
	for _, pid := range pids {
		n := readFile("/proc/"+strconv.Itoa(pid)+"/stat", buf)
		if s, ok := parseStat(pid, string(buf[:n])); ok {
			all[pid] = s
		}
	}
	return all
}

// parseStat takes the fields after the name, which is in parentheses and may
// contain anything: state, parent, group are the first, and the time of the
// start is number 20 of them.
func parseStat(pid int, stat string) (status, bool) {
	const startTime = 19
	fields := strings.Fields(stat[strings.LastIndexByte(stat, ')')+1:])
	if len(fields) <= startTime {
		return status{}, false
	}
	parent, err1 := strconv.Atoi(fields[1])
	group, err2 := strconv.Atoi(fields[2])
	started, err3 := strconv.ParseUint(fields[startTime], 10, 64)
	if err1 != nil || err2 != nil || err3 != nil {
		return status{}, false
	}
	dead := fields[0] == "Z" || fields[0] == "X"
	return status{process{pid, started}, parent, group, dead}, true
}

//go:build unix && !linux

package engine

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// bystanders returns nothing: to look for processes before each cell would
// cost more than most cells do, so an interrupt reaches those of earlier cells too.
func bystanders() map[process]bool { return nil }

// descendants returns the child processes of this one, their children, and so on.
func descendants() map[process]bool {
	found := map[process]bool{}
	for pid, s := range processes() {
		if s.below {
			found[process{pid: pid}] = true
		}
	}
	return found
}

// killProcesses kills the processes below this one and those in its process
// group if it leads one. A process that has left both is not found here.
func killProcesses(string) {
	for pid, s := range processes() {
		if s.below || s.group == os.Getpid() && pid != os.Getpid() {
			process{pid: pid}.kill()
		}
	}
}

type status struct {
	group int
	below bool
}

// processes asks ps(1), as POSIX has no other way.
func processes() map[int]status {
	ps := exec.Command("ps", "-A", "-o", "pid=", "-o", "ppid=", "-o", "pgid=")
	list, err := ps.Output()
	if err != nil {
		return nil
	}
	parents := map[int]int{}
	all := map[int]status{}
	for line := range strings.Lines(string(list)) {
		var n [3]int
		for i, field := range strings.Fields(line) {
			if i < len(n) {
				n[i], _ = strconv.Atoi(field)
			}
		}
		if n[0] != ps.Process.Pid {
			parents[n[0]] = n[1]
			all[n[0]] = status{group: n[2]}
		}
	}
	for pid, s := range all {
		for p, steps := pid, 0; p > 1 && steps < len(all); p, steps = parents[p], steps+1 {
			if parents[p] == os.Getpid() {
				s.below = true
			}
		}
		all[pid] = s
	}
	return all
}

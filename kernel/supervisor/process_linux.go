package supervisor

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"gonymede/interp/protocol"
)

// Adopt makes this process the parent of the orphans of all its descendants,
// so that those which left their process group and their session are still
// found, and waits for orphans that ended until ctx ends. It leaves alone
// the children that this process started itself.
//
// It owns one goroutine, which ends with ctx.
func Adopt(ctx context.Context) error {
	if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
		return fmt.Errorf("become the parent of orphans: %w", err)
	}
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGCHLD)
	go func() {
		defer signal.Stop(ended)
		for {
			select {
			case <-ended:
				reapOrphans()
			case <-ctx.Done():
				return
			}
		}
	}()
	return nil
}

// awaitExit waits until a child has ended, without waiting for it in the
// sense of wait(2): as long as it is a zombie its number is not used again,
// so its process group can be killed safely.
func awaitExit(pid int) {
	for {
		// The siginfo is not asked for: which child ended is known.
		err := unix.Waitid(unix.P_PID, pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if err != unix.EINTR {
			return
		}
	}
}

// killPatience is how long it is tried to kill what a session left behind.
const killPatience = time.Second

// killSession kills every process of the session of an engine that has ended,
// and waits until they are gone. New ones may be started meanwhile, so it
// looks until it finds none.
func killSession(nonce string, engine int) {
	env := []byte(protocol.NonceEnv + "=" + nonce)
	for end := time.Now().Add(killPatience); time.Now().Before(end); time.Sleep(time.Millisecond) {
		pids := sessionProcesses(env, engine)
		if len(pids) == 0 {
			return
		}
		for _, pid := range pids {
			syscall.Kill(pid, syscall.SIGKILL)
		}
		reapOrphans()
	}
}

// process is a row of the process table.
type process struct {
	pid, parent, group int
	zombie             bool
}

// sessionProcesses lists the living processes of a session: those with its
// nonce in their environment, those in the engine's process group, orphans
// that this process adopted, and the descendants of all of these.
func sessionProcesses(env []byte, engine int) []int {
	table := processTable()
	own, ownGroup := os.Getpid(), syscall.Getpgrp()
	started.Lock()
	children := make(map[int]bool, len(started.pids))
	for pid := range started.pids {
		children[pid] = true
	}
	started.Unlock()
	alone := len(children) == 1 // another engine's orphans are not ours to kill

	ours := make(map[int]bool)
	for pid, p := range table {
		switch {
		case pid == own || children[pid] || p.zombie:
		case p.group == engine, alone && p.parent == own && p.group != ownGroup, hasEnv(pid, env):
			ours[pid] = true
		}
	}
	var pids []int
	for pid, p := range table {
		if p.zombie || children[pid] || pid == own {
			continue
		}
		for up := pid; up > 1; up = table[up].parent {
			if ours[up] {
				pids = append(pids, pid)
				break
			}
			if up == own {
				break
			}
		}
	}
	return pids
}

func processTable() map[int]process {
	dir, err := os.Open("/proc")
	if err != nil {
		return nil
	}
	defer dir.Close()
	names, _ := dir.Readdirnames(-1)
	table := make(map[int]process, len(names))
	for _, name := range names {
		pid, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		if p, ok := processStat(pid); ok {
			table[pid] = p
		}
	}
	return table
}

// processStat reads /proc/<pid>/stat (proc_pid_stat(5)).
func processStat(pid int) (process, bool) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return process{}, false
	}
	// The name in parentheses may hold anything, the last one ends it.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	if len(fields) < 3 {
		return process{}, false
	}
	parent, _ := strconv.Atoi(fields[1])
	group, _ := strconv.Atoi(fields[2])
	state := fields[0]
	return process{pid: pid, parent: parent, group: group, zombie: state == "Z" || state == "X"}, true
}

// hasEnv says whether a process was started with a variable, as NAME=value.
func hasEnv(pid int, env []byte) bool {
	environ, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", pid))
	if err != nil {
		return false
	}
	at := bytes.Index(environ, env)
	return at == 0 || at > 0 && environ[at-1] == 0
}

// reapOrphans waits for adopted children that have ended. Children in this
// process's own group, or started by a supervisor, are waited for by whoever
// started them.
func reapOrphans() {
	started.Lock()
	defer started.Unlock()
	own, ownGroup := os.Getpid(), syscall.Getpgrp()
	for pid, p := range processTable() {
		if p.zombie && p.parent == own && p.group != ownGroup && !started.pids[pid] {
			var status syscall.WaitStatus
			syscall.Wait4(pid, &status, syscall.WNOHANG, nil)
		}
	}
}

func limitMemory(pid int, limit uint64) error {
	// RLIMIT_DATA counts what is private and writable, which is what Go's heap
	// is; RLIMIT_AS would count the address space that the runtime only reserves.
	return unix.Prlimit(pid, unix.RLIMIT_DATA, &unix.Rlimit{Cur: limit, Max: limit}, nil)
}

// oomKills is how many processes of this control group the system has killed
// for want of memory, 0 where that is unknown.
func oomKills() uint64 {
	group, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(group)) {
		path, ok := strings.CutPrefix(strings.TrimSpace(line), "0::")
		if !ok {
			continue
		}
		events, err := os.ReadFile("/sys/fs/cgroup" + path + "/memory.events")
		if err != nil {
			return 0
		}
		for line := range strings.Lines(string(events)) {
			if count, ok := strings.CutPrefix(line, "oom_kill "); ok {
				n, _ := strconv.ParseUint(strings.TrimSpace(count), 10, 64)
				return n
			}
		}
	}
	return 0
}

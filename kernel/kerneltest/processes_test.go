package kerneltest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"gonymede/kernel/wire"
)

// running lists the processes with a command line, without zombies.
func running(command ...string) (pids []string) {
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range files {
		line, _ := os.ReadFile(file)
		if strings.TrimSuffix(string(line), "\x00") == strings.Join(command, "\x00") {
			pids = append(pids, filepath.Base(filepath.Dir(file)))
		}
	}
	return pids
}

// descendants lists the processes below one.
func descendants(pid int) (pids []string) {
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range files {
		stat, _ := os.ReadFile(file)
		_, rest, _ := strings.Cut(string(stat), ") ")
		var state string
		var parent, child int
		fmt.Sscan(rest, &state, &parent)
		fmt.Sscan(filepath.Base(filepath.Dir(file)), &child)
		if parent == pid && state != "Z" {
			pids = append(append(pids, fmt.Sprint(child)), descendants(child)...)
		}
	}
	return pids
}

// unique is a number of seconds to sleep that no other test sleeps for.
func unique() int { return 1_000_000 + os.Getpid()*100 }

// Nothing that a session started outlives it, however it ends.
func TestNothingIsLeftBehind(t *testing.T) {
	seconds := unique()
	eachTarget(t, func(t *testing.T, target target) {
		for _, end := range []string{"shutdown", "restart", "terminated", "killed", "parent"} {
			if end == "killed" && target.name == "scripted" {
				continue // then the engine has to do it, and a real one does
			}
			t.Run(end, func(t *testing.T) {
				seconds++
				connection := ipc(t)
				command := append(target.command(t), connectionFile(t, connection))
				var p *process
				if end == "parent" {
					// The kernel's parent is a shell, which waits for it.
					script := fmt.Sprintf("'%s' & wait", strings.Join(command, "' '"))
					p = launch(t, "sh", "-c", script)
				} else {
					p = launch(t, command...)
				}
				listening(t, connection)
				c := Connect(t, connection)
				code := target.cells.children(seconds)
				id := c.ExecuteWith(wire.ExecuteRequest{Code: code, Silent: true})
				c.Expect(id, Busy, Idle)
				if reply := c.ExecuteReply(id); reply.Status != "ok" {
					t.Fatalf("got %+v", reply)
				}
				sleepers := func() int { return len(running("sleep", fmt.Sprint(seconds))) }
				eventually(t, "the children run", func() bool { return sleepers() == 2 })
				all := descendants(p.Process.Pid)
				switch end {
				case "shutdown", "restart":
					id := c.Send(Control, wire.TypeShutdownRequest, wire.ShutdownRequest{Restart: end == "restart"})
					c.Reply(Control, id, wire.TypeShutdownReply, nil)
					c.Expect(id, Busy, Any(wire.TypeShutdownReply, nil), Idle)
					if n := sleepers(); n != 0 {
						t.Errorf("%d children run when the reply came", n)
					}
				case "terminated":
					p.Process.Signal(syscall.SIGTERM)
				case "killed", "parent":
					p.Process.Kill()
				}
				p.await(t)
				eventually(t, "the children are gone", func() bool { return sleepers() == 0 })
				eventually(t, "every process is gone", func() bool {
					for _, pid := range all {
						stat, err := os.ReadFile("/proc/" + pid + "/stat")
						if err == nil && !strings.Contains(string(stat), ") Z ") {
							return false
						}
					}
					return true
				})
			})
		}
	})
}

func TestInterruptWhileAChildRuns(t *testing.T) {
	target := targets[1]
	_, c := target.launch(t, ipc(t))
	seconds := unique()
	code := target.cells.waitOn(seconds)
	id := c.ExecuteWith(wire.ExecuteRequest{Code: code, StoreHistory: true})
	c.Expect(id, Busy, Input(code))
	eventually(t, "the child runs", func() bool { return len(running("sleep", fmt.Sprint(seconds))) == 1 })
	interrupt := c.Send(Control, wire.TypeInterruptRequest, nil)
	c.Reply(Control, interrupt, wire.TypeInterruptReply, nil)
	c.ExecuteReply(id)
	c.drainTo(id, wire.StateIdle)
	c.drain("", "")
	eventually(t, "the child is gone", func() bool { return len(running("sleep", fmt.Sprint(seconds))) == 0 })
	c.Run(target.cells.print("alive"), Stdout("alive\n"))
}

func TestSetsidIsThere(t *testing.T) {
	if _, err := exec.LookPath("setsid"); err != nil {
		t.Fatalf("the tests need setsid, of util-linux: %v", err)
	}
}

//go:build unix

package engine

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"gonymede/interp/protocol"
	"gonymede/kernel/display"
)

// verbs are what cells of an engine process can do.
var verbs = map[string]func(h Host, arg string) any{
	"print": func(_ Host, arg string) any {
		fmt.Print(arg)
		fmt.Fprint(os.Stderr, "err:"+arg)
		return nil
	},
	"mixed": func(Host, string) any { // printed, shown, printed, shown …
		for i := range 50 {
			fmt.Println(i)
			display.Show(i)
		}
		return nil
	},
	"scan": func(h Host, arg string) any {
		if arg == "expected" {
			h.ExpectInput()
		}
		var word string
		if _, err := fmt.Scan(&word); err != nil {
			return err.Error()
		}
		return word
	},
	"lines": func(_ Host, arg string) any {
		n, _ := strconv.Atoi(arg)
		var lines []string
		for in := bufio.NewScanner(os.Stdin); len(lines) < n && in.Scan(); {
			lines = append(lines, in.Text())
		}
		return strings.Join(lines, "|")
	},
	"sh": func(_ Host, arg string) any {
		cmd := exec.Command("sh", "-c", arg)
		cmd.Stdin = os.Stdin
		out, err := cmd.Output()
		if err != nil {
			return err.Error()
		}
		return string(out)
	},
	"start": func(_ Host, arg string) any { // leaves a process running
		cmd := exec.Command("sh", "-c", arg)
		if err := cmd.Start(); err != nil {
			return err.Error()
		}
		go cmd.Wait()
		return cmd.Process.Pid
	},
	"spin": func(Host, string) any {
		for range 4 * runtime.GOMAXPROCS(0) {
			go spin()
		}
		return spin()
	},
	"block":   func(Host, string) any { select {} },
	"spinner": func(Host, string) any { go spin(); return nil },
	"reader": func(Host, string) any { // reads in the background
		go func() {
			time.Sleep(500 * time.Millisecond) // its cell is over by then
			var word string
			fmt.Scan(&word)
			display.Show(word)
		}()
		return nil
	},
	"sleep": func(_ Host, arg string) any {
		d, _ := time.ParseDuration(arg)
		time.Sleep(d)
		return nil
	},
	"flood": func(Host, string) any {
		for {
			fmt.Println("flood")
		}
	},
	"panic": func(Host, string) any {
		go panic("nobody recovers this")
		select {}
	},
	"close":       func(Host, string) any { os.Stdout.Close(); os.Stderr.Close(); return nil },
	"descriptors": func(Host, string) any { return descriptors() },
}

func spin() any {
	for n := 1; ; n++ {
		if n == 0 { // after some centuries
			return nil
		}
	}
}

// descriptors returns the open descriptors of a child process.
func descriptors() string {
	out, err := exec.Command("ls", "/proc/self/fd").Output()
	if err != nil {
		return err.Error()
	}
	return string(out)
}

// value runs a cell and returns the text of its value; in are the lines that
// it is given when it asks.
func (k *kernel) value(code string, in ...string) string {
	k.t.Helper()
	k.code = fmt.Sprintf("%s %.20q", code, in)
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1, Code: code, AllowStdin: true})
	for _, line := range in {
		k.expect(protocol.TypeInputRequest, nil)
		k.send(protocol.TypeInputReply, protocol.InputReply{Value: line})
	}
	var d protocol.Display
	k.expect(protocol.TypeResult, &d)
	k.done()
	return fmt.Sprint(d.Data["text/plain"])
}

func TestPrintsAndDisplaysKeepTheirOrder(t *testing.T) {
	k := newProcess(t)
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1, Code: "mixed"})
	want := ""
	for i := range 50 {
		want += fmt.Sprintln(i)
		m := k.expect(protocol.TypeDisplay, nil)
		if got := k.out.before(m.Sync); got != want {
			t.Fatalf("printed before display %d: %q, want %q", i, got, want)
		}
	}
	k.done()
	k.end()
}

func TestClosedOutputHarmsNoMarker(t *testing.T) {
	k := newProcess(t)
	k.run("close")
	k.run("print lost")
	k.end()
}

func TestStandardInput(t *testing.T) {
	k := newProcess(t)
	for _, test := range []struct {
		code string
		in   []string
		want string
	}{
		{"scan", []string{"one"}, "one"},
		{"scan expected", []string{"", "two"}, "two"},
		{"lines 3", []string{"a", "", "c"}, "a||c"},
		{"scan", []string{"kept lost"}, "kept"},
		{"scan", []string{"next"}, "next"}, // not "lost"
		{"sh read x; read y; echo $x-$y", []string{"a", "b"}, "a-b\n"},
		{"lines 1", []string{strings.Repeat("long", 100_000)}, ""},
	} {
		got := k.value(test.code, test.in...)
		if strings.HasSuffix(test.code, "lines 1") {
			continue // longer than a pipe holds, and than bufio takes
		}
		if got != test.want {
			t.Errorf("%s with %q: %q, want %q", test.code, test.in, got, test.want)
		}
	}
	k.end()
}

func TestStandardInputNotAllowed(t *testing.T) {
	k := newProcess(t)
	for _, code := range []string{"scan", "sh read x"} {
		k.send(protocol.TypeExecute, protocol.Execute{Cell: 1, Code: code})
		if d := k.done(); name(d.Error) != ErrNoInput.Name {
			t.Errorf("%s: error %v, want %v", code, d.Error, ErrNoInput)
		}
	}
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1, Code: "scan", AllowStdin: true})
	k.expect(protocol.TypeInputRequest, nil)
	k.send(protocol.TypeInputReply, protocol.InputReply{Error: "nobody there"})
	if d := k.done(); name(d.Error) != ErrNoInput.Name {
		t.Errorf("error %v, want %v", d.Error, ErrNoInput)
	}
	if got := k.value("scan", "again"); got != "again" {
		t.Errorf("after that, read %q", got)
	}
	k.end()
}

func TestInterruptWhileInputIsAwaited(t *testing.T) {
	k := newProcess(t)
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1, Code: "scan", AllowStdin: true})
	k.expect(protocol.TypeInputRequest, nil)
	k.send(protocol.TypeInterrupt, nil)
	if d := k.done(); name(d.Error) != ErrInterrupted.Name {
		t.Errorf("error %v, want %v", d.Error, ErrInterrupted)
	}
	if got := k.value("scan", "mine"); got != "mine" {
		t.Errorf("the next cell read %q", got)
	}
	k.end()
}

func TestChildrenInheritNothing(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs /proc")
	}
	k := newProcess(t)
	if got, want := k.value("descriptors"), descriptors(); got != want { // want: what the test itself inherited
		t.Errorf("a child has the descriptors %q, want %q", got, want)
	}
	k.end()
}

func TestInterruptReachesTheCellsProcesses(t *testing.T) {
	k := newProcess(t)
	earlier := k.start("exec sleep 1000")
	file := t.TempDir() + "/pids"
	// One that ends at the interrupt, one that ignores it.
	code := fmt.Sprintf(`sh echo $$ >>%s; sh -c 'trap "" INT; echo $$ >>%[1]s; while :; do sleep 0.05; done'`, file)
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1, Code: code})
	pids := waitForPIDs(t, file, 2)
	k.send(protocol.TypeInterrupt, nil)
	if d := k.done(); name(d.Error) != ErrInterrupted.Name {
		t.Errorf("error %v, want %v", d.Error, ErrInterrupted)
	}
	waitGone(t, pids...)
	if !alive(earlier) {
		t.Error("the process of an earlier cell is gone")
	}
	k.end()
	waitGone(t, earlier)
}

func TestShutdownLeavesNoProcess(t *testing.T) {
	for _, busy := range []bool{false, true} {
		t.Run(fmt.Sprintf("busy=%v", busy), func(t *testing.T) {
			k := newProcess(t)
			file := t.TempDir() + "/pids"
			k.start(fmt.Sprintf(`echo $$ >>%s; sh -c 'echo $$ >>%[1]s; while :; do sleep 1; done'; :`, file))
			pids := waitForPIDs(t, file, 2)
			if runtime.GOOS == "linux" { // a daemon: its parent is gone, it has a session of its own
				k.start(fmt.Sprintf(`setsid sh -c 'echo $$ >>%s; while :; do sleep 1; done' & exit`, file))
				pids = waitForPIDs(t, file, 3)
			}
			if busy {
				k.send(protocol.TypeExecute, protocol.Execute{Cell: 2, Code: "spin"})
			}
			begun := time.Now()
			k.send(protocol.TypeShutdown, nil)
			k.end()
			t.Logf("shutdown took %v", time.Since(begun))
			waitGone(t, append(pids, k.pid)...)
		})
	}
}

func (k *kernel) start(command string) (pid int) {
	k.t.Helper()
	pid, err := strconv.Atoi(k.value("start " + command))
	if err != nil {
		k.t.Fatal(err)
	}
	return pid
}

func waitForPIDs(t *testing.T, file string, n int) (pids []int) {
	t.Helper()
	eventually(t, fmt.Sprintf("%d processes have started", n), func() bool {
		text, _ := os.ReadFile(file)
		pids = nil
		for line := range strings.Lines(string(text)) {
			if pid, err := strconv.Atoi(strings.TrimSpace(line)); err == nil && strings.HasSuffix(line, "\n") {
				pids = append(pids, pid)
			}
		}
		return len(pids) == n
	})
	return pids
}

func waitGone(t *testing.T, pids ...int) {
	t.Helper()
	for _, pid := range pids {
		eventually(t, fmt.Sprintf("process %d is gone", pid), func() bool { return !alive(pid) })
	}
}

// alive reports whether a process runs; a zombie does not.
func alive(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return runtime.GOOS != "linux"
	}
	return !strings.Contains(string(stat), ") Z ")
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); !ok(); {
		if time.Now().After(deadline) {
			t.Fatalf("not within 20 s: %s", what)
		}
		time.Sleep(time.Millisecond)
	}
}

func TestDeathOfTheKernelEndsAllWhileACellPrints(t *testing.T) {
	k := newProcess(t)
	child := k.start("exec sleep 1000")
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 2, Code: "flood"})
	k.out.pipe.Close() // what it prints next would be SIGPIPE
	k.err.pipe.Close()
	time.Sleep(20 * time.Millisecond) // so that it does print
	k.hangUp()
	if err := <-k.exited; err != nil {
		t.Errorf("the engine ended with %v", err)
	}
	waitGone(t, child)
}

func TestCrashIsReported(t *testing.T) {
	k := newProcess(t)
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1, Code: "panic"})
	text := <-k.crash
	if !strings.Contains(text, "panic: nobody recovers this") || strings.Count(text, "\ngoroutine ") != 1 {
		t.Errorf("crash text %q, want the panic and its goroutine", text)
	}
	if err := <-k.exited; err == nil {
		t.Error("the engine ended without an error")
	}
}

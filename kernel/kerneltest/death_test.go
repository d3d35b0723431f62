package kerneltest

import (
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"gonymede/kernel/wire"
)

// Whatever a cell does to its engine: what it printed before is shown, its
// error says what happened, and the next cell runs.
func TestCellsThatKill(t *testing.T) {
	t.Setenv("GONYMEDE_MEMORY_LIMIT", "1GiB")
	target := targets[1]
	_, c := target.launch(t, ipc(t))
	for name, test := range map[string]struct {
		code string
		want string // is in the error's name, value or traceback
	}{
		"os.Exit":            {"os.Exit(3)", "exit status 3"},
		"goroutine's panic":  {"go func() { panic(\"boo\") }()\ntime.Sleep(200 * time.Millisecond)\npanic(\"after\")", "boo"},
		"map writes":         {"m := map[int]int{}\nfor range 4 { go func() { for { m[1]++ } }() }\nselect {}", "concurrent map"},
		"infinite recursion": {"func deeper(n int) int { return deeper(n+1) + 1 }\ndeeper(1)", "stack"},
		"allocation":         {"var all [][]byte\nfor range 128 { b := make([]byte, 64<<20); for i := 0; i < len(b); i += 4096 { b[i] = 1 }; all = append(all, b) }", "memory"},
		"kill -9":            {"p, _ := os.FindProcess(os.Getpid())\np.Kill()\nselect {}", "SIGKILL"},
	} {
		t.Run(name, func(t *testing.T) {
			code := "fmt.Println(\"before\")\n" + test.code
			id := c.Execute(code)
			c.Expect(id, Busy, Input(code), Stdout("before\n"))
			var all []string
			for {
				m := c.Recv(IOPub)
				if State(m) == wire.StateIdle {
					break
				}
				var e wire.Error
				c.check(m, id, wire.TypeError, &e)
				all = append(append(all, e.EName, e.EValue), e.Traceback...)
			}
			if text := strings.Join(all, "\n"); !strings.Contains(text, test.want) {
				t.Errorf("the error does not say %q: %s", test.want, text)
			}
			if reply := c.ExecuteReply(id); reply.Status != wire.StatusError {
				t.Errorf("got %+v", reply)
			}
			c.Run(target.cells.print("after"), Stdout("after\n"))
		})
	}
}

func TestEngineKilledFromOutside(t *testing.T) {
	target := targets[1]
	_, c := target.launch(t, ipc(t))
	code := "fmt.Println(os.Getpid())\nselect {}"
	id := c.Execute(code)
	var pid wire.Stream
	c.Expect(id, Busy, Input(code), Any(wire.TypeStream, &pid))
	n, err := strconv.Atoi(strings.TrimSpace(pid.Text))
	if err != nil || n == os.Getpid() {
		t.Fatal(pid.Text)
	}
	syscall.Kill(n, syscall.SIGKILL)
	c.Expect(id, Failure("EngineKilled", "SIGKILL"), Idle)
	c.ExecuteReply(id)
	c.Run(target.cells.print("after"), Stdout("after\n"))
}

package kerneltest

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"gonymede/kernel"
	"gonymede/kernel/wire"
)

// nativeKernel starts a kernel with native cells. Their engine takes minutes to
// build, so it must be there: ./install.sh --test sees to that.
func nativeKernel(t *testing.T) *Client {
	t.Helper()
	if out, err := exec.Command(program.build(t), "native", "status").CombinedOutput(); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("native cells are not ready: %s", out)
		}
		t.Skipf("native cells are not ready; run `gonymede native prepare`: %s", out)
	}
	t.Setenv(kernel.EngineEnv, string(kernel.EngineAuto))
	_, c := targets[1].launch(t, ipc(t))
	return c
}

func TestNativeCells(t *testing.T) {
	c := nativeKernel(t)
	c.Run("func last[T any](list []T) T { return list[len(list)-1] }\nfmt.Println(last([]int{1, 2}))", Stdout("2\n"))
	if b := banner(c); !strings.HasSuffix(b, ", native cells") {
		t.Errorf("the banner is %q", b)
	}
	// What ends the interpreted engine does not end this one.
	code := "kept := 7\nfunc leave() { os.Exit(3) }\nleave()"
	id := c.Execute(code)
	c.Expect(id, Busy, Input(code), Failure("Exit", "3"), Idle)
	c.ExecuteReply(id)
	c.Run("fmt.Println(kept)", Stdout("7\n"))
}

// After kill -9 a new engine has the session's functions and types; what was
// lost is listed, and its use says what to do.
func TestNativeDeclarationsComeBack(t *testing.T) {
	c := nativeKernel(t)
	c.Run("type point struct{ x, y int }\nfunc (p point) sum() int { return p.x + p.y }")
	c.Run("p := point{1, 2}")
	code := "self, _ := os.FindProcess(os.Getpid())\nself.Kill()\nselect {}"
	id := c.Execute(code)
	var e wire.Error
	c.Expect(id, Busy, Input(code), Any(wire.TypeError, &e), Idle)
	c.ExecuteReply(id)
	text := strings.Join(e.Traceback, "\n")
	if e.EName != "EngineKilled" || !strings.Contains(text, "Lost variables: p (cell[2]), self (cell[3])") {
		t.Errorf("the error is %s: %s\n%s", e.EName, e.EValue, text)
	}
	c.Run("fmt.Println(point{3, 4}.sum())", Stdout("7\n"))
	id = c.Execute("p.sum()")
	c.Expect(id, Busy, Input("p.sum()"), Failure("CompileError", "p is lost: the engine that held it ended; run cell[2] again"), Idle)
	c.ExecuteReply(id)
	c.Run("p := point{1, 2}\nfmt.Println(p.sum())", Stdout("3\n"))
}

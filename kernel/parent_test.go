package kernel

import (
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"
)

func sleeper(t *testing.T) *exec.Cmd {
	t.Helper()
	c := exec.Command("sleep", "600")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
	})
	return c
}

func TestTheNamedParentDies(t *testing.T) {
	parent := sleeper(t)
	t.Setenv("JPY_PARENT_PID", strconv.Itoa(parent.Process.Pid))
	orphaned, stop := watchParent()
	defer stop()
	select {
	case <-orphaned:
		t.Fatal("orphaned while both parents live")
	case <-time.After(50 * time.Millisecond):
	}
	parent.Process.Kill() // and nobody has waited for it yet
	if _, closeWait, err := processEnd(os.Getpid()); err == nil {
		closeWait()
	} else {
		parent.Wait() // polling sees no zombies
	}
	select {
	case <-orphaned:
	case <-time.After(time.Minute):
		t.Fatal("the parent's death was not seen")
	}
}

func TestAParentThatIsNotThere(t *testing.T) {
	gone := sleeper(t)
	gone.Process.Kill()
	gone.Wait()
	t.Setenv("JPY_PARENT_PID", strconv.Itoa(gone.Process.Pid))
	orphaned, stop := watchParent()
	stop()
	select {
	case <-orphaned:
		t.Error("orphaned by a process that never was there")
	default:
	}
}

func TestPolling(t *testing.T) {
	parent := sleeper(t)
	orphaned, end := make(chan struct{}), make(chan struct{})
	defer close(end)
	go pollProcess(func() bool { return exists(parent.Process.Pid) }, func() { close(orphaned) }, end)
	parent.Process.Kill()
	parent.Wait()
	select {
	case <-orphaned:
	case <-time.After(time.Minute):
		t.Fatal("the parent's death was not seen")
	}
}

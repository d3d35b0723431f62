package containment_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"gonymede/interp/native/containment"
	"gonymede/interp/native/overlay"
)

// TestTrial builds the self-test with the overlay and runs it. The standard library is compiled anew the first time,
// which takes half a minute; then it comes from Go's build cache.
func TestTrial(t *testing.T) {
	dir := t.TempDir()
	goroot := strings.TrimSpace(run(t, "go", "env", "GOROOT"))
	if err := overlay.Apply(goroot, runtime.Version(), dir, dir); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "selftest")
	run(t, "go", "build", "-tags", "gonymede_overlay", "-overlay", filepath.Join(dir, overlay.Std), "-o", program, "./selftest")
	out := run(t, program, "-v", "-interrupts", "120")
	if !strings.Contains(out, "120 interrupts") {
		t.Errorf("the self-test did not come to its end:\n%s", out)
	}
}

// TestTrialWithoutOverlay makes sure that the self-test does not succeed for want of anything to test.
func TestTrialWithoutOverlay(t *testing.T) {
	program := filepath.Join(t.TempDir(), "selftest")
	run(t, "go", "build", "-o", program, "./selftest")
	out, err := exec.Command(program).CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 1 || !strings.Contains(string(out), containment.ErrUnavailable.Error()) {
		t.Errorf("%v, %s", err, out)
	}
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "GOFLAGS=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, out)
	}
	return string(out)
}

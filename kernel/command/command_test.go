package command

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"gonymede/interp/native/toolchain"
)

// gonymede runs a command line.
func gonymede(args ...string) (status int, stdout, stderr string) {
	var out, err strings.Builder
	status = run(args, os.DirFS("../.."), &out, &err)
	return status, out.String(), err.String()
}

func TestWrongCommandLines(t *testing.T) {
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"instal"}, `there is no command "instal"; did you mean "install"?`},
		{[]string{"--nope"}, "unknown flag: --nope"},
		{[]string{"version", "now"}, `unexpected argument "now"`},
		{[]string{"install", "--user", "--prefix", "p"}, "exclude each other"},
		{[]string{"install", "--name", "A b"}, `kernel name "A b"`},
		{[]string{"uninstall", "--name", "../x"}, `kernel name "../x"`},
		{[]string{"kernel"}, "--connection-file is missing"},
	} {
		status, stdout, stderr := gonymede(c.args...)
		if status != exitUsage || stdout != "" {
			t.Errorf("%q: status %d, printed %q", c.args, status, stdout)
		}
		if !strings.HasPrefix(stderr, "gonymede: ") || !strings.Contains(stderr, c.says) || strings.Count(stderr, "\n") != 2 {
			t.Errorf("%q says:\n%s", c.args, stderr)
		}
	}
}

func TestFailuresAreOneLine(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "connection.json")
	status, _, stderr := gonymede("kernel", "--connection-file", missing)
	if status != exitFailure || !strings.Contains(stderr, missing) || strings.Count(stderr, "\n") != 1 {
		t.Errorf("status %d, says:\n%s", status, stderr)
	}
	t.Setenv("GONYMEDE_SESSION", "")
	if status, _, stderr := gonymede("engine"); status != exitFailure || !strings.Contains(stderr, "gonymede kernel") {
		t.Errorf("status %d, says:\n%s", status, stderr)
	}
}

func TestHelpListsCommands(t *testing.T) {
	status, stdout, _ := gonymede()
	if status != 0 {
		t.Errorf("status %d", status)
	}
	for _, command := range []string{"kernel", "install", "uninstall", "doctor", "version"} {
		if !strings.Contains(stdout, "\n  "+command+" ") {
			t.Errorf("the help has no %s:\n%s", command, stdout)
		}
	}
	if strings.Contains(stdout, "\n  engine ") {
		t.Errorf("the help shows engine, which only a kernel starts:\n%s", stdout)
	}
}

func TestVersion(t *testing.T) {
	for _, arg := range []string{"version", "--version"} {
		status, stdout, _ := gonymede(arg)
		if status != 0 || !strings.HasPrefix(stdout, "gonymede ") || !strings.Contains(stdout, runtime.Version()) || strings.Count(stdout, "\n") != 1 {
			t.Errorf("%s: status %d, printed %q", arg, status, stdout)
		}
	}
}

func TestInstallAndUninstall(t *testing.T) {
	data, prefix := t.TempDir(), t.TempDir()
	t.Setenv("JUPYTER_DATA_DIR", data)
	t.Setenv("VIRTUAL_ENV", prefix)
	for _, c := range []struct {
		flags  []string
		folder string
	}{
		{nil, filepath.Join(data, "kernels", "gonymede")},
		{[]string{"--user", "--name", "go-2"}, filepath.Join(data, "kernels", "go-2")},
		{[]string{"--sys-prefix"}, filepath.Join(prefix, "share", "jupyter", "kernels", "gonymede")},
		{[]string{"--prefix", prefix, "--name", "p"}, filepath.Join(prefix, "share", "jupyter", "kernels", "p")},
	} {
		for _, step := range []struct{ command, says string }{
			{"install", "installed in"},
			{"install", "is up to date in"},
			{"uninstall", "removed from"},
			{"uninstall", "is not in"},
		} {
			args := append([]string{step.command}, c.flags...)
			status, stdout, stderr := gonymede(args...)
			if status != 0 || !strings.Contains(stdout, step.says+" "+c.folder) {
				t.Errorf("%q: status %d, printed %q %q", args, status, stdout, stderr)
			}
			_, err := os.Stat(filepath.Join(c.folder, "kernel.json"))
			if there := err == nil; there != (step.command == "install") {
				t.Errorf("after %q: kernel.json is there: %v", args, there)
			}
		}
	}
}

func TestDoctorFailsOnAnEmptyMachine(t *testing.T) {
	for _, name := range []string{"PATH", "JUPYTER_DATA_DIR", "JUPYTER_PATH", "XDG_DATA_HOME", "GONYMEDE_PREFIX"} {
		t.Setenv(name, "")
	}
	t.Setenv("HOME", t.TempDir())
	status, stdout, stderr := gonymede("doctor")
	if status != exitFailure || stderr != "" || !strings.Contains(stdout, "MISSING   kernelspec") {
		t.Errorf("status %d, says %q:\n%s", status, stderr, stdout)
	}
}

// newEmptyMachine hides the Go toolchain, and all that was built with it.
func newEmptyMachine(t *testing.T) {
	t.Helper()
	t.Setenv("GONYMEDE_GO", "/no/such/go")
	t.Setenv("GONYMEDE_CACHE", filepath.Join(t.TempDir(), "native"))
}

func TestNativeWithoutAToolchain(t *testing.T) {
	newEmptyMachine(t)
	for _, command := range []string{"prepare", "status"} {
		status, stdout, stderr := gonymede("native", command)
		text := stdout + stderr
		if status != exitFailure || !strings.Contains(text, "/no/such/go was not found") || !strings.Contains(text, "Set GONYMEDE_GO to a go command") {
			t.Errorf("%s: status %d, says\n%s", command, status, text)
		}
	}
	if status, stdout, stderr := gonymede("native", "clean"); status != 0 || stdout != "0 MB removed\n" || stderr != "" {
		t.Errorf("clean: status %d, says %q %q", status, stdout, stderr)
	}
	_, stdout, _ := gonymede("doctor")
	if !strings.Contains(stdout, "cells are interpreted: the Go command /no/such/go was not found") {
		t.Errorf("doctor says\n%s", stdout)
	}
}

func TestNativeStatusOfAnEmptyCache(t *testing.T) {
	cache := filepath.Join(t.TempDir(), "native")
	t.Setenv("GONYMEDE_CACHE", cache)
	status, stdout, _ := gonymede("native", "status")
	if status != exitFailure || !strings.Contains(stdout, "native cells can be built") || !strings.Contains(stdout, cache+", 0 MB") {
		t.Errorf("status %d, says\n%s", status, stdout)
	}
}

// Who has never used Go gets none of its folders.
func TestGoFolders(t *testing.T) {
	home := t.TempDir()
	clearAll := func() {
		for _, name := range []string{"XDG_CACHE_HOME", "XDG_CONFIG_HOME", "GOCACHE", "GOPATH", "TEST_TELEMETRY_DIR"} {
			t.Setenv(name, "")
		}
		t.Setenv("HOME", home)
	}
	clearAll()
	useGoFolders()
	if got, want := os.Getenv("GOPATH"), filepath.Join(home, ".cache/gonymede/go/path"); runtime.GOOS == "linux" && got != want {
		t.Errorf("GOPATH=%q, want %q", got, want)
	}
	clearAll()
	if err := os.Mkdir(filepath.Join(home, "go"), 0o755); err != nil {
		t.Fatal(err)
	}
	useGoFolders()
	if got := os.Getenv("GOPATH"); got != "" {
		t.Errorf("GOPATH=%q for a user of Go", got)
	}
}

func TestReasonsAndAdvice(t *testing.T) {
	for _, c := range []struct {
		err            error
		reason, advice string
	}{
		{&toolchain.MissingError{What: "linux/amd64", Hint: "native cells run there only"}, "native cells run on linux/amd64 only", "container"},
		{&toolchain.MissingError{What: `the C compiler "gcc"`, Hint: "install gcc or set CC"}, `the C compiler "gcc" was not found`, "Install gcc or set CC."},
		{&toolchain.VersionError{Version: "go1.99", Pinned: "go1.26.8", Err: errors.New("an anchor is missing")}, "do not work with go1.99", "Get Go 1.26.8"},
		{&toolchain.SelfTestError{Version: "go1.27", Output: strings.Repeat("line\n", 1000)}, "the self-test failed: line line", "gonymede native clean"},
	} {
		reason := reason(toolchain.Status{Err: c.err, Reason: c.err.Error()})
		if !strings.Contains(reason, c.reason) || strings.Contains(reason, "\n") || len(reason) > maxReason+len("…") {
			t.Errorf("%T: the reason is %q", c.err, reason)
		}
		if got := advice(c.err); !strings.Contains(got, c.advice) {
			t.Errorf("%T: the advice is %q", c.err, got)
		}
	}
}

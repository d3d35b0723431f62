package doctor

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gonymede/kernel/kernelspec"
)

// newMachine sets the environment to an empty home and an empty PATH, and
// returns both folders.
func newMachine(t *testing.T) (home, path string) {
	t.Helper()
	home, path = t.TempDir(), t.TempDir()
	for _, name := range []string{"JUPYTER_DATA_DIR", "JUPYTER_PATH", "XDG_DATA_HOME", "GONYMEDE_PREFIX", "CC"} {
		t.Setenv(name, "")
	}
	t.Setenv("HOME", home)
	t.Setenv("PATH", path)
	return home, path
}

// addProgram puts a program on PATH that prints a line.
func addProgram(t *testing.T, dir, name, line string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, []byte("#!/bin/sh\necho '"+line+"'\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// noNative is a machine without native cells.
func noNative(context.Context) Native {
	return Native{Reason: "a Go toolchain was not found", Advice: "Install Go.", Cache: "/cache"}
}

func TestNativeCells(t *testing.T) {
	for _, c := range []struct {
		about  string
		native Native
		status Status
		says   string // in the detail or the advice
	}{
		{"ready", Native{Ready: true, Possible: true, GoVersion: "go1.26.8", Cache: "/cache", Size: 380e6}, Found, "go1.26.8; cache /cache, 380 MB"},
		{"buildable", Native{Possible: true, GoVersion: "go1.26.8", Reason: "it was not built yet"}, Optional, "self native prepare"},
		{"impossible", Native{Reason: "no C compiler was found", Advice: "Install gcc."}, Optional, "interpreted: no C compiler was found"},
		{"asked for", Native{Reason: "no C compiler was found", Advice: "Install gcc.", Mode: "native"}, Missing, "GONYMEDE_ENGINE=native asks for them, but no C compiler"},
		{"not wanted", Native{Ready: true, Possible: true, Mode: "interp"}, Optional, "unset GONYMEDE_ENGINE"},
	} {
		f := nativeCells(func(context.Context) Native { return c.native }, "self")(context.Background())[0]
		if f.Status != c.status || !strings.Contains(f.Detail+"\n"+f.Advice, c.says) {
			t.Errorf("%s: %+v", c.about, f)
		}
		if f.Status != Found && f.Advice == "" {
			t.Errorf("%s: no advice", c.about)
		}
	}
}

func finding(t *testing.T, all []Finding, what string) Finding {
	t.Helper()
	for _, f := range all {
		if f.What == what {
			return f
		}
	}
	t.Fatalf("no finding for %q", what)
	return Finding{}
}

func TestEmptyMachine(t *testing.T) {
	_, path := newMachine(t)
	self := addProgram(t, path, "self", "gonymede test")
	all := Examine(context.Background(), self, noNative)
	if Healthy(all) {
		t.Error("an empty machine is healthy")
	}
	want := map[string]Status{
		"Go toolchain":     Optional,
		"C compiler":       Optional,
		"native cells":     Optional,
		"kernelspec":       Missing,
		"Python 3":         Optional,
		"JupyterLab":       Missing,
		"nbgrader":         Optional,
		"nbconvert":        Optional,
		"jupytext":         Optional,
		"Chromium":         Optional,
		"writable folders": Found,
		"process list":     Found,
	}
	if len(all) != len(want) {
		t.Errorf("%d findings, want %d", len(all), len(want))
	}
	for what, status := range want {
		f := finding(t, all, what)
		if f.Status != status {
			t.Errorf("%s is %v, want %v (%s)", what, f.Status, status, f.Detail)
		}
		if f.Status != Found && f.Advice == "" {
			t.Errorf("%s: no advice", what)
		}
	}
	var out strings.Builder
	if err := Print(&out, all); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"MISSING   kernelspec", "optional  Chromium", "ok        process list", self + " install"} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("the table has no %q:\n%s", part, out.String())
		}
	}
}

func TestMachineWithEverything(t *testing.T) {
	home, path := newMachine(t)
	t.Setenv("PATH", path+":/bin:/usr/bin")
	self := addProgram(t, path, "self", "gonymede test")
	addProgram(t, path, "go", PinnedGo)
	addProgram(t, path, "cc", "cc 12")
	addProgram(t, path, "python3", "Python 3.11.2")
	addProgram(t, path, "jupyter-lab", "4.6.6")
	addProgram(t, path, "jupyter-nbgrader", "0.9.6")
	addProgram(t, path, "jupyter-nbconvert", "7.17.2")
	addProgram(t, path, "chromium", "Chromium 156")
	dist := filepath.Join(home, ".local/share/gonymede/venv/lib/python3.11/site-packages/jupytext-1.19.6.dist-info")
	if err := os.MkdirAll(dist, 0o755); err != nil {
		t.Fatal(err)
	}
	install(t, self)
	ready := func(context.Context) Native { return Native{Ready: true, Possible: true, GoVersion: PinnedGo} }
	for _, f := range Examine(context.Background(), self, ready) {
		if f.Status != Found {
			t.Errorf("%s is %v: %s", f.What, f.Status, f.Detail)
		}
	}
}

func TestOldVersions(t *testing.T) {
	_, path := newMachine(t)
	t.Setenv("PATH", path+":/bin:/usr/bin")
	self := addProgram(t, path, "self", "gonymede test")
	addProgram(t, path, "go", "go1.25.9")
	addProgram(t, path, "python3", "Python 3.9.2")
	addProgram(t, path, "jupyter-lab", "4.1.8")
	all := Examine(context.Background(), self, noNative)
	for what, old := range map[string]string{"Go toolchain": "go1.25.9", "Python 3": "3.9.2", "JupyterLab": "4.1.8"} {
		f := finding(t, all, what)
		if f.Status == Found || !strings.Contains(f.Detail, old) {
			t.Errorf("%s is %v: %s", what, f.Status, f.Detail)
		}
	}
}

func TestKernelspecOfAnotherBinary(t *testing.T) {
	for _, c := range []struct {
		about  string
		other  string // what the other binary prints as its version
		status Status
		detail string
	}{
		{"same version", "gonymede test", Found, ""},
		{"other version", "gonymede older", Missing, "not of this version"},
	} {
		t.Run(c.about, func(t *testing.T) {
			_, path := newMachine(t)
			t.Setenv("PATH", path+":/bin:/usr/bin")
			self := addProgram(t, path, "self", "gonymede test")
			install(t, addProgram(t, path, "other", c.other))
			f := finding(t, kernel(context.Background(), self), "kernelspec")
			if f.Status != c.status || !strings.Contains(f.Detail, c.detail) {
				t.Errorf("%v: %s; want %v, %q", f.Status, f.Detail, c.status, c.detail)
			}
		})
	}
	t.Run("no program", func(t *testing.T) {
		_, path := newMachine(t)
		self := addProgram(t, path, "self", "gonymede test")
		gone := filepath.Join(path, "gone")
		install(t, gone)
		f := finding(t, kernel(context.Background(), self), "kernelspec")
		if f.Status != Missing || !strings.Contains(f.Detail, gone) {
			t.Errorf("%v: %s", f.Status, f.Detail)
		}
	})
}

func TestWritableLooksAtTheNearestFolder(t *testing.T) {
	dir := t.TempDir()
	if err := writable(filepath.Join(dir, "a/b/c")); err != nil {
		t.Errorf("below a writable folder: %v", err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := writable(filepath.Join(file, "a")); err == nil {
		t.Error("below a file: no error")
	}
	if err := writable("/proc/self/a"); err == nil {
		t.Error("below /proc/self: no error")
	}
}

func TestVersions(t *testing.T) {
	for version, want := range map[string]bool{
		"4.2": true, "4.2.0rc1": true, "4.10.1": true, "5.0": true, "4rc.9": true,
		"4.1.8": false, "3.9": false, "4": false, "": false, "x.y": false,
	} {
		if got := atLeast(version, oldestLab); got != want {
			t.Errorf("%q is at least 4.2: %v, want %v", version, got, want)
		}
	}
}

func TestPinnedGoIsThatOfTheModule(t *testing.T) {
	data, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^toolchain (\S+)$`).FindSubmatch(data)
	if line == nil || string(line[1]) != PinnedGo {
		t.Errorf("go.mod has %q, PinnedGo is %s", line, PinnedGo)
	}
}

func install(t *testing.T, binary string) {
	t.Helper()
	data, err := kernelspec.UserDataDir()
	if err != nil {
		t.Fatal(err)
	}
	folder, err := kernelspec.Folder(data, kernelspec.DefaultName)
	if err != nil {
		t.Fatal(err)
	}
	spec, err := kernelspec.New(binary, kernelspec.DefaultDisplayName)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := kernelspec.Install(folder, spec); err != nil {
		t.Fatal(err)
	}
}

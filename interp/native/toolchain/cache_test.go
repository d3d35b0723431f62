package toolchain

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// writer is a build step that writes two files and counts its calls.
func writer(calls *atomic.Int32) func(dir string) error {
	return func(dir string) error {
		calls.Add(1)
		if err := os.Mkdir(filepath.Join(dir, "sub"), 0o755); err != nil {
			return err
		}
		return errors.Join(
			os.WriteFile(filepath.Join(dir, "tool"), []byte("a tool"), 0o755),
			os.WriteFile(filepath.Join(dir, "sub", "data"), []byte("some data"), 0o644))
	}
}

func TestEntryIsBuiltOnce(t *testing.T) {
	c := cache{filepath.Join(t.TempDir(), "cache")}
	var calls atomic.Int32
	for range 3 {
		dir, err := c.entry(t.Context(), "kind", "key", nil, writer(&calls))
		if err != nil {
			t.Fatal(err)
		}
		if data, err := os.ReadFile(filepath.Join(dir, "sub", "data")); err != nil || string(data) != "some data" {
			t.Fatalf("got %q, %v", data, err)
		}
	}
	if calls.Load() != 1 {
		t.Errorf("built %d times", calls.Load())
	}
	if _, err := c.entry(t.Context(), "kind", "other", nil, writer(&calls)); err != nil || calls.Load() != 2 {
		t.Errorf("another key: built %d times, error %v", calls.Load(), err)
	}
}

func TestDamagedEntryIsBuiltAgain(t *testing.T) {
	damages := map[string]func(dir string) error{
		"truncated file": func(dir string) error { return os.Truncate(filepath.Join(dir, "tool"), 3) },
		"changed file": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "sub", "data"), []byte("SOME DATA"), 0o644)
		},
		"missing file":       func(dir string) error { return os.Remove(filepath.Join(dir, "sub", "data")) },
		"missing manifest":   func(dir string) error { return os.Remove(filepath.Join(dir, manifestName)) },
		"truncated manifest": func(dir string) error { return os.Truncate(filepath.Join(dir, manifestName), 20) },
		"manifest of another key": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, manifestName), []byte(`{"key": "other"}`), 0o644)
		},
		"empty folder": func(dir string) error {
			return errors.Join(os.RemoveAll(dir), os.Mkdir(dir, 0o755))
		},
	}
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			c := cache{t.TempDir()}
			var calls atomic.Int32
			dir, err := c.entry(t.Context(), "kind", "key", nil, writer(&calls))
			if err != nil {
				t.Fatal(err)
			}
			if err := damage(dir); err != nil {
				t.Fatal(err)
			}
			if err := c.check("kind", "key"); err == nil || errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the damage is reported as %v", err)
			}
			if _, err := c.entry(t.Context(), "kind", "key", nil, writer(&calls)); err != nil {
				t.Fatal(err)
			}
			if err := c.check("kind", "key"); err != nil || calls.Load() != 2 {
				t.Errorf("built %d times, then: %v", calls.Load(), err)
			}
		})
	}
}

func TestFailedBuildLeavesNothing(t *testing.T) {
	c := cache{t.TempDir()}
	failure := errors.New("the linker does not compile")
	_, err := c.entry(t.Context(), "kind", "key", nil, func(dir string) error {
		return errors.Join(os.WriteFile(filepath.Join(dir, "half"), nil, 0o644), failure)
	})
	if !errors.Is(err, failure) {
		t.Fatalf("got error %v, want %v", err, failure)
	}
	if err := c.check("kind", "key"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the entry is there: %v", err)
	}
	var calls atomic.Int32
	if _, err := c.entry(t.Context(), "kind", "key", nil, writer(&calls)); err != nil || calls.Load() != 1 {
		t.Errorf("after a failure: built %d times, error %v", calls.Load(), err)
	}
}

// TestTwoProcesses has two builders of one entry. They use two open lock files,
// which is what makes processes differ for the lock.
func TestTwoProcesses(t *testing.T) {
	c := cache{t.TempDir()}
	var calls, waits atomic.Int32
	building, finish := make(chan bool), make(chan bool)
	var work sync.WaitGroup
	work.Go(func() {
		_, err := c.entry(t.Context(), "kind", "key", nil, func(dir string) error {
			close(building)
			<-finish
			return writer(&calls)(dir)
		})
		if err != nil {
			t.Error(err)
		}
	})
	<-building
	work.Go(func() {
		waiting := func() {
			waits.Add(1)
			close(finish)
		}
		if _, err := c.entry(t.Context(), "kind", "key", waiting, writer(&calls)); err != nil {
			t.Error(err)
		}
	})
	work.Wait()
	if calls.Load() != 1 || waits.Load() != 1 {
		t.Errorf("built %d times, waited %d times; want once each", calls.Load(), waits.Load())
	}
}

func TestWaitingEndsWithContext(t *testing.T) {
	c := cache{t.TempDir()}
	lock, err := c.lock(t.Context(), "kind-key", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	ctx, cancel := context.WithCancel(t.Context())
	_, err = c.entry(ctx, "kind", "key", cancel, func(string) error { return errors.New("built under another's lock") })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
}

// killVariable makes this test program build an entry and wait to be killed.
const killVariable = "GONYMEDE_TEST_BUILD_AND_WAIT"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killVariable); dir != "" {
		_, _ = cache{dir}.entry(context.Background(), "kind", "key", nil, func(dir string) error {
			_ = os.WriteFile(filepath.Join(dir, "half"), []byte("half"), 0o644)
			_, _ = os.Stdout.WriteString("building\n")
			time.Sleep(time.Hour)
			return nil
		})
	}
	os.Exit(m.Run())
}

func TestKilledBuild(t *testing.T) {
	c := cache{t.TempDir()}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), killVariable+"="+c.dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, len("building\n"))
	if _, err := out.Read(line); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed

	var calls atomic.Int32
	dir, err := c.entry(t.Context(), "kind", "key", nil, writer(&calls))
	if err != nil || calls.Load() != 1 {
		t.Fatalf("built %d times, error %v", calls.Load(), err)
	}
	if _, err := os.Stat(filepath.Join(dir, "half")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what the killed process has left is part of the entry: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(c.dir, "building-*")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

func TestClean(t *testing.T) {
	c := cache{t.TempDir()}
	var calls atomic.Int32
	entry := func(key string) string {
		dir, err := c.entry(t.Context(), "kind", key, nil, writer(&calls))
		if err != nil {
			t.Fatal(err)
		}
		return dir
	}
	wanted, used, old, recent := entry("wanted"), entry("used"), entry("old"), entry("recent")
	running, err := use(used)
	if err != nil {
		t.Fatal(err)
	}
	defer running.Close()
	earlier, err := use(old)
	if err != nil {
		t.Fatal(err)
	}
	earlier.Close()
	long := time.Now().Add(-2 * keepUnused)
	for _, dir := range []string{used, old} {
		if err := os.Chtimes(dir+".used", long, long); err != nil {
			t.Fatal(err)
		}
	}
	freed, err := c.clean([]string{wanted}, keepUnused)
	if err != nil {
		t.Fatal(err)
	}
	left, _ := filepath.Glob(filepath.Join(c.dir, "*", manifestName))
	if want := []string{recent, used, wanted}; strings.Join(left, "\n") != strings.Join(want, "/"+manifestName+"\n")+"/"+manifestName {
		t.Errorf("left:\n%s\nwant:\n%s", strings.Join(left, "\n"), strings.Join(want, "\n"))
	}
	if freed < int64(len("a tool")+len("some data")) {
		t.Errorf("%d bytes freed", freed)
	}
	if _, err := c.clean(nil, 0); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(c.dir, "*", manifestName)); len(left) != 1 || filepath.Dir(left[0]) != used {
		t.Errorf("after cleaning everything: %v, want only what is in use, %s", left, used)
	}
}

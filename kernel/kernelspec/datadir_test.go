package kernelspec

import (
	"errors"
	"path/filepath"
	"runtime"
	"testing"
)

func TestUserDataDir(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the rules of other systems differ; this table has those of Linux")
	}
	for _, c := range []struct{ jupyter, xdg, home, want string }{
		{"/j", "/x", "/h", "/j"},
		{"", "/x", "/h", "/x/jupyter"},
		{"", "", "/h", "/h/.local/share/jupyter"},
	} {
		t.Setenv("JUPYTER_DATA_DIR", c.jupyter)
		t.Setenv("XDG_DATA_HOME", c.xdg)
		t.Setenv("HOME", c.home)
		if got, err := UserDataDir(); err != nil || got != c.want {
			t.Errorf("UserDataDir with %+v = %q, %v", c, got, err)
		}
	}
}

func TestFindTakesTheFirst(t *testing.T) {
	first, user := t.TempDir(), t.TempDir()
	t.Setenv("JUPYTER_PATH", first)
	t.Setenv("JUPYTER_DATA_DIR", user)
	const name = "gonymede-test"
	if _, _, err := Find(name); !errors.Is(err, ErrNotInstalled) {
		t.Fatalf("Find of what is not there: %v, want ErrNotInstalled", err)
	}
	for _, dir := range []string{user, first} {
		folder, err := Folder(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Install(folder, newSpec(t)); err != nil {
			t.Fatal(err)
		}
		got, spec, err := Find(name)
		if err != nil || got != filepath.Join(dir, "kernels", name) || spec.Binary() != binary {
			t.Errorf("Find = %q, %q, %v; want the one in %s", got, spec.Binary(), err, dir)
		}
	}
}

func TestSysPrefixFollowsTheEnvironment(t *testing.T) {
	t.Setenv("VIRTUAL_ENV", "/venv")
	if got, err := SysPrefix(); err != nil || got != "/venv" {
		t.Errorf("SysPrefix = %q, %v; want /venv", got, err)
	}
	t.Setenv("VIRTUAL_ENV", "")
	t.Setenv("CONDA_PREFIX", "")
	t.Setenv("PATH", "")
	if got, err := SysPrefix(); err == nil {
		t.Errorf("SysPrefix without any Python = %q", got)
	}
}

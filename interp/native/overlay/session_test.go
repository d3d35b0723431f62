package overlay

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// TestSessionNames runs a test of the file that is added to cmd/internal/objabi,
// which this module cannot import.
func TestSessionNames(t *testing.T) {
	text, err := files.ReadFile("added/cmd/internal/objabi/gonymede.go.txt")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module objabi\n", "session.go": string(text), "session_test.go": sessionTest} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "test", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

const sessionTest = `package objabi

import "testing"

func TestSessionName(t *testing.T) {
	for name, want := range map[string]string{
		"sess/c1.f": "main.f",
		"sess/c12.(*T).m": "main.(*T).m",
		"sess/c1.list[sess/c22.point,int].push": "main.list[main.point,int].push",
		"type:.eq.sess/c3.T": "type:.eq.main.T",
		"*sess/c1.T": "*main.T",
		"example.com/sess/c1.f": "example.com/sess/c1.f",
		"mysess/c1.f": "mysess/c1.f",
		"sess/c.f": "sess/c.f",
		"sess/c1/sub.f": "sess/c1/sub.f",
		"sess/cat.f": "sess/cat.f",
		"fmt.Println": "fmt.Println",
	} {
		if got := SessionName(name); got != want {
			t.Errorf("SessionName(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestIsCell(t *testing.T) {
	for path, want := range map[string]bool{"sess/c1": true, "sess/c123": true, "sess/c": false, "sess/c1/x": false, "sess/cx": false, "x/sess/c1": false, "main": false} {
		if got := IsCell(path); got != want {
			t.Errorf("IsCell(%q) = %v, want %v", path, got, want)
		}
	}
}
`

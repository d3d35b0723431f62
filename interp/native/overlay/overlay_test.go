package overlay

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
)

const sourceText = `package p

func other() int {
	return 1
}

type shape struct {
	name string
}

func first(n int) int {
	total := 0
	total += n
	total += n
	return total
}

func short() int { return 1 }
`

func sources() fstest.MapFS {
	return fstest.MapFS{"p/p.go": {Data: []byte(sourceText)}}
}

// apply applies the text of one .edits file to the sources above.
func apply(t *testing.T, edits string) (string, error) {
	t.Helper()
	parsed, err := readEdits(fstest.MapFS{"my.edits": {Data: []byte(edits)}})
	if err != nil {
		return "", err
	}
	changed, err := applyEdits(parsed, sources(), "go1.99")
	return changed["p/p.go"], err
}

func TestEdits(t *testing.T) {
	tests := []struct {
		name, edits string
		old, new    string // the text that differs
	}{
		{"replacement", "p/p.go | func first( | total := 0 | total := 7", "total := 0", "total := 7"},
		{"anchor kept", "p/p.go | func first( | total := 0 | @; _ = n", "total := 0", "total := 0; _ = n"},
		{"bar", `p/p.go | func first( | total := 0 | total := 1 \| 2`, "total := 0", "total := 1 | 2"},
		{"all", "p/p.go | func first( | total += n | total -= n | all", "total += n\n\ttotal += n", "total -= n\n\ttotal -= n"},
		{"only in the function", "p/p.go | func other( | return 1 | return 2", "func other() int {\n\treturn 1", "func other() int {\n\treturn 2"},
		{"function of one line", "p/p.go | func short( | return 1 | return 2", "func short() int { return 1", "func short() int { return 2"},
		{"type", "p/p.go | type shape struct | name string | @; more int", "name string", "name string; more int"},
		{"comments and empty lines", "# why\n\np/p.go | func first( | total := 0 | total := 7\n", "total := 0", "total := 7"},
		{"two in one function", "p/p.go | func first( | total := 0 | total := 7\np/p.go | func first( | return total | return 3", "total := 0\n\ttotal += n\n\ttotal += n\n\treturn total", "total := 7\n\ttotal += n\n\ttotal += n\n\treturn 3"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := apply(t, test.edits)
			if err != nil {
				t.Fatal(err)
			}
			if want := strings.Replace(sourceText, test.old, test.new, 1); got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// TestMismatches asks for all edits that do not fit in one error, each with
// what somebody needs who has to mend it.
func TestMismatches(t *testing.T) {
	_, err := apply(t, `p/p.go | func first( | total := 0 | total := 1
p/p.go | func first( | total += n | total -= n
p/p.go | func first( | missing | x
p/p.go | func none( | total | x
p/q.go | func first( | total | x`)
	var failed *AnchorError
	if !errors.As(err, &failed) {
		t.Fatalf("got error %v, want an *AnchorError", err)
	}
	var problems []string
	for _, m := range failed.Mismatches {
		problems = append(problems, m.Edit+": "+m.Problem)
	}
	want := []string{
		"my.edits:2: the anchor is in the function 2 times",
		"my.edits:3: the anchor is not in the function",
		"my.edits:4: the function is there 0 times",
		"my.edits:5: there is no such file",
	}
	if got := strings.Join(problems, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got:\n%s\nwant:\n%s", got, strings.Join(want, "\n"))
	}
	for _, part := range []string{"go1.99", "p/p.go", `"func none("`, `"missing"`, "p/q.go"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("the error does not mention %s:\n%v", part, err)
		}
	}
}

func TestBadEdits(t *testing.T) {
	for _, line := range []string{"p/p.go | func first( | total", "p/p.go | func first( | | x", "p/p.go | func first( | total | x | some", "a | b | c | d | all | e"} {
		if _, err := apply(t, "# comment\n"+line); err == nil || !strings.Contains(err.Error(), "my.edits:2") {
			t.Errorf("%q: got error %v, want one for my.edits:2", line, err)
		}
	}
}

// TestApply applies the project's edits to the Go that runs this test, which
// go.mod names.
func TestApply(t *testing.T) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	goroot := strings.TrimSpace(string(out))
	if err := Check(goroot, runtime.Version()); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	const final = "/elsewhere"
	if err := Apply(goroot, runtime.Version(), dir, final); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{Tools, Std} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		var overlay struct{ Replace map[string]string }
		if err := json.Unmarshal(data, &overlay); err != nil {
			t.Fatal(err)
		}
		if len(overlay.Replace) == 0 {
			t.Errorf("%s replaces nothing", name)
		}
		for original, changed := range overlay.Replace {
			path, ok := strings.CutPrefix(original, filepath.Join(goroot, "src")+"/")
			if !ok || strings.HasPrefix(path, "cmd/") != (name == Tools) {
				t.Errorf("%s replaces %s", name, original)
			}
			if filepath.Dir(changed) != final {
				t.Errorf("%s names %s, want a file in %s", name, changed, final)
			}
			checkLines(t, original, filepath.Join(dir, filepath.Base(changed)))
		}
	}
}

// checkLines asks that an edited file has the lines that it had, so that line
// numbers in traces stay right.
func checkLines(t *testing.T, original, changed string) {
	t.Helper()
	edited, err := os.ReadFile(changed)
	if err != nil {
		t.Error(err)
		return
	}
	before, err := os.ReadFile(original)
	if errors.Is(err, os.ErrNotExist) {
		return // a file that is added
	}
	if err != nil {
		t.Error(err)
		return
	}
	if a, b := strings.Count(string(before), "\n"), strings.Count(string(edited), "\n"); a != b {
		t.Errorf("%s has %d lines, edited %d", original, a, b)
	}
}

func TestApplyToForeignSources(t *testing.T) {
	err := Apply(t.TempDir(), "go1.0", t.TempDir(), "/elsewhere")
	var failed *AnchorError
	if !errors.As(err, &failed) || failed.Version != "go1.0" {
		t.Errorf("got error %v, want an *AnchorError for go1.0", err)
	}
}

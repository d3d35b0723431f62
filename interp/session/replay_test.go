package session

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"gonymede/interp/engine"
	"gonymede/kernel/display"
)

// replayed is a session that was given the cells of an earlier one, and what it
// said of them.
func replayed(t *testing.T, cells ...string) (s *Session, lost, notes []string) {
	t.Helper()
	s, err := New(&lateHost{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var earlier []engine.Cell
	for i, source := range cells {
		earlier = append(earlier, engine.Cell{Number: i + 1, Source: source})
	}
	lost, notes = s.Replay(context.Background(), earlier)
	return s, lost, notes
}

// value runs a cell and returns the text of its value, or its error.
func valueOf(s *Session, number int, source string) string {
	r := s.Execute(context.Background(), engine.Cell{Number: number, Source: source})
	if r.Err != nil {
		return r.Err.Name + ": " + r.Err.Value
	}
	if !r.HasValue {
		return ""
	}
	return strings.TrimSpace(r.Value.(display.Bundle).Text())
}

func TestReplayDeclaresAndRunsNothing(t *testing.T) {
	s, lost, notes := replayed(t,
		`import str "strings"
const greeting = "hello"
type point struct{ x, y int }
func (p point) sum() int { return p.x + p.y }`,
		`func shout(s string) string { return str.ToUpper(s) }
func init() { panic("init ran") }
panic("a statement ran")`,
		`p := point{1, 2}
total := p.sum()`,
		`?strings`)
	if got := strings.Join(lost, ", "); got != "p (cell[3]), total (cell[3])" {
		t.Errorf("lost: %s", got)
	}
	if len(notes) > 0 {
		t.Errorf("notes: %q", notes)
	}
	if got := valueOf(s, 5, `shout(greeting)`); got != "HELLO" {
		t.Errorf("shout gives %s", got)
	}
	if got := valueOf(s, 6, `point{3, 4}.sum()`); got != "7" {
		t.Errorf("sum gives %s", got)
	}
}

func TestLostVariablesSayWhatToDo(t *testing.T) {
	s, _, _ := replayed(t,
		`n := 3`,
		`func twice() int { return 2 * n }
func four() int { return 2 * twice() }`,
		`limit := 10`,
		`func free() int { return 7 }`)
	for source, want := range map[string]string{
		`n`:         "n is lost: the engine that held it ended; run cell[1] again, or declare n anew",
		`n = 4`:     "n is lost",
		`twice()`:   "twice uses n, which is lost: the engine that held it ended; run cell[1] again",
		`four()`:    "four uses n, which is lost",
		`limit + 1`: "limit is lost: the engine that held it ended; run cell[3] again",
	} {
		if got := valueOf(s, 5, source); !strings.Contains(got, want) {
			t.Errorf("%s gives %s, want %s", source, got, want)
		}
	}
	if got := valueOf(s, 6, `free()`); got != "7" {
		t.Errorf("free gives %s", got)
	}
	if got := valueOf(s, 7, `n := 5`); got != "" {
		t.Errorf("n := 5 gives %s", got)
	}
	if got := valueOf(s, 8, `four()`); got != "20" {
		t.Errorf("four gives %s", got)
	}
	if got := valueOf(s, 9, `limit`); !strings.Contains(got, "limit is lost") {
		t.Errorf("limit gives %s", got)
	}
}

func TestReplayFollowsTheOrderOfTheCells(t *testing.T) {
	s, lost, notes := replayed(t,
		`func f() int { return 1 }`,
		`old := 1`,
		`%reset`,
		`func f() int { return 2 }`,
		"%%bash\nexit 3",
		`//%cd .
func g() int { return f() }`,
		`func broken() int { return missing }`)
	if len(lost) > 0 {
		t.Errorf("lost: %q", lost)
	}
	if len(notes) != 1 || !strings.Contains(notes[0], "cell[7] is not declared again") || !strings.Contains(notes[0], "missing") {
		t.Errorf("notes: %q", notes)
	}
	if got := valueOf(s, 8, `g()`); got != "2" {
		t.Errorf("g gives %s", got)
	}
	if got := valueOf(s, 9, `old`); !strings.Contains(got, "undefined: old") {
		t.Errorf("old gives %s", got)
	}
}

// Of each module the version counts that was asked for last, and a directory is
// that of its cell.
func TestReplayedModules(t *testing.T) {
	var w wanted
	dir := t.TempDir()
	t.Chdir(dir)
	for _, arg := range []string{"example.org/a@v1.0.0", "./lib", "example.org/b", "example.org/a@v1.1.0"} {
		if err := w.add(arg); err != nil {
			t.Fatal(err)
		}
	}
	want := filepath.Join(dir, "lib") + " example.org/b example.org/a@v1.1.0"
	if got := strings.Join(w.args, " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

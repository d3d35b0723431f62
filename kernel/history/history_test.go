package history

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// brief is an entry as session:line:input>output.
func brief(entries []Entry) (list []string) {
	for _, e := range entries {
		s := fmt.Sprintf("%d:%d:%s", e.Session, e.Line, e.Input)
		if e.Output != nil {
			s += ">" + *e.Output
		}
		list = append(list, s)
	}
	return list
}

func check(t *testing.T, what string, got []Entry, want ...string) {
	t.Helper()
	if !reflect.DeepEqual(brief(got), want) {
		t.Errorf("%s: got %q, want %q", what, brief(got), want)
	}
}

func at(n int) *int { return &n }

func TestRequests(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "a folder", "history.sqlite")
	old := Open(path, nil)
	old.Add(1, "x := 1")
	old.Add(2, "fmt.Println(x)")
	old.SetOutput(2, "1")
	old.Close()

	s := Open(path, nil)
	defer s.Close()
	s.Add(1, "y := 2")
	s.Add(2, "x := 1")
	s.Add(3, "y + x")
	s.SetOutput(3, "3")
	check(t, "tail", s.Tail(ctx, 3), "2:1:y := 2", "2:2:x := 1", "2:3:y + x>3")
	check(t, "long tail", s.Tail(ctx, 100), "1:1:x := 1", "1:2:fmt.Println(x)>1", "2:1:y := 2", "2:2:x := 1", "2:3:y + x>3")
	check(t, "no tail", s.Tail(ctx, 0))
	check(t, "this session", s.Range(ctx, 0, 0, nil), "2:1:y := 2", "2:2:x := 1", "2:3:y + x>3")
	check(t, "the one before", s.Range(ctx, -1, 0, nil), "1:1:x := 1", "1:2:fmt.Println(x)>1")
	check(t, "session 1", s.Range(ctx, 1, 2, at(3)), "1:2:fmt.Println(x)>1")
	check(t, "stop is not included", s.Range(ctx, 0, 1, at(2)), "2:1:y := 2")
	check(t, "stop 0 is the end", s.Range(ctx, 0, 3, at(0)), "2:3:y + x>3")
	check(t, "from the end", s.Range(ctx, 0, -1, nil), "2:3:y + x>3")
	check(t, "to the end", s.Range(ctx, 0, 1, at(-1)), "2:1:y := 2", "2:2:x := 1")
	check(t, "no such session", s.Range(ctx, 99, 1, nil))
	check(t, "search", s.Search(ctx, "x*", nil, false), "1:1:x := 1", "2:2:x := 1")
	check(t, "unique", s.Search(ctx, "x*", nil, true), "2:2:x := 1")
	check(t, "the last", s.Search(ctx, "*", at(2), false), "2:2:x := 1", "2:3:y + x>3")
	check(t, "the last unique", s.Search(ctx, "*", at(3), true), "2:1:y := 2", "2:2:x := 1", "2:3:y + x>3")
	check(t, "question mark", s.Search(ctx, "? := 2", nil, false), "2:1:y := 2")
	check(t, "empty pattern", s.Search(ctx, "", at(1), false), "2:3:y + x>3")
	check(t, "a quote", s.Search(ctx, "'; DROP TABLE history; --", nil, false))
}

func TestManyKernelsShareIt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.sqlite")
	var all sync.WaitGroup
	for k := range 6 {
		all.Go(func() {
			s := Open(path, nil)
			for i := 1; i <= 50; i++ {
				s.Add(i, fmt.Sprintf("kernel %d cell %d", k, i))
			}
			s.Close()
			if s.memory {
				t.Errorf("kernel %d went on in memory", k)
			}
		})
	}
	all.Wait()
	s := Open(path, nil)
	defer s.Close()
	entries := s.Tail(context.Background(), 1000)
	if len(entries) != 300 {
		t.Errorf("%d entries are kept", len(entries))
	}
	for session := 1; session <= 6; session++ {
		if got := len(s.Range(context.Background(), session, 0, nil)); got != 50 {
			t.Errorf("session %d has %d entries", session, got)
		}
	}
}

// Entries wait for more, but not for ever: another kernel sees them.
func TestEntriesAreWrittenUnasked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.sqlite")
	s := Open(path, nil)
	defer s.Close()
	s.Add(1, "x := 1")
	s.SetOutput(1, "one")
	other := Open(path, nil)
	defer other.Close()
	for end := time.Now().Add(time.Minute); len(other.Tail(context.Background(), 1)) == 0; time.Sleep(gatherFor / 10) {
		if time.Now().After(end) {
			t.Fatal("nothing was written")
		}
	}
	got := other.Tail(context.Background(), 1)
	if len(got) != 1 || got[0].Input != "x := 1" || got[0].Output == nil || *got[0].Output != "one" {
		t.Errorf("got %q", brief(got))
	}
}

func TestWhatCannotBeUsedIsLeftAlone(t *testing.T) {
	dir := t.TempDir()
	corrupt := filepath.Join(dir, "corrupt.sqlite")
	content := strings.Repeat("this is no database\n", 1000)
	if err := os.WriteFile(corrupt, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"corrupt":       corrupt,
		"a folder":      dir,
		"not creatable": "/proc/no/such/folder/history.sqlite",
	} {
		t.Run(name, func(t *testing.T) {
			s := Open(path, nil)
			defer s.Close()
			s.Add(1, "x := 1")
			s.SetOutput(1, "one")
			check(t, "tail", s.Tail(context.Background(), 5), "1:1:x := 1>one")
		})
	}
	if now, _ := os.ReadFile(corrupt); string(now) != content {
		t.Error("the corrupt file was changed")
	}
}

// A disk that becomes full loses nothing of the session at hand.
func TestFailureLater(t *testing.T) {
	s := Open(filepath.Join(t.TempDir(), "history.sqlite"), nil)
	defer s.Close()
	s.Add(1, "x := 1")
	s.SetOutput(1, "one")
	s.Tail(context.Background(), 1)
	s.db.Exec("PRAGMA max_page_count = 1")
	s.db.Exec("DROP TABLE output_history; DROP TABLE history")
	s.Add(2, "y := 2")
	check(t, "tail", s.Tail(context.Background(), 5), "1:1:x := 1>one", "1:2:y := 2")
}

func TestBounds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.sqlite")
	s := Open(path, nil)
	s.Add(1, "first")
	s.Add(2, strings.Repeat("x", maxInput+1))
	s.SetOutput(1, strings.Repeat("x", maxOutput+1))
	check(t, "tail", s.Tail(context.Background(), 5), "1:1:first")
	// As if very many had been added.
	if _, err := s.db.Exec("INSERT INTO history (id, session, line, source) VALUES (?, 1, 9, 'last')", maxEntries+1); err != nil {
		t.Fatal(err)
	}
	s.Close()
	s = Open(path, nil)
	defer s.Close()
	check(t, "tail", s.Tail(context.Background(), 5), "1:9:last")
}

func TestClosedStore(t *testing.T) {
	s := Open(":memory:", nil)
	s.Add(1, "x")
	s.Close()
	s.Close()
	s.Add(2, "y")
	if got := s.Tail(context.Background(), 5); got != nil {
		t.Errorf("got %v", got)
	}
}

func TestPath(t *testing.T) {
	t.Setenv("HOME", "/home/gopher")
	t.Setenv("XDG_DATA_HOME", "")
	t.Setenv(PathEnv, "")
	if got := Path(); got != "/home/gopher/.local/share/gonymede/history.sqlite" {
		t.Errorf("got %s", got)
	}
	t.Setenv("XDG_DATA_HOME", "/data")
	if got := Path(); got != "/data/gonymede/history.sqlite" {
		t.Errorf("got %s", got)
	}
	t.Setenv(PathEnv, "/elsewhere/h.sqlite")
	if got := Path(); got != "/elsewhere/h.sqlite" {
		t.Errorf("got %s", got)
	}
	t.Setenv(PathEnv, "off")
	if Path() != "" || Open(Path(), nil) != nil {
		t.Error("off does not switch it off")
	}
}

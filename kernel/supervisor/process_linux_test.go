package supervisor_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gonymede/interp/protocol"
	"gonymede/kernel/supervisor"
)

// sleepers lists the processes that sleep for a number of seconds.
func sleepers(seconds int) (pids []string) {
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range files {
		line, _ := os.ReadFile(file)
		if string(line) == fmt.Sprintf("sleep\x00%d\x00", seconds) {
			if pid := filepath.Base(filepath.Dir(file)); alive(pid) {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

func TestNothingIsLeftBehind(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if err := supervisor.Adopt(ctx); err != nil {
		t.Fatal(err)
	}
	seconds := 1_000_000 + os.Getpid() // as no other test does
	children := []string{fmt.Sprint("child ", seconds), fmt.Sprint("daemon ", seconds), fmt.Sprint("bare ", seconds)}
	for _, end := range []string{"exit 1", "kill", "panic x", "close"} {
		t.Run(end, func(t *testing.T) {
			s, _ := start(t, nil)
			if err := execute(t, s, 1, children...); err != nil {
				t.Fatal(err)
			}
			deadline := time.Now().Add(patience)
			for len(sleepers(seconds)) != len(children) {
				if time.Now().After(deadline) {
					t.Fatalf("%d of %d children run", len(sleepers(seconds)), len(children))
				}
				time.Sleep(time.Millisecond)
			}
			if end == "close" {
				s.Close()
			} else {
				execute(t, s, 2, end)
			}
			if left := sleepers(seconds); len(left) > 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
	// Orphans that ended are waited for.
	deadline := time.Now().Add(patience)
	for len(zombies()) > 0 {
		if time.Now().After(deadline) {
			t.Fatalf("zombies: %v", zombies())
		}
		time.Sleep(time.Millisecond)
	}
}

// zombies lists the ended children of this process that nobody waited for.
func zombies() (pids []string) {
	files, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, file := range files {
		stat, _ := os.ReadFile(file)
		if strings.Contains(string(stat), fmt.Sprintf(") Z %d ", os.Getpid())) {
			pids = append(pids, filepath.Base(filepath.Dir(file)))
		}
	}
	return pids
}

func TestMillionLines(t *testing.T) {
	lines := 125000
	if testing.Short() {
		lines = 12500
	}
	r := newRecorder()
	next := make([]int, 8)
	tail := ""
	check := &lineSink{recorder: r, line: func(line string) {
		var g, i int
		if n, err := fmt.Sscanf(line, "%d %d", &g, &i); n != 2 || err != nil || i != next[g] {
			t.Errorf("line %q, want number %d", line, next[g])
		}
		next[g]++
	}, tail: &tail}
	s, _ := start(t, func(c *supervisor.Config) { c.Sink = check })
	began := time.Now()
	if err := s.Execute(context.Background(), protocol.Execute{Cell: 1, Code: fmt.Sprint("flood 8 ", lines)}, nil).Error; err != nil {
		t.Fatal(err)
	}
	t.Logf("%d lines in %v", 8*lines, time.Since(began))
	for g, n := range next {
		if n != lines {
			t.Errorf("goroutine %d: %d lines came", g, n)
		}
	}
}

type lineSink struct {
	*recorder
	line func(string)
	tail *string
}

func (s *lineSink) Stream(_ context.Context, _ int, _, text string) {
	text = *s.tail + text
	for {
		line, rest, ok := strings.Cut(text, "\n")
		if !ok {
			*s.tail = text
			return
		}
		s.line(line)
		text = rest
	}
}

package session

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"gonymede/interp/engine"
	"gonymede/interp/protocol"
	"gonymede/kernel/display"
)

var update = flag.Bool("update", false, "write what the scripts print into testdata")

// TestScripts runs the cells of each script in one session. A script is a txtar
// archive of cells and what they print: first standard output, then the value
// behind "=> ", or the error behind "!! ", and notes behind "## ". Panics of
// goroutines stand behind "late ". A cell named interrupt is interrupted after
// 50 ms.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { runScript(t, file) })
	}
}

func runScript(t *testing.T, file string) {
	script, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if raceEnabled && strings.Contains(string(script.Comment), "goroutines") {
		return // see raceEnabled
	}
	host := &lateHost{}
	s, err := New(host, nil)
	if err != nil {
		t.Fatal(err)
	}
	out := txtar.Archive{Comment: script.Comment}
	number := 0
	for i := 0; i < len(script.Files); i++ {
		f := script.Files[i]
		if f.Name == "out" {
			continue
		}
		number++
		got := runCell(t, s, host, number, f)
		want := ""
		if i+1 < len(script.Files) && script.Files[i+1].Name == "out" {
			want = string(script.Files[i+1].Data)
		}
		if got != want && !*update {
			t.Errorf("cell %d\n%s--- got\n%s--- want\n%s", number, f.Data, got, want)
		}
		out.Files = append(out.Files, f, txtar.File{Name: "out", Data: []byte(got)})
	}
	if *update {
		if err := os.WriteFile(file, txtar.Format(&out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// runCell runs a cell and describes what came of it.
func runCell(t *testing.T, s *Session, host *lateHost, number int, f txtar.File) string {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	if f.Name == "interrupt" {
		time.AfterFunc(50*time.Millisecond, func() { cancel(engine.ErrInterrupted) })
	}
	watchdog := time.AfterFunc(20*time.Second, func() { panic("the cell does not end: " + string(f.Data)) })
	defer watchdog.Stop()
	var result engine.Result
	printed := capture(t, func() {
		result = s.Execute(ctx, engine.Cell{Number: number, Source: string(f.Data)})
	})
	var b strings.Builder
	b.WriteString(printed)
	if printed != "" && !strings.HasSuffix(printed, "\n") {
		b.WriteString("\n")
	}
	b.WriteString(host.take())
	if result.HasValue {
		fmt.Fprintf(&b, "=> %s\n", result.Value.(display.Bundle).Text())
	}
	if result.Err != nil {
		fmt.Fprintf(&b, "!! %s: %s\n", result.Err.Name, result.Err.Value)
		for _, line := range result.Err.Traceback {
			for l := range strings.Lines(ansi.ReplaceAllString(line, "")) {
				fmt.Fprintf(&b, "   %s\n", strings.TrimRight(l, "\n"))
			}
		}
	}
	for _, n := range result.Notes {
		fmt.Fprintf(&b, "## %s\n", n)
	}
	return b.String()
}

var ansi = regexp.MustCompile("\x1b\\[[0-9;]*m")

// capture returns what f prints to standard output.
func capture(t *testing.T, f func()) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	old := os.Stdout
	os.Stdout = w
	text := make(chan string)
	go func() {
		b, _ := io.ReadAll(r)
		text <- string(b)
	}()
	f()
	os.Stdout = old
	w.Close()
	defer r.Close()
	return <-text
}

// lateHost collects the errors of goroutines.
type lateHost struct {
	mu   sync.Mutex
	text string
}

func (h *lateHost) LateError(cell int, e *protocol.Error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.text += fmt.Sprintf("late %d: %s: %s\n", cell, e.Name, e.Value)
}

func (h *lateHost) ExpectInput() {}

func (h *lateHost) Compile(f func()) { f() }

func (h *lateHost) Print(_ int, text []byte) error {
	_, err := os.Stdout.Write(text)
	return err
}

func (h *lateHost) take() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	text := h.text
	h.text = ""
	return text
}

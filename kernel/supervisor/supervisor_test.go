package supervisor_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"gonymede/interp/protocol"
	"gonymede/kernel/kerneltest/fakeengine"
	"gonymede/kernel/supervisor"
)

func TestMain(m *testing.M) {
	fakeengine.Main()
	goleak.VerifyTestMain(m)
}

// patience bounds what a test waits for; it only guards against hanging.
const patience = 20 * time.Second

// recorder is a sink that writes down what it is given, a line each.
type recorder struct {
	mu      sync.Mutex
	lines   []string
	changed chan struct{}
	gate    chan struct{} // where not nil, Stream waits for it
	bytes   int
	quiet   bool // count bytes instead of keeping text
}

func newRecorder() *recorder { return &recorder{changed: make(chan struct{}, 1)} }

func (r *recorder) add(line string) {
	r.mu.Lock()
	r.lines = append(r.lines, line)
	r.mu.Unlock()
	select {
	case r.changed <- struct{}{}:
	default:
	}
}

func (r *recorder) Stream(ctx context.Context, cell int, name, text string) {
	r.mu.Lock()
	gate, quiet := r.gate, r.quiet
	r.bytes += len(text)
	r.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
		}
	}
	if !quiet {
		r.add(fmt.Sprintf("%d %s %q", cell, name, text))
	}
}

func (r *recorder) Event(_ context.Context, m protocol.Message) {
	r.add(fmt.Sprintf("%d %s %s", m.Cell, m.Type, m.Body))
}

func (r *recorder) Ended(_ context.Context, cell int, err *protocol.Error) {
	if err != nil {
		r.add(fmt.Sprintf("%d ended %s", cell, err.Name))
	}
}

func (r *recorder) take() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	lines := r.lines
	r.lines = nil
	return lines
}

// await waits until a line contains part.
func (r *recorder) await(t *testing.T, part string) {
	t.Helper()
	deadline := time.After(patience)
	for {
		r.mu.Lock()
		found := strings.Contains(strings.Join(r.lines, "\n"), part)
		r.mu.Unlock()
		if found {
			return
		}
		select {
		case <-r.changed:
		case <-deadline:
			t.Fatalf("%q did not come; got %q", part, r.take())
		}
	}
}

func start(t *testing.T, change func(*supervisor.Config)) (*supervisor.Supervisor, *recorder) {
	t.Helper()
	r := newRecorder()
	config := supervisor.Config{Command: fakeengine.Command(), Sink: r, Env: append(os.Environ(),
		// Under the race detector: the engine's races are on purpose, and its
		// end is not to take a second.
		"GORACE=atexit_sleep_ms=0 log_path="+filepath.Join(t.TempDir(), "race"))}
	if change != nil {
		change(&config)
	}
	s, err := supervisor.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, r
}

// execute runs a script as cell n and returns its error's name and value.
func execute(t *testing.T, s *supervisor.Supervisor, n int, script ...string) *protocol.Error {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	done := make(chan protocol.Done, 1)
	go func() {
		done <- s.Execute(ctx, protocol.Execute{Cell: n, Code: strings.Join(script, "\n")}, nil)
	}()
	select {
	case d := <-done:
		return d.Error
	case <-ctx.Done():
		t.Fatalf("cell %d did not end: %q", n, script)
		return nil
	}
}

func want(t *testing.T, r *recorder, lines ...string) {
	t.Helper()
	got := r.take()
	if strings.Join(got, "\n") != strings.Join(lines, "\n") {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(lines, "\n\t"))
	}
}

func TestOrderOfPrintsAndDisplays(t *testing.T) {
	s, r := start(t, nil)
	for i := 1; i <= 100; i++ {
		if err := execute(t, s, i, "out a", "show b", "err b", "show c", "out d", "result e", "err f"); err != nil {
			t.Fatal(err)
		}
		want(t, r,
			fmt.Sprint(i, ` stdout "a\n"`),
			fmt.Sprint(i, ` display {"data":{"text/plain":"b"}}`),
			fmt.Sprint(i, ` stderr "b\n"`),
			fmt.Sprint(i, ` display {"data":{"text/plain":"c"}}`),
			fmt.Sprint(i, ` stdout "d\n"`),
			fmt.Sprint(i, ` result {"data":{"text/plain":"e"}}`),
			fmt.Sprint(i, ` stderr "f\n"`))
	}
}

func TestTextIsUTF8(t *testing.T) {
	s, r := start(t, nil)
	// An euro sign in two writes with time for a flush between them, an
	// invalid byte, and half a character at the end of the cell.
	execute(t, s, 1, "hex e282", "sleep 80", "hex ac", "hex ff41", "show x", "hex f09f")
	want(t, r, `1 stdout "€`+"\uFFFD"+`A"`, `1 display {"data":{"text/plain":"x"}}`, `1 stdout "`+"\uFFFD\uFFFD"+`"`)
}

func TestNulBytesAreText(t *testing.T) {
	s, r := start(t, nil)
	execute(t, s, 1, "hex 410042", "show x")
	want(t, r, `1 stdout "A\x00B"`, `1 display {"data":{"text/plain":"x"}}`)
}

func TestLateOutputBelongsToTheLastCell(t *testing.T) {
	s, r := start(t, nil)
	execute(t, s, 1, "late 500 tick", "lateshow 700 tock")
	execute(t, s, 2, "out b")
	r.await(t, "tock")
	want(t, r, `2 stdout "b\n"`, `2 stdout "tick\n"`, `1 display {"data":{"text/plain":"tock"}}`)
}

func TestLateOutputThatIsMarkedBelongsToItsCell(t *testing.T) {
	s, r := start(t, nil)
	execute(t, s, 1, "latemine 50 tick")
	execute(t, s, 2, "out a", "sleep 100", "out b")
	want(t, r, `2 stdout "a\n"`, `1 stdout "tick\n"`, `2 stdout "b\n"`)
}

func TestDeaths(t *testing.T) {
	for _, test := range []struct {
		script, name, value string
		trace               string // is in the traceback
	}{
		{"exit 3", "EngineExit", "exit status 3", "variables"},
		{"exit 0", "EngineExit", "exit status 0", "variables"},
		{"panic ouch", "GoPanic", "ouch", "fakeengine"},
		{"maps", "GoFatalError", "concurrent map", "fakeengine"},
		{"overflow", "GoFatalError", "stack overflow", "goroutine stack exceeds"},
		{"kill", "EngineKilled", "SIGKILL", "variables"},
		{"signal 15", "EngineKilled", "signal 15", "variables"},
		{"closeall", "EngineError", "closed its connection", "variables"},
	} {
		t.Run(test.script, func(t *testing.T) {
			s, r := start(t, nil)
			err := execute(t, s, 1, "out before", "show -", "err also", test.script, "out never")
			if err == nil {
				t.Fatal("the cell succeeded")
			}
			trace := strings.Join(err.Traceback, "\n")
			if err.Name != test.name || !strings.Contains(err.Value, test.value) || !strings.Contains(trace, test.trace) {
				t.Errorf("got %s: %s\n%s", err.Name, err.Value, trace)
			}
			if len(err.Traceback) > 50 {
				t.Errorf("the traceback has %d lines", len(err.Traceback))
			}
			// Nothing of the runtime's message is on stderr.
			want(t, r, `1 stdout "before\n"`, `1 display {"data":{"text/plain":"-"}}`, `1 stderr "also\n"`)
			if err := execute(t, s, 2, "out after"); err != nil {
				t.Errorf("the next cell failed: %v", err)
			}
			want(t, r, `2 stdout "after\n"`)
		})
	}
}

func TestOutOfMemory(t *testing.T) {
	s, r := start(t, func(c *supervisor.Config) { c.MemoryLimit = 512 << 20 })
	err := execute(t, s, 1, "out before", "allocate 8192")
	if raceDetector && err != nil {
		// Its own memory is over the limit, and then it ends the program.
		return
	}
	if err == nil || err.Name != "OutOfMemory" {
		t.Fatalf("got %+v", err)
	}
	want(t, r, `1 stdout "before\n"`)
	if err := execute(t, s, 2, "out after"); err != nil {
		t.Fatal(err)
	}
}

func TestDeathWhileIdle(t *testing.T) {
	s, r := start(t, nil)
	execute(t, s, 1, "out a", "lateexit 4")
	r.await(t, "ended EngineExit")
	want(t, r, `1 stdout "a\n"`, "1 ended EngineExit")
	if err := execute(t, s, 2, "out b"); err != nil {
		t.Fatal(err)
	}
}

func TestPanicTextOfUsersIsNotLost(t *testing.T) {
	s, r := start(t, nil)
	execute(t, s, 1, "err panic: only a joke", "sleep 60", "out x")
	got := strings.Join(r.take(), "\n")
	if !strings.Contains(got, `1 stderr "panic: only a joke\n"`) || !strings.Contains(got, `1 stdout "x\n"`) {
		t.Errorf("got %s", got)
	}
}

func TestInterrupt(t *testing.T) {
	s, r := start(t, nil)
	go func() {
		r.await(t, "display")
		s.Interrupt()
	}()
	if err := execute(t, s, 1, "pid", "show go", "sleep 100000"); err == nil || err.Name != "Interrupted" {
		t.Fatalf("got %v", err)
	}
	first := r.take()
	execute(t, s, 1, "pid", "show go")
	want(t, r, first...) // the same engine
}

func TestSecondInterruptKills(t *testing.T) {
	s, r := start(t, func(c *supervisor.Config) { c.InterruptPatience = 100 * time.Millisecond })
	go func() {
		r.await(t, "display")
		s.Interrupt()
		time.Sleep(150 * time.Millisecond)
		s.Interrupt()
	}()
	err := execute(t, s, 1, "show go", "stubborn")
	if err == nil || err.Name != "EngineKilled" || !strings.Contains(err.Value, "interrupt") {
		t.Fatalf("got %v", err)
	}
	if err := execute(t, s, 2, "out b"); err != nil {
		t.Fatal(err)
	}
}

func TestBackPressureStopsTheCell(t *testing.T) {
	r := newRecorder()
	r.gate, r.quiet = make(chan struct{}), true
	s, _ := start(t, func(c *supervisor.Config) { c.Sink = r })
	done := make(chan *protocol.Error, 1)
	go func() {
		done <- s.Execute(context.Background(), protocol.Execute{Cell: 1, Code: "flood 1 1000000"}, nil).Error
	}()
	// Completions are answered while the output is held up.
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if c, err := s.Complete(ctx, protocol.Complete{Code: "fm", Cursor: 2}); err != nil || c.Matches[0].Text != "fmDone" {
		t.Fatalf("got %+v, %v", c, err)
	}
	time.Sleep(300 * time.Millisecond)
	select {
	case err := <-done:
		t.Fatalf("the cell ended although nobody took its output: %v", err)
	default:
	}
	close(r.gate)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	if want := 2*1000000 + digits(1000000) + 1000000; r.bytes != want {
		t.Errorf("%d bytes came, want %d", r.bytes, want)
	}
}

// digits counts the digits of the numbers below n.
func digits(n int) (sum int) {
	for i := range n {
		sum += len(fmt.Sprint(i))
	}
	return sum
}

func TestEngineThatDoesNotStart(t *testing.T) {
	for mode, text := range map[string]string{"die": "a library is missing", "old": "version 99"} {
		t.Run(mode, func(t *testing.T) {
			s, r := start(t, func(c *supervisor.Config) { c.Command = fakeengine.Command(mode) })
			for i := range 2 {
				err := execute(t, s, i, "out a")
				if err == nil || err.Name != "EngineStart" || !strings.Contains(err.Value, text) ||
					!strings.Contains(strings.Join(err.Traceback, "\n"), "gonymede doctor") {
					t.Fatalf("got %+v", err)
				}
			}
			want(t, r)
		})
	}
	t.Run("missing", func(t *testing.T) {
		s, _ := start(t, func(c *supervisor.Config) { c.Command = []string{"/no/such/engine"} })
		if err := execute(t, s, 1, "out a"); err == nil || !strings.Contains(err.Value, "/no/such/engine") {
			t.Fatalf("got %+v", err)
		}
	})
	t.Run("mute", func(t *testing.T) {
		s, _ := start(t, func(c *supervisor.Config) {
			c.Command, c.StartTimeout = fakeengine.Command("mute"), 100*time.Millisecond
		})
		if err := execute(t, s, 1, "out a"); err == nil || !strings.Contains(err.Value, "not ready") {
			t.Fatalf("got %+v", err)
		}
	})
}

func TestInterruptWhileStarting(t *testing.T) {
	s, _ := start(t, func(c *supervisor.Config) { c.Command = fakeengine.Command("mute") })
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(100*time.Millisecond, cancel)
	if err := s.Execute(ctx, protocol.Execute{Cell: 1}, nil).Error; err == nil || err.Name != "Interrupted" {
		t.Fatalf("got %+v", err)
	}
}

func TestInterruptBeforeTheCell(t *testing.T) {
	s, _ := start(t, nil)
	if _, err := s.WaitReady(context.Background()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Execute(ctx, protocol.Execute{Cell: 1, Code: "block"}, nil).Error; err == nil || err.Name != "Interrupted" {
		t.Fatalf("got %+v", err)
	}
}

func TestCloseWhileACellRuns(t *testing.T) {
	for _, script := range []string{"sleep 100000", "stubborn", "flood 1 100000000"} {
		s, r := start(t, func(c *supervisor.Config) { c.StopTimeout = 200 * time.Millisecond })
		r.quiet = script != "stubborn"
		done := make(chan *protocol.Error, 1)
		go func() {
			done <- s.Execute(context.Background(), protocol.Execute{Cell: 1, Code: "show x\n" + script}, nil).Error
		}()
		r.await(t, "display")
		s.Close()
		if err := <-done; err == nil || err.Name != "EngineStopped" {
			t.Errorf("%s: got %v", script, err)
		}
	}
}

func TestMemoryLimitTexts(t *testing.T) {
	for text, want := range map[string]uint64{"": 0, "0": 0, "4GiB": 4 << 30, "512 MiB": 512 << 20, "2e9": 2e9, "1.5G": 3 << 29, "1gb": 1e9} {
		if got, err := supervisor.ParseMemoryLimit(text); err != nil || got != want {
			t.Errorf("%q: got %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"lots", "-4GiB", "4 apples", "1KiB", "NaN", "1e30"} {
		if _, err := supervisor.ParseMemoryLimit(text); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func alive(pid string) bool {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	return err == nil && !strings.Contains(string(stat), ") Z ")
}

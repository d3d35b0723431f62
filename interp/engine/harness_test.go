//go:build unix

package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"gonymede/interp/protocol"
)

const testNonce = "00112233445566778899aabbccddeeff"

// engineEnv makes the test binary an engine process that serves [script].
const engineEnv = "GONYMEDE_TEST_ENGINE"

func TestMain(m *testing.M) {
	if os.Getenv(engineEnv) != "" {
		prepareEngine()
		err := Run(context.Background(), func(h Host) (Session, error) { return fake{run: script(h)}, nil })
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

// fake is a session whose cells are Go code of the test.
type fake struct {
	run      func(ctx context.Context, c Cell) Result
	evaluate func(ctx context.Context, expr string) (any, *protocol.Error)
	complete func(protocol.Complete) protocol.Completion
}

func (f fake) Execute(ctx context.Context, c Cell) Result { return f.run(ctx, c) }

func (f fake) Evaluate(ctx context.Context, expr string) (any, *protocol.Error) {
	return f.evaluate(ctx, expr)
}

func (f fake) Complete(q protocol.Complete) protocol.Completion {
	if f.complete == nil {
		return protocol.Completion{}
	}
	return f.complete(q)
}

func (f fake) Inspect(protocol.Inspect) protocol.Inspection { return protocol.Inspection{} }

// kernel is the other end of an engine: it sends requests, and reads what
// comes back in the order that the markers give.
type kernel struct {
	t        testing.TB
	requests *protocol.Writer
	hangUp   func()
	next     uint64
	events   chan protocol.Message
	out, err *capture
	pid      int
	code     string
	ready    protocol.Ready
	crash    chan string // what the runtime said when the process died
	exited   chan error
}

// capture is what an engine has printed, cut at the markers.
type capture struct {
	mu     sync.Mutex
	text   bytes.Buffer
	marked map[uint64]int // marker to length of the text before it
	grown  *sync.Cond
	pipe   *os.File
}

func newCapture(r *os.File) *capture {
	c := &capture{marked: map[uint64]int{}, pipe: r}
	c.grown = sync.NewCond(&c.mu)
	go func() {
		defer r.Close()
		s := protocol.NewScanner(testNonce)
		buf := make([]byte, 4096)
		for {
			n, err := r.Read(buf)
			c.mu.Lock()
			s.Scan(buf[:n], func(b []byte) { c.text.Write(b) }, func(sync uint64) { c.marked[sync] = c.text.Len() })
			c.grown.Broadcast()
			c.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return c
}

// before returns what was printed before an ordered event.
func (c *capture) before(sync uint64) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		if n, ok := c.marked[sync]; ok {
			return c.text.String()[:n]
		}
		c.grown.Wait()
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// inProcess starts an engine in the test's process; in is its standard input.
func inProcess(t testing.TB, in *stdin, f Session) *kernel {
	t.Helper()
	reqR, reqW, err := os.Pipe()
	outR, outW := must2(os.Pipe())
	errR, errW := must2(os.Pipe())
	evR, evW := must2(os.Pipe())
	if err != nil {
		t.Fatal(err)
	}
	k := newKernel(t, reqW, evR, outR, errR)
	go func() {
		p := pipes{requests: reqR, events: evW, stdout: outW, stderr: errW, nonce: testNonce, stdin: in}
		k.exited <- serve(t.Context(), p, func(Host) (Session, error) { return f, nil })
		for _, file := range []*os.File{reqR, evW, outW, errW} {
			file.Close()
		}
	}()
	k.expect(protocol.TypeReady, &k.ready)
	return k
}

// newProcess starts an engine process that serves [script].
func newProcess(t testing.TB, env ...string) *kernel {
	t.Helper()
	reqR, reqW := must2(os.Pipe())
	outR, outW := must2(os.Pipe())
	errR, errW := must2(os.Pipe())
	evR, evW := must2(os.Pipe())
	crashR, crashW := must2(os.Pipe())
	cmd := exec.Command(must(os.Executable()))
	cmd.Env = append(os.Environ(), engineEnv+"=1", protocol.NonceEnv+"="+testNonce)
	cmd.Env = append(cmd.Env, env...)
	cmd.Stdout, cmd.Stderr = outW, errW
	cmd.ExtraFiles = []*os.File{reqR, evW, crashW}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for _, f := range []*os.File{reqR, outW, errW, evW, crashW} {
		f.Close()
	}
	k := newKernel(t, reqW, evR, outR, errR)
	k.pid = cmd.Process.Pid
	k.crash = make(chan string, 1)
	go func() {
		defer crashR.Close()
		text, _ := io.ReadAll(crashR)
		k.crash <- string(text)
	}()
	go func() { k.exited <- cmd.Wait() }()
	t.Cleanup(func() { cmd.Process.Kill() })
	k.expect(protocol.TypeReady, &k.ready)
	return k
}

func must2(r, w *os.File, err error) (*os.File, *os.File) {
	if err != nil {
		panic(err)
	}
	return r, w
}

func newKernel(t testing.TB, requests, events, stdout, stderr *os.File) *kernel {
	k := &kernel{
		t:        t,
		requests: protocol.NewWriter(requests),
		hangUp:   sync.OnceFunc(func() { requests.Close() }),
		events:   make(chan protocol.Message, 1000),
		out:      newCapture(stdout),
		err:      newCapture(stderr),
		exited:   make(chan error, 1),
	}
	go func() {
		defer events.Close()
		defer close(k.events)
		r := protocol.NewReader(events)
		for {
			m, err := r.Read()
			if err != nil {
				return
			}
			k.events <- m
		}
	}()
	t.Cleanup(k.hangUp)
	return k
}

func (k *kernel) send(typ string, body any) uint64 {
	k.t.Helper()
	m, err := protocol.New(typ, body)
	if err != nil {
		k.t.Fatal(err)
	}
	k.next++
	m.ID = k.next
	if typ == protocol.TypeInputReply {
		m.ID = 0
	}
	if err := k.requests.Write(m); err != nil {
		k.t.Fatal(err)
	}
	return k.next
}

// sendAs sends a message without a body about another request.
func (k *kernel) sendAs(id uint64, typ string) {
	k.t.Helper()
	if err := k.requests.Write(protocol.Message{Type: typ, ID: id}); err != nil {
		k.t.Fatal(err)
	}
}

// expect reads the next event, which must be of a type, into body. Ordered
// events wait for their markers, which makes a missing marker a hang.
func (k *kernel) expect(typ string, body any) protocol.Message {
	k.t.Helper()
	select {
	case m, ok := <-k.events:
		if !ok {
			k.t.Fatalf("the engine is gone, want %s; stderr %q", typ, k.err.text.String())
		}
		if m.Type != typ {
			k.t.Fatalf("event %s %s, want %s", m.Type, m.Body, typ)
		}
		if m.Sync > 0 {
			k.out.before(m.Sync)
			k.err.before(m.Sync)
		}
		if body != nil {
			if err := json.Unmarshal(m.Body, body); err != nil {
				k.t.Fatal(err)
			}
		}
		return m
	case <-time.After(8 * time.Second):
		k.t.Fatalf("no %s in 30 s, cell %s", typ, k.code)
	}
	panic("unreachable")
}

// run runs a cell that shows nothing and returns its done event.
func (k *kernel) run(code string) protocol.Done {
	k.t.Helper()
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1, Code: code, AllowStdin: true})
	return k.done()
}

func (k *kernel) done() (d protocol.Done) {
	k.t.Helper()
	k.expect(protocol.TypeDone, &d)
	return d
}

// end closes the requests and waits for the engine.
func (k *kernel) end() {
	k.t.Helper()
	k.hangUp()
	select {
	case err := <-k.exited:
		if err != nil {
			k.t.Errorf("the engine ended with %v", err)
		}
	case <-time.After(8 * time.Second):
		k.t.Fatal("the engine has not ended in 30 s")
	}
	for m := range k.events {
		if m.Type != protocol.TypeDone { // of a cell that the end has interrupted
			k.t.Errorf("unexpected event %s %s", m.Type, m.Body)
		}
	}
}

func name(e *protocol.Error) string {
	if e == nil {
		return ""
	}
	return e.Name
}

// script is the session of engine processes: a cell is a verb and its argument.
func script(h Host) func(ctx context.Context, c Cell) Result {
	return func(ctx context.Context, c Cell) Result {
		verb, arg, _ := strings.Cut(c.Source, " ")
		value := make(chan any, 1)
		go func() { value <- verbs[verb](h, arg) }()
		select {
		case v := <-value:
			return Result{Value: v, HasValue: v != nil}
		case <-ctx.Done():
			return Result{Err: cause(ctx)}
		}
	}
}

// duplicateOf opens a file and returns its descriptor, a place for a [stdin].
func duplicateOf(name string) (int, error) {
	return syscall.Open(name, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
}

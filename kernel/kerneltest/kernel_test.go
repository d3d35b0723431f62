package kerneltest

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"gonymede/kernel"
	"gonymede/kernel/history"
	"gonymede/kernel/kerneltest/fakeengine"
)

const kernelArgument = "test-kernel"

// TestMain lets the test binary also be a scripted engine, and a kernel with one.
func TestMain(m *testing.M) {
	fakeengine.Main()
	if len(os.Args) == 3 && os.Args[1] == kernelArgument {
		config := scripted()
		config.ConnectionFile = os.Args[2]
		if err := kernel.Run(context.Background(), config); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		program.remove()
		os.Exit(code)
	}))
}

// scripted is a kernel whose cells are scripts.
func scripted() kernel.Config {
	return kernel.Config{
		Engine:    fakeengine.Command(),
		Version:   "0.1",
		GoVersion: "go1.26.8",
		IsComplete: func(code string) (string, string) {
			if strings.HasSuffix(code, "{") {
				return "incomplete", "\t"
			}
			return "complete", ""
		},
	}
}

// ipc is a connection over Unix sockets that no other test has.
func ipc(t testing.TB) *kernel.Connection {
	t.Helper()
	dir, err := os.MkdirTemp("", "k") // t.TempDir has too long a path for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return &kernel.Connection{
		Transport: "ipc", IP: filepath.Join(dir, "s"), Key: "secret", SignatureScheme: "hmac-sha256",
		ShellPort: 1, IOPubPort: 2, StdinPort: 3, ControlPort: 4, HeartbeatPort: 5,
	}
}

// tcp is a connection on free ports of this machine.
func tcp(t testing.TB) *kernel.Connection {
	t.Helper()
	c := &kernel.Connection{Transport: "tcp", IP: "127.0.0.1", Key: "secret", SignatureScheme: "hmac-sha256"}
	for _, port := range []*int{&c.ShellPort, &c.IOPubPort, &c.StdinPort, &c.ControlPort, &c.HeartbeatPort} {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		*port = l.Addr().(*net.TCPAddr).Port
	}
	return c
}

// start runs a scripted kernel in this process and connects a client to it.
func start(t *testing.T, change func(*kernel.Config)) (*Client, *kernel.Connection) {
	t.Helper()
	config := scripted()
	config.Connection = ipc(t)
	if testing.Verbose() {
		config.Logger = slog.New(slog.NewTextHandler(t.Output(), nil))
	}
	if change != nil {
		change(&config)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- kernel.Run(ctx, config) }()
	t.Cleanup(func() {
		cancel()
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
		case <-time.After(Patience):
			t.Error("the kernel does not end")
		}
	})
	listening(t, config.Connection)
	return Connect(t, config.Connection), config.Connection
}

// listening waits until a kernel listens, as a client that comes too early
// waits for a quarter of a second before it tries again.
func listening(t testing.TB, c *kernel.Connection) {
	t.Helper()
	eventually(t, "the kernel listens", func() bool {
		network, address := "tcp", fmt.Sprintf("%s:%d", c.IP, c.HeartbeatPort)
		if c.Transport == "ipc" {
			network, address = "unix", fmt.Sprintf("%s-%d", c.IP, c.HeartbeatPort)
		}
		conn, err := net.Dial(network, address)
		if err == nil {
			conn.Close()
		}
		return err == nil
	})
}

// withHistory keeps a history in memory.
func withHistory(c *kernel.Config) { c.History = history.Open(":memory:", nil) }

// connectionFile writes a connection file.
func connectionFile(t testing.TB, c *kernel.Connection) string {
	t.Helper()
	raw, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "connection.json")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// process is a kernel in a process of its own.
type process struct {
	*exec.Cmd
	ended chan struct{} // closed when it has ended
}

// launch starts a kernel process, which is killed at the end of the test.
func launch(t testing.TB, command ...string) *process {
	t.Helper()
	p := &process{Cmd: exec.Command(command[0], command[1:]...), ended: make(chan struct{})}
	p.Stdout, p.Stderr = t.Output(), t.Output()
	p.Env = append(os.Environ(), "GONYMEDE_HISTORY=off")
	if os.Getenv(kernel.EngineEnv) == "" {
		// The suite is about the kernel: it needs no engine that must be built.
		p.Env = append(p.Env, kernel.EngineEnv+"="+string(kernel.EngineInterp))
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.Wait()
		close(p.ended)
	}()
	t.Cleanup(func() {
		p.Process.Kill()
		<-p.ended
	})
	return p
}

// await waits until the process has ended.
func (p *process) await(t testing.TB) {
	t.Helper()
	select {
	case <-p.ended:
	case <-time.After(Patience):
		t.Fatal("the process does not end")
	}
}

// eventually waits until something is so.
func eventually(t testing.TB, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(Patience); !so(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("still not: %s", what)
		}
	}
}

// program is the real program, built when a test first asks for it.
var program builtProgram

type builtProgram struct {
	dir, path string
	err       error
	built     bool
}

func (p *builtProgram) remove() {
	if p.dir != "" {
		os.RemoveAll(p.dir)
	}
}

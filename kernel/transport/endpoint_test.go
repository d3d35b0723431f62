package transport

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestListenBadEndpoints(t *testing.T) {
	for _, endpoint := range []string{"", "tcp://", "tcp://127.0.0.1", "udp://127.0.0.1:1", "127.0.0.1:1", "ipc://", "ipc://" + strings.Repeat("x", 108)} {
		_, err := listen(endpoint)
		if !errors.Is(err, ErrEndpoint) {
			t.Errorf("%q: %v", endpoint, err)
			continue
		}
		if !strings.Contains(err.Error(), endpoint) {
			t.Errorf("%q is not named in %q", endpoint, err)
		}
	}
}

func TestListenTCPPortInUse(t *testing.T) {
	ln, err := listen("tcp://127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	if _, err := listen("tcp://" + ln.Addr().String()); err == nil {
		t.Error("two sockets listen on one port")
	}
}

func TestListenIPCRelativePath(t *testing.T) {
	t.Chdir(t.TempDir())
	ln, err := listen("ipc://kernel-1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat("kernel-1"); err != nil {
		t.Error(err)
	}
	ln.Close()
}

// leaveStale leaves a socket file behind, as a killed kernel does.
func leaveStale(t *testing.T, path string) {
	t.Helper()
	ln, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	ln.(*net.UnixListener).SetUnlinkOnClose(false)
	ln.Close()
}

func TestListenIPCReplacesStaleSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	leaveStale(t, path)
	r, err := ListenRouter("ipc://"+path, func(Request) {}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	dialZMTP(t, r.Addr(), "DEALER", "")
	r.Close(context.Background())
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the socket's file is left after Close: %v", err)
	}
}

func TestListenIPCKeepsLiveSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	live := startEcho(t, "ipc://"+path, Options{})
	if _, err := listen("ipc://" + path); err == nil || !strings.Contains(err.Error(), path) {
		t.Fatalf("a live socket was taken over: %v", err)
	}
	p := dialZMTP(t, live.Addr(), "DEALER", "")
	p.send(t, "hello")
	if got := p.recv(t); got != "hello" {
		t.Errorf("got %q", got)
	}
}

func TestListenIPCKeepsOtherFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(path, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := listen("ipc://" + path); err == nil {
		t.Error("a file was replaced by a socket")
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "mine" {
		t.Errorf("the file has %q, %v", b, err)
	}
}

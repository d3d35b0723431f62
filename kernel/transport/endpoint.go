package transport

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"strings"
	"syscall"
)

// maxSocketPath is the longest path of a Unix socket, in bytes (sun_path of
// Linux, without its final zero).
const maxSocketPath = 107

// listen listens on a ZeroMQ endpoint: tcp://host:port, where * is every
// address and port 0 picks one, or ipc://path, with an absolute or relative path.
func listen(endpoint string) (net.Listener, error) {
	kind, address, ok := strings.Cut(endpoint, "://")
	if !ok || address == "" {
		return nil, fmt.Errorf("%w %q: want tcp://host:port or ipc://path", ErrEndpoint, endpoint)
	}
	switch kind {
	case "tcp":
		return listenTCP(endpoint, address)
	case "ipc":
		return listenIPC(endpoint, address)
	}
	return nil, fmt.Errorf("%w %q: unknown transport %q, want tcp or ipc", ErrEndpoint, endpoint, kind)
}

func listenTCP(endpoint, address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("%w %q: %w", ErrEndpoint, endpoint, err)
	}
	if host == "*" {
		host = ""
	}
	ln, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", endpoint, err)
	}
	return ln, nil
}

// listenIPC listens on a Unix socket. Its file is removed when the listener is
// closed; one that a dead process has left behind is removed first.
func listenIPC(endpoint, path string) (net.Listener, error) {
	if len(path) > maxSocketPath {
		return nil, fmt.Errorf("%w %q: the path has %d bytes, a socket's path at most %d; use a shorter folder",
			ErrEndpoint, endpoint, len(path), maxSocketPath)
	}
	ln, err := net.Listen("unix", path)
	if errors.Is(err, syscall.EADDRINUSE) {
		if err := removeStale(path); err != nil {
			return nil, fmt.Errorf("listen on %s: %w", endpoint, err)
		}
		ln, err = net.Listen("unix", path)
	}
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", endpoint, err)
	}
	return ln, nil
}

// removeStale removes a socket file on which no process listens any more. It
// removes nothing else.
func removeStale(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if info.Mode()&fs.ModeSocket == 0 {
		return fmt.Errorf("%s exists and is not a socket", path)
	}
	conn, err := net.Dial("unix", path)
	if err == nil {
		conn.Close()
		return fmt.Errorf("a running process listens on %s", path)
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		return err
	}
	return os.Remove(path)
}

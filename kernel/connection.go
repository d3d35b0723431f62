package kernel

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
)

// Connection is the content of a connection file: where a kernel listens, and
// the key that messages are signed with.
//
// https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files
type Connection struct {
	// Transport is "tcp" or "ipc".
	Transport string `json:"transport"`
	// IP is an address, or for ipc the start of the sockets' paths.
	IP              string `json:"ip"`
	ShellPort       int    `json:"shell_port"`
	IOPubPort       int    `json:"iopub_port"`
	StdinPort       int    `json:"stdin_port"`
	ControlPort     int    `json:"control_port"`
	HeartbeatPort   int    `json:"hb_port"`
	Key             string `json:"key"`
	SignatureScheme string `json:"signature_scheme"`
}

// ReadConnection reads a connection file.
func ReadConnection(path string) (*Connection, error) {
	if path == "" {
		return nil, fmt.Errorf("no connection file: Jupyter names it when it starts the kernel, as in `gonymede kernel -f FILE`")
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the connection file: %w", err)
	}
	var c Connection
	if err := json.Unmarshal(content, &c); err != nil {
		return nil, fmt.Errorf("the connection file %s is not what Jupyter writes: %w", path, err)
	}
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("the connection file %s: %w", path, err)
	}
	return &c, nil
}

// check fills in the defaults of Jupyter and looks for what cannot be.
func (c *Connection) check() error {
	if c.Transport == "" {
		c.Transport = "tcp"
	}
	if c.SignatureScheme == "" {
		c.SignatureScheme = "hmac-sha256"
	}
	if c.Transport != "tcp" && c.Transport != "ipc" {
		return fmt.Errorf("unknown transport %q, want tcp or ipc", c.Transport)
	}
	if c.IP == "" {
		return fmt.Errorf("ip is missing")
	}
	seen := make(map[int]string)
	for _, channel := range []struct {
		name string
		port int
	}{{"shell_port", c.ShellPort}, {"iopub_port", c.IOPubPort}, {"stdin_port", c.StdinPort}, {"control_port", c.ControlPort}, {"hb_port", c.HeartbeatPort}} {
		if channel.port <= 0 || channel.port > 65535 {
			return fmt.Errorf("%s is %d, want a port between 1 and 65535", channel.name, channel.port)
		}
		if other, ok := seen[channel.port]; ok {
			return fmt.Errorf("%s and %s are both %d", other, channel.name, channel.port)
		}
		seen[channel.port] = channel.name
	}
	return nil
}

// endpoint is the ZeroMQ endpoint of a port.
func (c *Connection) endpoint(port int) string {
	if c.Transport == "ipc" {
		return fmt.Sprintf("ipc://%s-%d", c.IP, port)
	}
	return "tcp://" + net.JoinHostPort(strings.Trim(c.IP, "[]"), strconv.Itoa(port))
}

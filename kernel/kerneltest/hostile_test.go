package kerneltest

import (
	"fmt"
	"io"
	"net"
	"testing"
	"time"

	"github.com/google/uuid"

	"gonymede/kernel"
	"gonymede/kernel/wire"
)

// dialAll connects to each socket of a kernel without saying anything.
func dialAll(t testing.TB, c *kernel.Connection) (conns []net.Conn) {
	t.Helper()
	for _, port := range []int{c.ShellPort, c.IOPubPort, c.StdinPort, c.ControlPort, c.HeartbeatPort} {
		conn, err := net.Dial("tcp", net.JoinHostPort(c.IP, fmt.Sprint(port)))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		conns = append(conns, conn)
	}
	return conns
}

// greeting is the start of a ZMTP 3.0 connection without security.
func greeting() []byte {
	b := make([]byte, 64)
	copy(b, "\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x03\x00NULL")
	return b
}

// ready is the READY command of a socket type.
func ready(kind string) []byte {
	body := append([]byte("\x05READY\x0bSocket-Type\x00\x00\x00"), byte(len(kind)))
	body = append(body, kind...)
	return append([]byte{0x04, byte(len(body))}, body...)
}

func TestHostilePeers(t *testing.T) {
	kinds := []string{"DEALER", "SUB", "DEALER", "DEALER", "REQ"} // in dialAll's order
	eachTarget(t, func(t *testing.T, target target) {
		connection := tcp(t)
		p, c := target.launch(t, connection)
		memory := watchMemory(p.Process.Pid)
		alive := func(t *testing.T) {
			t.Helper()
			c.Run(target.cells.print("alive"), Stdout("alive\n"))
			c.Beat()
			fresh := Connect(t, connection)
			fresh.Run(target.cells.print("fresh"), Stdout("fresh\n"))
			fresh.checkEmpty()
			fresh.Close()
			c.drain("", "")
		}
		t.Run("silent connections", func(t *testing.T) {
			dialAll(t, connection)
			alive(t)
		})
		t.Run("garbage", func(t *testing.T) {
			for i, conn := range dialAll(t, connection) {
				conn.Write([]byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
				second := dialAll(t, connection)[i]
				second.Write(greeting())
				second.Write([]byte("\x04\xff\xff\xff garbage after the greeting"))
			}
			alive(t)
		})
		t.Run("a frame of 1 GB", func(t *testing.T) {
			for i, conn := range dialAll(t, connection) {
				conn.Write(greeting())
				conn.Write(ready(kinds[i]))
				conn.Write([]byte{0x02, 0, 0, 0, 0, 0x40, 0, 0, 0}) // a long frame's size
				conn.Write(make([]byte, 1000))
			}
			alive(t)
		})
		t.Run("wrong signatures", func(t *testing.T) {
			stranger, err := wire.NewCodec("hmac-sha256", "another key")
			if err != nil {
				t.Fatal(err)
			}
			m := c.Message(wire.TypeExecuteRequest, wire.Message{}, wire.ExecuteRequest{Code: target.cells.print("forged")})
			for _, channel := range []string{Shell, Control, Stdin} {
				c.SendFrames(channel, stranger.Encode(m))
			}
			alive(t)
		})
		t.Run("500 connections come and go", func(t *testing.T) {
			for i := range 100 {
				for k, conn := range dialAll(t, connection) {
					switch i % 3 {
					case 1:
						conn.Write(greeting())
					case 2:
						conn.Write(greeting())
						conn.Write(ready(kinds[k]))
					}
					conn.Close()
				}
			}
			alive(t)
		})
		t.Run("an identity twice", func(t *testing.T) {
			id := uuid.NewString()
			Dial(t, connection, id)
			second := Dial(t, connection, id)
			info := second.Send(Shell, wire.TypeKernelInfoRequest, nil)
			second.Reply(Shell, info, wire.TypeKernelInfoReply, nil)
			second.Close()
			c.drainTo(info, wire.StateIdle)
			alive(t)
		})
		if most := memory(); most > maxKernelMemory {
			t.Errorf("the kernel took %d MB", most>>20)
		}
	})
}

// A subscriber that stops reading costs the others nothing, and the kernel a
// bounded amount of memory.
func TestSubscriberThatStopsReading(t *testing.T) {
	lines := 200_000
	if testing.Short() {
		lines /= 10
	}
	eachTarget(t, func(t *testing.T, target target) {
		connection := tcp(t)
		p, c := target.launch(t, connection)
		stalled := dialAll(t, connection)[1]
		stalled.(*net.TCPConn).SetReadBuffer(4096)
		stalled.Write(greeting())
		stalled.Write(ready("SUB"))
		stalled.Write([]byte{0x00, 0x01, 0x01}) // subscribe to everything
		stalled.SetReadDeadline(time.Now().Add(Patience))
		if _, err := io.ReadFull(stalled, make([]byte, 64+30)); err != nil {
			t.Fatal(err)
		}
		memory := watchMemory(p.Process.Pid)
		c.flood(target.cells.flood(1, lines), 1, lines)
		if most := memory(); most > maxKernelMemory {
			t.Errorf("the kernel took %d MB", most>>20)
		}
	})
}

package kerneltest

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gonymede/kernel/wire"
)

// maxKernelMemory is what the kernel process may take, whatever the cells
// print, in bytes. It holds some megabytes of output for each client.
const maxKernelMemory = 200 << 20

// residentBytes is the memory of a process.
func residentBytes(pid int) int {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range bytes.Lines(status) {
		if rest, ok := bytes.CutPrefix(line, []byte("VmRSS:")); ok {
			kilobytes, _ := strconv.Atoi(string(bytes.Fields(rest)[0]))
			return kilobytes << 10
		}
	}
	return 0
}

// watchMemory measures the largest memory of a process until stop is called.
func watchMemory(pid int) (stop func() int) {
	var most atomic.Int64
	end := make(chan struct{})
	var watcher sync.WaitGroup
	watcher.Go(func() {
		for {
			most.Store(max(most.Load(), int64(residentBytes(pid))))
			select {
			case <-end:
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	})
	return func() int {
		close(end)
		watcher.Wait()
		return int(most.Load())
	}
}

// lineCounter checks that lines "<goroutine> <number>" come complete and, for
// each goroutine, in order.
type lineCounter struct {
	t    testing.TB
	next []int
	tail string
}

func (l *lineCounter) add(text string) {
	text = l.tail + text
	for {
		line, rest, ok := strings.Cut(text, "\n")
		if !ok {
			l.tail = text
			return
		}
		first, second, _ := strings.Cut(line, " ")
		g, err1 := strconv.Atoi(first)
		i, err2 := strconv.Atoi(second)
		if err1 != nil || err2 != nil || g >= len(l.next) || i != l.next[g] {
			l.t.Fatalf("line %q of goroutine %d, want number %d", line, g, l.next[g])
		}
		l.next[g]++
		text = rest
	}
}

func (l *lineCounter) check(lines int) {
	l.t.Helper()
	for g, n := range l.next {
		if n != lines {
			l.t.Errorf("goroutine %d: %d of %d lines came", g, n, lines)
		}
	}
}

// flood runs a flood of lines and counts them.
func (c *Client) flood(code string, goroutines, lines int) {
	c.t.Helper()
	counter := &lineCounter{t: c.t, next: make([]int, goroutines)}
	id := c.Execute(code)
	c.receiveFlood(id, code, counter)
	counter.check(lines)
	c.ExecuteReply(id)
}

// receiveFlood receives a cell's lines, from its busy to its idle.
func (c *Client) receiveFlood(id, code string, counter *lineCounter) {
	c.t.Helper()
	c.Expect(id, Busy, Input(code))
	for {
		m := c.Recv(IOPub)
		if State(m) == wire.StateIdle && parentID(m) == id {
			return
		}
		var s wire.Stream
		c.check(m, id, wire.TypeStream, &s)
		counter.add(s.Text)
	}
}

func TestMillionLines(t *testing.T) {
	const goroutines = 8
	lines := 125_000
	if testing.Short() {
		lines /= 20
	}
	eachTarget(t, func(t *testing.T, target target) {
		p, c := target.launch(t, ipc(t))
		memory := watchMemory(p.Process.Pid)
		began := time.Now()
		c.flood(target.cells.flood(goroutines, lines), goroutines, lines)
		took, most := time.Since(began), memory()
		t.Logf("%d lines in %v, kernel process at most %d MB", goroutines*lines, took, most>>20)
		if most > maxKernelMemory {
			t.Errorf("the kernel took %d MB", most>>20)
		}
	})
}

func TestPrintDisplayPrint(t *testing.T) {
	eachTarget(t, func(t *testing.T, target target) {
		_, c := target.launch(t, ipc(t))
		for range 300 {
			c.Run(target.cells.sandwich, Stdout("before\n"), Shown("shown"), Stdout("after\n"))
		}
	})
}

// A front end behind Jupyter Server sends the cell's id, and its server drops
// what comes too fast.
func TestFloodForAServer(t *testing.T) {
	const displays = 2600 // more than a window's worth
	c, _ := start(t, nil)
	code := strings.TrimSpace(strings.Repeat("show x\n", displays))
	request := wire.ExecuteRequest{Code: code, StoreHistory: true}
	id := c.SendMessage(Shell, wire.TypeExecuteRequest, wire.Message{}, request, map[string]any{"cellId": "a1"})
	c.Expect(id, Busy, Input(code))
	var arrived []time.Time
	for range displays {
		c.Expect(id, Shown("x"))
		arrived = append(arrived, time.Now())
	}
	c.Expect(id, Idle)
	c.ExecuteReply(id)
	// The server's window is three seconds, and its limit 3000 messages; two
	// windows of ours do not fit into one of its.
	if took := arrived[displays-1].Sub(arrived[0]); took < time.Second {
		t.Errorf("%d displays in %v: they were not paced", displays, took)
	}
}

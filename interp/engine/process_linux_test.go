package engine

import (
	"fmt"
	"os"
	"testing"

	"golang.org/x/sys/unix"

	"gonymede/interp/protocol"
)

// prepareEngine takes /proc/PID/task/TID/syscall from an engine process that
// has the variable, as a hardened system does.
func prepareEngine() {
	if os.Getenv("GONYMEDE_TEST_HARDENED") != "" {
		threadFile = "/nowhere/%d"
	}
}

func TestStandardInputOnAHardenedSystem(t *testing.T) {
	k := newProcess(t, "GONYMEDE_TEST_HARDENED=1")
	if got := k.value("lines 2", "a", "b"); got != "a|b" {
		t.Errorf("read %q, want a|b", got)
	}
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 1, Code: "scan"})
	if d := k.done(); name(d.Error) != ErrNoInput.Name {
		t.Errorf("error %v, want %v", d.Error, ErrNoInput)
	}
	k.end()
}

func TestParseStat(t *testing.T) {
	const rest = "123 456 456 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 9 9"
	for _, test := range []struct {
		stat string
		want status
		ok   bool
	}{
		{"7 (sh) S " + rest, status{process{7, 987654}, 123, 456, false}, true},
		{"7 (a) Z 1 (b) ) Z " + rest, status{process{7, 987654}, 123, 456, true}, true},
		{"7 (sh) S 1 2", status{}, false},
		{"", status{}, false},
	} {
		if got, ok := parseStat(7, test.stat); got != test.want || ok != test.ok {
			t.Errorf("parseStat(%q) = %+v, %v, want %+v, %v", test.stat, got, ok, test.want, test.ok)
		}
	}
}

func TestReaderOfAnEarlierCell(t *testing.T) {
	k := newProcess(t)
	k.run("reader")
	w := &watch{buf: make([]byte, 256)}
	eventually(t, "the reader waits", func() bool {
		readers := map[int]bool{}
		w.blockedThreads(fmt.Sprintf("/proc/%d", k.pid), fmt.Sprintf("%d 0x0 ", unix.SYS_READ), readers)
		return len(readers) == 1
	})
	// Where input is not allowed, the cell is not to blame and the reader waits on.
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 2, Code: "sleep 100ms"})
	if d := k.done(); d.Error != nil {
		t.Errorf("a cell that reads nothing fails: %v", d.Error)
	}
	k.send(protocol.TypeExecute, protocol.Execute{Cell: 3, Code: "block", AllowStdin: true})
	k.expect(protocol.TypeInputRequest, nil)
	k.send(protocol.TypeInputReply, protocol.InputReply{Value: "word"})
	var d protocol.Display
	if k.expect(protocol.TypeDisplay, &d); d.Data["text/plain"] != "word" {
		t.Errorf("the reader got %q", d.Data["text/plain"])
	}
	k.send(protocol.TypeInterrupt, nil)
	k.done()
	k.end()
}

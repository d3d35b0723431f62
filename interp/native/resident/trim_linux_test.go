package resident

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestTrim asks for less memory in use after Trim, and for a process that goes
// on: relocated tables and code that come back wrong would end it.
func TestTrim(t *testing.T) {
	before := residentFiles(t)
	if err := Trim(); err != nil {
		t.Fatal(err)
	}
	after := residentFiles(t)
	if after >= before {
		t.Errorf("%d kB of files are resident after Trim, %d before", after, before)
	}
	if got := fmt.Sprintf("%v %T", map[string]int{"a": 1}, t); got != "map[a:1] *testing.T" {
		t.Errorf("got %q", got)
	}
	f, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// residentFiles is the number of kB of files that are mapped and in memory.
func residentFiles(t *testing.T) (kB int) {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(status), "RssFile:")
	if !ok {
		t.Fatal("no RssFile in /proc/self/status")
	}
	if _, err := fmt.Sscan(rest, &kB); err != nil {
		t.Fatal(err)
	}
	return kB
}

package resident

import (
	"bufio"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Trim gives back memory that the process has only needed to start: unused
// heap, and those pages of its program and libraries that are as they are in
// the files. What is needed again comes back from the page cache, in
// microseconds. It takes some milliseconds.
func Trim() error {
	debug.FreeOSMemory()
	unchanged, err := unchangedMappings()
	if err != nil {
		return fmt.Errorf("the mappings of this process: %w", err)
	}
	for _, m := range unchanged {
		// The range is one of the process's mappings and no Go memory.
		if err := unix.Madvise(unsafe.Slice((*byte)(unsafe.Add(nil, m.start)), m.end-m.start), unix.MADV_DONTNEED); err != nil {
			return fmt.Errorf("trim %x-%x: %w", m.start, m.end, err)
		}
	}
	return nil
}

// mapping is a range of addresses.
type mapping struct{ start, end uintptr }

// unchangedMappings gives the mappings of files that cannot be written and have
// no page of their own. A mapping that is read-only now may have been relocated
// before; its changed pages count as anonymous.
func unchangedMappings() ([]mapping, error) {
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var unchanged []mapping
	var current mapping
	var file bool
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) == 0 {
			continue
		}
		if !strings.HasSuffix(words[0], ":") { // the first line of a mapping
			file = len(words) == 6 && strings.HasPrefix(words[5], "/") && (words[1] == "r-xp" || words[1] == "r--p")
			if _, err := fmt.Sscanf(words[0], "%x-%x", &current.start, &current.end); err != nil {
				return nil, err
			}
			continue
		}
		if file && words[0] == "Anonymous:" && len(words) > 1 && words[1] == "0" {
			unchanged = append(unchanged, current)
		}
	}
	return unchanged, lines.Err()
}

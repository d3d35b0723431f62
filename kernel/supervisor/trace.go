package supervisor

import (
	"fmt"
	"strings"
)

// hints say what usually lies behind the runtime's fatal errors.
var hints = map[string]string{
	"stack overflow":                         "a function calls itself without end",
	"concurrent map writes":                  "two goroutines wrote to a map at the same time; let them take turns with a sync.Mutex",
	"concurrent map read and map write":      "one goroutine read a map while another wrote to it; let them take turns with a sync.RWMutex",
	"concurrent map iteration and map write": "one goroutine ranged over a map while another wrote to it; let them take turns with a sync.RWMutex",
	"sync: unlock of unlocked mutex":         "a mutex was unlocked that is not locked: look for an Unlock too many",
	"sync: Unlock of unlocked RWMutex":       "a mutex was unlocked that is not locked: look for an Unlock too many",
	"sync: RUnlock of unlocked RWMutex":      "a mutex was unlocked that is not locked: look for an RUnlock too many",
}

// machinery are the packages whose functions say nothing to the user: what runs
// cells, and what that stands on.
var machinery = []string{
	"runtime.", "runtime/", "internal/", "reflect.", "sync.", "sync/atomic.", "syscall.", "created by runtime.",
	"github.com/traefik/yaegi/", "gonymede/interp/", "main.main(", "gonymede/kernel/command.", "github.com/spf13/cobra.",
	"created by github.com/traefik/yaegi/", "created by gonymede/interp/", "created by internal/", "created by sync.",
	"created by reflect.",
}

// shorten keeps the message and the user's own functions of a trace, and of
// these the first: a stack overflow has more of them than anyone reads.
func shorten(lines []string) []string {
	var kept, goroutine []string
	goroutines := 0
	for i := 0; i < len(lines) && goroutines < 2; i++ { // the first goroutine is the one that failed
		line := lines[i]
		switch {
		case strings.HasPrefix(line, "goroutine "):
			goroutines++
			goroutine = []string{"", line}
		case line == "runtime stack:":
			goroutine = []string{"", line}
		case goroutine == nil: // the message
			kept = append(kept, line)
		case i+1 < len(lines) && strings.HasPrefix(lines[i+1], "\t"): // a function and its position
			if !isMachinery(line) {
				kept = append(append(kept, goroutine...), line, lines[i+1])
				goroutine = []string{}
			}
			i++
		}
	}
	for len(kept) > 0 && strings.TrimSpace(kept[len(kept)-1]) == "" {
		kept = kept[:len(kept)-1]
	}
	if len(kept) > maxTrace {
		kept = append(kept[:maxTrace:maxTrace], fmt.Sprintf("… %d more lines", len(kept)-maxTrace))
	}
	return kept
}

func isMachinery(function string) bool {
	for _, p := range machinery {
		if strings.HasPrefix(function, p) {
			return true
		}
	}
	return false
}

package conformance

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed exceptions.txt
var exceptionList string

// exceptions are the programs that mean nothing as cells, with the reason.
var exceptions = sync.OnceValue(func() map[string]string {
	reasons := map[string]string{}
	reason := ""
	for line := range strings.Lines(exceptionList) {
		line = strings.TrimSpace(line)
		switch {
		case line == "":
		case strings.HasPrefix(line, "#"):
			reason = strings.TrimSpace(strings.TrimPrefix(line, "#"))
		default:
			name, own, _ := strings.Cut(line, ":")
			reasons[name] = reason
			if own = strings.TrimSpace(own); own != "" {
				reasons[name] += ": " + own
			}
		}
	}
	return reasons
})

// Exception is why a program means nothing as cells, "" where it does.
func Exception(name string) string { return exceptions()[name] }

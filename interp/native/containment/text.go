//go:build gonymede_overlay

package containment

import (
	"fmt"
	"strings"
)

// text writes what Go prints for an event.
func text(kind Kind, value any, links []link) string {
	switch kind {
	case Panic:
		return panicText(links)
	case Fatal:
		return fmt.Sprintf("fatal error: %v", value)
	}
	return fmt.Sprintf("exit status %v", value)
}

// panicText writes a line for each panic, the first that happened first. links has the newest first.
func panicText(links []link) string {
	var b strings.Builder
	for i := len(links) - 1; i >= 0; i-- {
		l := links[i]
		if i+1 < len(links) {
			if links[i+1].repanicked {
				continue // the same value once more
			}
			if !links[i+1].goexit {
				b.WriteByte('\t')
			}
		}
		if l.goexit {
			continue
		}
		b.WriteString("panic: " + valueText(l.value))
		switch {
		case l.recovered && l.repanicked:
			b.WriteString(" [recovered, repanicked]")
		case l.recovered:
			b.WriteString(" [recovered]")
		}
		b.WriteByte('\n')
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// valueText calls the value's own Error or String where it has one, as Go does.
func valueText(value any) (s string) {
	defer func() {
		if recover() != nil {
			s = fmt.Sprintf("(%T) (its text cannot be shown: it panicked, too)", value)
		}
	}()
	switch v := value.(type) {
	case error:
		s = v.Error()
	case interface{ String() string }:
		s = v.String()
	case string:
		s = v
	default:
		b := make([]byte, 1<<16)
		return string(b[:runtimePrint(value, b)])
	}
	return strings.ReplaceAll(s, "\n", "\n\t")
}

// isHookName tells whether a function stands between what broke and the report.
func isHookName(function string) bool {
	const self = "gonymede/interp/native/containment."
	return strings.HasPrefix(function, self) || strings.HasPrefix(function, "runtime.gonymede")
}

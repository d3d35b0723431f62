package supervisor

import (
	"strings"
	"testing"
)

func TestShorten(t *testing.T) {
	text := `fatal error: concurrent map writes

goroutine 41 [running]:
internal/runtime/maps.fatal({0x1454764?, 0x5bb8da?})
	/go/src/runtime/panic.go:1181 +0x18
main.work(...)
	cell[3]:4:2
github.com/traefik/yaegi/interp.runCfg(0x13668872bb80)
	/go/pkg/yaegi/run.go:234 +0x265
created by main.main in goroutine 7
	cell[3]:9:1

goroutine 1 [chan receive]:
main.other()
	cell[1]:1:1`
	want := `fatal error: concurrent map writes

goroutine 41 [running]:
main.work(...)
	cell[3]:4:2
created by main.main in goroutine 7
	cell[3]:9:1`
	// The blank lines after the message are the runtime's.
	got := strings.ReplaceAll(strings.Join(shorten(strings.Split(text, "\n")), "\n"), "\n\n\n", "\n\n")
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestShortenWithoutUserFrames(t *testing.T) {
	text := "fatal error: stack overflow\n\nruntime stack:\nruntime.throw({0x1444cc3?})\n\t/go/src/runtime/panic.go:1229\n\ngoroutine 30 [running]:\nreflect.Value.call()\n\t/go/src/reflect/value.go:586\n"
	got := shorten(strings.Split(text, "\n"))
	if len(got) != 1 || got[0] != "fatal error: stack overflow" {
		t.Errorf("got %q", got)
	}
}

func TestHint(t *testing.T) {
	e := crashOf("", "fatal error: concurrent map writes\n\ngoroutine 1 [running]:\n")
	if text := strings.Join(e.Traceback, "\n"); !strings.Contains(text, "sync.Mutex") {
		t.Errorf("no hint in\n%s", text)
	}
}

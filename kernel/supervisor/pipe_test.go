package supervisor

import (
	"io"
	"testing"
	"time"
)

// A process that cannot be killed may hold an engine's end for ever.
func TestDrainingEndsThoughTheWriterStays(t *testing.T) {
	t.Parallel()
	for _, when := range []string{"while it reads", "before it reads"} {
		t.Run(when, func(t *testing.T) {
			t.Parallel()
			p, w, err := outPipe()
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			defer w.Close()
			if _, err := w.WriteString("last words"); err != nil {
				t.Fatal(err)
			}
			if when == "before it reads" {
				p.drain()
			} else {
				time.AfterFunc(50*time.Millisecond, p.drain)
			}
			read := make(chan string, 1)
			go func() {
				all, err := io.ReadAll(p)
				if err != nil {
					t.Error(err)
				}
				read <- string(all)
			}()
			select {
			case got := <-read:
				if got != "last words" {
					t.Errorf("got %q", got)
				}
			case <-time.After(time.Minute):
				t.Fatal("the read goes on")
			}
			if n, err := p.Read(make([]byte, 1)); n != 0 || err != io.EOF {
				t.Errorf("a read after the end: %d bytes, %v", n, err)
			}
		})
	}
}

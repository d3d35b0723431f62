//go:build unix

package engine

import (
	"fmt"
	"os"
	"runtime"
	"testing"
)

func TestStacksShowWhoReads(t *testing.T) {
	r, w := must2(os.Pipe())
	r.Fd() // makes it block in read(2), as standard input does
	other, otherW := must2(os.Pipe())
	other.Fd()
	for _, f := range []*os.File{r, other} {
		go func() {
			defer f.Close()
			f.Read(make([]byte, 1))
		}()
	}
	defer w.Close()
	defer otherW.Close()
	eventually(t, "one goroutine is seen to read", func() bool {
		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		n := len(stdinReaders(stacks, fmt.Sprintf("os.(*File).Read(%p", r)))
		if n > 1 {
			t.Fatalf("%d goroutines are seen to read, want one:\n%s", n, stacks)
		}
		return n == 1
	})
}

//go:build unix

package engine

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"testing"
	"time"

	"gonymede/interp/protocol"
)

// BenchmarkCell is a request's way through the engine and back.
func BenchmarkCell(b *testing.B) {
	for _, bench := range []struct {
		name   string
		result Result
	}{
		{"empty", Result{}},
		{"value", Result{Value: 42, HasValue: true}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			in, err := newStdin(must(duplicateOf(os.DevNull)))
			if err != nil {
				b.Fatal(err)
			}
			defer in.close()
			k := inProcess(b, in, fake{run: func(context.Context, Cell) Result { return bench.result }})
			for b.Loop() {
				k.send(protocol.TypeExecute, protocol.Execute{Cell: 1, AllowStdin: true})
				if bench.result.HasValue {
					k.expect(protocol.TypeResult, nil)
				}
				k.done()
			}
			k.end()
		})
	}
}

// BenchmarkWatch is one look at who reads standard input.
func BenchmarkWatch(b *testing.B) {
	in, err := newStdin(must(duplicateOf(os.DevNull)))
	if err != nil {
		b.Fatal(err)
	}
	defer in.close()
	w := newWatch(in)
	for b.Loop() {
		w.waiting()
	}
}

// BenchmarkInput is a question to the user by fmt.Scan, with its answer.
func BenchmarkInput(b *testing.B) {
	k := newProcess(b)
	for b.Loop() {
		if got := k.value("scan", "word"); got != "word" {
			b.Fatalf("read %q", got)
		}
	}
	k.end()
}

// BenchmarkInterrupt is an interrupt's way to the end of its cell.
func BenchmarkInterrupt(b *testing.B) {
	for _, spinners := range []int{0, 1, runtime.GOMAXPROCS(0)} {
		b.Run(fmt.Sprintf("spinning=%d", spinners), func(b *testing.B) {
			k := newProcess(b)
			for range spinners {
				k.run("spinner")
			}
			for b.Loop() {
				k.send(protocol.TypeExecute, protocol.Execute{Cell: 1, Code: "block", AllowStdin: true})
				k.send(protocol.TypeInterrupt, nil)
				for {
					select {
					case <-k.events:
					case <-time.After(time.Millisecond): // it came before the cell
						k.send(protocol.TypeInterrupt, nil)
						continue
					}
					break
				}
			}
			k.end()
		})
	}
}

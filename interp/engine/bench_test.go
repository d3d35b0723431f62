//go:build unix

package engine

import (
	"context"
	"os"
	"testing"

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
	defer w.close()
	for b.Loop() {
		w.waiting()
	}
}

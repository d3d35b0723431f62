package interpreted

import (
	"context"
	"fmt"
	"runtime"
	"testing"
)

// BenchmarkStatement runs statement cells one after the other, and says what
// each leaves behind.
func BenchmarkStatement(b *testing.B) {
	n := newMixed(&testing.T{})
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	run := func(i int) {
		u := n.check(fmt.Sprintf("count = count + %d\nlist = append(list[:0], count)\nwhere.X = double(count)", i))
		p, err := n.i.Declare(context.Background(), u)
		if err != nil {
			b.Fatal(err)
		}
		u.Record(n.scope)
		if _, err := p.Run(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
	for i := range 50 {
		run(i)
	}
	before, cells := heap(), 0
	for b.Loop() {
		run(cells)
		cells++
	}
	after := heap()
	runtime.KeepAlive(n)
	b.ReportMetric((float64(after)-float64(before))/float64(cells), "B-left/op")
}

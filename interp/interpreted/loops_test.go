package interpreted

import "testing"

// TestLoops runs loops whose variables outlive an iteration or change in it.
func TestLoops(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{`var fs []func() int
for i := 0; i < 6; i++ { if i == 2 { i++ }; fs = append(fs, func() int { i++; return i }) }
for _, f := range fs { fmt.Print(f(), f(), " ") }`, "1 2 2 3 4 5 5 6 6 7 "},
		{`for i := 0; i < 3; i++ { f := func() { i += 1 }; f(); fmt.Print(i, " ") }`, "1 3 "},
		{`var ps []*int
for i, j := 0, 10; i < j; i, j = i+1, j-1 { ps = append(ps, &i, &j); if i == 2 { j -= 4; continue }; i++ }
for _, p := range ps { fmt.Print(*p, " ") }`, "1 10 2 5 4 4 "},
		{`outer:
for i := 0; i < 5; i++ { func() { i++ }(); for j := 0; j < 3; j++ { if j == 1 { continue outer }; if i == 5 { break outer }; fmt.Print(i, j, " ") } }`, "1 0 3 0 "},
		{`for i := range []int{1, 2, 3} { i += 5; fmt.Print(i, " ") }`, "5 6 7 "},
		{`for i := range 3 { i *= 2; fmt.Print(i, " ") }`, "0 2 4 "},
		{`var k, v int; for k, v = range []int{7, 8} { k += 10 }; fmt.Print(k, v)`, "11 8"},
		{`var k string; for k = range map[string]int{"a": 1} {}; fmt.Print(k)`, "a"},
		{`n := 0; for range []int{1, 2} { n++ }; for _ = range "ab" { n++ }; for _, _ = range "ab" { n++ }; fmt.Print(n)`, "6"},
		{`for i, r := range "aé\xff€" { fmt.Print(i, ":", r, " ") }`, "0:97 1:233 3:65533 4:8364 "},
		{`n := 0; for range "aé\xff" { n++ }; var i int; var r rune; for i, r = range "xyz" { if i == 1 { continue } }; fmt.Print(n, i, string(r))`, "3 2z"},
		{`for i := range "éa" { i++; fmt.Print(i, " ") }`, "1 3 "},
		{`for i, b := range []byte("é") { fmt.Print(i, ":", b, " ") }`, "0:195 1:169 "},
		{`a := [3]int{1, 2, 3}; for i, v := range a { a[2] = 10; if i == 2 { fmt.Print(v) } }`, "3"},
		{`a := []int{1, 2, 3}; for i, v := range a { a[2] = 10; if i == 2 { fmt.Print(v) } }`, "10"},
		{`s := []int{1, 2}; for range s { s = append(s, 1) }; fmt.Print(len(s))`, "4"},
		{`ch := make(chan int, 3); ch <- 1; ch <- 2; close(ch); var v int; for v = range ch { fmt.Print(v) }; fmt.Print(v)`, "122"},
		{`func f() { cs := []chan int{make(chan int, 1), make(chan int, 1)}; for i, c := range cs { c <- i + 4 }; for _, c := range cs { fmt.Print(<-c, " ") } }; f()`, "4 5 "},
		{`func f() { cs := map[string]chan int{"a": make(chan int, 1)}; for _, c := range cs { c <- 3 }; for k, c := range cs { fmt.Print(k, <-c) } }; f()`, "a3"},
		{`func f() { cs := [2]chan int{make(chan int, 2), make(chan int, 2)}; var fs []func(); all:
for i, c := range cs { for j := range 3 { if j == 2 { continue all }; c <- i + j }; fmt.Print("never") }; for _, c := range cs { fs = append(fs, func() { fmt.Print(<-c, <-c, " ") }) }; for _, f := range fs { f() } }; f()`, "0 1 1 2 "},
		{`cs := []chan int{make(chan int, 1)}; var c chan int; for _, c = range cs { c <- 1 }; fmt.Print(<-c)
for _, c := range cs { close(c) }`, "1"},
		{`func f() { done := []<-chan bool{}; for range 3 { c := make(chan bool); go func() { close(c) }(); done = append(done, c) }; for _, d := range done { <-d }; fmt.Print("all") }; f()`, "all"},
		{`ch := make(chan int, 1)
loop:
for { select { case ch <- 1: continue loop; case <-ch: break loop } }
L:
select { case ch <- 1: if len(ch) == 1 { break L }; fmt.Print("no"); default: fmt.Print("no") }
fmt.Print(len(ch))`, "1"},
	} {
		newNotebook(t).wants(c.source, c.want)
	}
}

// TestCallsForLater has each round of a loop defer or start a method of a value of its
// own.
func TestCallsForLater(t *testing.T) {
	const things = "type thing struct{ n int }\nfunc (t *thing) end() { fmt.Print(\"end\", t.n, \" \") }\nfunc (t thing) say(s string) { fmt.Print(s, t.n, \" \") }\nfunc (t *thing) caught() { fmt.Print(recover(), t.n) }\ntype ender interface{ end() }\n"
	for _, c := range []struct{ source, want string }{
		{`func f() { for i := range 3 { c := &thing{i}; defer c.end() } }; f()`, "end2 end1 end0 "},
		{`func f() { for i := 0; i < 3; i++ { c := thing{i}; defer c.say(fmt.Sprint("x", i)) } }; f()`, "x22 x11 x00 "},
		{`func f() { for i := range 2 { var e ender = &thing{i}; defer e.end() } }; f()`, "end1 end0 "},
		{`func f() { for _, e := range []ender{&thing{1}, &thing{2}} { defer e.end() } }; f()`, "end2 end1 "},
		{`func f() { all := []thing{{1}, {2}}; for i := range all { defer all[i].end() }; all[0].n = 5 }; f()`, "end2 end5 "},
		{`func f() { c := &thing{4}; defer c.caught(); panic("stop ") }; f()`, "stop 4"},
		{`func f() { c := &thing{1}; defer c.end(); c = &thing{2} }; f()`, "end1 "},
		{`func f() { ms := []*sync.Mutex{{}, {}}; func() { for _, m := range ms { m.Lock(); defer m.Unlock() } }(); fmt.Print(ms[0].TryLock(), ms[1].TryLock()) }; f()`, "true true"},
		{`func f() { var wg sync.WaitGroup; sum := make(chan int, 9); wg.Add(3); for i := range 3 { c := &counter{i, sum}; go c.add(&wg, 10) }; wg.Wait(); a := <-sum; a += <-sum; a += <-sum; fmt.Print(a) }; f()`, "33"},
		{`func f() { var adders []adder; sum := make(chan int, 9); var wg sync.WaitGroup; for i := range 3 { adders = append(adders, &counter{i, sum}) }; for _, a := range adders { wg.Add(1); go a.add(&wg, 100) }; wg.Wait(); a := <-sum; a += <-sum; a += <-sum; fmt.Print(a) }; f()`, "303"},
	} {
		t.Run(c.source, func(t *testing.T) {
			newNotebook(t).wants(things+"type counter struct{ n int; to chan int }\nfunc (c *counter) add(wg *sync.WaitGroup, k int) { defer wg.Done(); c.to <- c.n + k }\ntype adder interface{ add(*sync.WaitGroup, int) }\n"+c.source, c.want)
		})
	}
}

// TestReceived sets variables that have begun with what a channel gave.
func TestReceived(t *testing.T) {
	const source = "func source() chan int { c := make(chan int, 5); c <- 1; c <- 2; c <- -1; return c }\n"
	for _, c := range []struct{ source, want string }{
		{`func f() { c := source(); for i := <-c; i >= 0; i = <-c { fmt.Print(i, " ") } }; f()`, "1 2 "},
		{`func f() { c := source(); i := <-c; i = 4; j := i; i = <-c; fmt.Print(i, j) }; f()`, "2 4"},
		{`func f() { c := source(); if i := <-c; i > 0 { i += <-c; fmt.Print(i) } }; f()`, "3"},
		{`func f() { c := source(); switch i := <-c; i { case 1: i = <-c; i++; fmt.Print(i) } }; f()`, "3"},
		{`func f() { c := source(); for i := <-c; i >= 0; i-- { fmt.Print(i) } }; f()`, "10"},
		{`func f() { c := make(chan error, 1); c <- nil; err := <-c; fmt.Print(err); c <- io.EOF; err = <-c; fmt.Print(" ", err) }; f()`, "<nil> EOF"},
		{`func f() { c := make(chan func() int, 1); c <- func() int { return 3 }; g := <-c; fmt.Print(g()) }; f()`, "3"},
		{`c := source(); i := <-c; i += 5; fmt.Print(i)`, "6"},
	} {
		t.Run(c.source, func(t *testing.T) { newNotebook(t).wants(source+c.source, c.want) })
	}
}

// TestInterfacesHoldValues puts values into interfaces that other values take the place
// of later.
func TestInterfacesHoldValues(t *testing.T) {
	const types = "type counter struct{ n int }\nfunc (c *counter) get() int { return c.n }\nfunc (c counter) val() int { return c.n }\ntype getter interface{ get() int }\ntype valer interface{ val() int }\ntype level int\nfunc (l level) val() int { return int(l) }\nfunc newCounter(n int) *counter { return &counter{n} }\nfunc newVal(n int) counter { return counter{n} }\nfunc pass(g getter) getter { return g }\nfunc all(gs ...getter) { for _, g := range gs { fmt.Print(g.get(), \" \") } }\ntype holder struct{ g getter }\n"
	for _, c := range []struct{ source, want string }{
		{`c := counter{1}; var v valer = c; c.n = 5; fmt.Print(v.val())`, "1"},
		{`p := &counter{1}; var g getter = p; p = &counter{2}; fmt.Print(g.get())`, "1"},
		{`c := counter{1}; var a any = c; c.n = 6; fmt.Print(a.(counter).n)`, "1"},
		{`c := counter{1}; vs := []valer{c}; c.n = 9; vs = append(vs, c); fmt.Print(vs[0].val(), vs[1].val())`, "1 9"},
		{`l := level(1); var v valer = l; l = 2; fmt.Print(v.val())`, "1"},
		{`func f() { var gs []getter; for i := range 3 { gs = append(gs, &counter{i}) }; all(gs...) }; f()`, "0 1 2 "},
		{`func f() { var gs []getter; for i := range 3 { gs = append(gs, newCounter(i), new(counter)) }; all(gs...) }; f()`, "0 0 1 0 2 0 "},
		{`func f() { var gs []getter; for i := range 3 { gs = append(gs, pass(&counter{i})) }; all(gs...); all(&counter{4}, &counter{5}) }; f()`, "0 1 2 4 5 "},
		{`func f() { gs := map[int]getter{}; for i := range 3 { gs[i] = &counter{i} }; all(gs[0], gs[1]) }; f()`, "0 1 "},
		{`func f() { ch := make(chan getter, 3); for i := range 3 { ch <- &counter{i} }; all(<-ch, <-ch) }; f()`, "0 1 "},
		{`func f() { var hs []holder; for i := range 3 { hs = append(hs, holder{&counter{i}}, holder{g: &counter{7}}) }; all(hs[0].g, hs[2].g, hs[3].g) }; f()`, "0 1 7 "},
		{`func f() { var gs []any; for i := range 3 { gs = append(gs, &counter{i}, counter{i}) }; for _, g := range gs { switch g := g.(type) { case *counter: fmt.Print("*", g.n, " "); case counter: fmt.Print(g.n, " ") } } }; f()`, "*0 0 *1 1 *2 2 "},
		{`func f() { var vs []valer; for i := range 3 { vs = append(vs, newVal(i), level(i)) }; for _, v := range vs { fmt.Print(v.val()) } }; f()`, "001122"},
		{`func f() { var fs []func() int; for i := range 3 { var g getter = &counter{i}; fs = append(fs, func() int { return g.get() }) }; for _, f := range fs { fmt.Print(f()) } }; f()`, "012"},
		{`func f() getter { c := &counter{3}; defer func() { c = nil }(); return c }; fmt.Print(f().get())`, "3"},
		{`func f() { cs := []counter{{1}, {2}}; var gs []getter; for i := range cs { gs = append(gs, &cs[i]) }; cs[0].n = 8; all(gs...) }; f()`, "8 2 "},
		{`func f() { var p *counter; var g getter = p; fmt.Print(g == nil, g != nil) }; f()`, "false true"},
	} {
		t.Run(c.source, func(t *testing.T) { newNotebook(t).wants(types+c.source, c.want) })
	}
}

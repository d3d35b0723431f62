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

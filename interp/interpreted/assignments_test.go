package interpreted

import "testing"

// TestAssignments gives several variables their values at once.
func TestAssignments(t *testing.T) {
	const functions = "type set struct{ m map[int]int }\nfunc (s set) values() (r []int) { for k := range s.m { r = append(r, k) }; return }\nfunc two() (int, bool) { return 7, true }\nfunc one() int { return 1 }\n"
	for _, c := range []struct{ source, want string }{
		{`func f() { a, b := set{map[int]int{4: 1}}.values(), []int{1}; fmt.Print(a, b) }; f()`, "[4] [1]"},
		{`func f() { var a, b = one(), []int{2}; c, d := one(), set{}; fmt.Print(a, b, c, d) }; f()`, "1 [2] 1 {map[]}"},
		{`func f() { var a, b int; a, b = one(), 5; x, y := one() == 1, two; _, ok := y(); fmt.Print(a, b, x, ok) }; f()`, "1 5 true true"},
		{`m := map[string]int{}; var ok bool; m["a"], ok = two(); fmt.Print(m, ok)`, "map[a:7] true"},
		{`d := map[string]any{"x": "y"}; m := map[string]string{}; var ok bool; m["k"], ok = d["x"].(string); fmt.Print(m, ok)`, "map[k:y] true"},
		{`m := map[string]int{}; var ok bool; if m["a"], ok = two(); ok { fmt.Print(m) }`, "map[a:7]"},
		{`func f() { m := map[string]int{}; var ok bool; if len(m) > 0 {} else if m["a"], ok = two(); ok { fmt.Print(m) }; switch m["b"], ok = two(); m["b"] { case 7: fmt.Print("seven") } }; f()`, "map[a:7]seven"},
		{`func f() { m, n := [2]int{}, map[int]bool{}; for m[0], n[3] = two(); m[1] < 3; m[1], n[m[1]] = m[1]+1, true { fmt.Print(m[1], " ") }; fmt.Print(m, n) }; f()`, "0 1 2 [7 3] map[0:true 1:true 2:true 3:true]"},
		{`func f() { i, a := 0, []int{0, 0}; i, a[i] = 1, 5; fmt.Print(i, a); a[0], a[a[0]-4] = 7, 8; fmt.Print(a) }; f()`, "1 [5 0][7 8]"},
		{`i, a := 0, []int{0, 0}; i, a[i] = 1, 5; fmt.Print(i, a); a[0], a[a[0]-4] = 7, 8; fmt.Print(a)`, "1 [5 0][7 8]"},
		{`func f() { m := map[int]int{}; i := 1; i, m[i] = 2, 3; fmt.Print(m); m[i], i = i, 9; fmt.Print(m, i) }; f()`, "map[1:3]map[1:3 2:2] 9"},
		{`func f() { a, b := []int{1, 2, 3}, 0; b, a[one()], a[b] = 2, b, 9; fmt.Print(a, b) }; f()`, "[9 0 3] 2"},
		{`func f() { m := map[any]any{}; var k any = "a"; i := 1; k, m[k], m[i] = i, "b", k; fmt.Print(m, k); xs := []any{0, 0}; i, xs[i-1] = 2, "z"; fmt.Print(xs) }; f()`, "map[1:a a:b] 1[z 0]"},
		{`func f() { m := map[int]int{1: 10, 2: 20}; i, j := 1, 2; m[i], m[j] = m[j], m[i]; fmt.Print(m); m[1], _ = 5, 6; fmt.Print(m) }; f()`, "map[1:20 2:10]map[1:5 2:10]"},
		{`type shelf struct{ n int; all []int }; s := &shelf{}; var err error; if s.n, err = strconv.Atoi("x"); err != nil { fmt.Print(s.n, err != nil) }; if s.n, err = strconv.Atoi("4"); err == nil { fmt.Print(s.n) }`, "0 true4"},
		{`var a, b any = 1, "x"; if a, b = b, a; a == "x" { fmt.Print(a, b) }`, "x1"},
		{`ch := make(chan int, 1); ch <- 5; m := map[int]int{}; ok := false; select { case m[1], ok = <-ch: fmt.Print(m, ok) }`, "map[1:5] true"},
		{`var a, b any = 1, "x"; a, b = b, a; fmt.Print(a, b)`, "x1"},
		{`s := set{}; p := &s; s = set{map[int]int{1: 2}}; fmt.Print(len(p.m), p == &s)`, "1 true"},
		{`ch := make(chan int, 2); ch <- 3; ch <- 4; var x, y int; x, y = <-ch, <-ch; p := &x; ch <- 9; x = <-ch; fmt.Print(x, y, *p)`, "9 4 9"},
		{`p := new(5); *p++; q := new("a" + "b"); fmt.Print(*p, *q)`, "6ab"},
		{`func f(vs ...any) int { return len(vs) }; fmt.Print(f([]any{1, 2}), f([]any{1, 2}...), f(1, 2))`, "1 2 2"},
		{`i := 0; add := func() int { i++; return i }; f := add; add = func() int { return -1 }; fmt.Print(f(), f(), add())`, "1 2 -1"},
	} {
		t.Run(c.source, func(t *testing.T) { newNotebook(t).wants(functions+c.source, c.want) })
	}
}

// TestSwitches runs switches whose cases are computed.
func TestSwitches(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{`calls := 0; c := func(n int) int { calls++; return n }; switch c(2) { case c(1), c(2), c(3): fmt.Print("hit ") }; fmt.Print(calls)`, "hit 3"},
		{`switch x := "b"; x + "c" { case "ab", "bc": fmt.Print("found ", x) }`, "found b"},
		{`switch 1 { case 1: fmt.Print("one "); fallthrough; default: fmt.Print("default "); case 4: fmt.Print("four") }`, "one default "},
		{`var e any = 3; switch e { case "x": fmt.Print("x"); case 3: fmt.Print("three") }`, "three"},
		{`loop: for i := range 5 { switch { case i == 1: continue; case i == 3: break loop; default: if i == 2 { break }; fmt.Print(i) } }`, "0"},
		{"type A struct{ x int }\ntype B struct{ x int }\nfor _, v := range []any{A{1}, &B{2}, B{3}, 4, \"s\", nil, 1.5} { switch v := v.(type) { case A: fmt.Print(\"A\", v.x); case *B: fmt.Print(\"*B\", v.x); case B: fmt.Print(\"B\", v.x); case int, string: fmt.Print(v); case nil: fmt.Print(\"nil\"); default: fmt.Printf(\"%T\", v) } }", "A1*B2B34snilfloat64"},
	} {
		newNotebook(t).wants(c.source, c.want)
	}
}

// TestErrors looks into errors of cells' types.
func TestErrors(t *testing.T) {
	const types = "type notFound struct{ name string }\nfunc (e notFound) Error() string { return e.name + \" not found\" }\ntype code struct { n int; err error }\nfunc (c *code) Error() string { return fmt.Sprint(\"code \", c.n) }\nfunc (c *code) Unwrap() error { return c.err }\nvar base = errors.New(\"base\")\n"
	for _, c := range []struct{ source, want string }{
		{`w := fmt.Errorf("w: %w", &code{5, fmt.Errorf("in %w", base)}); var c *code; fmt.Print(errors.As(w, &c), c.n, errors.Is(w, base), errors.Is(w, io.EOF))`, "true 5 true false"},
		{`fmt.Print(errors.Join(base, notFound{"j"}), errors.Unwrap(&code{1, base}) == base, fmt.Errorf("x: %w", notFound{"a"}))`, "base\nj not found true x: a not found"},
		{`func find(ok bool) error { if ok { return nil }; return &code{1, nil} }; fmt.Print(find(true) == nil, find(false) == nil, find(false))`, "true false code 1"},
	} {
		newNotebook(t).wants(types+c.source, c.want)
	}
	for _, source := range []string{
		`var nf notFound; err := fmt.Errorf("x: %w", notFound{"a"}); errors.As(err, &nf)`, `var err error = notFound{"a"}; err == notFound{"a"}`,
		`var err error = notFound{"a"}; v, ok := err.(notFound)`, `var err error = notFound{"a"}; errors.Is(err, notFound{"a"})`,
	} {
		newNotebook(t).refuses(types+source, lostValue, "notFound")
	}
}

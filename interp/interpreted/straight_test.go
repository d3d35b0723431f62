package interpreted

import "testing"

// TestStraight tells the cells that auto interprets from those that it compiles,
// and runs the straight ones.
func TestStraight(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{`count = 3`, ``}, {`count += 2; count++; count`, `3`}, {`x := 5; y := x * 2; fmt.Println(x + y)`, "15\n"},
		{`fmt.Println("a", 1, 2.5, true)`, "a 1 2.5 true\n"}, {`len(list) + cap(list)`, `0`}, {`list = append(list, 1, 2); list[0]`, `1`},
		{`m := map[string]int{"a": 1}; m["b"] = 2; m["a"]++; fmt.Sprint(m)`, `map[a:2 b:2]`}, {`double(21)`, `42`}, {`sum(1, 2, 3)`, `6`},
		{`where.X`, `1`}, {`where.Move(3); where.X`, `4`}, {`where`, `<1 2>`}, {`fmt.Println(where, points)`, "<1 2> [<1 1> <2 2>]\n"},
		{`where.X = 7; where.X`, `7`}, {`q := makePoint(5, 6); q`, `<5 6>`}, {`next()`, `-1`}, {`fail()`, `no`},
		{`s := strings.Repeat("ab", 3); strings.ToUpper(s[1:4])`, `BAB`}, {`n, err := strconv.Atoi("12"); fmt.Println(n, err)`, "12 <nil>\n"},
		{`if count == 0 { fmt.Println("zero") } else { fmt.Println("more") }`, "zero\n"},
		{`switch { case count > 5: fmt.Println("big"); default: fmt.Println("small") }`, "small\n"},
		{`v, ok := table["a"]; fmt.Println(v, ok)`, "0 false\n"}, {`when.Seconds()`, `3`}, {`1 << 10`, `1024`}, {`answer * 2`, `84`},
		{`math.Sqrt(2) * math.Pi`, `4.442882938158366`}, {`[]int{1, 2, 3}[1:]`, `!`}, {`list = []int{4, 5}; fmt.Println(list[len(list)-1], list[:1], list[1:])`, "5 [4] [5]\n"}, {`strings.Fields("a b")[1]`, `!`}, {`fmt.Sprint([][]int{{1}, {2, 3}})`, `[[1] [2 3]]`},
		{`p := &count; *p = 4; *p + 1`, `5`}, {`var a, b int; var c = "x"; c + "y"`, `xy`}, {`string([]byte("abc"))`, `abc`},
		{`float64(7) / 2`, `3.5`}, {`fmt.Print(min(count, 3), max(1.5, 2))`, `0 2`}, {`var e error; e == nil`, `true`}, {`anything = 5; anything`, `5`},
		{`fmt.Sprintf("%T %v", where, temp)`, `interpreted.point 21`}, {`fmt.Printf("%d%%\n", 5)`, "5%\n"}, {`b := strings.Builder{}`, `!`},
		{`var b strings.Builder; b.WriteString("hi"); b.String()`, `hi`}, {`temp > 20`, `true`}, {`-0.0`, `0`}, {`grid[1][1] = 5; fmt.Sprint(grid)`, `[[0 0] [0 5]]`},
		{`errors.Is(fail(), nil)`, `false`}, {`bytes.Equal([]byte("a"), []byte{97})`, `true`},

		{`type T int`, `!`}, {`func f() {}`, `!`}, {`const k = 1`, `!`}, {`for {}`, `!`}, {`for range 3 {}`, `!`}, {`go double(1)`, `!`},
		{`defer double(1)`, `!`}, {`f := func() {}`, `!`}, {`select {}`, `!`}, {`L: count = 1; if count == 0 { goto L }`, `!`},
		{`ch <- 1`, `!`}, {`<-ch`, `!`}, {`close(ch)`, `!`}, {`switch anything.(type) {}`, `!`}, {`anything.(int)`, `!`}, {`where.tag`, `!`}, {`where.secret()`, `!`},
		{`1 << count`, `!`}, {`slices.Max(list)`, `!`}, {`os.Exit(3)`, `!`}, {`panic(1)`, `!`}, {`println(1)`, `!`}, {`where == where`, `!`},
		{`form = square{1}`, `!`}, {`form.Area()`, `!`}, {`form == nil`, `false`}, {`area(form)`, `9`}, {`apply(double, 2)`, `4`}, {`apply(func(x int) int { return x }, 1)`, `!`},
		{`where.String`, `!`}, {`runtime.NumGoroutine()`, `!`}, {`reflect.TypeOf(1)`, `!`}, {`log.Println(1)`, `!`}, {`time.AfterFunc(1, nil)`, `!`},
		{`var wg sync.WaitGroup; wg.Go(nil)`, `!`}, {`float32(1) * float32(count)`, `!`}, {`uint8(count) + 1`, `!`}, {`grid[:]`, `!`}, {`generic(1)`, `!`},
		{`struct{ a int }{1}`, `!`}, {`where.X, count = 1, 2`, ``}, {`switch count { case 0: fallthrough; default: }`, `!`}, {`clear(list)`, `!`}, {`package main; func main() {}`, `!`},
	} {
		n := newMixed(t)
		u := n.check(c.source)
		ok, why := n.i.Straight(u)
		if ok != (c.want != "!") || ok != (why == "") {
			t.Errorf("%s: straight %v, %q", c.source, ok, why)
		}
		if ok {
			n.wants(c.source, c.want)
		}
	}
}

// TestStraightKnowsTiers leaves to the compiler what only compiled code has, and
// what only the interpreter has.
func TestStraightKnowsTiers(t *testing.T) {
	n := newMixed(t)
	n.wants("type mine struct{ A int }\nfunc f() int { return 1 }\nvar v mine", ``)
	for _, source := range []string{`f()`, `v`, `fmt.Println(v)`, `[]mine{}`, `hidden`} {
		if ok, _ := n.i.Straight(n.check(source)); ok {
			t.Errorf("%s is straight", source)
		}
	}
}

func BenchmarkStraight(b *testing.B) {
	n := newMixed(&testing.T{})
	u := n.check("x := double(count) + len(list)\nif x > 3 {\n\tfmt.Println(x, where, points)\n}\nwhere.X += x\ntable[\"a\"]++")
	for b.Loop() {
		if ok, why := n.i.Straight(u); !ok {
			b.Fatal(why)
		}
	}
}

// TestStraightPanics has straight cells fail, and say what Go says.
func TestStraightPanics(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{`list = []int{1, 2, 3}; i := 5; list[i]`, "index out of range [5] with length 3"},
		{`list = []int{1, 2, 3}; i := -1; list[i] = 4`, "index out of range [-1]"},
		{`i := 2; grid[i][0]++`, "index out of range [2] with length 2"},
		{`i := 7; s := "abc"; s[i]`, "index out of range [7] with length 3"},
		{`list = []int{1, 2, 3}; i, j := 4, 2; list[i:j]`, "slice bounds out of range [4:2]"},
		{`list = make([]int, 2, 4); j := 9; list[:j]`, "slice bounds out of range [:9] with capacity 4"},
		{`s := "abc"; j := 9; s[1:j]`, "slice bounds out of range [:9] with length 3"},
		{`list = nil; list[1:]`, "slice bounds out of range [1:0]"},
		{`z := 0; 10 / z`, "integer divide by zero"},
		{`var p *point; p.X`, "invalid memory address or nil pointer dereference"},
	} {
		n := newMixed(t)
		if ok, why := n.i.Straight(n.check(c.source)); !ok {
			t.Errorf("%s: %s", c.source, why)
		}
		n.cells--
		_, _, err := n.run(c.source)
		if err == nil || err.Error() != "panic: runtime error: "+c.want {
			t.Errorf("%s: %v", c.source, err)
		}
	}
}

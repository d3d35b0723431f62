package interpreted

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// What follows stands for what a compiled cell declares.

type point struct {
	X, Y int
	tag  string
}

func (p point) String() string { return fmt.Sprintf("<%d %d>", p.X, p.Y) }
func (p *point) Move(dx int)   { p.X += dx }
func (p point) secret() int    { return p.X }

var _ = point.secret // called by cells, which are refused

type celsius float64

func (c celsius) Warm() bool { return c > 20 }

type figure interface{ Area() float64 }

type square struct{ Side float64 }

func (s square) Area() float64 { return s.Side * s.Side }

const compiledSource = `
type point struct { X, Y int; tag string }
func (p point) String() string { return "" }
func (p *point) Move(dx int) {}
func (p point) secret() int { return 0 }
type celsius float64
func (c celsius) Warm() bool { return false }
type shape interface { Area() float64 }
type square struct { Side float64 }
func (s square) Area() float64 { return 0 }
type box[T any] struct { v T }
func double(x int) int { return 2 * x }
func sum(xs ...int) int { return 0 }
func generic[T any](x T) T { return x }
func makePoint(x, y int) point { return point{} }
func area(s shape) float64 { return 0 }
func counter() func() int { return nil }
func apply(f func(int) int, x int) int { return f(x) }
func fail() error { return nil }
const answer = 42
const ratio float64 = 0.5
const freezing celsius = 0
var count int
var list []int
var table map[string]int
var where point
var whereTo *point
var points []point
var ch chan int
var next func() int
var when time.Duration
var temp celsius
var anything any
var form shape
var nested map[string][]int
var grid [2][2]int
var hidden struct { a int }
`

func newMixed(t *testing.T) *notebook {
	n := newNotebook(t)
	p := &point{1, 2, "t"}
	values := map[string]any{
		"point": (*point)(nil), "celsius": (*celsius)(nil), "shape": (*figure)(nil), "square": (*square)(nil),
		"double": func(x int) int { return 2 * x },
		"sum": func(xs ...int) int {
			s := 0
			for _, x := range xs {
				s += x
			}
			return s
		},
		"makePoint": func(x, y int) point { return point{x, y, "made"} },
		"area":      func(s figure) float64 { return s.Area() },
		"counter": func() func() int {
			n := 0
			return func() int { n++; return n }
		},
		"apply": func(f func(int) int, x int) int { return f(x) },
		"fail":  func() error { return errors.New("no") },
		"count": new(int), "list": new([]int), "table": &map[string]int{}, "where": p, "whereTo": &p, "points": &[]point{{1, 1, ""}, {2, 2, ""}},
		"ch": ptr(make(chan int, 4)), "next": ptr(func() int { return -1 }), "when": ptr(3 * time.Second), "temp": ptr(celsius(21)),
		"anything": ptr(any(p)), "form": ptr(figure(square{3})), "nested": &map[string][]int{}, "grid": new([2][2]int), "hidden": &struct{ a int }{7},
	}
	n.compiled(compiledSource, values)
	return n
}

func ptr[T any](v T) *T { return &v }

// TestCompiledVariables uses variables of compiled cells in every way that
// changes them, and looks at their places.
func TestCompiledVariables(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{`count = 3; count`, `3`},
		{`count += 4; count++; count -= 2; count`, `3`},
		{`list = append(list, 1, 2, 3); list[1] = 20; list[2] += 5; fmt.Println(len(list), list)`, "3 [1 20 8]\n"},
		{`table["a"] = 1; table["a"]++; table["b"] += 5; delete(table, "c"); fmt.Sprint(table)`, `map[a:2 b:5]`},
		{`where.X = 10; where.Y++; where`, `<10 3>`},
		{`where.Move(5); where.X`, `6`},
		{`whereTo.Move(5); fmt.Println(whereTo.X, where.X)`, "6 6\n"},
		{`whereTo.Y = 9; where.Y`, `9`},
		{`*whereTo = makePoint(7, 8); where`, `<7 8>`},
		{`where = makePoint(3, 4); fmt.Println(where, &where, whereTo)`, "<3 4> <3 4> <3 4>\n"},
		{`points[1].X = 5; points[0] = makePoint(9, 9); fmt.Println(points)`, "[<9 9> <5 2>]\n"},
		{`for i := range points { points[i].Move(1) }; for _, p := range points { fmt.Print(p) }`, "<2 1><3 2>"},
		{`fmt.Printf("%T %v %+v %T %T", where, where, points, temp, form)`, "interpreted.point <1 2> [<1 1> <2 2>] interpreted.celsius interpreted.square"},
		{`ch <- 5; ch <- 6; a, b := <-ch, <-ch; fmt.Println(a, b, len(ch))`, "5 6 0\n"},
		{`ch <- 5; count = <-ch; count`, `5`},
		{`select { case ch <- 3: fmt.Println("sent"); default: }; v, ok := <-ch; fmt.Println(v, ok)`, "sent\n3 true\n"},
		{`next = counter(); next(); next()`, `2`},
		{`next = func() int { count++; return count }; next(); next(); count`, `2`},
		{`f := next; next = counter(); f()`, `-1`},
		{`when += time.Second; when`, `4s`},
		{`temp = temp + 1; temp += 0.5; temp`, `22.5`},
		{`temp = celsius(5); fmt.Println(temp.Warm(), temp > freezing)`, "false true\n"},
		{`anything = 5; anything`, `5`},
		{`anything = where; fmt.Sprint(anything)`, `<1 2>`},
		{`form.Area()`, `9`},
		{`form = square{Side: 2}; fmt.Println(area(form), area(square{Side: 4}))`, "4 16\n"},
		{`nested["a"] = append(nested["a"], 1); nested["a"] = append(nested["a"], 2); nested["a"][0] = 7; fmt.Sprint(nested)`, `map[a:[7 2]]`},
		{`grid[1][0] = 3; grid[0] = [2]int{8, 9}; fmt.Sprint(grid)`, `[[8 9] [3 0]]`},
		{`p := &count; *p = 8; *p++; count`, `9`},
		{`p := &where; p.X = 8; where.X`, `8`},
		{`p := &list; *p = append(*p, 5); list`, `[5]`},
		{`count, list = 5, []int{count, 1}; fmt.Println(count, list)`, "5 [0 1]\n"},
		{`a, b := 1, 2; a, b = b, a; count, a = a, count; fmt.Println(count, a, b)`, "2 0 1\n"},
		{`for i := 0; i < 3; i++ { count += i }; count`, `3`},
		{`for count = 0; count < 4; count++ {}; count`, `4`},
		{`for count = range 5 {}; count`, `4`},
		{`for count, where.X = range []int{7, 8} {}; fmt.Println(count, where.X)`, "1 8\n"},
		{`if count = 5; count > 3 { count = 6 }; count`, `6`},
		{`switch count = 2; count { case 2: count = 9 }; count`, `9`},
		{`done := make(chan int); go func() { count = 11; done <- 1 }(); <-done; count`, `11`},
		{`defer func() { fmt.Print(count) }(); count = 12`, `12`},
		{`count, err := strconv.Atoi("12"); fmt.Println(count, err)`, "12 <nil>\n"},
		{`v, ok := table["x"]; fmt.Println(v, ok)`, "0 false\n"},
		{`fmt.Println(answer, answer + 1, ratio * 4, freezing)`, "42 43 2 0\n"},
		{`fmt.Println(double(4), sum(1, 2, 3), sum(list...), sum())`, "8 6 0 0\n"},
		{`count = double(count + 4); count`, `8`},
		{`fmt.Println(apply(double, 4))`, "8\n"},
		{`fail()`, `no`},
		{`m := map[point]int{}; m[where] = 3; fmt.Println(m[makePoint(1, 2)], len(m))`, "0 1\n"},
		{`q := where; q.X = 50; fmt.Println(where.X, q.X)`, "1 50\n"},
		{`q := points; q[0].X = 50; points[0].X`, `50`},
		{`type own struct { p point; n int }; o := own{where, 2}; o.p.Move(1); fmt.Println(o.p.X, where.X)`, "2 1\n"},
	} {
		newMixed(t).wants(c.source, c.want)
	}
}

// TestPlaces looks through the pointers that the session holds.
func TestPlaces(t *testing.T) {
	n := newMixed(t)
	n.wants(`n := 5; words := []string{"a"}; get := func() int { return n }; set := func(v int) { n = v }; at := &n; words = append(words, "b")`, ``)
	*n.variable("n").Interface().(*int) = 6
	n.wants(`fmt.Println(n, get(), *at)`, "6 6 6\n")
	n.wants(`set(7); n++; *at += 10; n`, `18`)
	if got := *n.variable("n").Interface().(*int); got != 18 {
		t.Errorf("n is %d in its place", got)
	}
	if got := *n.variable("words").Interface().(*[]string); strings.Join(got, "") != "ab" {
		t.Errorf("words are %v in their place", got)
	}
	before := n.variable("n").UnsafePointer()
	n.wants(`n := 100; get()`, `100`) // the same type: the variable lives on
	if n.variable("n").UnsafePointer() != before {
		t.Error("a variable that lives on has moved")
	}
	n.wants(`count := 9; count`, `9`)
	n.wants(`p := where; p.Move(3); p`, `<4 2>`)
	if p, ok := n.variable("p").Interface().(*point); !ok || p.tag != "t" {
		t.Errorf("p is %v", n.variable("p"))
	}
	for _, name := range []string{"n", "words", "get", "set", "at", "p", "count"} {
		slot, err := n.i.slots.pointer(n.i.names.of[n.scope.Lookup(name).Object])
		if err != nil || slot.UnsafePointer() != n.variable(name).UnsafePointer() {
			t.Errorf("%s has left its place: %v", name, err)
		}
	}
}

// TestCarried gives variables a type that is declared again with a method more.
func TestCarried(t *testing.T) {
	n := newNotebook(t)
	n.wants("type T struct{ a int }\nv := T{1}\ns := []T{{2}}\np := &v\nm := map[string]T{\"x\": {3}}", ``)
	before := n.variable("v").UnsafePointer()
	n.wants(`func (t T) Twice() int { return 2 * t.a }`, ``)
	n.wants(`fmt.Println(v.Twice(), s[0].Twice(), p.Twice(), m["x"].Twice())`, "2 4 2 6\n")
	n.wants(`p.a = 5; v.Twice()`, `10`)
	if n.variable("v").UnsafePointer() != before {
		t.Error("a variable that is carried over has moved")
	}
}

func TestRefusedOfCompiled(t *testing.T) {
	for _, c := range []struct {
		source string
		why    construct
		detail string
	}{
		{`where.tag`, compiledUnexported, "tag"},
		{`where.secret()`, compiledUnexported, "secret"},
		{`q := point{X: 1, tag: "a"}`, compiledUnexported, "tag"},
		{`q := point{1, 2, "a"}`, compiledUnexported, "tag"},
		{`generic(3)`, compiledGeneric, "generic"},
		{`var b box[int]`, compiledGeneric, "box"},
		{`hidden`, otherMemory, "hidden"},
		{"type mine struct{}\nfunc (mine) Area() float64 { return 1 }\narea(mine{})", compiledMeetsOwn, "mine"},
		{`apply(func(x int) int { return x }, 3)`, compiledCallback, ""},
		{"type own struct { X, Y int; tag string }\nown(where)", compiledConversion, "point"},
	} {
		newMixed(t).refuses(c.source, c.why, c.detail)
	}
}

func TestOwns(t *testing.T) {
	n := newMixed(t)
	n.wants("type mine struct{}\nfunc f() {}\nconst c = 1\nvar v mine\nvar w int", ``)
	for name, want := range map[string]bool{"mine": true, "f": true, "c": true, "v": true, "w": false, "point": false, "double": false, "where": false} {
		if got := n.i.Owns(n.scope.Lookup(name).Object); got != want {
			t.Errorf("Owns(%s) is %v", name, got)
		}
	}
}

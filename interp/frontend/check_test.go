package frontend

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
	"testing"
)

// checkAll checks and records cells in turn and describes each: its errors, or
// what it declares, its number of steps and the types of its value.
func checkAll(t *testing.T, cells ...string) []string {
	t.Helper()
	checker, scope, fset := NewChecker(), NewScope(), token.NewFileSet()
	var got []string
	for i, src := range cells {
		u, errs := checker.Check(fset, scope, i+1, src)
		if len(errs) > 0 {
			got = append(got, fmt.Sprint(errs))
			continue
		}
		u.Record(scope)
		got = append(got, describe(u))
	}
	return got
}

func describe(u *Unit) string {
	var b strings.Builder
	for _, d := range u.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv != nil {
				fmt.Fprintf(&b, "method %s.%s; ", receiver(d), d.Name.Name)
			} else {
				fmt.Fprintf(&b, "func %s; ", d.Name.Name)
			}
		case *ast.GenDecl:
			fmt.Fprintf(&b, "%s %s; ", d.Tok, strings.Join(declared(d), " "))
		}
	}
	for _, v := range u.Vars {
		fmt.Fprintf(&b, "var %s %s", v.Object.Name(), types.TypeString(v.Object.Type(), func(p *types.Package) string {
			if p.Path() == SessionPath {
				return ""
			}
			return p.Name()
		}))
		if v.Keep {
			b.WriteString(" kept")
		}
		if v.Carry {
			b.WriteString(" carried")
		}
		b.WriteString("; ")
	}
	fmt.Fprintf(&b, "%d steps", len(u.Steps))
	if u.Value != nil {
		fmt.Fprintf(&b, "; value %v", u.ValueTypes)
	}
	for _, n := range u.Notes {
		fmt.Fprintf(&b, "; note %s", n)
	}
	return b.String()
}

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		name  string
		cells []string
		want  []string
	}{
		{"mixed", []string{"x := 3\nfunc f() int { return x }\nf() + 1"}, []string{"func f; var x int; 2 steps; value [int]"}},
		{"auto import", []string{`strings.ToUpper("a")`}, []string{"1 steps; value [string]"}},
		{"auto import chooses by members", []string{"rand.IntN(3)", "rand.Intn(3)", "rand.IntN(3)"}, []string{
			`1 steps; value [int]; note rand is taken for "math/rand/v2"; import "math/rand" or "crypto/rand" where you mean that.`,
			`1 steps; value [int]; note rand is taken for "math/rand"; import "crypto/rand" or "math/rand/v2" where you mean that.`,
			"1 steps; value [int]"}},
		{"a variable like a package", []string{"func scan() bool {\n\tscanner := bufio.NewScanner(os.Stdin)\n\treturn scanner.Scan()\n}"}, []string{"func scan; 0 steps"}},
		{"print is not shown", []string{`import "fmt"` + "\nfmt.Println(1)"}, []string{"1 steps"}},
		{"two values", []string{`strconv.Atoi("3")`}, []string{"1 steps; value [int error]"}},
		{"state", []string{"x := 1", "x + 1", `x := "s"`, "x"}, []string{"var x int; 1 steps", "1 steps; value [int]", "var x string; 1 steps", "1 steps; value [string]"}},
		{"re-run keeps", []string{"x := 1", "x := 2"}, []string{"var x int; 1 steps", "var x int kept; 1 steps"}},
		{"x := x + 1", []string{"x := 1", "x := x + 1"}, []string{"var x int; 1 steps", "var xǂ0 int; 2 steps"}},
		{"err twice", []string{"a, err := strconv.Atoi(\"1\")\nb, err := strconv.Atoi(\"2\")\na + b"},
			[]string{"var a int; var b int; var err error; var errǂ1 error; 4 steps; value [int]"}},
		{"no new variables", []string{"x := 1\nx := 2"}, []string{"[cell[1]:2:3: no new variables on left side of :=]"}},
		{"unused inside", []string{"func f() { y := 1 }"}, []string{"[cell[1]:1:12: declared and not used: y]"}},
		{"unused import is fine", []string{`import "os"`}, []string{"0 steps"}},
		{"imports stay", []string{`import str "strings"`, `str.ToUpper("a")`}, []string{"0 steps", "1 steps; value [string]"}},
		{"dot import", []string{"import . \"strings\"\nToUpper(\"a\")", "ToLower(\"B\")", "1", "quux"}, []string{"1 steps; value [string]", "1 steps; value [string]", "1 steps; value [int]", "[cell[4]:1:1: undefined: quux]"}},
		{"dot import in declarations", []string{"import . \"strings\"\ntype W struct { Builder; n int }\nfunc up(Title string) string { return ToUpper(Title) }", "func up(Title string) string { return ToUpper(Title) + TrimSpace(Title) }", "w := W{n: 1}\nw.WriteString(up(\"a\"))", "const k = 1\nfunc low() string { return Repeat(\"a\", k) }", "const k = 2"},
			[]string{"type W; func up; 0 steps", "func up; 0 steps", "var w W; 2 steps; value [int error]", "const k; func low; 0 steps", "const k; func low; 0 steps"}},
		{"dot import and a name", []string{"import . \"strings\"", "func ToUpper() int { return 1 }", "ToUpper()", "ToLower(\"B\")"}, []string{"0 steps", "func ToUpper; 0 steps", "1 steps; value [int]", "[cell[4]:1:1: undefined: ToLower]"}},
		{"explicit import wins", []string{"import \"crypto/rand\"\nrand.Reader"}, []string{"1 steps; value [io.Reader]"}},
		{"unknown package", []string{`import "no/such"`}, []string{"[cell[1]:1:8: package no/such is not in std; a module is got with %get, by a path that begins with a host, as in github.com/…]"}},
		{"misspelt import", []string{`import "encoding/jsn"`}, []string{"[cell[1]:1:8: package encoding/jsn is not in std (did you mean encoding/json?)]"}},
		{"module without %get", []string{`import "github.com/google/uuid"`}, []string{"[cell[1]:1:8: package github.com/google/uuid is not in this session; %get github.com/google/uuid gets its module]"}},
		{"misspelt package", []string{`strigns.ToUpper("a")`}, []string{"[cell[1]:1:1: undefined: strigns (did you mean strings?)]"}},
		{"misspelt local", []string{"func f(first int) int { return frist }"}, []string{"[cell[1]:1:32: undefined: frist (did you mean first?)]"}},
		{"misspelt method", []string{"var b strings.Builder\nb.WriteStrin(\"\")"}, []string{"[cell[1]:2:3: b.WriteStrin undefined (type strings.Builder has no field or method WriteStrin) (did you mean b.WriteString?)]"}},
		{"misspelt field", []string{"type T struct{ count int }\nT{coutn: 1}"}, []string{"[cell[1]:2:3: unknown field coutn in struct literal of type T (did you mean count?)]"}},
		{"nothing near", []string{"quux"}, []string{"[cell[1]:1:1: undefined: quux]"}},
		{"misspelt", []string{`fmt.Pritnln(1)`, "count := 1", "coutn"}, []string{
			"[cell[1]:1:5: undefined: fmt.Pritnln (did you mean fmt.Println?)]", "var count int; 1 steps", "[cell[3]:1:1: undefined: coutn (did you mean count?)]"}},
		{"type error", []string{`var n int = "a"`}, []string{`[cell[1]:1:13: cannot use "a" (untyped string constant) as int value in variable declaration]`}},
		{"no effect", []string{"x := 1\ny := \"a\" + 1", "x"}, []string{
			`[cell[1]:2:6: invalid operation: "a" + 1 (mismatched types untyped string and untyped int)]`,
			"[cell[2]:1:1: undefined: x]"}},
		{"dependents follow", []string{"func f() int { return 1 }", "func g() int { return f() }", "func f() int { return 2 }"},
			[]string{"func f; 0 steps", "func g; 0 steps", "func g; func f; 0 steps"}},
		{"unchanged is not declared again", []string{"func f() int { return 1 }", "func f() int { return 1 }\nf()"},
			[]string{"func f; 0 steps", "1 steps; value [int]"}},
		{"new signature", []string{"func f() int { return 1 }", "func g() int { return f() }", `func f() string { return "" }`},
			[]string{"func f; 0 steps", "func g; 0 steps", "func f; 0 steps; note g, of cell[2], is stale: it does not fit what is declared here (cannot use f() (value of type string) as int value in return statement). Run cell[2] again before you use g."}},
		{"stale function", []string{"func f() int { return 1 }", "func g() int { return f() }", `func f() string { return "" }`, "g()", "func g() string { return f() }\ng()"},
			[]string{"func f; 0 steps", "func g; 0 steps", "func f; 0 steps; note g, of cell[2], is stale: it does not fit what is declared here (cannot use f() (value of type string) as int value in return statement). Run cell[2] again before you use g.",
				"[cell[4]:1:1: g is stale: it does not fit what cell[3] declares; run cell[2] again, or declare g anew]", "func g; 1 steps; value [string]"}},
		{"stale spreads", []string{"x := 1", "func f() int { return x }", "func g() int { return f() }", `x := "a"`, "g()"},
			[]string{"var x int; 1 steps", "func f; 0 steps", "func g; 0 steps",
				"var x string; 1 steps; note f, of cell[2], is stale: it does not fit what is declared here (cannot use x (variable of type string) as int value in return statement). Run cell[2] again before you use f.; note g, of cell[3], is stale: it does not fit what is declared here (f is stale: it does not fit what cell[4] declares; run cell[2] again, or declare f anew). Run cell[3] again before you use g.",
				"[cell[5]:1:1: g is stale: it does not fit what cell[4] declares; run cell[3] again, or declare g anew]"}},
		{"variable changes type", []string{"x := 1", "func f() string { return fmt.Sprint(x) }", `x := "a"`},
			[]string{"var x int; 1 steps", "func f; 0 steps", "func f; var x string; 1 steps"}},
		{"late method", []string{"type T struct{ n int }\nt := T{1}", "func (t T) Double() int { return 2 * t.n }", "t.Double()"},
			[]string{"type T; var t T; 1 steps", "type T; method T.Double; var t T carried; 0 steps", "1 steps; value [int]"}},
		{"stale", []string{"type T struct{ n int }", "t := T{1}", "type T struct{ n, m int }", "t", "t := T{}", "t"},
			[]string{"type T; 0 steps", "var t T; 1 steps",
				"type T; 0 steps; note t, of cell[2], is stale: its type is declared again here. Run cell[2] again before you use t.",
				"[cell[4]:1:1: t is stale: its type was declared again in cell[3]; run cell[2] again, or declare t anew]",
				"var t T; 1 steps", "1 steps; value [main.T]"}},
		{"unkeyed literal of an earlier type", []string{"type p struct{ x, y int }", "p{1, 2}"}, []string{"type p; 0 steps", "1 steps; value [main.p]"}},
		{"unkeyed literal with a wrong value", []string{"type p struct{ x, y int }", "p{1, \"a\"}"}, []string{"type p; 0 steps", "[cell[2]:1:6: cannot use \"a\" (untyped string constant) as int value in struct literal]"}},
		{"unkeyed literal with too few values", []string{"type p struct{ x, y int }", "p{1}"}, []string{"type p; 0 steps", "[cell[2]:1:4: too few values in struct literal of type p]"}},
		{"unkeyed literals in a list", []string{"type ps []struct{ x float64; y []int }", "v := ps{{1, nil}, {2, []int{3}}}"}, []string{"type ps; 0 steps", "var v ps; 1 steps"}},
		{"unkeyed literals behind pointers", []string{"type p struct{ x int; next *p }", "v := []*p{{1, &p{2, nil}}}"}, []string{"type p; 0 steps", "var v []*p; 1 steps"}},
		{"unkeyed literal of another package", []string{"time.Time{1, 2, nil}"}, []string{"[cell[1]:1:11: implicit assignment to unexported field wall in struct literal of type time.Time cell[1]:1:14: implicit assignment to unexported field ext in struct literal of type time.Time cell[1]:1:17: implicit assignment to unexported field loc in struct literal of type time.Time]"}},
		{"unkeyed literal in what is declared again", []string{"type p struct{ x, y int }", "func one() int { return 1 }", "func f() p { return p{one(), 2} }", "func one() int { return 2 }"},
			[]string{"type p; 0 steps", "func one; 0 steps", "func f; 0 steps", "func f; func one; 0 steps"}},
		{"method through an alias", []string{"type T struct{ n int }\ntype A = T", "func (a A) Double() int { return 2 * a.n }", "T{4}.Double()"}, []string{"type T; type A; 0 steps", "type A; type T; method A.Double; 0 steps", "1 steps; value [int]"}},
		{"method of another package's type", []string{"func (b strings.Builder) M() {}"}, []string{"[cell[1]:1:9: cannot define new methods on non-local type strings.Builder]"}},
		{"method of a variable", []string{"v := 1", "func (v v) M() {}"}, []string{"var v int; 1 steps", "[cell[2]:1:9: v (package-level variable) is not a type]"}},
		{"method of a generic type", []string{"type box[T any] struct{ v T }\nb := box[int]{1}", "func (b box[T]) get() T { return b.v }", "b.get()"}, []string{"type box; var b box[int]; 1 steps", "type box; method box.get; var b box[int] carried; 0 steps", "1 steps; value [int]"}},
		{"type of an earlier type", []string{"type A struct{ x int }", "type B A\ntype C = A\ntype D B", "D(B(A{1})).x"}, []string{"type A; 0 steps", "type B; type C; type D; 0 steps", "1 steps; value [int]"}},
		{"method of the cell's alias of an earlier type", []string{"type A struct{ x int }", "type B = (A)\nfunc (b B) X() int { return b.x }", "A{1}.X()"}, []string{"type A; 0 steps", "type A; type B; method B.X; 0 steps", "1 steps; value [int]"}},
		{"circle of types", []string{"type A int", "type A B\ntype B A"}, []string{"type A; 0 steps", "[cell[2]:1:6: invalid recursive type A\n\tcell[2]:1:6: A refers to B\n\tcell[2]:2:6: B refers to A]"}},
		{"method of nothing", []string{"func (x nosuch) M() {}"}, []string{"[cell[1]:1:9: undefined: nosuch]"}},
		{"method twice", []string{"type T int\nfunc (T) M() {}", "func (T) M() int { return 1 }", "T(1).M()"}, []string{"type T; method T.M; 0 steps", "type T; method T.M; 0 steps", "1 steps; value [int]"}},
		{"method and field", []string{"type T struct{ m int }", "func (T) m() {}"}, []string{"type T; 0 steps", "[cell[2]:1:10: field and method with the same name m\n\tcell[1]:1:16: other declaration of m]"}},
		{"method of a stale type", []string{"const n = 2", "type T [n]int\nfunc (T) M() {}", "n := 3\ntype U int", "func (t T) N() {}"},
			[]string{"const n; 0 steps", "type T; method T.M; 0 steps",
				"type U; var n int; 1 steps; note T, of cell[2], is stale: it does not fit what is declared here (invalid array length n). Run cell[2] again before you use T.",
				"[cell[4]:1:6: cannot define new methods on T (invalid array length n); run cell[2] again first]"}},
		{"unexported field", []string{"type p struct{ x, y int }\nv := p{1, 2}", "v.x"}, []string{"type p; var v p; 1 steps", "1 steps; value [int]"}},
		{"recursive closure", []string{"f := func(n int) int { if n == 0 { return 1 }; return n * f(n-1) }\nf(5)"}, []string{"var f func(n int) int; 2 steps; value [int]"}},
		{"used early", []string{"y := x\nx := 1"}, []string{"[cell[1]:1:6: x is used before it is declared: this cell declares it at cell[1]:2:1]"}},
		{"generic", []string{"func Map[T, U any](xs []T, f func(T) U) []U { return nil }", "Map([]int{1}, strconv.Itoa)"}, []string{"func Map; 0 steps", "1 steps; value [[]string]"}},
		{"const group", []string{"const (\n A = iota\n B\n)", "B"}, []string{"const A B; 0 steps", "1 steps; value [int]"}},
		{"whole program", []string{"package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(1) }"}, []string{"func main; 0 steps"}},
		{"var forms", []string{"var a, b = 1, \"x\"\nvar c float64\nvar (\n\td int = 4\n)"}, []string{"var a int; var b string; var c float64; var d int; 4 steps"}},
		{"blank", []string{"_ = 3\n_, y := 1, 2\ny"}, []string{"var y int; 3 steps; value [int]"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := checkAll(t, test.cells...)
			for i := range got {
				if got[i] != test.want[i] {
					t.Errorf("cell %d %q:\n got %s\nwant %s", i+1, test.cells[i], got[i], test.want[i])
				}
			}
		})
	}
}

package frontend

import (
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// session checks and records cells, and returns the scope after them.
func session(t *testing.T, cells ...string) (*Checker, *Scope) {
	t.Helper()
	c, s, fset := NewChecker(), NewScope(), token.NewFileSet()
	for i, src := range cells {
		u, errs := c.Check(fset, s, i+1, src)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		u.Record(s)
	}
	return c, s
}

// cut takes the cursor mark out of code.
func cut(code string) (string, int) {
	i := strings.Index(code, "‸")
	return strings.Replace(code, "‸", "", 1), i
}

func TestComplete(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "data.csv"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"folder", "home/inhome", "cache/cache/download/example.org/!big/mod/@v"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "cache/cache/download/example.org/!big/mod/@v/v1.0.0.info"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", filepath.Join(dir, "home"))
	t.Setenv("GOMODCACHE", filepath.Join(dir, "cache"))
	t.Chdir(dir)
	c, s := session(t,
		"// point is a place.\ntype point struct { x, Y int; inner }\ntype inner struct { Deep string }\nfunc (p point) Sum() int { return p.x }\nfunc (p *point) Move() {}",
		"pt := point{x: 1}\nvar counter int\nfunc compute(a int) string { return \"\" }\nimport str \"strings\"")
	for _, test := range []struct{ code, want, not string }{
		{"fmt.Prin‸", "Print Printf Println", "Sprint"},
		{"strings.‸", "Builder Contains ToUpper", "explode"},
		{"str.ToU‸", "ToUpper", ""},
		{"pt.‸", "x Y inner Deep Sum Move", ""},
		{"pt.S‸", "Sum", "Move"},
		{"x := pt\nx.‸", "Sum", ""},
		{"cou‸", "counter", "compute"},
		{"func f(arg int) {\n\tlocal := \"a\"\n\tlo‸", "local log", ""},
		{"func f(arg int) {\n\tif true {\n\t\tar‸", "arg", ""},
		{"for i, name := range []string{} {\n\tna‸\n}", "name", ""},
		{"point{‸", "x Y inner", ""},
		{"point{x: 1, ‸}", "Y", ""},
		{"os.Stdin.Rea‸", "Read ReadAt", ""},
		{"var wg sync.WaitGroup\nwg.‸", "Add Done Go Wait", "sema"},
		{"var wg sync.WaitGroup\nfor i := range 3 {\n\twg.G‸", "Go", ""},
		{"http.Get(\"\").‸", "", ""},
		{"ret‸", "return", ""},
		{"display.HT‸", "HTML HTMLer", ""},
		{"import \"net/ht‸\"", "net/http net/http/httptest", ""},
		{"os.Open(\"da‸", "data.csv", ""},
		{"// fmt.Pri‸", "", "Println"},
		{"\"plain fmt.Pri‸\"", "", "Println"},
		{"fmt.println‸", "Println", ""},
		{"compute(counter).‸", "", ""},
		{"time.Now().‸", "Unix Sub", "wall"},
		{"x := []point{}\nx[0].‸", "Sum", ""},
		{"go func() {\n\tpt.M‸\n}()", "Move", ""},
		{"func (p *point) Reset() {\n\tp.‸\n}", "x Y Sum", ""},
		{"日本 := 3\n日‸", "日本", ""},
		{"a := (‸", "counter", ""},
		{"}‸", "", ""},
		{"%‸", "%get %who %%bash %%time", "%bash"},
		{"%ti‸", "%time %%time", ""},
		{"//%%wr‸", "%%writefile", ""},
		{"x := 1\n%‸", "%cd", "%%bash"},
		{"x := 1 %‸", "", "%cd"},
		{"x := `\n%‸", "", "%cd"},
		{"func f() {\n\t%‸", "", "%cd"},
		{"%cd ‸", "folder/", "data.csv"},
		{"%load d‸", "data.csv", ""},
		{"%engine na‸", "native", "auto"},
		{"%env HO‸", "HOME", ""},
		{"%who pt‸", "pt", "counter"},
		{"%help wr‸", "writefile", ""},
		{"%time coun‸", "counter", ""},
		{"%%bash\ncat da‸", "data.csv", ""},
		{"!cat da‸", "data.csv", ""},
		{"%%writefile x.go\nfmt.‸", "", "Println"},
		{"%%time\nfmt.Prin‸", "Println", ""},
		{"os.Open(\"‸", "data.csv folder/", ""},
		{"os.Open(\"~/‸", "~/inhome/", ""},
		{"os.Open(\"" + dir + "/fol‸", dir + "/folder/", ""},
		{"%get ./‸", "./folder/", "./data.csv"},
		{"%get example.org/‸", "example.org/Big/", ""},
		{"%get example.org/Big/‸", "example.org/Big/mod", ""},
		{"%get example.org/Big/mod@‸", "example.org/Big/mod@v1.0.0", ""},
	} {
		code, cursor := cut(test.code)
		got := c.Complete(s, code, cursor)
		names := map[string]bool{}
		for _, m := range got.Matches {
			names[m.Text] = true
		}
		for _, want := range strings.Fields(test.want) {
			if !names[want] {
				t.Errorf("Complete(%q) lacks %s: %v", test.code, want, first(got.Matches, 12))
			}
		}
		if test.not != "" && names[test.not] {
			t.Errorf("Complete(%q) has %s", test.code, test.not)
		}
	}
}

func first[T any](list []T, n int) []T { return list[:min(n, len(list))] }

func TestInspect(t *testing.T) {
	c, s := session(t,
		"// half halves.\n//\n// It rounds down.\nfunc half(n int) int { return n / 2 }",
		"type point struct { x, Y int }\n\n// pt is where we are.\npt := point{}\n\n// Sum adds.\nfunc (p point) Sum() int { return p.x }")
	live := func(v *types.Var) string { return "value of " + v.Name() }
	for _, test := range []struct {
		code   string
		detail int
		want   []string
	}{
		{"fmt.Prin‸tln", 0, []string{"func fmt.Println(a ...any) (n int, err error)", "Println formats using the default formats"}},
		{"half(‸3)", 0, []string{"func half(n int) int", "half halves.", "It rounds down.", "declared in cell[1]"}},
		{"half", 1, []string{"return n / 2"}},
		{"fmt.Println(3, ‸4)", 0, []string{"func fmt.Println"}},
		{"str‸ings", 0, []string{"package strings", "Package strings implements"}},
		{"pt‸", 0, []string{"var pt point = value of pt", "declared in cell[2], line 4", "pt is where we are."}},
		{"pt‸ := point{1, 2}", 0, []string{"var pt point = value of pt"}},
		{"pt.Su‸m()", 1, []string{"func (point).Sum() int", "declared in cell[2], line 7", "Sum adds.", "return p.x"}},
		{"%ti‸me half(3)", 0, []string{"%time statement", "run and tell"}},
		{"%time ha‸lf(3)", 0, []string{"func half(n int) int"}},
		{"x := 1\n!l‸s", 0, []string{"!command"}},
		{"%%bash\nls‸", 0, nil},
		{"//%%ti‸me\nx := 1", 0, []string{"%%time"}},
		{"poi‸nt{}", 0, []string{"type point struct", "Y int"}},
		{"var wg sync.WaitGroup\nwg.Wa‸it()", 0, []string{"func (*sync.WaitGroup).Wait()", "Wait blocks"}},
		{"le‸n(\"\")", 0, []string{"func len"}},
		{"display.Sh‸ow(1)", 0, []string{"func display.Show(v any) *display.Handle"}},
		{"time.Sec‸ond", 0, []string{"const time.Second time.Duration = 1000000000"}},
		{"strings.ToUpper", 1, []string{"unicode.ToUpper"}},
	} {
		code, cursor := cut(test.code)
		if cursor < 0 {
			cursor = len(code)
		}
		got := c.Inspect(s, code, cursor, test.detail, live)
		text, _ := got.Data["text/plain"].(string)
		for _, want := range test.want {
			if !strings.Contains(text, want) {
				t.Errorf("Inspect(%q) lacks %q:\n%s", test.code, want, text)
			}
		}
	}
	if got := c.Inspect(s, "nosuchthing", 3, 0, nil); got.Found {
		t.Errorf("Inspect(nosuchthing) = %v", got)
	}
}

func BenchmarkComplete(b *testing.B) {
	c, s := NewChecker(), NewScope()
	for b.Loop() {
		c.Complete(s, "x := 1\nfmt.Pri", len("x := 1\nfmt.Pri"))
	}
}

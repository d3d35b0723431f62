package conformance

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func cells(t *testing.T, source string) []string {
	t.Helper()
	got, err := Program{Name: "p.go", Source: []byte(source)}.Cells()
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestCellsComeBehindWhatTheyNeed(t *testing.T) {
	got := cells(t, `// run

package main

import "fmt"
import "os"

func main() { fmt.Println(total, os.Args) }

func (p *pair) set() { p.a = limit }

var total = sum(pair{1, 2})

//go:noinline
func sum(p pair) int { return p.a + p.b }

type pair struct{ a, b int }

const limit = 3
`)
	want := []string{
		"import \"fmt\"\nimport \"os\"",
		"const limit = 3",
		"type pair struct{ a, b int }\n\nfunc (p *pair) set() { p.a = limit }",
		"//go:noinline\nfunc sum(p pair) int { return p.a + p.b }",
		"var total = sum(pair{1, 2})",
		"func main() { fmt.Println(total, os.Args) }",
		"main()",
	}
	if !slices.Equal(got, want) {
		t.Errorf("cells:\n%s", strings.Join(got, "\n----\n"))
	}
}

func TestCellsThatNeedEachOtherAreOne(t *testing.T) {
	got := cells(t, `package main
func main() { even(4) }
func odd(n int) bool { return n != 0 && even(n-1) }
type list struct { next *node }
func even(n int) bool { return n == 0 || odd(n-1) }
type node struct { in list }
`)
	want := []string{
		"func odd(n int) bool { return n != 0 && even(n-1) }\n\nfunc even(n int) bool { return n == 0 || odd(n-1) }",
		"func main() { even(4) }",
		"type list struct { next *node }\n\ntype node struct { in list }",
		"main()",
	}
	if !slices.Equal(got, want) {
		t.Errorf("cells:\n%s", strings.Join(got, "\n----\n"))
	}
}

func TestVariablesKeepTheOrderOfInitialization(t *testing.T) {
	got := strings.Join(cells(t, `package main
func init() { println("init") }
var a = trace("a", b)
var c = trace("c", 0)
var b = trace("b", 0)
func trace(s string, n int) int { println(s); return n }
func main() {}
`), "\n")
	at := -1
	for _, text := range []string{"func trace", "var c", "var b", "var a", "func main", "func init", "main()"} {
		i := strings.LastIndex(got, text)
		if i < at {
			t.Errorf("%s comes too early:\n%s", text, got)
		}
		at = i
	}
}

func TestProgramsThatAreNoCells(t *testing.T) {
	for source, want := range map[string]string{
		"package p\n":                        "is not main",
		"package main\nfunc main() {":        "parse",
		"package main\nimport \"./other\"\n": "type-check",
	} {
		_, err := Program{Name: "p.go", Source: []byte(source)}.Cells()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", source, err)
		}
	}
	if _, err := (Program{Source: []byte("package p")}).Cells(); !errors.Is(err, errNotMain) {
		t.Errorf("package p: %v", err)
	}
}

func TestPlainPrograms(t *testing.T) {
	for source, want := range map[string]bool{
		"// run\n\npackage main\n":                                 true,
		"// run\r\n\npackage main\n":                               true,
		"// run\n\n//go:build !wasm && (gc || js)\n\npackage main": true,
		"// run\n\n//go:build js\n\npackage main":                  false,
		"// run -race\n\npackage main\n":                           false,
		"// errorcheck\n\npackage main\n":                          false,
		"// run\n\npackage main\n//go:build js\n":                  true,
	} {
		if got := isPlain([]byte(source)); got != want {
			t.Errorf("%q is plain: %v", source, got)
		}
	}
}

package native

import (
	"go/token"
	"strings"
	"testing"

	"gonymede/interp/frontend"
)

// TestGoNamesBesideWhatIsUsed has a cell that runs apart use a function whose package
// declares a name of Go's own: the cell must not get that one.
func TestGoNamesBesideWhatIsUsed(t *testing.T) {
	for declared, want := range map[string]string{
		"func len(s string) int { return 4 }": "cell[2]:1:6: len is meant to be Go's own, but cell[1] declares it",
		"type int64 string":                   "",
		"len := 4":                            "",
		"func length() int { return 4 }":      "",
	} {
		fset, checker, scope, homes := token.NewFileSet(), frontend.NewChecker(), frontend.NewScope(), newHomes()
		cells := map[int]string{1: "func mine(n int) int { return n }\n" + declared, 2: "mine(len(\"abc\"))"}
		source := func(n int) string { return cells[n] }
		unit, diagnostics := checker.Check(fset, scope, 1, cells[1])
		if len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		g, err := generate(unit, "sess/c1", homes, source)
		if err != nil {
			t.Fatal(err)
		}
		homes.settle(g, 1, "")
		unit.Record(scope)
		apart, err := checker.Apart(scope, []string{"mine"}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if unit, diagnostics = checker.Check(fset, apart, 2, cells[2]); len(diagnostics) > 0 {
			t.Fatal(diagnostics)
		}
		_, err = generate(unit, "sess/c2", homes, source)
		if want == "" && err != nil || want != "" && (err == nil || !strings.HasPrefix(err.Error(), want)) {
			t.Errorf("%s: got error %v, want %q", declared, err, want)
		}
	}
}

package interpreted

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the tables of constructs into interp/README.md")

const (
	readme      = "../README.md"
	tablesBegin = "<!-- The tables are made of interpreted/constructs.go: go test ./interp/interpreted -run README -update -->\n"
	tablesEnd   = "<!-- end of the tables -->\n"
)

// TestREADME compares the tables of the page with the list.
func TestREADME(t *testing.T) {
	page, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(page), tablesBegin)
	_, after, ok2 := strings.Cut(rest, tablesEnd)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the tables", readme)
	}
	want := before + tablesBegin + constructTables() + tablesEnd + after
	if want == string(page) {
		return
	}
	if !*update {
		t.Fatalf("the tables of %s are not those of constructs.go; run the test with -update", readme)
	}
	if err := os.WriteFile(readme, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

func constructTables() string {
	var b strings.Builder
	table := func(title, head string, choose func(entry) bool) {
		fmt.Fprintf(&b, "\n%s\n\n| %s | |\n|---|---|\n", title, head)
		for c := construct(0); int(c) < len(constructs); c++ {
			if e := constructs[c]; choose(e) {
				name := strings.ReplaceAll(e.name, "%s", "…")
				fmt.Fprintf(&b, "| %s | %s |\n", strings.TrimSuffix(name, ","), e.why)
			}
		}
	}
	table("Interpreted in `auto`, where cells can be compiled:", "straight", func(e entry) bool { return e.straight })
	table("Compiled in `auto`, and interpreted where nothing compiles:", "runs", func(e entry) bool { return !e.straight && e.verdict != declined })
	table("Refused by the interpreter, by name:", "refused", func(e entry) bool { return e.verdict == declined })
	b.WriteString("\n")
	return b.String()
}

// TestEveryConstructIsMet looks for what the list says and no code does.
func TestEveryConstructIsMet(t *testing.T) {
	uses := map[string]int{}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") || name == "constructs.go" {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				uses[id.Name]++
			}
			return true
		})
	}
	list, err := parser.ParseFile(token.NewFileSet(), "constructs.go", nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	var declared []string
	for _, d := range list.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST || g.Lparen == 0 {
			continue
		}
		for _, s := range g.Specs {
			if spec := s.(*ast.ValueSpec); len(g.Specs) > 5 {
				declared = append(declared, spec.Names[0].Name)
			}
		}
	}
	if len(declared) != len(constructs) {
		t.Errorf("%d constructs are declared and %d are on the list", len(declared), len(constructs))
	}
	for c, name := range declared {
		e := constructs[construct(c)]
		if e.name == "" || !e.straight && e.verdict == declined && e.why == "" && !strings.Contains(e.name, "%s") {
			t.Errorf("%s has no name or no reason", name)
		}
		if !e.straight && uses[name] == 0 {
			t.Errorf("nothing meets %s (%s)", name, e.name)
		}
	}
}

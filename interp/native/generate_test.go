package native

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"gonymede/interp/frontend"
)

// TestGenerate compares what is generated for the cells of scripts with what
// stands there. Write it with UPDATE=1.
func TestGenerate(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) { generateScript(t, file) })
	}
}

func generateScript(t *testing.T, name string) {
	script, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	fset, checker, scope := token.NewFileSet(), frontend.NewChecker(), frontend.NewScope()
	homes, sources := newHomes(), map[int]string{}
	out := txtar.Archive{Comment: script.Comment}
	number := 0
	for i, f := range script.Files {
		if f.Name != "cell" {
			continue
		}
		number++
		sources[number] = string(f.Data)
		unit, diagnostics := checker.Check(fset, scope, number, string(f.Data))
		if len(diagnostics) > 0 {
			t.Fatalf("cell %d: %v", number, diagnostics)
		}
		path := "sess/c" + string(rune('0'+number))
		g, err := generate(unit, path, homes, func(n int) string { return sources[n] })
		if err != nil {
			t.Fatalf("cell %d: %v", number, err)
		}
		homes.settle(g, number, "")
		unit.Record(scope)
		got := strings.Join(g.files, "----\n")
		for _, text := range g.files {
			if _, err := parser.ParseFile(token.NewFileSet(), "", text, 0); err != nil {
				t.Errorf("cell %d: %v\n%s", number, err, text)
			}
		}
		if i+1 < len(script.Files) && script.Files[i+1].Name == "go" && got != string(script.Files[i+1].Data) && os.Getenv("UPDATE") == "" {
			t.Errorf("cell %d\n--- got\n%s--- want\n%s", number, got, script.Files[i+1].Data)
		}
		out.Files = append(out.Files, f, txtar.File{Name: "go", Data: []byte(got)})
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, txtar.Format(&out), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

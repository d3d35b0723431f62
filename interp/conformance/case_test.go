package conformance

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"gonymede/interp/protocol"
)

var update = flag.Bool("update", false, "write what plain Go prints into testdata/cases")

var all = regexp.MustCompile("")

func panicError(text string) *protocol.Error { return &protocol.Error{Name: "Panic", Value: text} }

// fromGo returns what a plain program shows that says the same as a case.
func fromGo(t *testing.T, p *Plain, c Case) []string {
	t.Helper()
	source, err := c.program()
	if err != nil {
		t.Errorf("%s: no plain program says the same; expect it by hand: %v", c.Title(), err)
		return nil
	}
	run, err := p.Run(t.Context(), "case.go", source)
	if err != nil {
		t.Errorf("%s: %v", c.Title(), err)
		return nil
	}
	got, err := outcomes(run, len(c.Cells))
	if err != nil {
		t.Errorf("%s: the plain program: %v", c.Title(), err)
		return nil
	}
	texts := make([]string, len(got))
	for i, o := range got {
		texts[i] = c.render(o, 0)
	}
	return texts
}

func plain(t *testing.T) *Plain {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPlain("", filepath.Join(cache, "gonymede", "conformance"))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestExpectationsComeFromGo asks plain Go for some of the expectations again,
// and for all of them where they are to be written.
func TestExpectationsComeFromGo(t *testing.T) {
	const every = 40 // building a program takes a second
	p := plain(t)
	files, err := filepath.Glob("testdata/cases/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	number := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		cases, err := ParseCases(strings.TrimSuffix(filepath.Base(file), ".txtar"), text)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range cases {
			number++
			if c.ByHand != "" || !*update && number%every != 0 {
				continue
			}
			want := fromGo(t, p, c)
			for j := range want {
				if got := c.Cells[j].Want; got != want[j] && !*update {
					t.Errorf("%s: cell %d is to show\n%sbut plain Go shows\n%s", c.Title(), j+1, got, want[j])
				}
				cases[i].Cells[j].Want = want[j]
			}
		}
		if *update {
			if err := os.WriteFile(file, formatCases(txtar.Parse(text), cases), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// formatCases writes a file of cases with other expectations.
func formatCases(old *txtar.Archive, cases []Case) []byte {
	out := &txtar.Archive{Comment: old.Comment}
	at, cell := -1, 0
	for _, f := range old.Files {
		switch {
		case strings.HasPrefix(f.Name, "case "):
			at, cell = at+1, 0
			out.Files = append(out.Files, f)
		case f.Name == "cell":
			out.Files = append(out.Files, f)
			if want := cases[at].Cells[cell].Want; want != "" {
				out.Files = append(out.Files, txtar.File{Name: "out", Data: []byte(want)})
			}
			cell++
		}
	}
	return txtar.Format(out)
}

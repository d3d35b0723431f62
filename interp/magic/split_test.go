package magic

import (
	"fmt"
	"strings"
	"testing"
)

// describe writes what Split found: magics as name(args), faults behind "!! ",
// and where Go is left, its lines.
func describe(t Text) string {
	var parts []string
	for _, m := range t.Modes {
		parts = append(parts, "%%"+m.Name)
	}
	if t.Raw != nil {
		parts = append(parts, fmt.Sprintf("%%%%%s(%s) %q", t.Raw.Name, t.Raw.Args, t.Body))
	}
	for _, m := range t.Lines {
		parts = append(parts, fmt.Sprintf("%s(%s)", m.Name, m.Args))
	}
	for _, f := range t.Faults {
		parts = append(parts, fmt.Sprintf("!! %d: %s", f.Offset, f.Message))
	}
	if code := strings.Join(strings.Fields(t.Go), " "); code != "" {
		parts = append(parts, code)
	}
	return strings.Join(parts, "; ")
}

func TestSplit(t *testing.T) {
	for source, want := range map[string]string{
		"":                                 "",
		"x := 1":                           "x := 1",
		"%who":                             "who()",
		"//%who":                           "who()",
		"  %cd  /tmp  ":                    "cd(/tmp)",
		"%get a@v1\n%cd x\nfmt.Println(1)": "get(a@v1); cd(x); fmt.Println(1)",
		"x := 1\n!ls -l | wc\ny := 2":      "!(ls -l | wc); x := 1 y := 2",
		"!echo \\\n  more\nx":              "!(echo \\\n  more); x",
		"!echo \"it's\" `{(\nx := 1\n!ls":  "!(echo \"it's\" `{(); !(ls); x := 1",
		"%%bash\nif {{\n%cd\n":             "%%bash() \"if {{\\n%cd\\n\"",
		"\n// a remark\n//%%bash -e\nls":   "%%bash(-e) \"ls\"; // a remark",
		"%%time\n%%native\nf()":            "%%time; %%native; f()",
		"%%time\n%%bash\nls":               "%%time; %%bash() \"ls\"",
		"%%writefile -a x.go\npackage x\n": "%%writefile(-a x.go) \"package x\\n\"",
		"%time f(1)\ng()":                  "time(f(1)); f(1) g()",
		"//%time f(1)":                     "time(f(1)); f(1)",
		"%time for {\n%cd\n}\n%who":        "time(for {); who(); for { %cd }",
		"x %\ny":                           "x % y",
		"x := `\n%who\n!ls\n`":             "x := ` %who !ls `",
		"/*\n%who\n*/":                     "/* %who */",
		"x :=\n  a\n% b":                   "x := a % b", // the parser says what is wrong
		"ok := a &&\n!b":                   "ok := a && !b",
		"f(\n!a,\n!b)":                     "f( !a, !b)",
		"func f() {\n\t!ls\n\t//%who\n}":   "func f() { !ls //%who }",
		"x := 1 //%who":                    "x := 1 //%who",
		"x != y":                           "x != y",
		"//% of it":                        "//% of it",
		"//%d is a verb":                   "//%d is a verb",
		"//! note\n//!!\n//!ls":            "!(ls); //! note //!!",
		"// %who":                          "// %who",
		"%whos":                            "!! 0: unknown magic %whos (did you mean %who [name…]?); %help lists all",
		"%%timeit\nx":                      "!! 0: unknown magic %%timeit (did you mean %time statement, %%time?); %help lists all; x",
		"%zzzzzz":                          "!! 0: unknown magic %zzzzzz; %help lists all",
		"%bash ls":                         "!! 0: bash is a magic for a whole cell, and its first line: %%bash [options]",
		"%%get x":                          "!! 0: get is a line magic: %get module[@version]…",
		"x := 1\n%%time":                   "!! 7: %%time must be the first line of its cell; x := 1",
		"%get":                             "get(); !! 0: %get module[@version]… needs its argument: make modules usable, as go get does; a directory with a go.mod is one too",
		"%reset -f":                        "reset(-f); !! 0: %reset takes no arguments",
		"%time":                            "!! 0: %time needs a Go statement on its line; %%time on the first line times the whole cell",
		"a)\n%who":                         "who(); a)",
		"s := \"open\n%who":                "who(); s := \"open",
		"%who\r\nx := 1\r\n":               "who(); x := 1",
		"x := 5 // 日本\n!echo 日本\ny := \"é\"": "!(echo 日本); x := 5 // 日本 y := \"é\"",
	} {
		if got := describe(Split(source)); got != want {
			t.Errorf("Split(%q):\n\tgot  %s\n\twant %s", source, got, want)
		}
	}
}

// FuzzSplit checks that positions survive: what is left for Go has the length
// and the lines of the cell, and each byte of it is the cell's or a blank.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{
		"x := 1\n%who\n!ls \\\n -l\ny", "%%bash\nls", "//%time for {\n}\n%cd", "`\n%who`", "%time %who", "%%time\n%%writefile a\n\xff", "x :=\n a\n% b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		text := Split(source)
		if len(text.Go) != len(source) {
			t.Fatalf("Go has %d bytes of %d", len(text.Go), len(source))
		}
		for i := range len(source) {
			if text.Go[i] != source[i] && (text.Go[i] != ' ' || source[i] == '\n') {
				t.Fatalf("byte %d is %q, was %q", i, text.Go[i], source[i])
			}
		}
		last := 0
		for _, m := range text.Lines {
			if m.Offset < last || m.Begin < m.Offset || m.End < m.Begin || m.End > len(source) {
				t.Fatalf("%s stands from %d by %d to %d, the one before ends at %d", m.Name, m.Offset, m.Begin, m.End, last)
			}
			last = m.End
		}
		if text.Raw != nil && strings.TrimSpace(text.Go) != "" && !strings.Contains(text.Go, "//") {
			t.Fatalf("%%%%%s leaves Go: %q", text.Raw.Name, text.Go)
		}
		for _, m := range text.Lines {
			if m.Name == "time" { // what it leaves may look like another magic
				return
			}
		}
		if again := Split(text.Go); again.Go != text.Go {
			t.Fatalf("Go still has magics: %q", text.Go)
		}
	})
}

func TestHelp(t *testing.T) {
	plain, markdown := Help()
	for _, s := range Specs {
		if !strings.Contains(plain, s.Usage()) || !strings.Contains(markdown, s.Doc) {
			t.Errorf("help lacks %s", s.Name)
		}
		if p, m := s.Help(); !strings.Contains(p, s.Doc) || !strings.Contains(m, s.Doc) {
			t.Errorf("help of %s: %q %q", s.Name, p, m)
		}
	}
}

package frontend

import (
	"go/token"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	const I, D, S, P = partImport, partDecl, partStatements, partPackage
	for _, test := range []struct {
		src  string
		want []partKind
	}{
		{"", nil},
		{"// only a comment", nil},
		{"import \"fmt\"\nfmt.Println(1)", []partKind{I, S}},
		{"x := 1\nfunc f() int { return x }\ny := f()\nz := y", []partKind{S, D, S}},
		{"func() { println(1) }()", []partKind{S}},
		{"func (t T) m() {}", []partKind{D}},
		{"func (t *T[K, V]) m() {}", []partKind{D}},
		{"func(a int) int { return a }(3)", []partKind{S}},
		{"if x := 1; func() bool { return x > 0 }() { }", []partKind{S}},
		{"for i := 0; i < 3; i++ {\n}\ntype T struct {\n a int\n}\n", []partKind{S, D}},
		{"var (\n a = 1\n b = 2\n)\na; b", []partKind{D, S}},
		{"package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println() }", []partKind{P, I, D}},
		{"switch x := f(); x {\ncase 1:\n var y int\n _ = y\n}", []partKind{S}},
		{"var f = func() int {\n return 1\n}; f()", []partKind{D, S}},
	} {
		var got []partKind
		for _, p := range split([]byte(test.src)) {
			got = append(got, p.kind)
		}
		if len(got) != len(test.want) {
			t.Errorf("split(%q) = %v, want %v", test.src, got, test.want)
			continue
		}
		for i := range got {
			if got[i] != test.want[i] {
				t.Errorf("split(%q) = %v, want %v", test.src, got, test.want)
				break
			}
		}
	}
}

func TestParsePositions(t *testing.T) {
	fset := token.NewFileSet()
	c, errs := Parse(fset, 7, "import \"fmt\"\n\n  x := 3; var y = x\n\tfmt.Println(x, y)\n")
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	var got []string
	for _, s := range c.Body {
		got = append(got, fset.Position(s.Pos()).String())
	}
	if want := "cell[7]:3:3 cell[7]:3:11 cell[7]:4:2"; strings.Join(got, " ") != want {
		t.Errorf("positions %v, want %v", got, want)
	}
}

func TestSyntaxErrors(t *testing.T) {
	for src, want := range map[string]string{
		"x := ":                        "cell[1]:1:5: syntax error: expected operand, found end of cell",
		"a b":                          "cell[1]:1:3: syntax error: expected ';', found b",
		"func f( {\n}":                 "cell[1]:1:9: syntax error:",
		"x := 1\nfor {\n":              "cell[1]:2:6: syntax error: expected '}', found end of cell",
		"fmt.Println(1":                "cell[1]:1:14: syntax error:",
		"s := \"abc\nt := 1":           "cell[1]:1:6: syntax error: string literal not terminated",
		"x := 1\n/* open":              "cell[1]:2:1: syntax error: comment not terminated",
		"ok := true\n\xff := 2":        "cell[1]:2:1: illegal UTF-8 encoding",
		"type T struct {\n a int b\n}": "cell[1]:2:8: syntax error:",
	} {
		_, errs := Parse(token.NewFileSet(), 1, src)
		if len(errs) == 0 || !strings.HasPrefix(errs[0].String(), want) {
			t.Errorf("Parse(%q):\n\tgot  %v\n\twant %s", src, errs, want)
		}
	}
}

func TestIsComplete(t *testing.T) {
	for _, test := range []struct {
		code   string
		want   Completeness
		indent string
	}{
		{"", Complete, ""},
		{"x := 1", Complete, ""},
		{"x := 1\n", Complete, ""},
		{"for i := 0; i < 3; i++ {", Incomplete, "\t"},
		{"func f() {\n\tif true {", Incomplete, "\t\t"},
		{"go func() {", Incomplete, "\t"},
		{"f(func() {", Incomplete, "\t"},
		{"%%bash\nif {", Complete, ""},
		{"x := 1\n!ls (", Complete, ""},
		{"!ls \\", Incomplete, ""},
		{"%time for {", Incomplete, "\t"},
		{"%%time\nfor {", Incomplete, "\t"},
		{"%who", Complete, ""},
		{"fmt.Println?", Complete, ""},
		{"?fmt", Complete, ""},
		{"x := 1 +", Incomplete, "\t"},
		{"s := `abc", Incomplete, ""},
		{"/* comment", Incomplete, ""},
		{"x := ", Incomplete, "\t"},
		{"fmt.", Incomplete, "\t"},
		{"if x {\n} else {", Incomplete, "\t"},
		{"x := )", Invalid, ""},
		{"a b c", Invalid, ""},
		{"}", Invalid, ""},
		{"s := \"abc", Invalid, ""},
		{"switch x {\ncase 1:", Incomplete, "\t"},
		{"import \"fmt\"\nfmt.Println()", Complete, ""},
	} {
		got, indent := IsComplete(test.code)
		if got != test.want || indent != test.indent {
			t.Errorf("IsComplete(%q) = %s %q, want %s %q", test.code, got, indent, test.want, test.indent)
		}
	}
}

func TestExcerpt(t *testing.T) {
	got := Excerpt("a\n\tb := c\n", token.Position{Line: 2, Column: 7})
	if want := "\t\tb := c\n\t\t     ^"; got != want {
		t.Errorf("Excerpt = %q, want %q", got, want)
	}
}

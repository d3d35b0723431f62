package conformance

import (
	"strings"
	"testing"

	"gonymede/interp/protocol"
)

func TestDifference(t *testing.T) {
	for _, c := range []struct{ got, want, says string }{
		{"a\nb\n", "a\nb\n", ""},
		{"a\nb\n", "a\nc\n", `line 2 of stdout has "b", plain Go's has "c"`},
		{"a\n", "a\nc\n", `line 2 of stdout ends, plain Go's has "c"`},
		{"a\nx\n", "a\n", `line 2 of stdout has "x", plain Go's ends`},
	} {
		if says := difference("stdout", c.got, c.want); says != c.says {
			t.Errorf("%q and %q: %s", c.got, c.want, says)
		}
	}
}

func TestFailuresAreSorted(t *testing.T) {
	failed := func(name, value string) Outcome { return Outcome{Err: &protocol.Error{Name: name, Value: value}} }
	hung, died := failed("Interrupted", "the cell was interrupted"), failed("GoFatalError", "stack overflow")
	hung.Hung, died.Died = true, true
	for _, c := range []struct {
		outcome Outcome
		verdict Verdict
		reason  string
	}{
		{failed("UnsupportedError", "cell[1]:1:1: goto is more than the interpreter can run"), Refused, "cell[1]:1:1: goto is more than the interpreter can run"},
		{failed("CompileError", "undefined: x"), Rejected, "CompileError: undefined: x"},
		{failed("Panic", "two\nlines"), Panicked, "Panic: two lines"},
		{failed("Exit", "exit status 3"), Exited, "Exit: exit status 3"},
		{hung, Hung, "Interrupted: the cell was interrupted"},
		{died, Died, "GoFatalError: stack overflow"},
		{failed("SomethingNew", ""), Broken, "SomethingNew:"},
	} {
		verdict, reason := failure(c.outcome)
		if verdict != c.verdict || reason != c.reason {
			t.Errorf("%v is %s: %s", c.outcome.Err, verdict, reason)
		}
	}
}

func TestExitStatus(t *testing.T) {
	for value, want := range map[string]int{"exit status 3": 3, "exit status 0": 0, "exit status 2: the program ended itself": 2} {
		o := Outcome{Err: &protocol.Error{Name: "Exit", Value: value}}
		if got, ok := o.ExitStatus(); !ok || got != want {
			t.Errorf("%s: %d, %v", value, got, ok)
		}
	}
	if _, ok := (Outcome{}).ExitStatus(); ok {
		t.Error("a cell that ended well has an exit status")
	}
}

func TestCasesAreRead(t *testing.T) {
	cases, err := ParseCases("f", []byte("About them.\n-- case one --\nby hand: why\nattributed\n-- cell --\n1\n-- out --\n=> 1\n-- cell --\n-- case two --\n-- cell --\n2\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) != 2 || cases[0].Title() != "f/one" || cases[0].ByHand != "why" || !cases[0].Attributed ||
		len(cases[0].Cells) != 2 || cases[0].Cells[0].Want != "=> 1\n" || cases[1].Cells[0].Want != "" {
		t.Errorf("%+v", cases)
	}
	for text, says := range map[string]string{
		"-- cell --\n":                                              "before the first case",
		"-- case a --\n-- out --\nx\n":                              "in the wrong place",
		"-- case a --\nby magic\n":                                  "no property of a case",
		"-- case a --\n-- surprise --\n":                            "is no part of a case",
		"-- case a --\n-- cell --\n1\n-- out --\nx\n-- out --\ny\n": "in the wrong place",
	} {
		if _, err := ParseCases("f", []byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWhatACellShows(t *testing.T) {
	o := Outcome{Cell: 12, Err: &protocol.Error{Name: "CompileError", Value: "cell[12]:1:2: see cell[11]\nmore"}}
	o.Shown = Shown{Stderr: "oops\n", Parts: []Part{
		{Printed, 12, "no newline"}, {Printed, 11, "late"}, {Value, 12, "a\nb"}, {Displayed, 12, "note"}, {Late, 11, "Panic: x"},
	}}
	c := Case{Attributed: true, Cells: []CaseCell{{Want: "## another note\n"}}}
	got := c.render(o, 10)
	want := "no newline\n<1> late\n=> a\n=> b\n## note\n!! late Panic: x\n2> oops\n!! CompileError: cell[2]:1:2: see cell[1]\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestExceptionsHaveReasons(t *testing.T) {
	for name, reason := range exceptions() {
		if !strings.HasSuffix(name, ".go") || reason == "" {
			t.Errorf("exceptions.txt: %q: %q", name, reason)
		}
	}
}

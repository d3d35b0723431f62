package conformance

import (
	"fmt"
	"strings"
)

// A Verdict says how a program or a case went.
type Verdict string

// The verdicts. All but the first three are failures.
const (
	OK       Verdict = "ok"
	Excluded Verdict = "excluded" // means nothing as cells; the reason is in exceptions.txt
	Refused  Verdict = "refused"  // the tier says by name what it does not run
	Wrong    Verdict = "wrong output"
	Rejected Verdict = "compile error"
	Panicked Verdict = "panic"
	Exited   Verdict = "exit" // with another status than plain Go's
	Hung     Verdict = "hang"
	Died     Verdict = "engine died"
	Broken   Verdict = "not run" // plain Go, the cutting into cells or the engine itself failed
)

// Verdicts are all of them, in the order of reports.
var Verdicts = []Verdict{OK, Wrong, Refused, Rejected, Panicked, Exited, Hung, Died, Broken, Excluded}

// A Result is how one program or case went on a tier.
type Result struct {
	Name    string  `json:"name"`
	Tier    Tier    `json:"tier"`
	Verdict Verdict `json:"verdict"`
	// Reason says more, in one line.
	Reason string `json:"reason,omitempty"`
	// Detail is what was shown and what was expected, where they differ.
	Detail string `json:"detail,omitempty"`
	// Cells is how many cells ran.
	Cells int `json:"cells"`
	// Milliseconds is how long they took together.
	Milliseconds int64 `json:"ms"`
	// Fresh is set where it went well in an engine process of its own only.
	Fresh bool `json:"fresh,omitempty"`
}

// Failed reports whether the result is one that has to be explained.
func (r Result) Failed() bool { return r.Verdict != OK && r.Verdict != Excluded }

// failure is the verdict on a cell that failed, and why it did.
func failure(o Outcome) (Verdict, string) {
	why := ""
	if o.Err != nil {
		why = oneLine(o.Err.Error())
	}
	switch {
	case o.Hung:
		return Hung, why
	case o.Refused():
		return Refused, strings.TrimPrefix(why, "UnsupportedError: ")
	case o.Died:
		return Died, why
	}
	switch o.Err.Name {
	case "CompileError", "SyntaxError":
		return Rejected, why
	case "Exit", "EngineExit":
		return Exited, why
	case "Interrupted":
		return Hung, why
	case "Panic", "Fatal", "GoPanic", "Deadlock":
		return Panicked, why
	}
	return Broken, why
}

// oneLine is the beginning of a text, without line breaks.
func oneLine(text string) string {
	const most = 300
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

// difference describes two texts at the first line in which they differ, "" if
// they are the same.
func difference(name, got, want string) string {
	if got == want {
		return ""
	}
	g, w := strings.SplitAfter(got, "\n"), strings.SplitAfter(want, "\n")
	at := 0
	for at < len(g) && at < len(w) && g[at] == w[at] {
		at++
	}
	line := func(list []string) string {
		if at >= len(list) || list[at] == "" {
			return "ends"
		}
		return fmt.Sprintf("has %q", oneLine(list[at]))
	}
	return fmt.Sprintf("line %d of %s %s, plain Go's %s", at+1, name, line(g), line(w))
}

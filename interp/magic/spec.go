package magic

import (
	"fmt"
	"strings"
)

// A Spec describes a magic.
type Spec struct {
	// Name is what follows % or %%, and "!" for a command.
	Name string
	// Line and Cell say whether it is a line magic, a cell magic, or both.
	Line, Cell bool
	// Args is how the arguments are written, "" for none.
	Args string
	// Doc is one line of what it does.
	Doc string
	// More is what else there is to know, as Markdown, "" for nothing.
	More string

	raw   bool // what follows is not Go
	needs bool // it means nothing without arguments
}

// Specs are all magics, in the order in which help lists them.
var Specs = []Spec{
	{Name: "help", Line: true, Args: "[magic]", Doc: "list the magics, or say more of one"},
	{Name: "get", Line: true, Args: "module[@version]…", needs: true, Doc: "make modules usable, as go get does; a directory with a go.mod is one too",
		More: "It takes what `go get` takes: `%get github.com/google/uuid@v1.6.0`, `%get example.org/mod@latest`, a directory such as `%get ./mylib`. The notebook's folder decides about `go.work` and private modules, as for the Go command. It runs before the Go of its cell, so that the cell may import at once. Where a package is loaded in another version, `%get -restart module@version` starts a new engine, which declares all functions and types again. It needs native cells: a Go toolchain on this machine, which `gonymede doctor` tells about."},
	{Name: "mod", Line: true, Doc: "show the session's go.mod"},
	{Name: "engine", Line: true, Args: "[auto|native|interp]", Doc: "choose what runs cells from now on; without a choice, say what does",
		More: "`native` compiles each cell with the Go toolchain, `interp` interprets it, and `auto`, the default, chooses for each cell. It holds for the cell it stands in too."},
	{Name: "who", Line: true, Args: "[name…]", Doc: "list the session's variables with types and values, its functions and its types"},
	{Name: "reset", Line: true, Doc: "forget all variables, functions, types and imports"},
	{Name: "env", Line: true, Args: "[NAME[=value]]", Doc: "show or set environment variables, for cells and commands",
		More: "`%env` lists all, `%env NAME` shows one, `%env NAME=value` sets one. `$OTHER` in a value stands for another variable, but not in single quotes. Values that look like secrets are not listed."},
	{Name: "cd", Line: true, Args: "[dir]", Doc: "change the working directory; %cd - goes back, %cd alone goes home"},
	{Name: "time", Line: true, Cell: true, Args: "statement", Doc: "run and tell how long it took: wall time and processor time",
		More: "`%time f(x)` times one statement, `%%time` on the first line the whole cell."},
	{Name: "load", Line: true, Args: "file", needs: true, Doc: "put a file's text into the cell"},
	{Name: "!", Line: true, Args: "command", needs: true, Doc: "run a command in the shell; an exit status other than 0 is an error",
		More: "`!ls -l` runs in the session's folder, and its output comes as it is printed. An interrupt ends it. To show the negation of a Go value, write `(!ok)`."},
	{Name: "bash", Cell: true, raw: true, Args: "[options]", Doc: "run the rest of the cell in bash", More: "Options go to bash, as in `%%bash -e`, which stops at the first command that fails."},
	{Name: "writefile", Cell: true, raw: true, Args: "[-a] file", needs: true, Doc: "write the rest of the cell into a file, with -a to its end"},
	{Name: "native", Cell: true, Doc: "compile this cell, whatever %engine says"},
	{Name: "interp", Cell: true, Doc: "interpret this cell, whatever %engine says"},
	{Name: "apart", Cell: true, Args: "[name…] [with label:hash…]", Doc: "run this cell apart from the session, of which it sees only what is named",
		More: "Of the session's names it sees those that are listed. Behind `with` stand earlier cells, each with a label for messages and the first 12 hex digits of the SHA-256 of its text: what such a cell has declared is seen too, and has to be as it stands there. " +
			"Names of Go and of the standard library mean what they always do, whatever the session declares or imports under them. The cell declares nothing, and what it prints to standard error is shown with the rest, as nbgrader gives no points to cells with anything there. So the checks of an exercise say the same whatever else is in the notebook."},
}

// Lookup returns the magic with a name.
func Lookup(name string) (Spec, bool) {
	for _, s := range Specs {
		if s.Name == name {
			return s, true
		}
	}
	return Spec{}, false
}

// Usage is how the magic is written, in one line.
func (s Spec) Usage() string {
	var forms []string
	switch {
	case s.Name == "!":
		return "!" + s.Args
	case s.Line && s.Cell:
		return "%" + s.Name + " " + s.Args + ", %%" + s.Name
	case s.Line:
		forms = append(forms, "%"+s.Name)
	default:
		forms = append(forms, "%%"+s.Name)
	}
	if s.Args != "" {
		forms = append(forms, s.Args)
	}
	return strings.Join(forms, " ")
}

// Help is the text of %help, as plain text and as Markdown.
func Help() (plain, markdown string) {
	var p, m strings.Builder
	m.WriteString("| magic | what it does |\n|---|---|\n")
	for _, s := range Specs {
		fmt.Fprintf(&p, "%-28s %s\n", s.Usage(), s.Doc)
		fmt.Fprintf(&m, "| `%s` | %s |\n", strings.ReplaceAll(s.Usage(), "|", `\|`), s.Doc)
	}
	const rest = "Each may stand behind //, as in //%get, so that the cell is still Go. Line magics may stand among Go statements; cell magics (%%) come first.\n" +
		"name? shows what is known of a name, name?? its source too."
	fmt.Fprintf(&p, "\n%s\n", rest)
	fmt.Fprintf(&m, "\n%s\n", strings.NewReplacer("//%get", "`//%get`", "(%%)", "(`%%`)", "name??", "`name??`", "name? ", "`name?` ", "\n", "  \n", "behind //,", "behind `//`,").Replace(rest))
	return p.String(), m.String()
}

// Help is what there is to know of one magic, as plain text and as Markdown.
func (s Spec) Help() (plain, markdown string) {
	plain, markdown = s.Usage()+"\n\n"+s.Doc+"\n", "`"+s.Usage()+"`\n\n"+s.Doc+"\n"
	if s.More != "" {
		plain += "\n" + strings.ReplaceAll(s.More, "`", "") + "\n"
		markdown += "\n" + s.More + "\n"
	}
	return plain, markdown
}

package overlay

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// edit is a line of an .edits file: file | function | anchor | replacement [| all].
// Within fields, \| stands for a bar; in the replacement, @ stands for the anchor.
type edit struct {
	from string // file and line of the edit itself

	file        string // below GOROOT/src
	function    string // how the line begins with which the function, or the type, begins
	anchor      string // within the function
	replacement string
	all         bool // the anchor may occur more than once
}

const separator = " | "

// readEdits reads all .edits files at the root of files.
func readEdits(files fs.FS) ([]edit, error) {
	names, err := fs.Glob(files, "*.edits")
	if err != nil {
		return nil, err
	}
	var edits []edit
	var errs []error
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		for i, line := range strings.Split(string(data), "\n") {
			if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
				continue
			}
			e, err := parseEdit(line)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s:%d: %w", name, i+1, err))
				continue
			}
			e.from = fmt.Sprintf("%s:%d", name, i+1)
			edits = append(edits, e)
		}
	}
	return edits, errors.Join(errs...)
}

func parseEdit(line string) (edit, error) {
	const escaped = "\x00"
	fields := strings.Split(strings.ReplaceAll(line, `\|`, escaped), separator)
	for i, f := range fields {
		fields[i] = strings.TrimSpace(strings.ReplaceAll(f, escaped, "|"))
	}
	if n := len(fields); n != 4 && n != 5 || slices.Contains(fields[:4], "") {
		return edit{}, fmt.Errorf("want file | function | anchor | replacement [| all], have %d fields", n)
	}
	e := edit{file: fields[0], function: fields[1], anchor: fields[2], replacement: strings.ReplaceAll(fields[3], "@", fields[2])}
	if len(fields) == 5 {
		if fields[4] != "all" {
			return edit{}, fmt.Errorf("the fifth field is %q, it can only be all", fields[4])
		}
		e.all = true
	}
	return e, nil
}

// applyEdits applies edits to the sources and gives the new text of each file
// that they change. All edits that do not fit are reported at once, as an
// *AnchorError.
func applyEdits(edits []edit, sources fs.FS, version string) (map[string]string, error) {
	changed := map[string]string{}
	failed := &AnchorError{Version: version}
	for _, e := range edits {
		text, ok := changed[e.file]
		if !ok {
			data, err := fs.ReadFile(sources, e.file)
			if err != nil {
				failed.add(e, "there is no such file")
				continue
			}
			text = string(data)
		}
		text, problem := e.apply(text)
		if problem != "" {
			failed.add(e, problem)
			continue
		}
		changed[e.file] = text
	}
	if len(failed.Mismatches) > 0 {
		return nil, failed
	}
	return changed, nil
}

// apply gives the text with the edit made, or says what is wrong.
func (e edit) apply(text string) (changed, problem string) {
	begin := "\n" + e.function
	if n := strings.Count(text, begin); n != 1 {
		return "", fmt.Sprintf("the function is there %d times", n)
	}
	start := strings.Index(text, begin) + 1
	end := len(text)
	for _, last := range []string{"\n}\n", "\n)\n"} {
		if i := strings.Index(text[start:], last); i >= 0 && start+i < end {
			end = start + i
		}
	}
	if line, _, _ := strings.Cut(text[start:], "\n"); strings.HasSuffix(line, "}") {
		end = start + len(line) // a function of one line
	}
	function := text[start:end]
	switch n := strings.Count(function, e.anchor); {
	case n == 0:
		return "", "the anchor is not in the function"
	case n > 1 && !e.all:
		return "", fmt.Sprintf("the anchor is in the function %d times", n)
	}
	return text[:start] + strings.ReplaceAll(function, e.anchor, e.replacement) + text[end:], ""
}

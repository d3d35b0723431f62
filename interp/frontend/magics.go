package frontend

import (
	"os"
	"sort"
	"strings"

	"gonymede/interp/magic"
	"gonymede/interp/protocol"
)

// magicAt finds the line magic, or the cell magic, in whose line a cursor is. ok
// is false where the cursor is in Go. begin is where the magic begins; a name that
// is not complete yet counts too.
func magicAt(code string, cursor int) (begin int, ok bool) {
	start := strings.LastIndexByte(code[:cursor], '\n') + 1
	line := strings.TrimLeft(code[start:cursor], " \t")
	begin = cursor - len(line)
	if strings.HasPrefix(line, "!") || strings.HasPrefix(line, "//!") {
		lines := magic.Split(code[:cursor]).Lines
		return begin, len(lines) > 0 && lines[len(lines)-1].Offset == begin
	}
	if !strings.HasPrefix(strings.TrimPrefix(line, "//"), "%") {
		return 0, false
	}
	// A magic with this beginning is one where %who would be one.
	lines := magic.Split(code[:begin] + "%who").Lines
	return begin, len(lines) > 0 && lines[len(lines)-1].Offset == begin
}

// completeMagic completes the name of a magic and its arguments. ok is false where
// the cursor is in Go, as it is behind %time.
func (c *Checker) completeMagic(s *Scope, code string, cursor int) (found protocol.Completion, ok bool) {
	if text := magic.Split(code); text.Raw != nil && cursor > text.Raw.End {
		found := complete(cursor, lastWord(code[text.Raw.End:cursor]))
		if text.Raw.Name == "bash" {
			found.Matches = fileNames(code[found.Start:cursor], false)
		}
		return found, true
	}
	begin, ok := magicAt(code, cursor)
	if !ok {
		return protocol.Completion{}, false
	}
	line := strings.TrimPrefix(code[begin:cursor], "//")
	name := strings.TrimLeft(line, "%")
	if line[0] == '!' {
		found = complete(cursor, lastWord(line[1:]))
		found.Matches = fileNames(code[found.Start:cursor], false)
		return found, true
	}
	end := strings.IndexAny(name, " \t")
	if end < 0 {
		found = complete(cursor, line)
		found.Matches = magicNames(line, magic.IsHeader(code[:begin]))
		return found, true
	}
	if name[:end] == "time" {
		return found, false
	}
	found = complete(cursor, lastWord(name))
	found.Matches = c.magicArguments(s, name[:end], code[found.Start:cursor])
	return found, true
}

// complete is a completion of the text before the cursor, without matches yet.
func complete(cursor int, typed string) protocol.Completion {
	return protocol.Completion{Start: cursor - len(typed), End: cursor, Matches: []protocol.CompletionItem{}}
}

func lastWord(text string) string { return text[strings.LastIndexAny(text, " \t\n=<>|;&(")+1:] }

// magicNames lists the magics that begin with what is typed. first says that
// cell magics may stand here.
func magicNames(typed string, first bool) []protocol.CompletionItem {
	matches := []protocol.CompletionItem{}
	add := func(text, doc string) {
		if strings.HasPrefix(text, typed) {
			matches = append(matches, protocol.CompletionItem{Text: text, Type: "magic", Signature: doc})
		}
	}
	for _, spec := range magic.Specs {
		if spec.Line && spec.Name != "!" {
			add("%"+spec.Name, spec.Doc)
		}
	}
	for _, spec := range magic.Specs {
		if !spec.Cell || !first {
			continue
		}
		add("%%"+spec.Name, spec.Doc)
		if strings.TrimLeft(typed, "%") != "" && !strings.HasPrefix(typed, "%%") {
			typed := "%" + typed // %ba may become %%bash
			if strings.HasPrefix("%%"+spec.Name, typed) {
				matches = append(matches, protocol.CompletionItem{Text: "%%" + spec.Name, Type: "magic", Signature: spec.Doc})
			}
		}
	}
	return matches
}

// magicArguments lists what a magic's argument may be that begins with what is
// typed.
func (c *Checker) magicArguments(s *Scope, name, typed string) []protocol.CompletionItem {
	var words []string
	kind := ""
	switch name {
	case "cd":
		return fileNames(typed, true)
	case "load", "writefile":
		return fileNames(typed, false)
	case "get":
		if typed != "" && strings.ContainsRune("./~", rune(typed[0])) {
			return fileNames(typed, true)
		}
		return moduleNames(typed)
	case "engine":
		words, kind = []string{"auto", "native", "interp"}, "keyword"
	case "help":
		for _, spec := range magic.Specs {
			words = append(words, spec.Name)
		}
		kind = "magic"
	case "who":
		words, kind = s.Names(), "variable"
	case "env":
		for _, v := range os.Environ() {
			n, _, _ := strings.Cut(v, "=")
			words = append(words, n)
		}
		sort.Strings(words)
		kind = "variable"
	}
	matches := []protocol.CompletionItem{}
	for _, w := range words {
		if strings.HasPrefix(w, typed) {
			matches = append(matches, protocol.CompletionItem{Text: w, Type: kind})
		}
	}
	return matches
}

// inspectMagic describes the magic in whose name or line the cursor is.
func inspectMagic(code string, cursor int) (protocol.Inspection, bool) {
	start := strings.LastIndexByte(code[:cursor], '\n') + 1
	end := start + len(code[start:])
	if i := strings.IndexByte(code[start:], '\n'); i >= 0 {
		end = start + i
	}
	begin, ok := magicAt(code, end)
	if !ok {
		return protocol.Inspection{}, false
	}
	line := strings.TrimPrefix(code[begin:end], "//")
	name := strings.TrimLeft(line, "%")
	if i := strings.IndexAny(name, " \t"); i >= 0 {
		name = name[:i]
	}
	if line[0] == '!' {
		name = "!"
	}
	spec, known := magic.Lookup(name)
	if !known {
		return protocol.Inspection{}, true
	}
	if name == "time" && cursor > begin+strings.Index(code[begin:], name)+len(name) {
		return protocol.Inspection{}, false // it is Go there
	}
	plain, markdown := spec.Help()
	return protocol.Inspection{Found: true, Data: map[string]any{"text/plain": plain, "text/markdown": markdown}}, true
}

package frontend

import (
	"os"
	"path"
	"path/filepath"
	"strings"
	"unicode"

	"gonymede/interp/protocol"
)

// maxFiles is how many names of one folder are offered.
const maxFiles = 500

// fileNames lists the files whose path begins with what is typed: relative to the
// working directory, absolute, or below the home directory behind ~/. Folders
// end in a slash; with folders, nothing else is listed.
func fileNames(typed string, folders bool) []protocol.CompletionItem {
	matches := []protocol.CompletionItem{}
	dir, base := filepath.Split(typed)
	where := dir
	if rest, ok := strings.CutPrefix(dir, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return matches
		}
		where = filepath.Join(home, rest)
	}
	if where == "" {
		where = "."
	}
	entries, err := os.ReadDir(where)
	if err != nil {
		return matches
	}
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, base) || base == "" && strings.HasPrefix(name, ".") {
			continue
		}
		isDir := e.IsDir()
		if e.Type()&os.ModeSymlink != 0 {
			if info, err := os.Stat(filepath.Join(where, name)); err == nil {
				isDir = info.IsDir()
			}
		}
		switch {
		case isDir:
			name += "/"
		case folders:
			continue
		}
		matches = append(matches, protocol.CompletionItem{Text: dir + name, Type: "path"})
		if len(matches) == maxFiles {
			break
		}
	}
	return matches
}

// moduleNames lists the modules on this machine whose path begins with what is
// typed, one element at a time, and behind @ their versions. It reads one folder
// of Go's module cache.
func moduleNames(typed string) []protocol.CompletionItem {
	matches := []protocol.CompletionItem{}
	root := filepath.Join(ModuleCache(), "cache", "download")
	if module, version, ok := strings.Cut(typed, "@"); ok {
		entries, _ := os.ReadDir(filepath.Join(root, EscapeModule(module), "@v")) // none where there is no such module
		for _, e := range entries {
			if v, isInfo := strings.CutSuffix(e.Name(), ".info"); isInfo && strings.HasPrefix(v, version) {
				matches = append(matches, protocol.CompletionItem{Text: module + "@" + v, Type: "path"})
			}
		}
		return matches
	}
	dir, base := path.Split(typed)
	entries, _ := os.ReadDir(filepath.Join(root, EscapeModule(dir)))
	for _, e := range entries {
		name := unescape(e.Name())
		if !e.IsDir() || !strings.HasPrefix(name, base) || strings.HasPrefix(name, "@") || name == "sumdb" && dir == "" {
			continue
		}
		if info, err := os.Stat(filepath.Join(root, EscapeModule(dir+name), "@v")); err != nil || !info.IsDir() {
			name += "/"
		}
		matches = append(matches, protocol.CompletionItem{Text: dir + name, Type: "path"})
	}
	return matches
}

// ModuleCache is where the Go command keeps modules.
func ModuleCache() string {
	if dir := os.Getenv("GOMODCACHE"); dir != "" {
		return dir
	}
	if list := filepath.SplitList(os.Getenv("GOPATH")); len(list) > 0 {
		return filepath.Join(list[0], "pkg", "mod")
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "nowhere"
	}
	return filepath.Join(home, "go", "pkg", "mod")
}

// EscapeModule writes a module path as the module cache does: capital letters as ! and
// the small letter.
func EscapeModule(module string) string {
	var b strings.Builder
	for _, r := range module {
		if unicode.IsUpper(r) {
			b.WriteByte('!')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

func unescape(name string) string {
	var b strings.Builder
	up := false
	for _, r := range name {
		if r == '!' {
			up = true
			continue
		}
		if up {
			r = unicode.ToUpper(r)
		}
		up = false
		b.WriteRune(r)
	}
	return b.String()
}

package session

import (
	"path/filepath"
	"slices"
	"strings"

	"gonymede/interp/frontend"
)

// moduleFolders are the folders of the modules that a go.mod requires, by module
// path.
func moduleFolders(mod string) map[string]string {
	folders := map[string]string{}
	block := ""
	for line := range strings.Lines(mod) {
		line, _, _ = strings.Cut(line, "//")
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
			continue
		case len(words) == 2 && words[1] == "(":
			block = words[0]
			continue
		case words[0] == ")":
			block = ""
			continue
		case block == "":
			block, words = words[0], words[1:]
			addFolder(folders, block, words)
			block = ""
			continue
		}
		addFolder(folders, block, words)
	}
	return folders
}

// addFolder takes one line of a require or replace directive.
func addFolder(folders map[string]string, directive string, words []string) {
	cache := frontend.ModuleCache()
	switch {
	case directive == "require" && len(words) > 1:
		folders[words[0]] = filepath.Join(cache, frontend.EscapeModule(words[0]+"@"+words[1]))
	case directive == "replace":
		i := slices.Index(words, "=>")
		if i < 1 || i+1 >= len(words) {
			return
		}
		to := words[i+1]
		if i+2 < len(words) {
			to = filepath.Join(cache, frontend.EscapeModule(to+"@"+words[i+2]))
		}
		folders[words[0]] = to
	}
}

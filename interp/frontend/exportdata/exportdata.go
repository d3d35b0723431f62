// Package exportdata holds the export data of every public package of the
// standard library, and of the packages that cells get without an import, so
// that cells are type-checked without a Go toolchain.
package exportdata

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"fmt"
	"path"
	"sort"
	"strings"
	"sync"
)

//go:generate go run ./gen -o packages.zip gonymede/kernel/display gonymede/plotting

//go:embed packages.zip
var packages []byte

// open indexes the archive once. Entries are named by import path.
var open = sync.OnceValues(func() (map[string]*zip.File, error) {
	z, err := zip.NewReader(bytes.NewReader(packages), int64(len(packages)))
	if err != nil {
		return nil, fmt.Errorf("export data: %w", err)
	}
	files := make(map[string]*zip.File, len(z.File))
	for _, f := range z.File {
		files[f.Name] = f
	}
	return files, nil
})

// Paths lists the import paths of all packages, sorted.
func Paths() []string {
	files, err := open()
	if err != nil {
		return nil
	}
	paths := make([]string, 0, len(files))
	for p := range files {
		paths = append(paths, p)
	}
	sort.Strings(paths)
	return paths
}

// Named lists the import paths of the packages with a name, the likeliest
// first: the shorter path, and the standard library's math/rand before
// crypto/rand, text/template before html/template.
func Named(name string) []string {
	var found []string
	for _, p := range Paths() {
		if Name(p) == name {
			found = append(found, p)
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return rank(found[i]) < rank(found[j]) })
	return found
}

func rank(p string) int {
	switch p {
	case "math/rand", "text/template", "runtime/pprof", "go/scanner", "go/parser":
		return 0
	}
	return 1 + strings.Count(p, "/")
}

// Name is the name that a package with an import path has, as far as the path
// tells: its last element, or the one before a version.
func Name(importPath string) string {
	base := path.Base(importPath)
	if len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" {
		base = path.Base(path.Dir(importPath))
	}
	return base
}

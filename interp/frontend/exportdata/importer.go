package exportdata

import (
	"bufio"
	"fmt"
	"go/token"
	"go/types"
	"io"
	"os"
	"path"
	"sort"
	"strings"
	"sync"

	"golang.org/x/tools/go/gcexportdata"

	"gonymede/interp/spelling"
)

// An Importer is a types.Importer for the packages in the archive, and for more
// that it is told of. Any number of goroutines may use it; each package is read
// once.
type Importer struct {
	mu       sync.Mutex
	fset     *token.FileSet
	packages map[string]*types.Package
	files    map[string]string // of the packages that are not in the archive
}

// NewImporter returns an Importer that has read nothing yet.
func NewImporter() *Importer {
	return &Importer{fset: token.NewFileSet(), packages: map[string]*types.Package{}, files: map[string]string{}}
}

// Add makes more packages known: import path to a file that is export data of
// the Go compiler, or an archive with it. A package of the archive stays what
// it is. One that was added before, and has another file now, is read again
// when it is imported next.
func (i *Importer) Add(files map[string]string) {
	own, err := open()
	if err != nil {
		return
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	for p, file := range files {
		if own[p] != nil || p == "unsafe" {
			continue
		}
		if old, known := i.files[p]; known && old != file {
			delete(i.packages, p)
		}
		i.files[p] = file
	}
}

// Added lists the import paths of the packages that were added, sorted.
func (i *Importer) Added() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	paths := make([]string, 0, len(i.files))
	for p := range i.files {
		paths = append(paths, p)
	}
	sort.Strings(paths)
	return paths
}

// Import reads a package by its import path.
func (i *Importer) Import(importPath string) (*types.Package, error) {
	if importPath == "unsafe" {
		return types.Unsafe, nil
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if pkg := i.packages[importPath]; pkg != nil && pkg.Complete() {
		return pkg, nil
	}
	r, err := i.open(importPath)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	pkg, err := gcexportdata.Read(r, i.fset, i.packages, importPath)
	if err != nil {
		return nil, fmt.Errorf("export data of %s: %w", importPath, err)
	}
	return pkg, nil
}

// open returns a package's export data.
func (i *Importer) open(importPath string) (io.ReadCloser, error) {
	if name := i.files[importPath]; name != "" {
		file, err := os.Open(name)
		if err != nil {
			return nil, fmt.Errorf("export data of %s: %w", importPath, err)
		}
		data, err := member(bufio.NewReader(file))
		if err != nil {
			file.Close()
			return nil, fmt.Errorf("export data of %s in %s: %w", importPath, name, err)
		}
		return readCloser{data, file}, nil
	}
	own, err := open()
	if err != nil {
		return nil, err
	}
	f := own[importPath]
	if f == nil {
		return nil, i.unknown(importPath)
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("export data of %s: %w", importPath, err)
	}
	return r, nil
}

type readCloser struct {
	io.Reader
	io.Closer
}

// unknown says how a package may be had that is not.
func (i *Importer) unknown(importPath string) error {
	var paths []string
	for p := range i.files {
		paths = append(paths, p)
	}
	near := spelling.Closest(importPath, append(paths, Paths()...))
	if near == "" { // encoding/jsn is nearer by its last element
		for _, p := range Paths() {
			if path.Dir(p) == path.Dir(importPath) && spelling.Closest(path.Base(importPath), []string{path.Base(p)}) != "" {
				near = p
			}
		}
	}
	if strings.HasPrefix(importPath, "gonymede/") { // by its last element, as gonymede/display
		for _, p := range Paths() {
			if strings.HasPrefix(p, "gonymede/") && path.Base(p) == path.Base(importPath) {
				return fmt.Errorf("package %s is not there (did you mean %s?); cells have %s without an import", importPath, p, path.Base(p))
			}
		}
	}
	first, _, _ := strings.Cut(importPath, "/")
	switch {
	case strings.HasPrefix(importPath, ".") || strings.HasPrefix(importPath, "/"):
		return fmt.Errorf("%q is a folder: a package is imported by its path; %%get %s makes a folder with a go.mod usable", importPath, importPath)
	case strings.Contains(first, ".") && near != "":
		return fmt.Errorf("package %s is not in this session (did you mean %s?); %%get %s gets its module", importPath, near, importPath)
	case strings.Contains(first, "."):
		return fmt.Errorf("package %s is not in this session; %%get %s gets its module", importPath, importPath)
	case near != "":
		return fmt.Errorf("package %s is not in std (did you mean %s?)", importPath, near)
	}
	return fmt.Errorf("package %s is not in std; a module is got with %%get, by a path that begins with a host, as in github.com/…", importPath)
}

// NameOf is the name of the package with an import path. That of a package
// which was added is read from it, because its path may tell another one.
func (i *Importer) NameOf(importPath string) string {
	i.mu.Lock()
	_, added := i.files[importPath]
	i.mu.Unlock()
	if added {
		if pkg, err := i.Import(importPath); err == nil {
			return pkg.Name()
		}
	}
	return Name(importPath)
}

// Named lists the import paths of the packages with a name, the likeliest
// first: those of the archive, then those that were added and whose path lets
// one expect the name, the shorter path first.
func (i *Importer) Named(name string) []string {
	var added []string
	for _, p := range i.Added() {
		if mayBeNamed(p, name) && i.NameOf(p) == name {
			added = append(added, p)
		}
	}
	sort.SliceStable(added, func(a, b int) bool { return len(added[a]) < len(added[b]) })
	return append(Named(name), added...)
}

// mayBeNamed reports whether an import path that others may import ends in a
// name, as go-name, name.v2 or name-go do too.
func mayBeNamed(importPath, name string) bool {
	if strings.Contains("/"+importPath+"/", "/internal/") || strings.Contains("/"+importPath+"/", "/vendor/") {
		return false
	}
	return strings.Contains(strings.ToLower(Name(importPath)), strings.ToLower(name))
}

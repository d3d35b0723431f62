package toolchain

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

const (
	// module is the project's module.
	module = "gonymede"
	// moduleVersion is what a session's module requires. There is no such
	// version: the module lies in a folder.
	moduleVersion = "v0.0.0"
	// hostPackage is the engine's main package.
	hostPackage = module + "/interp/native/host"
)

// cellPackages are the packages of the engine that cells may import besides
// those of the standard library.
var cellPackages = []string{
	module + "/interp/native/cell",
	module + "/kernel/display",
}

// Packages of the project that the engine does not contain, because modules come
// with them of which sessions may want other versions. Each folder is a module of
// its own where the sources are unpacked, so that a session that uses neither
// package has nothing of them.
const (
	// plottingModule is package plotting and its symbols for the interpreter. It
	// requires the modules that the project does, in their versions.
	plottingModule  = module + "/plotting"
	plottingSymbols = plottingModule + "/symbols"
	// plotModule is the package that shows plots of gonum. It requires no version.
	plotModule = module + "/interp/native/gonumplot"
)

// plottingPackages are those that the plugin of plotting is made for.
var plottingPackages = []string{plottingModule, plottingSymbols}

// source is what the engine and cells need of the project's sources.
type source struct {
	files map[string][]byte // by path
	hash  string
}

// readSource selects the packages that the engine and cells import, directly or
// not, without their tests.
func readSource(all fs.FS) (*source, error) {
	s := &source{files: map[string][]byte{}}
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := fs.ReadFile(all, name)
		if err != nil {
			return nil, fmt.Errorf("toolchain: the engine's sources: %w", err)
		}
		s.files[name] = data
	}
	seen := map[string]bool{}
	todo := slices.Concat([]string{hostPackage, plotModule}, cellPackages, plottingPackages)
	for len(todo) > 0 {
		pkg := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[pkg] {
			continue
		}
		seen[pkg] = true
		imports, err := s.addPackage(all, strings.TrimPrefix(pkg, module+"/"))
		if err != nil {
			return nil, fmt.Errorf("toolchain: the sources of %s: %w", pkg, err)
		}
		todo = append(todo, imports...)
	}
	sum := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		fmt.Fprintf(sum, "%s %d\n", name, len(s.files[name]))
		sum.Write(s.files[name])
	}
	s.hash = hex.EncodeToString(sum.Sum(nil))
	return s, nil
}

// addPackage adds the files of a package and of its folders that are no
// packages, which it may embed. It returns what the package imports of the
// project.
func (s *source) addPackage(all fs.FS, dir string) (imports []string, err error) {
	err = fs.WalkDir(all, dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if name != dir && (d.Name() == "testdata" || hasGoFiles(all, name)) {
				return fs.SkipDir
			}
			return nil
		}
		if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, ".md") {
			return nil
		}
		data, err := fs.ReadFile(all, name)
		if err != nil {
			return err
		}
		s.files[name] = data
		if path.Ext(name) != ".go" {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, data, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, spec := range file.Imports {
			if imported, _ := strconv.Unquote(spec.Path.Value); strings.HasPrefix(imported, module+"/") {
				imports = append(imports, imported)
			}
		}
		return nil
	})
	return imports, err
}

func hasGoFiles(all fs.FS, dir string) bool {
	found, _ := fs.Glob(all, dir+"/*.go")
	return len(found) > 0
}

// extract writes the sources below dir.
func (s *source) extract(dir string) error {
	for name, data := range s.files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

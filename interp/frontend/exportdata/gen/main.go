// Command gen writes the export data that ships in the binary: what go/types
// needs to know of every public package of the standard library and of the
// packages that cells get without an import. Run it with
//
//	go generate ./interp/frontend/exportdata
//
// after a change of Go release or of one of those packages.
package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"flag"
	"fmt"
	"go/token"
	"go/types"
	"io"
	"log"
	"os"
	"os/exec"
	"sort"
	"strings"

	"golang.org/x/tools/go/gcexportdata"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	out := flag.String("o", "packages.zip", "the file to write")
	flag.Parse()
	if err := run(*out, flag.Args()); err != nil {
		log.Fatal(err)
	}
}

// run writes the export data of std and of the packages that are named.
func run(out string, patterns []string) error {
	files, err := list(append([]string{"std"}, patterns...))
	if err != nil {
		return err
	}
	paths := make([]string, 0, len(files))
	for path := range files {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	fset, imports := token.NewFileSet(), map[string]*types.Package{}
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	for _, path := range paths {
		pkg, err := read(fset, imports, path, files[path])
		if err != nil {
			return err
		}
		w, err := z.Create(path)
		if err != nil {
			return err
		}
		if err := gcexportdata.Write(w, fset, pkg); err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(out, archive.Bytes(), 0o644)
}

// list asks the Go command for the export file of each public package.
func list(patterns []string) (map[string]string, error) {
	args := append([]string{"list", "-export", "-f", "{{.ImportPath}}\t{{.Export}}"}, patterns...)
	text, err := exec.Command("go", args...).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return nil, fmt.Errorf("go list: %w\n%s", err, exit.Stderr)
		}
		return nil, fmt.Errorf("go list: %w", err)
	}
	files := map[string]string{}
	for line := range strings.Lines(string(text)) {
		path, file, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if file != "" && public(path) {
			files[path] = file
		}
	}
	return files, nil
}

func public(path string) bool {
	return path != "" && !strings.HasPrefix(path, "vendor/") && !strings.HasPrefix(path, "cmd/") &&
		!strings.Contains("/"+path+"/", "/internal/")
}

func read(fset *token.FileSet, imports map[string]*types.Package, path, file string) (*types.Package, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r, err := gcexportdata.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	pkg, err := gcexportdata.Read(r, fset, imports, path)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return pkg, nil
}

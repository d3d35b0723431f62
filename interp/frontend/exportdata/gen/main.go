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
	"go/types"
	"io"
	"log"
	"os"
	"sort"
	"strings"

	"golang.org/x/tools/go/gcexportdata"
	"golang.org/x/tools/go/packages"
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
	config := &packages.Config{Mode: packages.NeedName | packages.NeedImports | packages.NeedTypes | packages.NeedExportFile}
	list, err := packages.Load(config, append([]string{"std"}, patterns...)...)
	if err != nil {
		return fmt.Errorf("load the packages: %w", err)
	}
	if packages.PrintErrors(list) > 0 {
		return errors.New("some packages do not load")
	}
	sort.Slice(list, func(i, j int) bool { return list[i].PkgPath < list[j].PkgPath })
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	for _, pkg := range list {
		if !public(pkg.PkgPath) || pkg.Types == types.Unsafe {
			continue
		}
		w, err := z.Create(pkg.PkgPath)
		if err != nil {
			return err
		}
		if err := gcexportdata.Write(w, pkg.Fset, pkg.Types); err != nil {
			return fmt.Errorf("write %s: %w", pkg.PkgPath, err)
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(out, archive.Bytes(), 0o644)
}

func public(path string) bool {
	return path != "" && !strings.HasPrefix(path, "vendor/") && !strings.HasPrefix(path, "cmd/") &&
		!strings.Contains("/"+path+"/", "/internal/")
}

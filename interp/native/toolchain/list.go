package toolchain

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// listedPackage is what go list says about a package.
type listedPackage struct {
	ImportPath     string
	Name           string
	Export         string // archive with export data and code
	Standard       bool
	DefaultGODEBUG string
	Module         *listedModule
	Error          *listedError
}

type listedModule struct {
	Path    string
	Version string
	Dir     string
	Main    bool
	Replace *listedModule
}

type listedError struct{ Err string }

// version names the module's version, or the folder that replaces it.
func (m *listedModule) version() string {
	switch {
	case m == nil:
		return ""
	case m.Replace != nil:
		return strings.TrimSpace(m.Replace.Path + " " + m.Replace.Version)
	}
	return m.Version
}

// listArguments make go list compile packages and say where the result is.
var listArguments = []string{
	"list", "-export", "-deps", "-e", "-trimpath", "-buildvcs=false",
	"-json=ImportPath,Name,Export,Standard,DefaultGODEBUG,Module,Error",
}

// list compiles packages with all that they import, for cells or the engine,
// and gives them in an order in which each stands after what it imports.
// Package loading errors are joined into one error.
func (g *Go) list(ctx context.Context, dir string, flags []string, packages ...string) ([]listedPackage, error) {
	args := slices.Concat(listArguments, flags, []string{"--"}, packages)
	out, err := run(g.command(ctx, dir, args...))
	listed, decodeErr := decodeList(out)
	if broken := packageErrors(listed); broken != nil {
		return nil, broken
	}
	return listed, errors.Join(err, decodeErr)
}

func decodeList(out []byte) ([]listedPackage, error) {
	var listed []listedPackage
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listedPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return listed, nil
		} else if err != nil {
			return listed, fmt.Errorf("go list: %w", err)
		}
		listed = append(listed, p)
	}
}

func packageErrors(listed []listedPackage) error {
	var errs []error
	for _, p := range listed {
		if p.Error != nil {
			errs = append(errs, fmt.Errorf("%s: %s", p.ImportPath, strings.TrimSpace(p.Error.Err)))
		}
	}
	return errors.Join(errs...)
}

// id identifies an archive's content: the Go command names what it has built by
// a hash of the content.
func (p listedPackage) id() string { return filepath.Base(p.Export) }

package conformance

import (
	"bytes"
	"fmt"
	"go/build/constraint"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// A Program is a program of $GOROOT/test.
type Program struct {
	// Name is its path below $GOROOT/test, with slashes.
	Name   string
	Source []byte
}

// FindPrograms returns the plain programs of $GOROOT/test whose names match:
// those that are to be built from one file and run without flags and arguments,
// which a first line "// run" says, and that are for this system.
func FindPrograms(goroot string, match *regexp.Regexp) ([]Program, error) {
	root := filepath.Join(goroot, "test")
	var programs []Program
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && filepath.Ext(path) == ".dir": // the packages of one test
			return filepath.SkipDir
		case d.IsDir() || filepath.Ext(path) != ".go":
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if match.MatchString(name) && isPlain(source) {
			programs = append(programs, Program{name, source})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read Go's own tests (a Go distribution has them in its directory test): %w", err)
	}
	return programs, nil
}

// isPlain reports whether a file says that it is to be run, here, as it is.
func isPlain(source []byte) bool {
	first, _, _ := bytes.Cut(source, []byte("\n"))
	if string(bytes.TrimSpace(first)) != "// run" {
		return false
	}
	for line := range bytes.Lines(source) {
		text := strings.TrimSpace(string(line))
		if strings.HasPrefix(text, "package ") {
			break
		}
		if !constraint.IsGoBuild(text) {
			continue
		}
		if expr, err := constraint.Parse(text); err == nil && !expr.Eval(tagHolds) {
			return false
		}
	}
	return true
}

func tagHolds(tag string) bool {
	if tag == "unix" {
		return slices.Contains([]string{"linux", "darwin", "freebsd", "netbsd", "openbsd"}, runtime.GOOS)
	}
	return slices.Contains([]string{runtime.GOOS, runtime.GOARCH, "gc", "cgo"}, tag) || strings.HasPrefix(tag, "go1.")
}

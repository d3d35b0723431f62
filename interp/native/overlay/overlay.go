// Package overlay has the project's edits to Go's own sources and applies them
// to a GOROOT, which stays as it is: the result is a set of changed copies and a
// file for the Go command's -overlay flag.
//
// An edit puts a line of the project's own at an anchor, a short piece of Go's
// text within a named function. Longer code stands in files that are added to
// Go's packages. The README beside the toolchain package explains each edit.
package overlay

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

//go:embed *.edits all:added
var files embed.FS

// addedSuffix hides added Go files from this module's own build.
const addedSuffix = ".txt"

// Files for the Go command's -overlay flag, which Apply writes.
const (
	Tools = "tools.json" // changes cmd/link and cmd/compile; the standard library stays as it is
	Std   = "std.json"   // changes the standard library
)

// Apply applies the edits to the sources in goroot and writes the changed and
// added files, Tools and Std into dir. version is that of goroot, for messages.
// Tools and Std name the others as if dir were final, so it can be renamed.
//
// The error is an *AnchorError if an edit does not fit these sources.
func Apply(goroot, version, dir, final string) error {
	changed, err := change(goroot, version)
	if err != nil {
		return err
	}
	tools, std := map[string]string{}, map[string]string{}
	for name, text := range changed {
		file := strings.ReplaceAll(name, "/", "_")
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			return err
		}
		replace := std
		if strings.HasPrefix(name, "cmd/") {
			replace = tools
		}
		replace[filepath.Join(goroot, "src", filepath.FromSlash(name))] = filepath.Join(final, file)
	}
	if err := writeOverlay(filepath.Join(dir, Tools), tools); err != nil {
		return err
	}
	return writeOverlay(filepath.Join(dir, Std), std)
}

// Check reports whether all edits fit the sources in goroot. It takes a few
// milliseconds and writes nothing. The error is as of Apply.
func Check(goroot, version string) error {
	_, err := change(goroot, version)
	return err
}

// Hash identifies the edits and the added files.
func Hash() string {
	sum := sha256.New()
	// An embedded file system cannot fail to be read.
	_ = fs.WalkDir(files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := files.ReadFile(path)
		fmt.Fprintf(sum, "%s %d\n", path, len(data))
		sum.Write(data)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil))
}

// change applies all edits and gives the new text of each file that is changed
// or added, by its path below GOROOT/src.
func change(goroot, version string) (map[string]string, error) {
	edits, err := readEdits(files)
	if err != nil {
		return nil, err
	}
	changed, err := applyEdits(edits, os.DirFS(filepath.Join(goroot, "src")), version)
	if err != nil {
		return nil, err
	}
	added, err := readAdded(files)
	if err != nil {
		return nil, err
	}
	for name, text := range added {
		changed[name] = text
	}
	return changed, nil
}

// readAdded gives the files that are added, by their paths below GOROOT/src.
func readAdded(files fs.FS) (map[string]string, error) {
	added := map[string]string{}
	err := fs.WalkDir(files, "added", func(path string, d fs.DirEntry, err error) error {
		name, ok := strings.CutSuffix(strings.TrimPrefix(path, "added/"), addedSuffix)
		if err != nil || d.IsDir() || !ok {
			return err
		}
		data, err := fs.ReadFile(files, path)
		added[name] = string(data)
		return err
	})
	return added, err
}

func writeOverlay(file string, replace map[string]string) error {
	data, err := json.MarshalIndent(map[string]any{"Replace": replace}, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}

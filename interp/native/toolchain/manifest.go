package toolchain

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// manifestName is the file that says what a complete cache entry contains. It
// is written last.
const manifestName = "manifest.json"

// manifest describes a cache entry.
type manifest struct {
	Key   string           `json:"key"`
	Files map[string]stamp `json:"files"` // by path within the entry
}

// stamp is what is compared to notice that a file was changed or cut short.
type stamp struct {
	Size     int64     `json:"size"` // bytes
	Modified time.Time `json:"modified"`
}

// writeManifest describes all files of dir.
func writeManifest(dir, key string) error {
	m := manifest{Key: key, Files: map[string]stamp{}}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		m.Files[name] = stamp{info.Size(), info.ModTime().UTC()}
		return err
	})
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(m, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, manifestName), data, 0o644)
}

// checkManifest reports what is wrong with the entry in dir. The error is
// fs.ErrNotExist if there is none.
func checkManifest(dir, key string) error {
	data, err := os.ReadFile(filepath.Join(dir, manifestName))
	if err != nil {
		if _, folder := os.Stat(dir); folder == nil && errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s is incomplete", dir)
		}
		return err
	}
	var m manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return fmt.Errorf("%s: %w", filepath.Join(dir, manifestName), err)
	}
	if m.Key != key {
		return fmt.Errorf("%s is of another build", dir)
	}
	for name, want := range m.Files {
		info, err := os.Lstat(filepath.Join(dir, name))
		if err != nil {
			return fmt.Errorf("%s is damaged: %s is missing", dir, name)
		}
		if info.Size() != want.Size || !info.ModTime().Equal(want.Modified) {
			return fmt.Errorf("%s is damaged: %s has changed", dir, name)
		}
	}
	return nil
}

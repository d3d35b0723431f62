// Package kernelspec writes, finds and removes the folder through which
// Jupyter knows the kernel.
//
// The format is Jupyter's:
// https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
package kernelspec

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
)

// What Jupyter calls the kernel where the user gives no other names.
const (
	DefaultName        = "gonymede"
	DefaultDisplayName = "Go (Gonymede)"
)

// Errors of this package.
var (
	// ErrName is returned when a kernel's name has characters that Jupyter
	// does not take.
	ErrName = errors.New("a kernel's name has only the characters a-z, 0-9, '.', '_' and '-'")
	// ErrNotInstalled is returned when no kernelspec of a name is found.
	ErrNotInstalled = errors.New("kernelspec is not installed")
	// ErrForeign is returned when a folder to be removed or overwritten is
	// the kernelspec of another kernel.
	ErrForeign = errors.New("kernelspec belongs to another kernel")
)

// arguments follow the binary's path in the command that starts a kernel.
// Jupyter puts the path of the connection file in place of the last one.
var arguments = []string{"kernel", "--connection-file", "{connection_file}"}

// Spec is the content of kernel.json.
type Spec struct {
	Argv          []string        `json:"argv"`
	DisplayName   string          `json:"display_name"`
	Language      string          `json:"language"`
	InterruptMode string          `json:"interrupt_mode"`
	Metadata      map[string]bool `json:"metadata"`
	// Env is the user's: environment variables for the kernel.
	Env map[string]string `json:"env,omitempty"`
}

// New returns the kernelspec that starts the binary at an absolute path.
func New(binary, displayName string) (Spec, error) {
	if !filepath.IsAbs(binary) {
		return Spec{}, fmt.Errorf("kernelspec: the path %q of the binary is not absolute", binary)
	}
	return Spec{
		Argv:          append([]string{binary}, arguments...),
		DisplayName:   displayName,
		Language:      "go",
		InterruptMode: "message",
		Metadata:      map[string]bool{"debugger": false},
	}, nil
}

// Binary returns the path of the program that the kernelspec starts, or ""
// where it names none.
func (s Spec) Binary() string {
	if len(s.Argv) == 0 {
		return ""
	}
	return s.Argv[0]
}

// ours says whether the kernelspec starts a Gonymede kernel.
func (s Spec) ours() bool {
	return s.Language == "go" && len(s.Argv) > 0 && slices.Equal(s.Argv[1:], arguments)
}

var validName = regexp.MustCompile(`^[a-z0-9._-]+$`)

// Folder returns the folder of the kernelspec with a name below one of
// Jupyter's data folders.
func Folder(dataDir, name string) (string, error) {
	if !validName.MatchString(name) || name == "." || name == ".." {
		return "", fmt.Errorf("kernel name %q: %w", name, ErrName)
	}
	return filepath.Join(dataDir, "kernels", name), nil
}

// Install writes the kernelspec and its logos into a folder, and says whether
// that changed anything. The environment that a user has put into an earlier one
// stays. It fails with ErrForeign where the folder is another kernel's.
func Install(folder string, spec Spec) (changed bool, err error) {
	old, err := Read(folder)
	if err == nil && !old.ours() {
		return false, fmt.Errorf("%s: %w; choose another --name", folder, ErrForeign)
	}
	if spec.Env == nil {
		spec.Env = old.Env
	}
	files, err := content(spec)
	if err != nil {
		return false, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return false, fmt.Errorf("make the kernelspec's folder: %w", err)
	}
	for name, data := range files {
		wrote, err := writeIfNew(filepath.Join(folder, name), data)
		if err != nil {
			return changed, fmt.Errorf("write the kernelspec: %w", err)
		}
		changed = changed || wrote
	}
	return changed, nil
}

// content returns the files of a kernelspec by name.
func content(spec Spec) (map[string][]byte, error) {
	files, err := logos()
	if err != nil {
		return nil, err
	}
	var kernel bytes.Buffer
	enc := json.NewEncoder(&kernel)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(spec); err != nil {
		return nil, fmt.Errorf("encode kernel.json: %w", err)
	}
	files["kernel.json"] = kernel.Bytes()
	return files, nil
}

// writeIfNew writes a file unless it has that content already. The new file
// appears whole: Jupyter may be reading the old one.
func writeIfNew(path string, data []byte) (wrote bool, err error) {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return false, nil
	}
	part := path + ".part"
	if err := os.WriteFile(part, data, 0o644); err != nil {
		return false, err
	}
	if err := os.Rename(part, path); err != nil {
		return false, errors.Join(err, os.Remove(part))
	}
	return true, nil
}

// Read returns the kernelspec in a folder. It fails with ErrNotInstalled where
// there is none.
func Read(folder string) (Spec, error) {
	var spec Spec
	path := filepath.Join(folder, "kernel.json")
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return spec, fmt.Errorf("%s: %w", folder, ErrNotInstalled)
	}
	if err != nil {
		return spec, fmt.Errorf("read the kernelspec: %w", err)
	}
	// Other kernels put what they like into metadata, so it is not decoded
	// with the rest.
	var raw struct {
		Argv          []string `json:"argv"`
		DisplayName   string   `json:"display_name"`
		Language      string   `json:"language"`
		InterruptMode string   `json:"interrupt_mode"`

		Env map[string]string `json:"env"`
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return spec, fmt.Errorf("read the kernelspec %s: %w", path, err)
	}
	spec.Argv, spec.DisplayName = raw.Argv, raw.DisplayName
	spec.Language, spec.InterruptMode, spec.Env = raw.Language, raw.InterruptMode, raw.Env
	return spec, nil
}

// Uninstall removes a kernelspec's folder. It fails with ErrNotInstalled where
// there is none, and with ErrForeign where it is another kernel's.
func Uninstall(folder string) error {
	spec, err := Read(folder)
	if err != nil {
		return err
	}
	if !spec.ours() {
		return fmt.Errorf("%s: %w; it was left as it is", folder, ErrForeign)
	}
	if err := os.RemoveAll(folder); err != nil {
		return fmt.Errorf("remove the kernelspec: %w", err)
	}
	return nil
}

package kernelspec

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"strings"
)

// ErrNoHome is returned when neither $HOME nor the user database names a home
// folder.
var ErrNoHome = errors.New("no home folder is known; set HOME or JUPYTER_DATA_DIR")

// UserDataDir returns the folder in which Jupyter keeps what belongs to the
// user, by the rules of jupyter_core.paths.jupyter_data_dir.
func UserDataDir() (string, error) {
	if dir := os.Getenv("JUPYTER_DATA_DIR"); dir != "" {
		return filepath.Abs(dir)
	}
	home, err := home()
	if err != nil {
		return "", err
	}
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Jupyter"), nil
	}
	if dir := os.Getenv("XDG_DATA_HOME"); dir != "" {
		return filepath.Join(dir, "jupyter"), nil
	}
	return filepath.Join(home, ".local", "share", "jupyter"), nil
}

func home() (string, error) {
	if dir, err := os.UserHomeDir(); err == nil {
		return dir, nil
	}
	u, err := user.Current()
	if err != nil || u.HomeDir == "" {
		return "", ErrNoHome
	}
	return u.HomeDir, nil
}

// PrefixDataDir returns Jupyter's data folder below an installation prefix
// such as /usr/local or a virtual environment.
func PrefixDataDir(prefix string) (string, error) {
	abs, err := filepath.Abs(prefix)
	if err != nil {
		return "", fmt.Errorf("prefix %q: %w", prefix, err)
	}
	return filepath.Join(abs, "share", "jupyter"), nil
}

// SysPrefix returns Python's sys.prefix: the active virtual or conda
// environment's folder, else what the Python on PATH says.
func SysPrefix() (string, error) {
	for _, name := range []string{"VIRTUAL_ENV", "CONDA_PREFIX"} {
		if dir := os.Getenv(name); dir != "" {
			return dir, nil
		}
	}
	out, err := exec.Command("python3", "-c", "import sys; print(sys.prefix)").Output()
	if err != nil {
		return "", fmt.Errorf("ask python3 for sys.prefix (no virtual environment is active): %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// SearchPath returns the data folders in which Jupyter looks for kernelspecs,
// first ones first, but for those that belong to one Python environment.
func SearchPath() ([]string, error) {
	var dirs []string
	for _, dir := range filepath.SplitList(os.Getenv("JUPYTER_PATH")) {
		if dir != "" {
			dirs = append(dirs, dir)
		}
	}
	userDir, err := UserDataDir()
	if err != nil {
		return nil, err
	}
	return append(dirs, userDir, "/usr/local/share/jupyter", "/usr/share/jupyter"), nil
}

// Find returns the folder and content of the kernelspec that Jupyter would
// take for a name. It fails with ErrNotInstalled where there is none.
func Find(name string) (folder string, spec Spec, err error) {
	dirs, err := SearchPath()
	if err != nil {
		return "", Spec{}, err
	}
	for _, dir := range dirs {
		folder, err := Folder(dir, name)
		if err != nil {
			return "", Spec{}, err
		}
		spec, err := Read(folder)
		if errors.Is(err, ErrNotInstalled) {
			continue
		}
		return folder, spec, err
	}
	return "", Spec{}, fmt.Errorf("%s: %w", name, ErrNotInstalled)
}

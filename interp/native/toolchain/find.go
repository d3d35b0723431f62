package toolchain

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/version"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"gonymede/interp/native/overlay"
)

// GoVariable names the environment variable with the Go command to use.
const GoVariable = "GONYMEDE_GO"

// Go is a Go installation with what native cells need besides.
type Go struct {
	Command string // path of the go command
	Version string // as go1.26.8
	Root    string // GOROOT, or a link to it where Go does not let its files be overlaid

	CC string // the C compiler, with its arguments: links the engine, builds packages with cgo
	LD string // path of the system's linker: links cells

	variables map[string]string // what go env says
}

// Find looks for a Go installation that the overlay applies to: the Go command
// of the configuration, of GONYMEDE_GO, in PATH, in GOROOT, or in the usual
// places; in the version that GOTOOLCHAIN chooses or, where the overlay does not
// know that one, in the version that is installed or the one that the project's
// go.mod names, if the Go command has fetched it already.
//
// The error is a *MissingError or a *VersionError.
func Find(ctx context.Context, cfg Config) (*Go, error) { return find(ctx, cfg, false) }

// find is Find; with fetch, the Go command may fetch the toolchain that go.mod
// names.
func find(ctx context.Context, cfg Config, fetch bool) (*Go, error) {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		return nil, &MissingError{What: "linux/amd64", Hint: "native cells run there only; this is " + runtime.GOOS + "/" + runtime.GOARCH}
	}
	folder, err := cfg.cacheFolder()
	if err != nil {
		return nil, err
	}
	cache := cache{folder}
	command, err := findCommand(cfg.Go)
	if err != nil {
		return nil, err
	}
	g := &Go{Command: command}
	if g.LD, err = findProgram("ld.bfd", "ld"); err != nil {
		return nil, &MissingError{What: "the system's linker, ld", Hint: "install binutils"}
	}
	if err := g.readVariables(ctx, ""); err != nil {
		return nil, err
	}
	wrong := cfg.fits(g, cache)
	if wrong != nil {
		if err := g.chooseOther(ctx, cfg, cache, fetch, wrong); err != nil {
			return nil, err
		}
	}
	if err := g.findCompiler(); err != nil {
		return nil, err
	}
	return g, g.linkRoot(folder)
}

// findCommand finds the Go command.
func findCommand(wanted string) (string, error) {
	if wanted == "" {
		wanted = os.Getenv(GoVariable)
	}
	if wanted != "" {
		command, err := exec.LookPath(wanted)
		if err != nil {
			return "", &MissingError{What: "the Go command " + wanted, Hint: err.Error()}
		}
		return filepath.Abs(command)
	}
	places := []string{"go"}
	if root := os.Getenv("GOROOT"); root != "" {
		places = append(places, filepath.Join(root, "bin", "go"))
	}
	places = append(places, "/usr/local/go/bin/go", "/usr/lib/go/bin/go", "/snap/bin/go")
	if home, err := os.UserHomeDir(); err == nil {
		places = append(places, filepath.Join(home, "go", "bin", "go"), filepath.Join(home, "sdk", "go", "bin", "go"), filepath.Join(home, ".local", "go", "bin", "go"))
		// golang.org/dl unpacks there; the last in order is the newest of its kind.
		sdks, _ := filepath.Glob(filepath.Join(home, "sdk", "go1.*", "bin", "go"))
		for i := len(sdks) - 1; i >= 0; i-- {
			places = append(places, sdks[i])
		}
	}
	command, err := findProgram(places...)
	if err != nil {
		return "", &MissingError{What: "a Go toolchain", Hint: "install Go from https://go.dev/dl or set " + GoVariable + " to a go command"}
	}
	return command, nil
}

// findProgram gives the absolute path of the first program that is there.
func findProgram(names ...string) (string, error) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return filepath.Abs(path)
		}
	}
	return "", exec.ErrNotFound
}

// variablesUsed are those of go env that matter here. Those that change what is
// compiled are part of the cache's keys.
var variablesUsed = []string{
	"GOVERSION", "GOROOT", "GOMODCACHE", "GOFLAGS", "GOTOOLCHAIN", "GOEXPERIMENT", "GOAMD64", "GOFIPS140",
	"CC", "CXX", "CGO_CFLAGS", "CGO_CPPFLAGS", "CGO_CXXFLAGS", "CGO_LDFLAGS",
}

// readVariables asks the Go command for its environment. toolchain, if not
// empty, takes the place of GOTOOLCHAIN.
func (g *Go) readVariables(ctx context.Context, toolchain string) error {
	cmd := exec.CommandContext(ctx, g.Command, append([]string{"env", "-json"}, variablesUsed...)...)
	cmd.Dir = os.TempDir() // outside of any module, whose go.mod might choose another toolchain
	cmd.Env = append(os.Environ(), "GOWORK=off", "GO111MODULE=on")
	if toolchain != "" {
		cmd.Env = append(cmd.Env, "GOTOOLCHAIN="+toolchain)
	}
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(cmd.Args[:2], " "), withOutput(err))
	}
	g.variables = map[string]string{}
	if err := json.Unmarshal(out, &g.variables); err != nil {
		return fmt.Errorf("%s env: %w", g.Command, err)
	}
	g.Version, g.Root = g.variables["GOVERSION"], g.variables["GOROOT"]
	if g.Version == "" || g.Root == "" {
		return fmt.Errorf("%s env gives no GOVERSION or no GOROOT", g.Command)
	}
	return nil
}

// fits reports why the project cannot be built with this version of Go.
func (c Config) fits(g *Go, built cache) error {
	oldest, _, err := c.release()
	if err != nil {
		return err
	}
	if version.Compare("go"+g.release(), oldest) < 0 {
		return fmt.Errorf("the engine needs %s, this is %s", oldest, g.Version)
	}
	if built.check(overlayKind, g.overlayKey()) == nil {
		return nil // the overlay was applied to it before
	}
	return overlay.Check(g.Root, g.Version)
}

// release is the version as a go.mod has it, 1.26.8 for "go1.26.8 X:nodwarf5".
func (g *Go) release() string {
	release, _, _ := strings.Cut(strings.TrimPrefix(g.Version, "go"), " ")
	return release
}

// release gives the oldest Go version that the sources can be built with, and
// the one that they are known to work with: the go and toolchain lines of go.mod.
func (c Config) release() (oldest, pinned string, err error) {
	if err := c.validate(); err != nil {
		return "", "", err
	}
	data, err := fs.ReadFile(c.Source, "go.mod")
	if err != nil {
		return "", "", fmt.Errorf("toolchain: the sources have no go.mod: %w", err)
	}
	for line := range strings.Lines(string(data)) {
		switch word, rest, _ := strings.Cut(strings.TrimSpace(line), " "); word {
		case "go":
			oldest = "go" + strings.TrimSpace(rest)
		case "toolchain":
			pinned = strings.TrimSpace(rest)
		}
	}
	if oldest == "" || pinned == "" {
		return "", "", errors.New("toolchain: the sources' go.mod has no go or no toolchain line")
	}
	return oldest, pinned, nil
}

// chooseOther turns g into another version of Go than the one that GOTOOLCHAIN
// chooses: the one that is installed, or the one that go.mod names. why says what
// is wrong with the chosen one.
func (g *Go) chooseOther(ctx context.Context, cfg Config, built cache, fetch bool, why error) error {
	_, pinned, err := cfg.release()
	if err != nil {
		return err
	}
	failed := &VersionError{Version: g.Version, Pinned: pinned, Err: why}
	setting := g.variables["GOTOOLCHAIN"]
	if installed := (&Go{Command: g.Command, LD: g.LD}); setting != "local" && installed.readVariables(ctx, "local") == nil && cfg.fits(installed, built) == nil {
		*g = *installed
		return nil
	}
	if g.Version == pinned {
		return failed
	}
	failed.CanFetch = setting != "local"
	root := filepath.Join(g.variables["GOMODCACHE"], "golang.org", "toolchain@v0.0.1-"+pinned+"."+runtime.GOOS+"-"+runtime.GOARCH)
	if !isFile(filepath.Join(root, "bin", "go")) && !(fetch && failed.CanFetch) {
		return failed
	}
	if err := g.readVariables(ctx, pinned); err != nil {
		failed.Err = fmt.Errorf("%w; fetching %s: %w", why, pinned, err)
		return failed
	}
	if err := cfg.fits(g, built); err != nil {
		failed.Version, failed.Err, failed.CanFetch = g.Version, err, false
		return failed
	}
	return nil
}

func (g *Go) findCompiler() error {
	g.CC = g.variables["CC"]
	program, _, _ := strings.Cut(g.CC, " ")
	if _, err := exec.LookPath(program); program == "" || err != nil {
		return &MissingError{What: fmt.Sprintf("the C compiler %q", g.CC), Hint: "install gcc or set CC"}
	}
	return nil
}

// linkRoot gives g a GOROOT that is a link where the true one lies in the
// module cache: the Go command refuses to overlay files there. From now on
// Command is the one of that GOROOT.
func (g *Go) linkRoot(cache string) error {
	modules := g.variables["GOMODCACHE"]
	if modules != "" && strings.HasPrefix(g.Root, modules+string(filepath.Separator)) {
		link := filepath.Join(cache, "goroot", filepath.Base(g.Root))
		if have, err := os.Readlink(link); err != nil || have != g.Root {
			if err := os.MkdirAll(filepath.Dir(link), 0o755); err != nil {
				return err
			}
			_ = os.Remove(link)
			if err := os.Symlink(g.Root, link); err != nil && !errors.Is(err, os.ErrExist) {
				return err
			}
		}
		g.Root = link
	}
	if command := filepath.Join(g.Root, "bin", "go"); isFile(command) {
		g.Command = command
	}
	return nil
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

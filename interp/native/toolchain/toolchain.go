package toolchain

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
)

// Variable names the environment variable by which the kernel tells the engine
// the folder that it was built into.
const Variable = "GONYMEDE_NATIVE"

// Toolchain compiles and links packages for one engine process. Its methods may
// be called at any time by any goroutine.
type Toolchain struct {
	dir  string // the engine's, in the cache
	work string // the session's
	settings
	used []*os.File // their locks keep the cache entries from being removed

	environment []string // of the compiler and the linker

	building sync.Mutex // held by Get and Import, one of which runs at a time
	modules  *modules

	types, abi0 *os.File // of loaded plugins, for the linker

	mu       sync.Mutex
	packages map[string]sharedPackage // all that are not the session's own
	built    []*Plugin                // and not loaded, oldest first
	prebuilt prebuilt                 // by Prepare
}

// sharedPackage is a package that cells can import.
type sharedPackage struct {
	hostedPackage
	file   string  // export data
	plugin *Plugin // has the package, if that is not loaded
	loaded bool
}

// Open returns the toolchain of the engine that lies in dir, a folder that
// Prepare returned. work is an existing folder for the session's files.
func Open(dir, work string) (*Toolchain, error) {
	data, err := os.ReadFile(filepath.Join(dir, settingFile))
	if err != nil {
		return nil, fmt.Errorf("the native engine: %w", err)
	}
	t := &Toolchain{dir: dir, packages: map[string]sharedPackage{}}
	if err := json.Unmarshal(data, &t.settings); err != nil {
		return nil, fmt.Errorf("the native engine: %s: %w", settingFile, err)
	}
	if t.work, err = filepath.Abs(work); err != nil {
		return nil, err
	}
	for _, p := range t.Packages {
		shared := sharedPackage{hostedPackage: p, loaded: true}
		if p.Exports != "" {
			shared.file = filepath.Join(dir, exportDir, p.Exports)
		}
		t.packages[p.Path] = shared
	}
	if t.types, err = t.appendTo("types"); err != nil {
		return nil, err
	}
	if t.abi0, err = t.appendTo("abi0"); err != nil {
		t.Close()
		return nil, err
	}
	for _, entry := range []string{dir, t.ToolsDir, t.OverlayDir} {
		used, err := use(entry)
		if err != nil {
			t.Close()
			return nil, err
		}
		t.used = append(t.used, used)
	}
	if t.modules, err = openModules(dir, filepath.Join(t.work, moduleDir)); err != nil {
		t.Close()
		return nil, err
	}
	t.prebuilt = readPrebuilt(dir)
	t.environment = t.toolEnvironment()
	return t, nil
}

// appendTo opens a file that the linker reads.
func (t *Toolchain) appendTo(name string) (*os.File, error) {
	dir := filepath.Join(t.work, loadedDir)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	return os.OpenFile(filepath.Join(dir, name), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
}

// loadedDir is the folder that describes loaded plugins as hostDir does the
// engine.
const loadedDir = "loaded"

// Close gives up the files that t holds. Packages that were built stay.
func (t *Toolchain) Close() error {
	for _, f := range t.used {
		f.Close()
	}
	t.abi0.Close()
	return t.types.Close()
}

// toolEnvironment is what the compiler and the linker see, whatever cells do to
// the environment later. Both are small jobs whose memory is never full, so they
// do without a garbage collection.
func (t *Toolchain) toolEnvironment() []string {
	return append(os.Environ(), "TMPDIR="+t.work,
		"GOROOT="+t.Root, "GOOS=linux", "GOARCH=amd64", "GODEBUG=",
		"GOEXPERIMENT="+t.Variables["GOEXPERIMENT"], "GOAMD64="+t.Variables["GOAMD64"],
		"GOGC=off", "GOMEMLIMIT=1GiB")
}

// Export returns the file with the export data of a package that cells can
// import, of the standard library, of the project or of a module that the
// session has got.
func (t *Toolchain) Export(path string) (file string, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	file = t.packages[path].file
	return file, file != ""
}

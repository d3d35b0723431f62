package toolchain

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"gonymede/interp/native/overlay"
)

// Files of an engine's cache entry.
const (
	engineFile  = "engine"        // the engine
	sourceDir   = "src"           // the project's sources
	moduleDir   = "module"        // go.mod and go.sum from which a session's begin
	hostDir     = "host"          // what the linker reads about the engine: abi0, types
	exportDir   = "export"        // export data of what cells may import
	settingFile = "settings.json" // settings
)

// settings is what the engine needs to know of how it was built.
type settings struct {
	Go         string            // the go command
	Version    string            // of Go
	Root       string            // GOROOT
	CC, LD     string            //
	Flags      string            // GOFLAGS
	Variables  map[string]string // of go env
	ToolsDir   string
	OverlayDir string
	Packages   []hostedPackage // in the engine
	LeftOut    []string        // packages of the standard library that are not
}

// hostedPackage is a package that the engine contains.
type hostedPackage struct {
	Path     string
	ID       string // of the archive's content
	Standard bool   `json:",omitempty"` // of the standard library
	Module   string `json:",omitempty"` // version of the module
	Exports  string `json:",omitempty"` // file within the export folder, if cells may import the package
}

// engineBuild is an engine while it is being built, in dir.
type engineBuild struct {
	g          *Go
	source     *source
	dir        string
	overlayDir string
	toolsDir   string

	main    listedPackage
	listed  []listedPackage
	leftOut []string
}

// extract writes the sources, with imports of the whole standard library, and a
// module whose only requirement they are. The engine is built as a dependency
// of that module, and so is what sessions build later: its sources have the
// same names in both.
func (b *engineBuild) extract(ctx context.Context) error {
	src := filepath.Join(b.dir, sourceDir)
	if err := b.source.extract(src); err != nil {
		return err
	}
	std, err := b.g.standardPackages(ctx, b.dir)
	if err != nil {
		return err
	}
	file := filepath.Join(src, filepath.FromSlash(strings.TrimPrefix(hostPackage, module+"/")), "std.go")
	if err := os.WriteFile(file, []byte(importAll("main", std)), 0o644); err != nil {
		return err
	}
	if err := b.writeModules(ctx, src); err != nil {
		return err
	}
	mod := filepath.Join(b.dir, moduleDir)
	if err := os.Mkdir(mod, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(mod, "go.sum"), b.source.files["go.sum"], 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(mod, "go.mod"), []byte(b.goMod()), 0o644)
}

// writeModules makes three modules of the sources, which require no more than
// their packages need: a session is to be free to choose the versions of all other
// modules.
func (b *engineBuild) writeModules(ctx context.Context, src string) error {
	engine, err := b.requirements(ctx, src, append([]string{hostPackage}, cellPackages...))
	if err != nil {
		return err
	}
	plotting, err := b.requirements(ctx, src, plottingPackages)
	if err != nil {
		return err
	}
	project := module + " " + moduleVersion
	for name, required := range map[string][]string{
		module: engine, plottingModule: append(plotting, project), plotModule: {project},
	} {
		file := filepath.Join(src, moduleFolder(name), "go.mod")
		if err := os.WriteFile(file, []byte(b.modFile(name, required)), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// moduleFolder is where a module of the project lies within its sources.
func moduleFolder(name string) string {
	return filepath.FromSlash(strings.TrimPrefix(strings.TrimPrefix(name, module), "/"))
}

// requirements are the modules, with versions, that packages of the project need.
func (b *engineBuild) requirements(ctx context.Context, src string, packages []string) ([]string, error) {
	args := []string{"list", "-deps", "-tags=gonymede_overlay", "-f", "{{with .Module}}{{if .Version}}{{.Path}} {{.Version}}{{end}}{{end}}", "--"}
	out, err := run(b.g.command(ctx, src, append(args, packages...)...))
	if err != nil {
		return nil, err
	}
	needed := strings.FieldsFunc(string(out), func(r rune) bool { return r == '\n' })
	slices.Sort(needed)
	return slices.Compact(needed), nil
}

// modFile is the text of a go.mod.
func (b *engineBuild) modFile(name string, required []string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "module %s\n\ngo %s\n\nrequire (\n", name, b.g.release())
	for _, requirement := range required {
		fmt.Fprintf(&text, "\t%s\n", requirement)
	}
	text.WriteString(")\n")
	return text.String()
}

// goMod is the module file of a session that has got no modules yet. It says where
// all modules of the project are, and requires the engine's.
func (b *engineBuild) goMod() string {
	var text strings.Builder
	fmt.Fprintf(&text, "module session\n\ngo %s\n\nrequire %s %s\n", b.g.release(), module, moduleVersion)
	for _, name := range []string{module, plottingModule, plotModule} {
		fmt.Fprintf(&text, "\nreplace %s => %s\n", name, path.Join("..", sourceDir, filepath.ToSlash(moduleFolder(name))))
	}
	return text.String()
}

// leftOut are packages of the standard library whose mere presence changes what
// programs see (they register handlers with net/http), or that are no use.
var leftOut = []string{"net/http/pprof", "expvar", "plugin", "unsafe", "builtin"}

// standardPackages are those that the engine contains for cells to import.
func (g *Go) standardPackages(ctx context.Context, dir string) ([]string, error) {
	out, err := run(g.command(ctx, dir, "list", "std"))
	if err != nil {
		return nil, err
	}
	var std []string
	for path := range strings.FieldsSeq(string(out)) {
		if !isInternal(path) && !slices.Contains(leftOut, path) {
			std = append(std, path)
		}
	}
	return std, nil
}

// isInternal reports whether cells cannot import a package because of its path.
func isInternal(path string) bool {
	for part := range strings.SplitSeq(path, "/") {
		if part == "internal" || part == "vendor" {
			return true
		}
	}
	switch path {
	case "runtime/race", "runtime/msan", "runtime/asan", "crypto/boring":
		return true // they need another kind of build
	}
	return false
}

// importAll is a Go file that imports packages and does nothing else.
func importAll(name string, packages []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "// Code generated for this Go version. DO NOT EDIT.\n\npackage %s\n\nimport (\n", name)
	for _, path := range packages {
		fmt.Fprintf(&b, "\t_ %q\n", path)
	}
	b.WriteString(")\n")
	return b.String()
}

// flags are those with which everything is compiled that the engine contains.
func hostFlags(overlayDir string) []string {
	return []string{"-overlay", filepath.Join(overlayDir, overlay.Std), "-gcflags=all=-linkshared", "-tags=gonymede_overlay", "-mod=mod"}
}

// compile compiles the engine and all that it imports.
func (b *engineBuild) compile(ctx context.Context) error {
	listed, err := b.g.list(ctx, filepath.Join(b.dir, moduleDir), hostFlags(b.overlayDir), hostPackage)
	if err != nil {
		return err
	}
	for _, p := range listed {
		if p.ImportPath == hostPackage {
			b.main = p
		} else if p.Export != "" {
			b.listed = append(b.listed, p)
		}
	}
	if b.main.Export == "" {
		return fmt.Errorf("go list did not compile %s", hostPackage)
	}
	return b.findLeftOut(ctx)
}

// findLeftOut finds the packages of the standard library that the engine does
// not contain.
func (b *engineBuild) findLeftOut(ctx context.Context) error {
	hosted := map[string]bool{}
	for _, p := range b.listed {
		hosted[p.ImportPath] = true
	}
	out, err := run(b.g.command(ctx, b.dir, append([]string{"list", "-deps"}, leftOut...)...))
	for path := range strings.FieldsSeq(string(out)) {
		if !hosted[path] && path != "unsafe" && path != "builtin" {
			b.leftOut = append(b.leftOut, path)
		}
	}
	return err
}

// link links the engine by the linker with the overlay, which keeps everything
// for cells to use.
func (b *engineBuild) link(ctx context.Context) error {
	cfg := filepath.Join(b.dir, "importcfg.link")
	var lines strings.Builder
	for _, p := range b.listed {
		fmt.Fprintf(&lines, "packagefile %s=%s\n", p.ImportPath, p.Export)
	}
	if err := os.WriteFile(cfg, []byte(lines.String()), 0o644); err != nil {
		return err
	}
	defer os.Remove(cfg)
	args := []string{"-o", filepath.Join(b.dir, engineFile), "-importcfg", cfg, "-buildmode=exe", "-buildid=gonymede", "-extld=" + b.g.CC, "-checklinkname=0", "-w"}
	if b.main.DefaultGODEBUG != "" {
		args = append(args, "-X=runtime.godebugDefault="+b.main.DefaultGODEBUG)
	}
	cmd := b.g.command(ctx, b.dir)
	cmd.Path = filepath.Join(b.toolsDir, "link")
	cmd.Args = append(append([]string{cmd.Path}, args...), b.main.Export)
	cmd.Env = append(cmd.Env, "GONYMEDE_LINK_KEEP=1")
	_, err := run(cmd)
	return err
}

// describe writes what the compiler and the linker must know of the engine.
func (b *engineBuild) describe(context.Context) error {
	engine := filepath.Join(b.dir, engineFile)
	host := filepath.Join(b.dir, hostDir)
	if err := os.Mkdir(host, 0o755); err != nil {
		return err
	}
	types, err := readTypes(engine)
	if err != nil {
		return err
	}
	if err := writeFile(filepath.Join(host, "types"), func(w *bufio.Writer) error { return writeTypes(w, types) }); err != nil {
		return err
	}
	names, err := readABI0(engine)
	if err != nil {
		return err
	}
	if len(types) == 0 || len(names) == 0 {
		return errors.New("the engine's symbols cannot be read")
	}
	abi0 := strings.Join(names, "\n") + "\n"
	if err := os.WriteFile(filepath.Join(host, "abi0"), []byte(abi0), 0o644); err != nil {
		return err
	}
	return b.writeSettings()
}

// writeSettings copies the export data and writes the settings.
func (b *engineBuild) writeSettings() error {
	s := settings{
		Go: b.g.Command, Version: b.g.Version, Root: b.g.Root, CC: b.g.CC, LD: b.g.LD, Flags: b.g.flags(), Variables: b.g.variables,
		ToolsDir: b.toolsDir, OverlayDir: b.overlayDir, LeftOut: b.leftOut,
	}
	if err := os.Mkdir(filepath.Join(b.dir, exportDir), 0o755); err != nil {
		return err
	}
	for i, p := range b.listed {
		hosted := hostedPackage{Path: p.ImportPath, ID: p.id(), Standard: p.Standard, Module: p.Module.version()}
		if p.Standard && !isInternal(p.ImportPath) || slices.Contains(cellPackages, p.ImportPath) {
			hosted.Exports = fmt.Sprintf("%d.a", i)
			if err := copyExportData(p.Export, filepath.Join(b.dir, exportDir, hosted.Exports)); err != nil {
				return err
			}
		}
		s.Packages = append(s.Packages, hosted)
	}
	data, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(b.dir, settingFile), data, 0o644)
}

// writeFile writes a file through a buffer.
func writeFile(name string, write func(*bufio.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	w := bufio.NewWriter(f)
	return errors.Join(write(w), w.Flush(), f.Close())
}

package toolchain

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gonymede/interp/native/overlay"
)

// Import makes packages known to Export and Needs that the engine does not
// contain: of the modules that the session has got, of those of a go.work in dir
// or above it, of plotting, or of what is left of the standard library. Packages
// that are known cost nothing. What has to be compiled is, together with all
// that it imports, and becomes a plugin. tell, which may be nil, gets lines
// about what is going on, and which modules get other versions because plotting
// needs them.
//
// The error is a *ConflictError if a package is loaded in another version, an
// *UnknownPackageError if no module has the package, a *GoError if it does not
// compile.
func (t *Toolchain) Import(ctx context.Context, dir string, paths []string, tell func(line string)) (err error) {
	if len(t.unknown(paths)) == 0 && !slices.Contains(paths, plottingModule) {
		return nil
	}
	t.building.Lock()
	defer t.building.Unlock()
	if t.modules.pristine() {
		if err := t.usePrebuilt(paths); err != nil {
			return err
		}
	}
	wanted := t.unknown(paths)
	if slices.Contains(paths, plottingModule) && !slices.Contains(slices.Concat(wanted, t.modules.imported), plottingModule) {
		wanted = append(wanted, plottingModule) // it came with a plugin, but go.mod lacks it
	}
	if len(wanted) == 0 {
		return nil
	}
	undo, err := t.modules.begin()
	if err != nil {
		return err
	}
	defer undo(&err)
	raised, err := t.provide(ctx, dir, wanted)
	if err != nil {
		return err
	}
	if raised != "" && tell != nil {
		tell(raised)
		// What is told next takes the place of what was told, which is to stay.
		return t.build(ctx, wanted, func(line string) { tell(raised + "\n" + line) })
	}
	return t.build(ctx, wanted, tell)
}

// unknown returns those packages that Export does not know.
func (t *Toolchain) unknown(paths []string) []string {
	var unknown []string
	for _, path := range paths {
		if _, ok := t.Export(path); !ok && path != "unsafe" && path != "C" && !slices.Contains(unknown, path) {
			unknown = append(unknown, path)
		}
	}
	return unknown
}

// usePrebuilt makes known the plugins built with the engine that have one of
// the packages. The session's module becomes the one that they were built in. The
// caller holds t.building.
func (t *Toolchain) usePrebuilt(wanted []string) error {
	for i, p := range t.prebuilt.Plugins {
		if p == nil || !slices.ContainsFunc(wanted, p.has) {
			continue
		}
		if err := t.modules.restore(moduleFiles{"go.mod": []byte(t.prebuilt.Mod), "go.sum": []byte(t.prebuilt.Sum)}); err != nil {
			return err
		}
		if err := t.addBuilt(p); err != nil {
			return err
		}
		t.modules.imported = append(t.modules.imported, p.Wanted...)
		t.prebuilt.Plugins[i] = nil
	}
	return nil
}

// provide makes the session's module have packages, if they are in a workspace,
// or belong to plotting. It reports the first that no module has: without that,
// the Go command would fetch one from the network. raised says which modules of
// the session get other versions by that.
func (t *Toolchain) provide(ctx context.Context, dir string, paths []string) (raised string, err error) {
	mod, err := t.Mod()
	if err != nil {
		return "", err
	}
	required := requiredModules(mod)
	has := func(modules []string, path string) bool {
		return slices.ContainsFunc(modules, func(m string) bool { return path == m || strings.HasPrefix(path, m+"/") })
	}
	var local localModules
	for _, path := range paths {
		first, _, _ := strings.Cut(path, "/")
		standard := !strings.Contains(first, ".") && isFolder(filepath.Join(t.Root, "src", path))
		if path == plottingModule || has(offeredModules, path) && !has(required, path) {
			if slices.Contains(required, plottingModule) {
				continue
			}
			if raised, err = t.requirePlotting(ctx); err != nil {
				return "", err
			}
			required = append(required, plottingModule)
			continue
		}
		if strings.HasPrefix(path, module+"/") && !isFolder(filepath.Join(t.dir, sourceDir, strings.TrimPrefix(path, module+"/"))) {
			return "", &UnknownPackageError{Package: path}
		}
		if standard || has(required, path) {
			continue
		}
		if local == nil {
			if local, err = t.workspaceModules(ctx, dir); err != nil {
				return "", err
			}
		}
		m, ok := local.find(path)
		if !ok {
			return "", &UnknownPackageError{Package: path}
		}
		if err := t.useLocal(ctx, m); err != nil {
			return "", err
		}
	}
	return raised, nil
}

// offeredModules are those of plotting's requirements that cells may import
// without getting them, in the version that plotting has.
var offeredModules = []string{gonumModule}

// requirePlotting makes the session's module require plotting. Of what both want
// the higher version is taken, as always in Go; raised names the modules of the
// session that get another one.
func (t *Toolchain) requirePlotting(ctx context.Context) (raised string, err error) {
	upgrades, err := t.addPlotting(ctx)
	if err != nil || len(upgrades) == 0 {
		return "", err
	}
	changes := make([]string, len(upgrades))
	for i, u := range upgrades {
		changes[i] = u.String()
	}
	return "plotting needs higher versions than this session has got: " + strings.Join(changes, ", "), nil
}

// requiredModules gives the modules that a go.mod requires, which is one that
// the Go command has written.
func requiredModules(mod string) []string {
	var required []string
	block := false
	for line := range strings.Lines(mod) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case words[0] == "require" && len(words) > 1 && words[1] == "(":
			block = true
		case words[0] == ")":
			block = false
		case words[0] == "require" && len(words) > 2:
			required = append(required, words[1])
		case block:
			required = append(required, words[0])
		}
	}
	return required
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// build compiles packages with all that they import, and links what is not
// loaded into a plugin. What the session has imported before is looked at again,
// so that a conflict with it shows. The caller holds t.building.
func (t *Toolchain) build(ctx context.Context, wanted []string, tell func(string)) error {
	if len(wanted) == 0 {
		return nil
	}
	if tell != nil {
		tell("compiling " + strings.Join(wanted, ", "))
	}
	if slices.Contains(wanted, plottingModule) {
		wanted = append(slices.Clone(wanted), plottingSymbols)
	}
	t.modules.plugins++
	err := t.buildPlugin(ctx, fmt.Sprintf("p%d", t.modules.plugins), wanted, tell)
	if errors.Is(err, errUnloaded) {
		// Nothing has used the other version yet, so there is no conflict.
		again, forgetErr := t.forget()
		if forgetErr != nil {
			return forgetErr
		}
		t.modules.plugins++
		all := slices.Concat(wanted, again)
		slices.Sort(all)
		err = t.buildPlugin(ctx, fmt.Sprintf("p%d", t.modules.plugins), slices.Compact(all), tell)
	}
	if err != nil {
		return err
	}
	t.modules.imported = append(t.modules.imported, wanted...)
	return nil
}

// buildPlugin makes a plugin of the session's module, with a name of its own.
// Where gonum's plots come with it, so does what shows them.
func (t *Toolchain) buildPlugin(ctx context.Context, name string, wanted []string, tell func(string)) error {
	plugin := &Plugin{Path: "session/plugins/" + name, File: filepath.Join(t.work, name+".so"), Wanted: wanted}
	listed, err := t.listPlugin(ctx, name, wanted, tell)
	if err != nil {
		return err
	}
	if err := t.takePrebuilt(listed, wanted); err != nil {
		return err
	}
	if t.wantsPlots(listed) {
		with, err := t.listWithPlots(ctx, name, wanted)
		if err == nil {
			listed = with
		} else {
			plugin.Plots = err.Error()
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if err := t.fill(ctx, plugin, listed); err != nil {
		return err
	}
	if len(plugin.Packages) < 2 {
		return nil // everything is known already
	}
	return t.addBuilt(plugin)
}

// listPlugin compiles packages for a plugin, and a package that imports them.
func (t *Toolchain) listPlugin(ctx context.Context, name string, wanted []string, tell func(string)) ([]listedPackage, error) {
	folder := t.modules.file(filepath.Join("plugins", name))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(folder, "plugin.go"), []byte(importAll(name, wanted)), 0o644); err != nil {
		return nil, err
	}
	root := "session/plugins/" + name
	packages := append([]string{"--", root}, t.modules.imported...)
	out, _, err := t.goCommand(ctx, tell, slices.Concat(listArguments, t.moduleFlags(), packages)...)
	listed, decodeErr := decodeList(out)
	if broken := packageErrors(listed); broken != nil {
		return nil, &GoError{Command: "go build", Output: strings.ReplaceAll(broken.Error(), root+": ", ""), Err: broken}
	}
	return listed, errors.Join(err, decodeErr)
}

// errUnloaded is returned when a package was built in another version than the
// one that is wanted, but not loaded.
var errUnloaded = errors.New("a package was built in another version")

// fill links those of the listed packages into a plugin that are not known yet.
func (t *Toolchain) fill(ctx context.Context, plugin *Plugin, listed []listedPackage) error {
	exports := filepath.Join(t.work, exportDir)
	if err := os.MkdirAll(exports, 0o755); err != nil {
		return err
	}
	if loaded, wanted, ok := t.clash(listed); ok {
		return t.conflict(ctx, loaded, wanted, t.moved(listed))
	}
	var contents []string
	var rootArchive string
	for i, p := range listed {
		if p.Export == "" {
			continue // unsafe
		}
		if known, ok := t.known(p.ImportPath); ok {
			if known.ID != p.id() {
				return errUnloaded
			}
			if known.file != "" || p.Standard || isInternal(p.ImportPath) || strings.HasPrefix(p.ImportPath, module+"/") {
				continue
			}
		}
		export := filepath.Join(exports, fmt.Sprintf("%s-%d.a", filepath.Base(plugin.Path), i))
		if err := copyExportData(p.Export, export); err != nil {
			return err
		}
		if t.offer(p.ImportPath, export) {
			continue
		}
		plugin.Packages = append(plugin.Packages, PluginPackage{Path: p.ImportPath, ID: p.id(), Module: p.Module.version(), Export: export})
		contents = append(contents, "packagefile "+p.ImportPath+"="+p.Export)
		if p.ImportPath == plugin.Path {
			rootArchive = p.Export
		}
	}
	if len(contents) < 2 {
		return nil // nothing but the package that imports the others
	}
	return t.link(ctx, &Package{Path: plugin.Path, Archive: rootArchive, Plugin: plugin.File}, contents)
}

// clash finds a listed package that is loaded with other content: one that cells
// import, if there is such, because its name says most to their author.
func (t *Toolchain) clash(listed []listedPackage) (loaded hostedPackage, wanted listedPackage, found bool) {
	for _, p := range listed {
		known, ok := t.known(p.ImportPath)
		if p.Export == "" || !ok || !known.loaded || known.ID == p.id() {
			continue
		}
		if imported := slices.Contains(t.modules.imported, p.ImportPath); !found || imported {
			loaded, wanted, found = known.hostedPackage, p, true
			if imported {
				break
			}
		}
	}
	return loaded, wanted, found
}

// offer makes a package importable that the engine contains for itself. It
// reports false if the engine does not.
func (t *Toolchain) offer(path, export string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	p, ok := t.packages[path]
	if ok {
		p.file = export
		t.packages[path] = p
	}
	return ok
}

// known returns a package that the engine contains, or that has been built for
// it.
func (t *Toolchain) known(path string) (sharedPackage, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	p, ok := t.packages[path]
	return p, ok
}

// moduleFlags are those with which modules are compiled for a plugin, while
// what the engine contains is compiled as it was then, and so found in Go's
// cache. The last pattern that matches a package decides.
func (t *Toolchain) moduleFlags() []string {
	flags := []string{
		"-overlay", filepath.Join(t.OverlayDir, overlay.Std), "-tags=gonymede_overlay", "-mod=mod",
		"-gcflags=all=-linkshared -dynlink", "-asmflags=all=-linkshared -dynlink",
		"-gcflags=std=-linkshared", "-asmflags=std=",
	}
	for _, p := range t.Packages {
		if !p.Standard {
			flags = append(flags, "-gcflags="+p.Path+"=-linkshared", "-asmflags="+p.Path+"=")
		}
	}
	for _, path := range t.LeftOut {
		flags = append(flags, "-gcflags="+path+"=-linkshared -dynlink", "-asmflags="+path+"=-linkshared -dynlink")
	}
	return flags
}

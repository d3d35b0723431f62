package toolchain

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gonymede/interp/native/overlay"
)

// Import makes packages known to Export and Needs that the engine does not
// contain: of the modules that the session has got, of plotting, or of what is
// left of the standard library. Packages that are known cost nothing. What has
// to be compiled is, together with all that it imports, and becomes a plugin.
// tell, which may be nil, gets lines about what is going on.
//
// The error is a *ConflictError if a package is loaded in another version, an
// *UnknownPackageError if no module of the session has the package, a *GoError
// if it does not compile.
func (t *Toolchain) Import(ctx context.Context, paths []string, tell func(line string)) error {
	t.building.Lock()
	defer t.building.Unlock()
	return t.importLocked(ctx, paths, tell)
}

// importLocked is Import for a caller that holds t.building.
func (t *Toolchain) importLocked(ctx context.Context, paths []string, tell func(line string)) error {
	wanted := t.unknown(paths)
	if len(wanted) > 0 && t.modules.pristine() {
		t.usePrebuilt(wanted)
		wanted = t.unknown(wanted)
	}
	if len(wanted) == 0 {
		return nil
	}
	if err := t.checkProvided(wanted); err != nil {
		return err
	}
	if tell != nil {
		tell("compiling " + strings.Join(wanted, ", "))
	}
	t.modules.plugins++
	return t.buildPlugin(ctx, fmt.Sprintf("p%d", t.modules.plugins), wanted, tell)
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
// the packages.
func (t *Toolchain) usePrebuilt(wanted []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, p := range t.prebuilt {
		if p != nil && slices.ContainsFunc(p.Packages, func(member PluginPackage) bool { return slices.Contains(wanted, member.Path) }) {
			t.addBuilt(p)
			t.prebuilt[i] = nil
		}
	}
}

// checkProvided reports the first package that no module of the session can
// have. Without that, the Go command would fetch one from the network.
func (t *Toolchain) checkProvided(paths []string) error {
	mod, err := t.Mod()
	if err != nil {
		return err
	}
	required := requiredModules(mod)
	for _, path := range paths {
		first, _, _ := strings.Cut(path, "/")
		standard := !strings.Contains(first, ".") && isFolder(filepath.Join(t.Root, "src", path))
		provided := slices.ContainsFunc(required, func(m string) bool { return path == m || strings.HasPrefix(path, m+"/") })
		if !standard && !provided {
			return &UnknownPackageError{Package: path}
		}
	}
	return nil
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

// buildPlugin compiles packages with all that they import, and links what is
// not loaded into a plugin. The caller holds t.building.
func (t *Toolchain) buildPlugin(ctx context.Context, name string, wanted []string, tell func(string)) error {
	folder := t.modules.file(filepath.Join("plugins", name))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "plugin.go"), []byte(importAll(name, wanted)), 0o644); err != nil {
		return err
	}
	root := "session/plugins/" + name
	out, _, err := t.goCommand(ctx, tell, slices.Concat(listArguments, t.moduleFlags(), []string{"--", root})...)
	listed, decodeErr := decodeList(out)
	if broken := packageErrors(listed); broken != nil {
		return &GoError{Command: "go build", Output: strings.ReplaceAll(broken.Error(), root+": ", ""), Err: broken}
	}
	if err != nil {
		return err
	}
	if decodeErr != nil {
		return decodeErr
	}
	plugin := &Plugin{Path: root, File: filepath.Join(t.work, name+".so")}
	if err := t.fill(ctx, plugin, listed); err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.addBuilt(plugin)
	return nil
}

// fill links those of the listed packages into a plugin that are not known yet.
func (t *Toolchain) fill(ctx context.Context, plugin *Plugin, listed []listedPackage) error {
	exports := filepath.Join(t.work, exportDir)
	if err := os.MkdirAll(exports, 0o755); err != nil {
		return err
	}
	var contents []string
	var rootArchive string
	for i, p := range listed {
		if p.Export == "" {
			continue // unsafe
		}
		if known, ok := t.known(p.ImportPath); ok {
			if known.ID != p.id() {
				return t.conflict(ctx, known.hostedPackage, p)
			}
			continue
		}
		export := filepath.Join(exports, fmt.Sprintf("%s-%d.a", filepath.Base(plugin.Path), i))
		if err := copyExportData(p.Export, export); err != nil {
			return err
		}
		plugin.Packages = append(plugin.Packages, PluginPackage{Path: p.ImportPath, ID: p.id(), Module: p.Module.version(), Export: export})
		contents = append(contents, "packagefile "+p.ImportPath+"="+p.Export)
		if p.ImportPath == plugin.Path {
			rootArchive = p.Export
		}
	}
	return t.link(ctx, &Package{Path: plugin.Path, Archive: rootArchive, Plugin: plugin.File}, contents)
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
		"-gcflags=all=-linkshared -dynlink", "-asmflags=all=-dynlink",
		"-gcflags=std=-linkshared", "-asmflags=std=",
	}
	for _, p := range t.Packages {
		if !p.Standard {
			flags = append(flags, "-gcflags="+p.Path+"=-linkshared", "-asmflags="+p.Path+"=")
		}
	}
	for _, path := range t.LeftOut {
		flags = append(flags, "-gcflags="+path+"=-linkshared -dynlink", "-asmflags="+path+"=-dynlink")
	}
	return flags
}

package toolchain

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Got is what Get has done.
type Got struct {
	// Output has the Go command's own words: what was downloaded, added,
	// upgraded.
	Output string
	// Packages can be imported now. Others of the modules can be too, but are
	// not compiled yet.
	Packages []string
}

// Get gets modules for the session, as go get does: its arguments are flags,
// and packages or modules with or without @version. A folder with a go.mod is
// got as it is, from where it is; a relative one is relative to dir, the
// notebook's folder. Modules of a go.work in dir or above it are found in their
// folders too. GOPROXY, GOPRIVATE and the like are obeyed. tell, which may be
// nil, gets lines about what is going on.
//
// The packages that arguments name are compiled. If that fails, the session's
// go.mod is what it was; the errors are those of Import.
func (t *Toolchain) Get(ctx context.Context, dir string, args []string, tell func(line string)) (got Got, err error) {
	t.building.Lock()
	defer t.building.Unlock()
	saved, err := t.modules.save()
	if err != nil {
		return Got{}, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, t.modules.restore(saved))
		}
	}()
	if err := t.useWorkspace(ctx, dir); err != nil {
		return Got{}, err
	}
	args, err = t.resolveFolders(ctx, dir, args)
	if err != nil {
		return Got{}, err
	}
	if _, got.Output, err = t.goCommand(ctx, tell, append([]string{"get"}, args...)...); err != nil {
		return Got{}, err
	}
	got.Packages, err = t.namedPackages(ctx, args)
	if err != nil {
		return Got{}, err
	}
	return got, t.importLocked(ctx, got.Packages, tell)
}

// namedPackages returns those of the arguments of go get that are packages
// which can be imported.
func (t *Toolchain) namedPackages(ctx context.Context, args []string) ([]string, error) {
	var paths []string
	for _, arg := range args {
		path, version, _ := strings.Cut(arg, "@")
		if strings.HasPrefix(arg, "-") || version == "none" || strings.Contains(path, "...") {
			continue
		}
		paths = append(paths, path)
	}
	if len(paths) == 0 {
		return nil, nil
	}
	out, _, err := t.goCommand(ctx, nil, append([]string{"list", "-e", "-find", "-mod=mod", "-json=ImportPath,Name,Error", "--"}, paths...)...)
	if err != nil {
		return nil, err
	}
	listed, err := decodeList(out)
	var packages []string
	for _, p := range listed {
		if p.Name != "" && p.Name != "main" && p.Error == nil {
			packages = append(packages, p.ImportPath)
		}
	}
	return packages, err
}

// resolveFolders replaces arguments that are folders by their modules' paths.
func (t *Toolchain) resolveFolders(ctx context.Context, dir string, args []string) ([]string, error) {
	resolved := slices.Clone(args)
	for i, arg := range args {
		local := arg == "." || arg == ".." || strings.HasPrefix(arg, "./") || strings.HasPrefix(arg, "../")
		if !local && !filepath.IsAbs(arg) {
			continue
		}
		folder := arg
		if local {
			folder = filepath.Join(dir, arg)
		}
		path, err := t.replaceModule(ctx, folder)
		if err != nil {
			return nil, err
		}
		resolved[i] = path
	}
	return resolved, nil
}

// replaceModule makes the session use the module in a folder, and returns the
// module's path.
func (t *Toolchain) replaceModule(ctx context.Context, folder string) (string, error) {
	file := filepath.Join(folder, "go.mod")
	if !isFile(file) {
		return "", fmt.Errorf("%s has no go.mod, so it is no module", folder)
	}
	mod, err := t.editMod(ctx, file)
	if err != nil {
		return "", err
	}
	path := mod.Module.Path
	if path == module || path == "session" {
		return "", fmt.Errorf("%s: a module named %s cannot be used in cells", folder, path)
	}
	if _, _, err := t.goCommand(ctx, nil, "mod", "edit", "-replace="+path+"="+folder); err != nil {
		return "", err
	}
	return path, t.copyReplacements(ctx, filepath.Dir(file), mod.Replace)
}

// modFile is what go mod edit and go work edit say about a file.
type modFile struct {
	Module  struct{ Path string }
	Replace []replacement
	Use     []struct{ DiskPath string }
}

type replacement struct {
	Old, New struct{ Path, Version string }
}

func (t *Toolchain) editMod(ctx context.Context, file string) (modFile, error) {
	kind := "mod"
	if filepath.Ext(file) == ".work" {
		kind = "work"
	}
	out, err := run(t.installation().command(ctx, t.modules.dir, kind, "edit", "-json", file))
	if err != nil {
		return modFile{}, fmt.Errorf("reading %s: %w", file, err)
	}
	var f modFile
	return f, json.Unmarshal(out, &f)
}

// copyReplacements makes the replacements of a module in a folder those of the
// session: the Go command obeys those of the main module only. What the session
// replaces already stays.
func (t *Toolchain) copyReplacements(ctx context.Context, folder string, replacements []replacement) error {
	session, err := t.editMod(ctx, t.modules.file("go.mod"))
	if err != nil {
		return err
	}
	for _, r := range replacements {
		if slices.ContainsFunc(session.Replace, func(s replacement) bool { return s.Old == r.Old }) {
			continue
		}
		from, to := r.Old.Path, r.New.Path
		if r.Old.Version != "" {
			from += "@" + r.Old.Version
		}
		if r.New.Version != "" {
			to += "@" + r.New.Version
		} else if !filepath.IsAbs(to) {
			to = filepath.Join(folder, to)
		}
		if _, _, err := t.goCommand(ctx, nil, "mod", "edit", "-replace="+from+"="+to); err != nil {
			return err
		}
	}
	return nil
}

// useWorkspace makes the session use the modules of the go.work that is in
// force in dir.
func (t *Toolchain) useWorkspace(ctx context.Context, dir string) error {
	file := findWorkspace(dir)
	if file == "" {
		return nil
	}
	work, err := t.editMod(ctx, file)
	if err != nil {
		return err
	}
	for _, use := range work.Use {
		folder := use.DiskPath
		if !filepath.IsAbs(folder) {
			folder = filepath.Join(filepath.Dir(file), folder)
		}
		mod, err := t.editMod(ctx, filepath.Join(folder, "go.mod"))
		if err != nil {
			return err
		}
		if mod.Module.Path == module {
			continue // the engine has its own copy of the project
		}
		if _, err := t.replaceModule(ctx, folder); err != nil {
			return err
		}
	}
	return t.copyReplacements(ctx, filepath.Dir(file), work.Replace)
}

// findWorkspace finds the go.work that the Go command would use in dir.
func findWorkspace(dir string) string {
	switch file := os.Getenv("GOWORK"); file {
	case "":
	case "off":
		return ""
	default:
		return file
	}
	for {
		if file := filepath.Join(dir, "go.work"); isFile(file) {
			return file
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return ""
		}
		dir = parent
	}
}

package toolchain

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// localModule is a module in a folder of the user's.
type localModule struct {
	path         string
	folder       string
	replacements []replacement
}

// localModules are those that a session can use from their folders.
type localModules []localModule

// find finds the module that has a package.
func (l localModules) find(pkg string) (localModule, bool) {
	var found localModule
	for _, m := range l {
		if (pkg == m.path || strings.HasPrefix(pkg, m.path+"/")) && len(m.path) > len(found.path) {
			found = m
		}
	}
	return found, found.path != ""
}

// modFile is what go mod edit and go work edit say about a file.
type modFile struct {
	Module  struct{ Path string }
	Replace []replacement
	Use     []struct{ DiskPath string }
}

// replacement is a replace directive.
type replacement struct {
	Old, New replaced
}

type replaced struct{ Path, Version string }

func (r replaced) String() string {
	if r.Version == "" {
		return r.Path
	}
	return r.Path + "@" + r.Version
}

// readModFile reads a go.mod or a go.work.
func (t *Toolchain) readModFile(ctx context.Context, file string) (modFile, error) {
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

// readLocal reads the module in a folder.
func (t *Toolchain) readLocal(ctx context.Context, folder string) (localModule, error) {
	file := filepath.Join(folder, "go.mod")
	if !isFile(file) {
		return localModule{}, fmt.Errorf("%s has no go.mod, so it is no module", folder)
	}
	mod, err := t.readModFile(ctx, file)
	if err != nil {
		return localModule{}, err
	}
	return localModule{path: mod.Module.Path, folder: folder, replacements: absolute(mod.Replace, folder)}, nil
}

// absolute makes the folders of replacements absolute.
func absolute(replacements []replacement, folder string) []replacement {
	for i, r := range replacements {
		if r.New.Version == "" && !filepath.IsAbs(r.New.Path) {
			replacements[i].New.Path = filepath.Join(folder, r.New.Path)
		}
	}
	return replacements
}

// workspaceModules are the modules of the go.work that is in force in dir. The
// replacements of the go.work are theirs, too.
func (t *Toolchain) workspaceModules(ctx context.Context, dir string) (localModules, error) {
	file := findWorkspace(dir)
	if file == "" {
		return nil, nil
	}
	work, err := t.readModFile(ctx, file)
	if err != nil {
		return nil, err
	}
	root := filepath.Dir(file)
	replacements := absolute(work.Replace, root)
	var modules localModules
	for _, use := range work.Use {
		folder := use.DiskPath
		if !filepath.IsAbs(folder) {
			folder = filepath.Join(root, folder)
		}
		m, err := t.readLocal(ctx, folder)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		m.replacements = slices.Concat(replacements, m.replacements)
		modules = append(modules, m)
	}
	// What one module of a workspace needs of another is the other's folder.
	for i := range modules {
		for _, other := range modules {
			if other.path != modules[i].path {
				r := replacement{Old: replaced{Path: other.path}, New: replaced{Path: other.folder}}
				modules[i].replacements = append([]replacement{r}, modules[i].replacements...)
			}
		}
	}
	return modules, nil
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

// readFolders gives the paths of modules in place of those of the arguments that
// are folders, and adds these modules to local.
func (t *Toolchain) readFolders(ctx context.Context, dir string, args []string, local localModules) ([]string, localModules, error) {
	var rest []string
	for _, arg := range args {
		relative := arg == "." || arg == ".." || strings.HasPrefix(arg, "./") || strings.HasPrefix(arg, "../")
		if !relative && !filepath.IsAbs(arg) {
			rest = append(rest, arg)
			continue
		}
		folder := filepath.Clean(arg)
		if relative {
			folder = filepath.Join(dir, arg)
		}
		m, err := t.readLocal(ctx, folder)
		if err != nil {
			return nil, nil, err
		}
		if !slices.ContainsFunc(local, func(l localModule) bool { return l.path == m.path && l.folder == folder }) {
			local = append(localModules{m}, local...)
		}
		rest = append(rest, m.path)
	}
	return rest, local, nil
}

// useLocal makes the session require a module and take it from its folder. The
// Go command obeys the replacements of the main module only, so the module's own
// are copied; what the session replaces already stays.
func (t *Toolchain) useLocal(ctx context.Context, m localModule) error {
	if m.path == module || m.path == "session" {
		return fmt.Errorf("%s: a module named %s cannot be used in cells", m.folder, m.path)
	}
	session, err := t.readModFile(ctx, t.modules.file("go.mod"))
	if err != nil {
		return err
	}
	edits := []string{"mod", "edit", "-require=" + m.path + "@" + someVersion(m.path), "-replace=" + m.path + "=" + m.folder}
	for _, r := range m.replacements {
		known := func(s replacement) bool { return s.Old == r.Old }
		if r.Old.Path == m.path || r.Old.Path == module || slices.ContainsFunc(session.Replace, known) {
			continue
		}
		session.Replace = append(session.Replace, r)
		edits = append(edits, "-replace="+r.Old.String()+"="+r.New.String())
	}
	_, _, err = t.goCommand(ctx, nil, edits...)
	return err
}

// someVersion gives a version that a module with this path may have.
func someVersion(modulePath string) string {
	last := path.Base(modulePath)
	if _, v, ok := strings.Cut(last, ".v"); ok && strings.HasPrefix(modulePath, "gopkg.in/") {
		last = "v" + v
	}
	if number, ok := strings.CutPrefix(last, "v"); ok && number != "" && strings.Trim(number, "0123456789") == "" {
		return last + ".0.0"
	}
	return "v0.0.0"
}

package toolchain

import (
	"context"
	"path"
	"regexp"
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
	undo, err := t.modules.begin()
	if err != nil {
		return Got{}, err
	}
	defer undo(&err)
	local, err := t.workspaceModules(ctx, dir)
	if err != nil {
		return Got{}, err
	}
	args, local, err = t.readFolders(ctx, dir, args, local)
	if err != nil {
		return Got{}, err
	}
	before, err := t.Mod()
	if err != nil {
		return Got{}, err
	}
	if got.Output, err = t.goGet(ctx, args, local, tell); err != nil {
		return Got{}, err
	}
	asked := slices.Concat(t.modules.asked, withVersion(args))
	if got.Output, err = t.fitPlotting(ctx, before, asked, got.Output); err != nil {
		return Got{}, err
	}
	got.Packages, err = t.namedPackages(ctx, args)
	if err != nil {
		return Got{}, err
	}
	if err = t.build(ctx, got.Packages, tell); err != nil {
		return Got{}, err
	}
	t.modules.asked = asked
	return got, nil
}

// goGet runs go get for those of the arguments that are not in folders.
func (t *Toolchain) goGet(ctx context.Context, args []string, local localModules, tell func(line string)) (said string, err error) {
	var remote []string
	for _, arg := range args {
		name, _, _ := strings.Cut(arg, "@")
		if m, ok := local.find(name); ok {
			if err := t.useLocal(ctx, m); err != nil {
				return "", err
			}
			continue
		}
		if name == plottingModule {
			arg = ownVersion(plottingModule)
		}
		remote = append(remote, arg)
	}
	if !slices.ContainsFunc(remote, func(arg string) bool { return !strings.HasPrefix(arg, "-") }) {
		return "", nil
	}
	mod, err := t.Mod()
	if err != nil {
		return "", err
	}
	// The project stays as it is, whatever else changes.
	own := slices.DeleteFunc(ownRequirements(mod), func(arg string) bool { return slices.Contains(remote, arg) })
	_, said, err = t.goCommand(ctx, tell, slices.Concat([]string{"get"}, remote, own)...)
	if clash := ownClash.FindStringSubmatch(said); clash != nil && err != nil {
		e := &ConflictError{Package: clash[2], Loaded: clash[3], Wanted: clash[4], Engine: clash[1] == module}
		if !e.Engine {
			e.Needs = path.Base(clash[1])
		}
		return "", e
	}
	return said, err
}

// ownClash is what the Go command says when a module is wanted in an older
// version than the engine has, or plotting.
var ownClash = regexp.MustCompile("(" + module + "(?:/plotting)?)@" + regexp.QuoteMeta(moduleVersion) + ` requires (\S+)@(\S+), (?:but|not) (?:\S+@)?(\S+?)(?: is requested)?(?:\n|$)`)

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

package toolchain

import (
	"context"
	"slices"
)

const (
	// gonumModule is the module whose plots are shown as pictures, whatever its
	// version.
	gonumModule = "gonum.org/v1/plot"
	// plotPackage has the type of these plots.
	plotPackage = "gonum.org/v1/plot"
)

// wantsPlots reports whether listed packages bring gonum's plots into the session.
func (t *Toolchain) wantsPlots(listed []listedPackage) bool {
	_, known := t.known(plotPackage)
	return !known && slices.ContainsFunc(listed, func(p listedPackage) bool { return p.ImportPath == plotPackage })
}

// listWithPlots compiles packages for a plugin together with the package that
// shows gonum's plots. It is compiled with the session's version of gonum and
// requires none, so the versions of all modules stay. An error, which names no
// files of ours, means that it does not compile with that version; go.mod is then
// what it was.
func (t *Toolchain) listWithPlots(ctx context.Context, name string, wanted []string) (listed []listedPackage, err error) {
	undo, err := t.modules.begin()
	if err != nil {
		return nil, err
	}
	defer undo(&err)
	if _, _, err := t.goCommand(ctx, nil, "mod", "edit", "-require="+ownVersion(plotModule)); err != nil {
		return nil, err
	}
	return t.listPlugin(ctx, name, slices.Concat(wanted, []string{plotModule}), nil)
}

package toolchain

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// ConflictError is returned when a package is wanted in another version than
// the one that is loaded. A process can have one only.
type ConflictError struct {
	Package string
	Loaded  string   // version of its module, or the folder that replaces it
	Wanted  string   // the same
	By      []string // modules that require the wanted version, as path@version
	Engine  bool     // the engine itself contains the package, so a new session would not help
	Moved   []string // modules of other packages that are loaded in other versions than are wanted, as "path old => new"
	Needs   string   // package of the project that the session uses and that needs the loaded version
}

func (e *ConflictError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s is loaded in version %s, and %s is wanted", e.Package, orNone(e.Loaded), orNone(e.Wanted))
	if e.Loaded == e.Wanted {
		b.Reset()
		fmt.Fprintf(&b, "package %s is loaded, and its source has changed (%s)", e.Package, orNone(e.Loaded))
		if len(e.Moved) > 0 {
			b.Reset()
			fmt.Fprintf(&b, "package %s (%s) is loaded with modules of which other versions are wanted: %s", e.Package, orNone(e.Loaded), strings.Join(e.Moved, ", "))
		}
	}
	if len(e.By) > 0 && len(e.Moved) > 0 && e.Loaded == e.Wanted {
		fmt.Fprintf(&b, ", wanted by %s", strings.Join(e.By, ", "))
	} else if len(e.By) > 0 {
		fmt.Fprintf(&b, " by %s", strings.Join(e.By, ", "))
	}
	switch {
	case e.Engine:
		b.WriteString("; it is part of the engine")
	case e.Needs != "":
		fmt.Fprintf(&b, "; %s, which this session uses, needs the one that is loaded", e.Needs)
	}
	return b.String()
}

func orNone(v string) string {
	if v == "" {
		return "(no version)"
	}
	return v
}

// UnknownPackageError is returned when no module of the session has a package.
type UnknownPackageError struct{ Package string }

func (e *UnknownPackageError) Error() string {
	return fmt.Sprintf("no module of the session provides package %s; get it by %%get %s", e.Package, e.Package)
}

// conflict says who wants another version of a package that is loaded, or of
// what it imports.
func (t *Toolchain) conflict(ctx context.Context, loaded hostedPackage, wanted listedPackage, moved []listedPackage) error {
	e := &ConflictError{Package: loaded.Path, Loaded: loaded.Module, Wanted: wanted.Module.version()}
	for _, p := range t.Packages {
		e.Engine = e.Engine || p.Path == loaded.Path
	}
	if wanted.Module == nil {
		return e
	}
	others := []*listedModule{wanted.Module}
	if e.Loaded == e.Wanted && len(moved) > 0 {
		others = nil
		for _, p := range moved {
			known, _ := t.known(p.ImportPath)
			change := fmt.Sprintf("%s %s => %s", p.Module.Path, orNone(known.Module), orNone(p.Module.version()))
			if !slices.Contains(e.Moved, change) {
				e.Moved = append(e.Moved, change)
				others = append(others, p.Module)
			}
		}
	}
	graph, _, err := t.goCommand(ctx, nil, "mod", "graph")
	if err != nil {
		return e // who wants it is not known
	}
	for line := range strings.Lines(string(graph)) {
		by, what, _ := strings.Cut(strings.TrimSpace(line), " ")
		wants := slices.ContainsFunc(others, func(m *listedModule) bool { return what == m.Path+"@"+m.Version })
		if wants && by != "session" && !slices.Contains(e.By, by) {
			e.By = append(e.By, by)
		}
	}
	return e
}

// moved are the listed packages that are loaded in another version of their module.
func (t *Toolchain) moved(listed []listedPackage) []listedPackage {
	var moved []listedPackage
	for _, p := range listed {
		if known, ok := t.known(p.ImportPath); ok && known.loaded && p.Module != nil && known.Module != p.Module.version() {
			moved = append(moved, p)
		}
	}
	return moved
}

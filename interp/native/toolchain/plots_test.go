package toolchain

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// lines keeps what is told.
type lines []string

func (l *lines) tell(line string) { *l = append(*l, line) }

// requires gives the version of a module that the session's go.mod requires.
func requires(t *testing.T, tools *Toolchain, name string) string {
	t.Helper()
	mod, err := tools.Mod()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(mod) {
		words := strings.Fields(strings.TrimPrefix(line, "require "))
		if len(words) > 1 && words[0] == name && strings.HasPrefix(words[1], "v") {
			return words[1]
		}
	}
	return ""
}

// load stands for opening the plugins that cells with these imports need.
func load(t *testing.T, tools *Toolchain, imports ...string) []Plugin {
	t.Helper()
	plugins, err := tools.Needs(imports)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range plugins {
		if err := tools.Loaded(p); err != nil {
			t.Fatal(err)
		}
	}
	return plugins
}

func TestPlottingIsNotInTheEngine(t *testing.T) {
	tools, _ := open(t)
	for _, p := range tools.Packages {
		if strings.HasPrefix(p.Path, plottingModule) || strings.HasPrefix(p.Path, gonumModule) || strings.HasPrefix(p.Path, "golang.org/x/image/") {
			t.Errorf("the engine contains %s", p.Path)
		}
	}
	if v := requires(t, tools, gonumModule) + requires(t, tools, plottingModule); v != "" {
		t.Errorf("a new session requires %s", v)
	}
	var told lines
	if err := tools.Import(t.Context(), t.TempDir(), []string{plottingModule}, told.tell); err != nil {
		t.Fatal(err)
	}
	if len(told) > 0 {
		t.Errorf("what Prepare has built is built again: %q", told)
	}
	plugins := load(t, tools, plottingModule)
	if len(plugins) != 1 || plugins[0].Plots != "" {
		t.Fatalf("plotting needs %v", plugins)
	}
	for _, path := range []string{plottingModule, plottingSymbols, plotModule, plotPackage} {
		if !plugins[0].has(path) {
			t.Errorf("the plugin lacks %s", path)
		}
	}
	if requires(t, tools, plottingModule) != moduleVersion || requires(t, tools, gonumModule) == "" {
		t.Error("go.mod does not have what is loaded")
	}
}

// TestOldGonum gets an old gonum, which a session has as long as plotting is not
// used.
func TestOldGonum(t *testing.T) {
	tools, _ := open(t)
	notebook := t.TempDir()
	const old = "v0.14.0"
	if _, err := tools.Get(t.Context(), notebook, []string{gonumModule + "@" + old}, nil); err != nil {
		t.Fatal(err)
	}
	if v := requires(t, tools, gonumModule); v != old {
		t.Errorf("the session has %s in version %s", gonumModule, v)
	}
	plugins, err := tools.Needs([]string{plotPackage})
	if err != nil || len(plugins) != 1 || !plugins[0].has(plotModule) {
		t.Fatalf("it needs %v, %v", plugins, err)
	}

	// Nothing is loaded yet, so that plotting gets what it needs.
	var told lines
	if err := tools.Import(t.Context(), notebook, []string{plottingModule}, told.tell); err != nil {
		t.Fatal(err)
	}
	if len(told) == 0 || !strings.Contains(told[0], gonumModule+" "+old+" => v") || !strings.HasPrefix(told[len(told)-1], told[0]) {
		t.Errorf("told is %q", told)
	}
	if v := requires(t, tools, gonumModule); v == old {
		t.Errorf("with plotting the session has version %s", v)
	}
	if plugins := load(t, tools, plottingModule, plotPackage); len(plugins) != 1 {
		t.Errorf("needed are %v", plugins)
	}

	_, err = tools.Get(t.Context(), notebook, []string{gonumModule + "@" + old}, nil)
	var conflict *ConflictError
	if !errors.As(err, &conflict) || conflict.Package != gonumModule || conflict.Needs != "plotting" || conflict.Engine {
		t.Errorf("an old version besides plotting: got error %v", err)
	}
}

// TestPlottingAfterOldGonum uses plotting where an old gonum is loaded.
func TestPlottingAfterOldGonum(t *testing.T) {
	tools, _ := open(t)
	notebook := t.TempDir()
	if _, err := tools.Get(t.Context(), notebook, []string{gonumModule + "@v0.14.0"}, nil); err != nil {
		t.Fatal(err)
	}
	load(t, tools, plotPackage)
	before, _ := tools.Mod()
	err := tools.Import(t.Context(), notebook, []string{plottingModule}, nil)
	var conflict *ConflictError
	if !errors.As(err, &conflict) || conflict.Package != plotPackage || conflict.Loaded != "v0.14.0" || !slices.Contains(conflict.By, ownVersion(plottingModule)) {
		t.Errorf("got error %v", err)
	}
	if after, _ := tools.Mod(); after != before {
		t.Errorf("a failed Import has changed go.mod to:\n%s", after)
	}
}

// TestPlottingAfterNewGonum gets gonum's plots in the version that plotting has, and
// uses plotting when they are loaded: what they import must be what plotting needs.
func TestPlottingAfterNewGonum(t *testing.T) {
	tools, _ := open(t)
	notebook := t.TempDir()
	const now = "v0.17.0"
	got, err := tools.Get(t.Context(), notebook, []string{gonumModule + "@" + now}, nil)
	if err != nil {
		t.Fatal(err)
	}
	image := requires(t, tools, "golang.org/x/image")
	if !strings.Contains(got.Output, "go: added golang.org/x/image "+image) || strings.Contains(got.Output, "upgraded") {
		t.Errorf("x/image has version %s, and said is:\n%s", image, got.Output)
	}
	if v := requires(t, tools, plottingModule); v != "" {
		t.Error("the session requires plotting, which it does not use")
	}
	plugins := load(t, tools, plotPackage)
	if len(plugins) != 1 || plugins[0].Path != "session/plugins/plotting" {
		t.Errorf("what Prepare has built is built again: %v", plugins)
	}

	var told lines
	if err := tools.Import(t.Context(), notebook, []string{plottingModule}, told.tell); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(strings.Join(told, "\n"), "higher versions") {
		t.Errorf("told is %q", told)
	}
	if requires(t, tools, plottingModule) != moduleVersion || requires(t, tools, gonumModule) != now {
		t.Error("go.mod does not have what is loaded")
	}
	if plugins := load(t, tools, plottingModule); len(plugins) > 0 {
		t.Errorf("needed are %v", plugins)
	}
	if err := tools.Import(t.Context(), notebook, []string{plotPackage, gonumModule + "/palette/brewer"}, nil); err != nil {
		t.Error(err)
	}
}

// TestOlderGonumAfterNew gets gonum's plots as plotting has them, and then, before
// anything is loaded, older ones.
func TestOlderGonumAfterNew(t *testing.T) {
	tools, _ := open(t)
	notebook := t.TempDir()
	for _, version := range []string{"v0.17.0", "v0.14.0"} {
		if _, err := tools.Get(t.Context(), notebook, []string{gonumModule + "@" + version}, nil); err != nil {
			t.Fatal(err)
		}
		if v := requires(t, tools, gonumModule); v != version {
			t.Errorf("the session has version %s, want %s", v, version)
		}
	}
	plugins := load(t, tools, plotPackage)
	if len(plugins) != 1 || plugins[0].has(plottingModule) {
		t.Errorf("needed are %v", plugins)
	}
}

// TestAskedVersionStays gets gonum's plots with a module in a version below
// plotting's: it stays, and the conflict says which module it is.
func TestAskedVersionStays(t *testing.T) {
	tools, _ := open(t)
	notebook := t.TempDir()
	const image, asked = "golang.org/x/image", "v0.30.0"
	for _, args := range [][]string{{image + "@" + asked}, {gonumModule + "@v0.17.0"}} {
		if _, err := tools.Get(t.Context(), notebook, args, nil); err != nil {
			t.Fatal(err)
		}
	}
	if v := requires(t, tools, image); v != asked {
		t.Errorf("the session has %s in version %s", image, v)
	}
	load(t, tools, plotPackage)
	err := tools.Import(t.Context(), notebook, []string{plottingModule}, nil)
	var conflict *ConflictError
	if !errors.As(err, &conflict) || !slices.ContainsFunc(conflict.Moved, func(m string) bool { return strings.HasPrefix(m, image+" "+asked+" => v") }) {
		t.Fatalf("got error %v", err)
	}
	if text := conflict.Error(); !strings.Contains(text, image+" "+asked+" => ") {
		t.Errorf("the error is %s", text)
	}
}

// TestPlotOfGonumWithoutGetting imports a package of gonum that plotting does not
// need, in the version that plotting has.
func TestPlotOfGonumWithoutGetting(t *testing.T) {
	tools, _ := open(t)
	for _, path := range []string{plotPackage, gonumModule + "/palette/brewer"} {
		if err := tools.Import(t.Context(), t.TempDir(), []string{path}, nil); err != nil {
			t.Fatal(err)
		}
		if file, ok := tools.Export(path); !ok || !isFile(file) {
			t.Errorf("%s cannot be imported: %q, %v", path, file, ok)
		}
	}
}

// TestStrangeGonum has a gonum whose plots cannot be drawn as all others are.
func TestStrangeGonum(t *testing.T) {
	tools, _ := open(t)
	notebook := t.TempDir()
	dir := filepath.Join(notebook, "plot")
	writeModule(t, dir, gonumModule, "package plot\n\ntype Plot struct{}\n")
	for _, part := range []string{"vg", "vg/draw", "vg/vgimg"} {
		if err := os.MkdirAll(filepath.Join(dir, part), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, part, "p.go"), []byte("package "+filepath.Base(part)+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := tools.Get(t.Context(), notebook, []string{"./plot"}, nil); err != nil {
		t.Fatal(err)
	}
	plugins := load(t, tools, plotPackage)
	if len(plugins) != 1 || plugins[0].has(plotModule) || !strings.Contains(plugins[0].Plots, "undefined: vgimg.NewWith") {
		t.Errorf("needed are %+v", plugins)
	}
	if v := requires(t, tools, plotModule); v != "" {
		t.Errorf("go.mod requires %s, which does not compile", plotModule)
	}
}

// TestNoSuchOwnPackage asks for a package that the project does not have.
func TestNoSuchOwnPackage(t *testing.T) {
	tools, _ := open(t)
	var unknown *UnknownPackageError
	if err := tools.Import(t.Context(), t.TempDir(), []string{"gonymede/display"}, nil); !errors.As(err, &unknown) {
		t.Errorf("got error %v, want an *UnknownPackageError", err)
	}
}

package toolchain

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
)

// repository is the root of the project, from here.
const repository = "../../.."

// snapshot is the project's source as it is when the tests begin.
var snapshot = sync.OnceValues(func() (Config, error) {
	src, err := readSource(os.DirFS(repository))
	if err != nil {
		return Config{}, err
	}
	files := fstest.MapFS{}
	for name, data := range src.files {
		files[name] = &fstest.MapFile{Data: data}
	}
	return Config{Source: files}, nil
})

// prepared returns the folder of an engine that is built once, in the cache that
// notebooks use: the first time takes a minute or two.
var prepared = sync.OnceValues(func() (string, error) {
	cfg, err := snapshot()
	if err != nil {
		return "", err
	}
	return Prepare(context.Background(), cfg, nil)
})

func open(t *testing.T) (*Toolchain, string) {
	t.Helper()
	dir, err := prepared()
	if err != nil {
		t.Fatal(err)
	}
	work := t.TempDir()
	tools, err := Open(dir, work)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := tools.Close(); err != nil {
			t.Error(err)
		}
	})
	return tools, work
}

// newPackage writes the text of a cell.
func newPackage(t *testing.T, work, name, text string) *Package {
	t.Helper()
	base := filepath.Join(work, name)
	if err := os.WriteFile(base+".go", []byte("package main\n"+text), 0o644); err != nil {
		t.Fatal(err)
	}
	return &Package{Path: "sess/" + name, Files: []string{base + ".go"}, Imports: map[string]string{}, Archive: base + ".a", Plugin: base + ".so"}
}

func TestPrepare(t *testing.T) {
	dir, err := prepared()
	if err != nil {
		t.Fatal(err)
	}
	cfg, err := snapshot()
	if err != nil {
		t.Fatal(err)
	}
	s := Inspect(t.Context(), cfg)
	if s.State != Ready || s.Dir != dir {
		t.Errorf("after Prepare the state is %v (%s) in %s, want %v in %s", s.State, s.Reason, s.Dir, Ready, dir)
	}
	var said []Progress
	again, err := Prepare(t.Context(), cfg, func(p Progress) { said = append(said, p) })
	if err != nil || again != dir {
		t.Errorf("a second Prepare gives %s, %v, want %s", again, err, dir)
	}
	if len(said) != 2 || !said[1].Done {
		t.Errorf("a second Prepare does something: %v", said)
	}
}

func TestCompileAndLink(t *testing.T) {
	tools, work := open(t)
	first := newPackage(t, work, "c1", `import "fmt"
type point struct{ x, y int; s fmt.Stringer }
func (p *point) swap() { p.x, p.y = p.y, p.x }
`)
	second := newPackage(t, work, "c2", `import . "sess/c1"
var global [3]point
func use() { global[1].swap() }
`)
	second.Imports[first.Path] = first.Archive
	for _, p := range []*Package{first, second} {
		if err := tools.Compile(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if err := tools.Link(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if err := tools.AddTypes(p.Plugin); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(p.Plugin)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size() > 100_000 {
			t.Errorf("%s has %d bytes: that is no thin plugin", p.Plugin, info.Size())
		}
	}
}

// TestVariableOfUnknownType links against a type of a plugin that was never
// reported as opened.
func TestVariableOfUnknownType(t *testing.T) {
	tools, work := open(t)
	first := newPackage(t, work, "c1", "type point struct{ next *point }\n")
	second := newPackage(t, work, "c2", "import . \"sess/c1\"\nvar global point\n")
	second.Imports[first.Path] = first.Archive
	for _, p := range []*Package{first, second} {
		if err := tools.Compile(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if err := tools.Link(t.Context(), second); err == nil || !strings.Contains(err.Error(), "sess/c1.point") {
		t.Errorf("got error %v, want one that names the type", err)
	}
}

func TestCompileErrors(t *testing.T) {
	tools, work := open(t)
	p := newPackage(t, work, "c7", "//line cell[7]:1:1\nfunc f() int {\n\tn := 1\n\treturn missing\n}\n")
	err := tools.Compile(t.Context(), p)
	var failed *CompileError
	if !errors.As(err, &failed) {
		t.Fatalf("got error %v, want a *CompileError", err)
	}
	if want := "cell[7]:2:2: declared and not used: n\ncell[7]:3:9: undefined: missing"; failed.Output != want {
		t.Errorf("got:\n%s\nwant:\n%s", failed.Output, want)
	}
	if isFile(p.Archive) {
		t.Error("an archive is left")
	}
}

func TestCompileIsCancelled(t *testing.T) {
	tools, work := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := tools.Compile(ctx, newPackage(t, work, "c1", "")); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
}

func TestExport(t *testing.T) {
	tools, _ := open(t)
	for path, want := range map[string]bool{
		"fmt": true, "net/http": true, "runtime/cgo": true, "gonymede/kernel/display": true, "gonymede/interp/native/cell": true,
		"internal/abi": false, "gonymede/interp/session": false, "example.com/none": false,
	} {
		if file, ok := tools.Export(path); ok != want || ok && !isFile(file) {
			t.Errorf("Export(%q) = %q, %v, want %v", path, file, ok, want)
		}
	}
}

// writeModule writes a module of one file.
func writeModule(t *testing.T, dir, path, text string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"go.mod": "module " + path + "\n\ngo 1.26\n", "m.go": text} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLocalModule(t *testing.T) {
	tools, work := open(t)
	notebook := t.TempDir()
	writeModule(t, filepath.Join(notebook, "greet"), "example.com/greet", "package greet\n\ntype Greeting struct{ To *string }\n\nfunc Hello() string { return \"hello\" }\n")

	var unknown *UnknownPackageError
	if err := tools.Import(t.Context(), notebook, []string{"example.com/greet"}, nil); !errors.As(err, &unknown) {
		t.Fatalf("before Get: got error %v, want an *UnknownPackageError", err)
	}
	got, err := tools.Get(t.Context(), notebook, []string{"./greet"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Packages) != 1 || got.Packages[0] != "example.com/greet" {
		t.Errorf("got %v", got.Packages)
	}
	if mod, err := tools.Mod(); err != nil || !strings.Contains(mod, "example.com/greet => "+notebook) {
		t.Errorf("go.mod is, with error %v:\n%s", err, mod)
	}
	plugins, err := tools.Needs([]string{"fmt", "example.com/greet"})
	if err != nil || len(plugins) != 1 {
		t.Fatalf("needs %v, %v", plugins, err)
	}
	if err := tools.Loaded(plugins[0]); err != nil {
		t.Fatal(err)
	}
	if err := tools.Loaded(plugins[0]); err == nil {
		t.Error("a plugin can be loaded twice")
	}
	if plugins, err := tools.Needs([]string{"example.com/greet"}); err != nil || len(plugins) != 0 {
		t.Errorf("needs what is loaded: %v, %v", plugins, err)
	}
	p := newPackage(t, work, "c1", "import \"example.com/greet\"\n\nvar g [2]greet.Greeting\n\nfunc f() string { return greet.Hello() }\n")
	if err := errors.Join(tools.Compile(t.Context(), p), tools.Link(t.Context(), p)); err != nil {
		t.Fatal(err)
	}

	// Now the module is another one than the one that is loaded.
	before, _ := tools.Mod()
	writeModule(t, filepath.Join(notebook, "greet"), "example.com/greet", "package greet\n\nfunc Hello() string { return \"good day\" }\n")
	_, err = tools.Get(t.Context(), notebook, []string{"./greet"}, nil)
	var conflict *ConflictError
	if !errors.As(err, &conflict) || conflict.Package != "example.com/greet" || conflict.Engine {
		t.Errorf("got error %v, want a *ConflictError for example.com/greet", err)
	}
	if after, _ := tools.Mod(); after != before {
		t.Errorf("a failed Get has changed go.mod to:\n%s", after)
	}
}

func TestWorkspace(t *testing.T) {
	t.Setenv("GOWORK", "")
	tools, _ := open(t)
	root := t.TempDir()
	writeModule(t, filepath.Join(root, "one"), "example.com/one", "package one\n\nimport \"example.com/two\"\n\nvar N = two.N\n")
	writeModule(t, filepath.Join(root, "two"), "example.com/two", "package two\n\nvar N = 2\n")
	mod := filepath.Join(root, "one", "go.mod")
	if err := os.WriteFile(mod, []byte("module example.com/one\n\ngo 1.26\n\nrequire example.com/two v0.0.0\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "go.work"), []byte("go 1.26\n\nuse (\n\t./one\n\t./two\n)\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	notebook := filepath.Join(root, "notebooks")
	if err := os.Mkdir(notebook, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := tools.Import(t.Context(), notebook, []string{"example.com/one"}, nil); err != nil {
		t.Fatal(err)
	}
	plugins, err := tools.Needs([]string{"example.com/one"})
	if err != nil || len(plugins) != 1 {
		t.Fatalf("needs %v, %v", plugins, err)
	}
	var paths []string
	for _, p := range plugins[0].Packages {
		paths = append(paths, p.Path)
	}
	if got := strings.Join(paths, " "); got != "example.com/two example.com/one session/plugins/p1" {
		t.Errorf("the plugin has %s", got)
	}
}

// TestLeftOutPackages imports what the engine leaves out of the standard library.
func TestLeftOutPackages(t *testing.T) {
	tools, _ := open(t)
	if err := tools.Import(t.Context(), t.TempDir(), []string{"expvar"}, nil); err != nil {
		t.Fatal(err)
	}
	if _, ok := tools.Export("expvar"); !ok {
		t.Error("expvar cannot be imported")
	}
}

func TestModuleThatDoesNotCompile(t *testing.T) {
	tools, _ := open(t)
	notebook := t.TempDir()
	writeModule(t, filepath.Join(notebook, "bad"), "example.com/bad", "package bad\n\nvar N int = \"text\"\n")
	_, err := tools.Get(t.Context(), notebook, []string{"./bad"}, nil)
	var failed *GoError
	if !errors.As(err, &failed) || !strings.Contains(err.Error(), "cannot use \"text\"") {
		t.Errorf("got error %v, want a *GoError with the compiler's words", err)
	}
	if mod, err := tools.Mod(); err != nil || strings.Contains(mod, "example.com/bad") {
		t.Errorf("the module stays in go.mod: %v\n%s", err, mod)
	}
}

func TestInternalPackage(t *testing.T) {
	tools, _ := open(t)
	notebook := t.TempDir()
	writeModule(t, filepath.Join(notebook, "outer"), "example.com/outer", "package outer\n\nimport \"example.com/outer/internal/inner\"\n\nvar N = inner.N\n")
	inner := filepath.Join(notebook, "outer", "internal", "inner")
	if err := os.MkdirAll(inner, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(inner, "inner.go"), []byte("package inner\n\nvar N = 1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := tools.Get(t.Context(), notebook, []string{"./outer"}, nil); err != nil {
		t.Fatal(err)
	}
	err := tools.Import(t.Context(), notebook, []string{"example.com/outer/internal/inner"}, nil)
	if err == nil || !strings.Contains(err.Error(), "use of internal package") {
		t.Errorf("got error %v, want Go's about internal packages", err)
	}
}

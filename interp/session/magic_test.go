package session

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"gonymede/interp/engine"
	"gonymede/interp/native/toolchain"
	"gonymede/kernel/display"
)

// run runs cells in a new session and returns it with what the last one gave.
func run(t *testing.T, modules Modules, cells ...string) (*Session, engine.Result, string) {
	t.Helper()
	s, err := New(&lateHost{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.modules = modules
	var r engine.Result
	printed := ""
	for i, source := range cells {
		printed = capture(t, func() {
			r = s.Execute(context.Background(), engine.Cell{Number: i + 1, Source: source})
		})
		if r.Err != nil && i < len(cells)-1 {
			t.Fatalf("cell %d: %v", i+1, r.Err)
		}
	}
	return s, r, printed
}

func TestTime(t *testing.T) {
	took := `wall time [0-9.]+[nµm]?s, CPU time [0-9.]+[nµm]?s( \(and [0-9.]+m?s to compile\))?`
	for source, want := range map[string]string{
		"%time x := 1\nx":                        took,
		"%%time\nx := 1":                         took,
		"%time for i := range 3 {\n\t_ = i\n}":   took,
		"%time a := 1\nb := a\n%time c := b":     "line 1: " + took + "\nline 3: " + took,
		"%%time\n%%bash\ntrue":                   took,
		"//%%time\n//%time y := 2\nfmt.Sprint()": took + "\n" + took,
	} {
		_, r, _ := run(t, nil, source)
		notes := strings.Join(r.Notes, "\n")
		if r.Err != nil || !regexp.MustCompile("^"+want+"$").MatchString(notes) {
			t.Errorf("%q: notes %q, error %v, want %s", source, notes, r.Err, want)
		}
	}
	if _, r, _ := run(t, nil, "%time 1 + 2"); !r.HasValue || r.Value.(display.Bundle).Text() != "3" {
		t.Errorf("the value of a timed expression is %v", r.Value)
	}
	if _, r, _ := run(t, nil, "%%time\npanic(1)"); r.Err == nil || len(r.Notes) > 0 {
		t.Errorf("a panic: error %v, notes %v", r.Err, r.Notes)
	}
}

// fakeModules has one module and conflicts.
type fakeModules struct{ got, imported []string }

func (f *fakeModules) Get(_ context.Context, dir string, args []string, tell func(string)) (toolchain.Got, error) {
	f.got = append(f.got, strings.Join(args, " "))
	switch path, _, _ := strings.Cut(args[0], "@"); path {
	case "example.org/old":
		return toolchain.Got{}, fmt.Errorf("get: %w", &toolchain.ConflictError{Package: "example.org/a", Loaded: "v1.0.0", Wanted: "v2.0.0", By: []string{"example.org/old"}})
	case "example.org/engine":
		return toolchain.Got{}, &toolchain.ConflictError{Package: "example.org/a", Loaded: "v1.0.0", Wanted: "v2.0.0", Engine: true}
	case "example.org/none":
		return toolchain.Got{}, &toolchain.GoError{Command: "go get", Output: "module example.org/none: not found"}
	}
	tell("downloading")
	return toolchain.Got{Output: "go: downloading example.org/a v1.2.3\ngo: added example.org/a v1.2.3", Packages: []string{"example.org/a"}}, nil
}

func (f *fakeModules) Import(_ context.Context, dir string, paths []string, tell func(string)) error {
	f.imported = append(f.imported, paths...)
	if paths[0] == "example.org/broken" {
		return &toolchain.GoError{Command: "go build", Output: "broken.go:1:1: expected 'package'"}
	}
	return &toolchain.UnknownPackageError{Package: paths[0]}
}

func (f *fakeModules) Export(string) (string, bool) { return "", false }

func (f *fakeModules) Mod() (string, error) { return "module session\n", nil }

func TestGet(t *testing.T) {
	f := &fakeModules{}
	_, r, printed := run(t, f, "x := 1\n%get example.org/a@v1.2.3\nx + 1")
	if r.Err != nil || printed != "downloading\nadded example.org/a v1.2.3\nready to import: example.org/a\n" || r.Value.(display.Bundle).Text() != "2" {
		t.Errorf("printed %q, error %v, value %v", printed, r.Err, r.Value)
	}
	if home, err := os.UserHomeDir(); err == nil {
		run(t, f, "%get ~/lib ./other")
		if want := filepath.Join(home, "lib") + " ./other"; f.got[len(f.got)-1] != want {
			t.Errorf("got %q, want %q", f.got[len(f.got)-1], want)
		}
	}
	_, r, _ = run(t, f, "%get example.org/none")
	if r.Err == nil || r.Err.Name != "GetError" || r.Err.Value != "cell[1]:1:1: module example.org/none: not found" {
		t.Errorf("no such module: %v", r.Err)
	}
	_, r, _ = run(t, f, "%get example.org/old@v2")
	text := ""
	if r.Err != nil {
		text = strings.Join(r.Err.Traceback, "\n")
	}
	for _, want := range []string{"example.org/a is loaded in version v1.0.0", "by example.org/old", "%get -restart example.org/old@v2", "Kernel > Restart Kernel", "all functions and types are declared again"} {
		if !strings.Contains(text, want) {
			t.Errorf("a conflict lacks %q:\n%s", want, text)
		}
	}
	if _, r, _ = run(t, f, "%get -restart example.org/old"); r.Err != nil || !r.Restart {
		t.Errorf("-restart: restart %v, error %v", r.Restart, r.Err)
	}
	if _, r, _ = run(t, f, "%get example.org/engine"); r.Err == nil || strings.Contains(strings.Join(r.Err.Traceback, ""), "-restart") {
		t.Errorf("a restart is offered where it does not help: %v", r.Err)
	}
	if _, r, _ = run(t, f, "x := 1\nimport \"example.org/broken\""); r.Err == nil || r.Err.Value != "cell[1]:2:8: go build: broken.go:1:1: expected 'package'" {
		t.Errorf("a package that does not compile: %v", r.Err)
	}
	if _, r, _ = run(t, f, "import \"example.org/x\""); r.Err == nil || !strings.Contains(r.Err.Value, "cell[1]:1:8: package example.org/x is not in this session; %get example.org/x") {
		t.Errorf("an unknown package: %v", r.Err)
	}
	if _, r, _ = run(t, f, "%mod"); r.Value.(display.Bundle).Text() != "module session\n" {
		t.Errorf("%%mod shows %v", r.Value)
	}
}

func TestModuleFolders(t *testing.T) {
	t.Setenv("GOMODCACHE", "/cache")
	got := moduleFolders(`module session

require example.org/one v1.0.0

require (
	example.org/Two/v2 v2.1.0 // indirect
	example.org/three v0.0.0
	example.org/four v1.0.0
)

replace example.org/three => /home/three

replace (
	example.org/four v1.0.0 => example.org/other v1.1.0
)
`)
	want := map[string]string{
		"example.org/one":    "/cache/example.org/one@v1.0.0",
		"example.org/Two/v2": "/cache/example.org/!two/v2@v2.1.0",
		"example.org/three":  "/home/three",
		"example.org/four":   "/cache/example.org/other@v1.1.0",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("folders %v", got)
	}
}

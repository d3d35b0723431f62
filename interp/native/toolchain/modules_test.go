package toolchain

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestRequiredModules(t *testing.T) {
	const mod = `module session

go 1.26.8

require gonymede v0.0.0

require (
	example.com/a v1.2.3
	example.com/b/v2 v2.0.0 // indirect
)

replace gonymede => /src
`
	want := []string{"gonymede", "example.com/a", "example.com/b/v2"}
	if got := requiredModules(mod); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSomeVersion(t *testing.T) {
	for path, want := range map[string]string{
		"example.com/a": "v0.0.0", "example.com/a/v2": "v2.0.0", "example.com/a/v17": "v17.0.0", "gopkg.in/yaml.v3": "v3.0.0",
		"example.com/vault": "v0.0.0", "example.com/v": "v0.0.0",
	} {
		if got := someVersion(path); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
}

func TestFindLocalModule(t *testing.T) {
	local := localModules{{path: "example.com/a"}, {path: "example.com/a/inner"}, {path: "example.com/b"}}
	for pkg, want := range map[string]string{
		"example.com/a": "example.com/a", "example.com/a/x": "example.com/a", "example.com/a/inner/x": "example.com/a/inner",
		"example.com/ab": "", "example.com": "",
	} {
		if got, ok := local.find(pkg); got.path != want || ok != (want != "") {
			t.Errorf("%s: got %q, %v, want %q", pkg, got.path, ok, want)
		}
	}
}

func TestFindWorkspace(t *testing.T) {
	t.Setenv("GOWORK", "")
	root := t.TempDir()
	inner := filepath.Join(root, "a", "b")
	if err := os.MkdirAll(inner, 0o755); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(root, "go.work")
	if err := os.WriteFile(file, []byte("go 1.26\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got := findWorkspace(inner); got != file {
		t.Errorf("got %q, want %q", got, file)
	}
	t.Setenv("GOWORK", "off")
	if got := findWorkspace(inner); got != "" {
		t.Errorf("with GOWORK=off: got %q", got)
	}
	t.Setenv("GOWORK", "/other/go.work")
	if got := findWorkspace(inner); got != "/other/go.work" {
		t.Errorf("with GOWORK set: got %q", got)
	}
}

func TestOwnClash(t *testing.T) {
	for said, want := range map[string][]string{
		"go: gonymede@v0.0.0 requires golang.org/x/image@v0.30.0, not golang.org/x/image@v0.25.0":             {"gonymede", "golang.org/x/image", "v0.30.0", "v0.25.0"},
		"go: gonymede@v0.0.0 requires golang.org/x/sys@v0.49.0, but v0.1.0 is requested":                      {"gonymede", "golang.org/x/sys", "v0.49.0", "v0.1.0"},
		"go: gonymede/plotting@v0.0.0 requires gonum.org/v1/plot@v0.17.0, but v0.14.0 is requested":           {"gonymede/plotting", "gonum.org/v1/plot", "v0.17.0", "v0.14.0"},
		"go: example.com/a@v1.0.0 requires golang.org/x/image@v0.30.0, not golang.org/x/image@v0.25.0":        nil,
		"go: downloading x\ngo: gonymede@v0.0.0 requires golang.org/x/sys@v0.49.0, but v0.1.0 is requested\n": {"gonymede", "golang.org/x/sys", "v0.49.0", "v0.1.0"},
	} {
		got := ownClash.FindStringSubmatch(said)
		if got != nil {
			got = got[1:]
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", said, got, want)
		}
	}
}

func TestConflictText(t *testing.T) {
	tests := []struct {
		conflict ConflictError
		want     string
	}{
		{ConflictError{Package: "p", Loaded: "v1.0.0", Wanted: "v1.1.0", By: []string{"a@v1", "b@v2"}}, "package p is loaded in version v1.0.0, and v1.1.0 is wanted by a@v1, b@v2"},
		{ConflictError{Package: "p", Loaded: "/dir", Wanted: "/dir"}, "package p is loaded, and its source has changed (/dir)"},
		{ConflictError{Package: "p", Loaded: "v1.0.0", Wanted: "v1.0.0", Moved: []string{"x v0.1.0 => v0.2.0"}, By: []string{"a@v1"}}, "package p (v1.0.0) is loaded with modules of which other versions are wanted: x v0.1.0 => v0.2.0, wanted by a@v1"},
		{ConflictError{Package: "p", Loaded: "v1.0.0", Wanted: "v1.1.0", Engine: true}, "package p is loaded in version v1.0.0, and v1.1.0 is wanted; it is part of the engine"},
		{ConflictError{Package: "p", Loaded: "v1.1.0", Wanted: "v1.0.0", Needs: "plotting"}, "package p is loaded in version v1.1.0, and v1.0.0 is wanted; plotting, which this session uses, needs the one that is loaded"},
	}
	for _, test := range tests {
		if got := test.conflict.Error(); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

func TestUpgradesOf(t *testing.T) {
	const said = "go: downloading x v1\ngo: upgraded golang.org/x/image v0.30.0 => v0.46.0\ngo: added a v1.0.0\ngo: upgraded go 1.20 => 1.26\n"
	want := []upgrade{{"golang.org/x/image", "v0.30.0", "v0.46.0"}, {"go", "1.20", "1.26"}}
	if got := upgradesOf(said); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWithVersion(t *testing.T) {
	got := withVersion([]string{"-u", "a", "b@latest", "c@v1.0.0", "d@none", "e/f@main", "g@patch"})
	if want := []string{"c", "d", "e/f"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

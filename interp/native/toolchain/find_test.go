package toolchain

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// modSource is enough of the project's sources for Find.
func modSource(goVersion, pinned string) fstest.MapFS {
	return fstest.MapFS{"go.mod": {Data: fmt.Appendf(nil, "module gonymede\n\ngo %s\n\ntoolchain %s\n", goVersion, pinned)}}
}

// fakeGo writes a go command that knows only go env.
func fakeGo(t *testing.T, variables string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "go")
	if err := os.WriteFile(file, []byte("#!/bin/sh\ncat <<'EOF'\n"+variables+"\nEOF\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestFind(t *testing.T) {
	g, err := Find(t.Context(), Config{Source: os.DirFS(repository), Cache: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(g.Version, "go1.") || !isFile(g.Command) || !isFile(filepath.Join(g.Root, "src", "runtime", "proc.go")) || !isFile(g.LD) || g.CC == "" {
		t.Errorf("got %+v", g)
	}
}

func TestFindWithoutGo(t *testing.T) {
	_, err := Find(t.Context(), Config{Source: modSource("1.26.0", "go1.26.8"), Go: filepath.Join(t.TempDir(), "no-go"), Cache: t.TempDir()})
	var missing *MissingError
	if !errors.As(err, &missing) || !strings.Contains(err.Error(), "no-go") {
		t.Errorf("got error %v, want a *MissingError that names the command", err)
	}
}

func TestUnknownVersion(t *testing.T) {
	sources := filepath.Join(t.TempDir(), "goroot")
	tests := []struct {
		name, toolchain string
		state           State
		reason          string
	}{
		{"may fetch", "auto", Buildable, "has to fetch go1.26.8"},
		{"may not fetch", "local", Impossible, "do not work with go1.99.1 (go1.26.8 does)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			command := fakeGo(t, fmt.Sprintf(`{"GOVERSION": "go1.99.1", "GOROOT": %q, "GOMODCACHE": %q, "GOTOOLCHAIN": %q, "CC": "gcc"}`, sources, t.TempDir(), test.toolchain))
			s := Inspect(t.Context(), Config{Source: modSource("1.26.0", "go1.26.8"), Go: command, Cache: t.TempDir()})
			if s.State != test.state || !strings.Contains(s.Reason, test.reason) {
				t.Errorf("got %v: %s", s.State, s.Reason)
			}
			var version *VersionError
			if !errors.As(s.Err, &version) || version.Version != "go1.99.1" || version.Pinned != "go1.26.8" {
				t.Errorf("got error %v", s.Err)
			}
		})
	}
}

func TestOldVersion(t *testing.T) {
	command := fakeGo(t, fmt.Sprintf(`{"GOVERSION": "go1.20.3", "GOROOT": %q, "GOTOOLCHAIN": "local", "CC": "gcc"}`, t.TempDir()))
	s := Inspect(t.Context(), Config{Source: modSource("1.26.0", "go1.26.8"), Go: command, Cache: t.TempDir()})
	if s.State != Impossible || !strings.Contains(s.Reason, "needs go1.26.0, this is go1.20.3") {
		t.Errorf("got %v: %s", s.State, s.Reason)
	}
}

// TestGorootInModuleCache asks for a link in place of a GOROOT where the Go
// command refuses overlays.
func TestGorootInModuleCache(t *testing.T) {
	modules, cacheDir := t.TempDir(), t.TempDir()
	root := filepath.Join(modules, "golang.org", "toolchain@v0.0.1-go1.26.8.linux-amd64")
	if err := os.MkdirAll(filepath.Join(root, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(root, "bin", "go"), nil, 0o755); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second finds the link
		g := &Go{Command: "go", Root: root, variables: map[string]string{"GOMODCACHE": modules}}
		if err := g.linkRoot(cacheDir); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(g.Root, cacheDir) || g.Command != filepath.Join(g.Root, "bin", "go") {
			t.Errorf("GOROOT is %s, the command %s; want both in %s", g.Root, g.Command, cacheDir)
		}
		if target, err := os.Readlink(g.Root); err != nil || target != root {
			t.Errorf("the link names %s (%v), want %s", target, err, root)
		}
	}
}

func TestFlags(t *testing.T) {
	g := &Go{variables: map[string]string{"GOFLAGS": "-mod=vendor -tags=a,b --modcacherw -race -overlay=x -buildvcs=false"}}
	if got, want := g.flags(), "-tags=a,b --modcacherw"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

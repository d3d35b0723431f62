package exportdata

import (
	"archive/zip"
	"bytes"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/go/gcexportdata"
)

func TestEveryPackageReads(t *testing.T) {
	imp := NewImporter()
	for _, p := range Paths() {
		pkg, err := imp.Import(p)
		if err != nil {
			t.Errorf("Import(%q): %v", p, err)
			continue
		}
		if got := pkg.Name(); got != Name(p) {
			t.Errorf("Name(%q) = %q, the package says %q", p, Name(p), got)
		}
	}
}

// Types of one package must be the same however they are reached.
func TestIdentityAcrossPackages(t *testing.T) {
	imp := NewImporter()
	http, err := imp.Import("net/http")
	if err != nil {
		t.Fatal(err)
	}
	io, err := imp.Import("io")
	if err != nil {
		t.Fatal(err)
	}
	body := http.Scope().Lookup("Response").Type().Underlying().(*types.Struct)
	for f := range body.Fields() {
		if f.Name() == "Body" && !types.Identical(f.Type(), io.Scope().Lookup("ReadCloser").Type()) {
			t.Errorf("http.Response.Body is %v, not io.ReadCloser", f.Type())
		}
	}
}

func TestNamed(t *testing.T) {
	for name, want := range map[string]string{
		"fmt": "fmt", "rand": "math/rand", "template": "text/template", "exec": "os/exec", "display": "gonymede/kernel/display",
	} {
		if got := Named(name); len(got) == 0 || got[0] != want {
			t.Errorf("Named(%q) = %v, want %q first", name, got, want)
		}
	}
	if got := Named("nosuch"); len(got) > 0 {
		t.Errorf("Named(nosuch) = %v", got)
	}
}

func TestUnknownPackage(t *testing.T) {
	_, err := NewImporter().Import("no/such")
	if err == nil || !strings.Contains(err.Error(), "no/such") {
		t.Errorf("Import(no/such) = %v", err)
	}
}

func BenchmarkImport(b *testing.B) {
	for _, p := range []string{"fmt", "net/http"} {
		b.Run(p, func(b *testing.B) {
			for b.Loop() {
				if _, err := NewImporter().Import(p); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The archive must hold what the packages of this module export now: run
// go generate ./interp/... after a change.
func TestUpToDate(t *testing.T) {
	fresh := filepath.Join(t.TempDir(), "packages.zip")
	own := []string{"gonymede/kernel/display", "gonymede/plotting"}
	out, err := exec.Command("go", append([]string{"run", "./gen", "-o", fresh}, own...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("gen: %v\n%s", err, out)
	}
	want, err := os.ReadFile(fresh)
	if err != nil {
		t.Fatal(err)
	}
	wantFiles, gotFiles := index(t, want), index(t, packages)
	for _, path := range own {
		if got, want := api(t, path, gotFiles), api(t, path, wantFiles); got != want {
			t.Errorf("%s has changed; run go generate ./interp/...\n--- archive\n%s\n--- now\n%s", path, got, want)
		}
	}
}

func index(t *testing.T, data []byte) map[string]*zip.File {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*zip.File{}
	for _, f := range z.File {
		files[f.Name] = f
	}
	return files
}

// api lists what a package exports.
func api(t *testing.T, path string, files map[string]*zip.File) string {
	t.Helper()
	f := files[path]
	if f == nil {
		return "(missing)"
	}
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	pkg, err := gcexportdata.Read(r, token.NewFileSet(), map[string]*types.Package{}, path)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, name := range pkg.Scope().Names() {
		obj := pkg.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		b.WriteString(obj.String() + "\n")
		if named, ok := obj.Type().(*types.Named); ok {
			for m := range named.Methods() {
				if m.Exported() {
					b.WriteString("\t" + m.String() + "\n")
				}
			}
		}
	}
	return b.String()
}

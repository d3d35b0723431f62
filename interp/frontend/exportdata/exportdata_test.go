package exportdata

import (
	"go/types"
	"strings"
	"testing"
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

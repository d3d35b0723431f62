package exportdata

import (
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// compileMod compiles a small package that uses the standard library, and returns
// the compiler's archive.
func compileMod(t *testing.T, source string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"go.mod": "module example.org/go-mod\n\ngo 1.26\n", "mod.go": source} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "list", "-export", "-f", "{{.Export}}", ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, out)
	}
	return strings.TrimSpace(string(out))
}

// TestAdd imports a module's package from what the compiler wrote. Its types are
// those of the standard library that the archive in the binary has.
func TestAdd(t *testing.T) {
	const path = "example.org/go-mod"
	file := compileMod(t, "package mod\n\nimport \"time\"\n\nfunc Wait() time.Duration { return 0 }\n")
	i := NewImporter()
	i.Add(map[string]string{path: file, "fmt": "nowhere", "example.org/x/internal/mod": file})
	pkg, err := i.Import(path)
	if err != nil {
		t.Fatal(err)
	}
	std, err := i.Import("time")
	if err != nil {
		t.Fatal(err)
	}
	wait := pkg.Scope().Lookup("Wait").Type().(*types.Signature).Results().At(0).Type()
	if duration := std.Scope().Lookup("Duration").Type(); !types.Identical(wait, duration) {
		t.Errorf("%v is not %v", wait, duration)
	}
	if _, err := i.Import("fmt"); err != nil {
		t.Errorf("a package of the standard library was replaced: %v", err)
	}
	if name := i.NameOf(path); name != "mod" {
		t.Errorf("the name is %s", name)
	}
	if named := i.Named("mod"); len(named) != 1 || named[0] != path {
		t.Errorf("packages named mod: %v", named)
	}
	other := compileMod(t, "package mod\n\nfunc Other() {}\n")
	i.Add(map[string]string{path: other})
	if pkg, err = i.Import(path); err != nil || pkg.Scope().Lookup("Other") == nil {
		t.Errorf("another version is not read: %v", err)
	}
}

func TestBrokenArchives(t *testing.T) {
	const header = archiveMagic + "__.PKGDEF       0           0     0     644     9         `\n"
	for text, want := range map[string]string{
		archiveMagic:         "cut short",
		header + "no":        "cut short",
		header + "no export": "has no export data",
		"":                   "empty export data",
		"text":               "unexpected export data",
		strings.Replace(header, "__.PKGDEF", "something", 1): "begins with \"something\"",
		strings.Replace(header, "9  ", "x  ", 1):             "says that __.PKGDEF has",
	} {
		file := filepath.Join(t.TempDir(), "mod.a")
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		i := NewImporter()
		i.Add(map[string]string{"example.org/mod": file})
		if _, err := i.Import("example.org/mod"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// TestOwnPackageElsewhere imports a package of the project by a path that it
// might have.
func TestOwnPackageElsewhere(t *testing.T) {
	_, err := NewImporter().Import("gonymede/display")
	if err == nil || !strings.Contains(err.Error(), "did you mean gonymede/kernel/display?") {
		t.Errorf("got error %v", err)
	}
}

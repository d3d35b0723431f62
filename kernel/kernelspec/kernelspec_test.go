package kernelspec

import (
	"bytes"
	"encoding/json"
	"errors"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const binary = "/opt/with space/gonymede"

func newSpec(t *testing.T) Spec {
	t.Helper()
	spec, err := New(binary, DefaultDisplayName)
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

func newFolder(t *testing.T) string {
	t.Helper()
	folder, err := Folder(t.TempDir(), DefaultName)
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestInstallWritesWhatJupyterReads(t *testing.T) {
	folder := newFolder(t)
	changed, err := Install(folder, newSpec(t))
	if err != nil || !changed {
		t.Fatalf("Install = %v, %v; want true, nil", changed, err)
	}
	data, err := os.ReadFile(filepath.Join(folder, "kernel.json"))
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"display_name":   "Go (Gonymede)",
		"language":       "go",
		"interrupt_mode": "message",
	}
	for key, value := range want {
		if got[key] != value {
			t.Errorf("kernel.json: %s = %v, want %v", key, got[key], value)
		}
	}
	argv, _ := got["argv"].([]any)
	if len(argv) != 4 || argv[0] != binary || argv[3] != "{connection_file}" {
		t.Errorf("kernel.json: argv = %v", argv)
	}
	if debugger := got["metadata"].(map[string]any)["debugger"]; debugger != false {
		t.Errorf("kernel.json: metadata.debugger = %v, want false", debugger)
	}
	for size, name := range map[int]string{32: "logo-32x32.png", 64: "logo-64x64.png"} {
		logo, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		config, err := png.DecodeConfig(bytes.NewReader(logo))
		if err != nil || config.Width != size || config.Height != size {
			t.Errorf("%s is %d×%d (%v), want %d×%d", name, config.Width, config.Height, err, size, size)
		}
	}
	if svg, err := os.ReadFile(filepath.Join(folder, "logo-svg.svg")); err != nil || !bytes.HasPrefix(svg, []byte("<svg")) {
		t.Errorf("logo-svg.svg is no SVG (%v)", err)
	}
}

func TestInstallAgainWritesNothing(t *testing.T) {
	folder := newFolder(t)
	if _, err := Install(folder, newSpec(t)); err != nil {
		t.Fatal(err)
	}
	old := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 4 {
		t.Fatalf("the folder has %d files (%v), want 4", len(entries), err)
	}
	for _, e := range entries {
		if err := os.Chtimes(filepath.Join(folder, e.Name()), old, old); err != nil {
			t.Fatal(err)
		}
	}
	changed, err := Install(folder, newSpec(t))
	if err != nil || changed {
		t.Fatalf("the second Install = %v, %v; want false, nil", changed, err)
	}
	for _, e := range entries {
		info, err := os.Stat(filepath.Join(folder, e.Name()))
		if err != nil || !info.ModTime().Equal(old) {
			t.Errorf("%s was written again (%v)", e.Name(), err)
		}
	}
}

func TestInstallMendsWhatIsDamaged(t *testing.T) {
	folder := newFolder(t)
	if _, err := Install(folder, newSpec(t)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "kernel.json"), []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	if changed, err := Install(folder, newSpec(t)); err != nil || !changed {
		t.Fatalf("Install over a damaged kernel.json = %v, %v; want true, nil", changed, err)
	}
	if _, err := Read(folder); err != nil {
		t.Error(err)
	}
}

func TestForeignKernelspecIsLeftAlone(t *testing.T) {
	folder := newFolder(t)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	foreign := []byte(`{"argv": ["python3", "-m", "x"], "language": "python", "metadata": {"any": [1]}}`)
	path := filepath.Join(folder, "kernel.json")
	if err := os.WriteFile(path, foreign, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Install(folder, newSpec(t)); !errors.Is(err, ErrForeign) {
		t.Errorf("Install: %v, want ErrForeign", err)
	}
	if err := Uninstall(folder); !errors.Is(err, ErrForeign) {
		t.Errorf("Uninstall: %v, want ErrForeign", err)
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, foreign) {
		t.Errorf("the foreign kernel.json was changed (%v)", err)
	}
}

func TestUninstall(t *testing.T) {
	folder := newFolder(t)
	if _, err := Install(folder, newSpec(t)); err != nil {
		t.Fatal(err)
	}
	if err := Uninstall(folder); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there (%v)", err)
	}
	if err := Uninstall(folder); !errors.Is(err, ErrNotInstalled) {
		t.Errorf("the second Uninstall: %v, want ErrNotInstalled", err)
	}
}

func TestNames(t *testing.T) {
	for _, name := range []string{"", ".", "..", "../x", "a b", "Go", "gö"} {
		if folder, err := Folder("/data", name); !errors.Is(err, ErrName) {
			t.Errorf("Folder of %q = %q, %v; want ErrName", name, folder, err)
		} else if !strings.Contains(err.Error(), name) {
			t.Errorf("the error for %q does not name it: %v", name, err)
		}
	}
	if folder, err := Folder("/data", "go-1.26_x"); err != nil || folder != "/data/kernels/go-1.26_x" {
		t.Errorf("Folder = %q, %v", folder, err)
	}
}

func TestRelativeBinaryIsRefused(t *testing.T) {
	if _, err := New("gonymede", DefaultDisplayName); err == nil {
		t.Error("New took a relative path")
	}
}

// What a user has put into the environment of the kernel outlives an update.
func TestInstallKeepsTheEnvironment(t *testing.T) {
	folder, spec := newFolder(t), newSpec(t)
	spec.Env = map[string]string{"GONYMEDE_ENGINE": "interp"}
	if _, err := Install(folder, spec); err != nil {
		t.Fatal(err)
	}
	if changed, err := Install(folder, newSpec(t)); err != nil || changed {
		t.Errorf("Install = %v, %v; want false, nil", changed, err)
	}
	if got, err := Read(folder); err != nil || got.Env["GONYMEDE_ENGINE"] != "interp" {
		t.Errorf("the environment is %v, %v", got.Env, err)
	}
}

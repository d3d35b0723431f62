package toolchain

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// prebuiltFile lists the plugins of a cache entry.
const prebuiltFile = "plugins.json"

// prebuild builds a plugin of those of the project's packages for cells that
// the engine does not contain. It lies in dir, which will become final.
func prebuild(ctx context.Context, engineDir, dir, final string) error {
	t, err := Open(engineDir, dir)
	if err != nil {
		return err
	}
	defer t.Close()
	if wanted := t.unknown(cellPackages); len(wanted) > 0 {
		if err := t.buildPlugin(ctx, "plotting", wanted, nil); err != nil {
			return fmt.Errorf("building %s: %w", strings.Join(wanted, ", "), err)
		}
	}
	for _, p := range t.built {
		p.File = inFolder(final, dir, p.File)
		for i, member := range p.Packages {
			p.Packages[i].Export = inFolder(final, dir, member.Export)
		}
	}
	data, err := json.Marshal(t.built)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, prebuiltFile), data, 0o644)
}

// inFolder gives the name that a file in dir has when dir is renamed to final.
func inFolder(final, dir, file string) string {
	return filepath.Join(final, strings.TrimPrefix(file, dir))
}

// readPrebuilt gives the plugins that were built for an engine, none if they
// are not there: then they are built by the session.
func readPrebuilt(engineDir string) []*Plugin {
	key := strings.TrimPrefix(filepath.Base(engineDir), engineKind+"-")
	data, err := os.ReadFile(filepath.Join(cache{filepath.Dir(engineDir)}.path(pluginsKind, key), prebuiltFile))
	if err != nil {
		return nil
	}
	var plugins []*Plugin
	if json.Unmarshal(data, &plugins) != nil {
		return nil
	}
	return plugins
}

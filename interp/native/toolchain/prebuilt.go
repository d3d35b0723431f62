package toolchain

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// prebuiltFile describes the plugins of a cache entry.
const prebuiltFile = "plugins.json"

// prebuilt are plugins that Prepare has built, and the module that they were built
// in.
type prebuilt struct {
	Plugins  []*Plugin // nil those that a session has taken
	Mod, Sum string
}

// prebuild builds a plugin of plotting, which the engine does not contain, with
// the modules that it needs. It lies in dir, which will become final.
func prebuild(ctx context.Context, engineDir, dir, final string) error {
	t, err := Open(engineDir, dir)
	if err != nil {
		return err
	}
	defer t.Close()
	if _, err := t.requirePlotting(ctx); err != nil {
		return fmt.Errorf("the modules of plotting: %w", err)
	}
	if err := t.buildPlugin(ctx, "plotting", plottingPackages, nil); err != nil {
		return fmt.Errorf("building plotting: %w", err)
	}
	built := prebuilt{Plugins: t.built}
	for _, p := range t.built {
		p.File = inFolder(final, dir, p.File)
		for i, member := range p.Packages {
			p.Packages[i].Export = inFolder(final, dir, member.Export)
		}
	}
	for file, text := range map[string]*string{"go.mod": &built.Mod, "go.sum": &built.Sum} {
		data, err := os.ReadFile(t.modules.file(file))
		if err != nil {
			return err
		}
		*text = string(data)
	}
	data, err := json.Marshal(built)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, prebuiltFile), data, 0o644)
}

// takePrebuilt makes known the plugins built with the engine that have some of the
// listed packages, if they have them just as they are listed, and nothing else that
// the session has. wanted is what the packages were listed for.
func (t *Toolchain) takePrebuilt(listed []listedPackage, wanted []string) error {
	ids := map[string]string{}
	for _, p := range listed {
		ids[p.ImportPath] = p.id()
	}
	for i, p := range t.prebuilt.Plugins {
		if p == nil || !t.fits(p, ids) {
			continue
		}
		taken := *p
		taken.Wanted = wanted // the session's module may not have more of it
		if err := t.addBuilt(&taken); err != nil {
			return err
		}
		t.prebuilt.Plugins[i] = nil
	}
	return nil
}

// fits reports whether a plugin has some of the packages with these contents, all
// that it has of them with the same content, and none that is known.
func (t *Toolchain) fits(p *Plugin, ids map[string]string) bool {
	some := false
	for _, member := range p.Packages {
		if _, known := t.known(member.Path); known {
			return false
		}
		id, listed := ids[member.Path]
		if listed && id != member.ID {
			return false
		}
		some = some || listed
	}
	return some
}

// inFolder gives the name that a file in dir has when dir is renamed to final.
func inFolder(final, dir, file string) string {
	return filepath.Join(final, strings.TrimPrefix(file, dir))
}

// readPrebuilt gives the plugins that were built for an engine, none if they
// are not there: then they are built by the session.
func readPrebuilt(engineDir string) prebuilt {
	key := strings.TrimPrefix(filepath.Base(engineDir), engineKind+"-")
	data, err := os.ReadFile(filepath.Join(cache{filepath.Dir(engineDir)}.path(pluginsKind, key), prebuiltFile))
	if err != nil {
		return prebuilt{}
	}
	var built prebuilt
	if json.Unmarshal(data, &built) != nil {
		return prebuilt{}
	}
	return built
}

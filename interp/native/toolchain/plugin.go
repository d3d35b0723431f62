package toolchain

import (
	"fmt"
	"slices"
)

// Plugin is a set of packages, of modules or of the standard library, that the
// engine does not contain.
type Plugin struct {
	Path     string // of a package that imports those that were asked for
	File     string
	Packages []PluginPackage
	Wanted   []string // what was asked for
	// Plots is why plots of gonum that come with the plugin cannot be shown as
	// pictures; empty where they can be, or where there are none.
	Plots string `json:",omitempty"`
}

// has reports whether a package is in the plugin.
func (p *Plugin) has(path string) bool {
	return slices.ContainsFunc(p.Packages, func(member PluginPackage) bool { return member.Path == path })
}

// PluginPackage is a package within a plugin.
type PluginPackage struct {
	Path   string
	ID     string // of the archive's content
	Module string // version
	Export string // file with export data
}

// Needs returns the plugins that must be opened before code that imports these
// packages, in this order, and then be reported by Loaded. Imports that Import
// has not made known are not its concern: the compiler reports them.
func (t *Toolchain) Needs(imports []string) ([]Plugin, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	needed := map[*Plugin]bool{}
	for _, path := range imports {
		if p := t.packages[path]; !p.loaded && p.plugin != nil {
			needed[p.plugin] = true
		}
	}
	if len(needed) == 0 {
		return nil, nil
	}
	// A plugin may use packages of those built before it.
	var last int
	for i, p := range t.built {
		if needed[p] {
			last = i
		}
	}
	var plugins []Plugin
	for _, p := range t.built[:last+1] {
		plugins = append(plugins, *p)
	}
	return plugins, nil
}

// Loaded notes that a plugin was opened. It need not be opened again. It is an
// error if Needs has not asked for the plugin.
func (t *Toolchain) Loaded(p Plugin) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !slices.ContainsFunc(t.built, func(b *Plugin) bool { return b.Path == p.Path }) {
		return fmt.Errorf("the plugin %s was opened, but not asked for", p.Path)
	}
	t.built = slices.DeleteFunc(t.built, func(b *Plugin) bool { return b.Path == p.Path })
	for _, member := range p.Packages {
		shared := t.packages[member.Path]
		shared.loaded, shared.plugin = true, nil
		t.packages[member.Path] = shared
	}
	return nil
}

// forget makes the plugins unknown that are not loaded, for others that have
// their packages in other versions. It returns what they were made for.
func (t *Toolchain) forget() (wanted []string, err error) {
	t.mu.Lock()
	forgotten := t.built
	t.built = nil
	for path, p := range t.packages {
		if slices.Contains(forgotten, p.plugin) {
			delete(t.packages, path)
		}
	}
	t.mu.Unlock()
	for _, p := range forgotten {
		wanted = append(wanted, p.Wanted...)
		if err := t.removeTypes(p.File); err != nil {
			return nil, err
		}
	}
	return wanted, nil
}

// addBuilt makes a plugin known, its types to the linker too: whatever uses it
// is opened after it.
func (t *Toolchain) addBuilt(p *Plugin) error {
	if err := t.AddTypes(p.File); err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.built = append(t.built, p)
	for _, member := range p.Packages {
		shared := sharedPackage{hostedPackage: hostedPackage{Path: member.Path, ID: member.ID, Module: member.Module}, plugin: p}
		if !isInternal(member.Path) { // cells may import it
			shared.file = member.Export
		}
		t.packages[member.Path] = shared
	}
	return nil
}

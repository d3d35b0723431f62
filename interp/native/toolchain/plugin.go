package toolchain

// Plugin is a set of packages in one plugin. It must be opened before plugins
// that import one of them.
type Plugin struct {
	Path     string // of the package that imports all others
	File     string
	Packages []PluginPackage
}

// PluginPackage is a package within a plugin.
type PluginPackage struct {
	Path   string
	Export string // file with export data
}

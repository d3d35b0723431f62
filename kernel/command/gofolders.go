package command

import (
	"os"
	"path/filepath"
)

// useGoFolders keeps the Go command's caches among Gonymede's where the user has
// never used Go, as install.sh does, so that its --uninstall removes them. A Go
// user's folders are used as they are.
func useGoFolders() {
	home, _ := os.UserHomeDir()
	cache, err := os.UserCacheDir()
	if err != nil || home == "" {
		return
	}
	config, _ := os.UserConfigDir()
	for _, dir := range []string{filepath.Join(home, "go"), filepath.Join(cache, "go-build"), filepath.Join(config, "go")} {
		if _, err := os.Stat(dir); err == nil {
			return
		}
	}
	for name, folder := range map[string]string{
		"GOCACHE": "build",
		"GOPATH":  "path",
		// The counters that Go's tools keep of their use go there. It is meant for
		// Go's own tests, and the only one that moves these and nothing else.
		"TEST_TELEMETRY_DIR": "telemetry",
	} {
		if os.Getenv(name) == "" {
			os.Setenv(name, filepath.Join(cache, "gonymede", "go", folder))
		}
	}
}

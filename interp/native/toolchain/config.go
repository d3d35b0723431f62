package toolchain

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Config says what to build from and where to keep it.
type Config struct {
	// Source has the project's sources, go.mod at its root: those embedded in
	// the kernel's binary, or a checkout.
	Source fs.FS
	// Go is the Go command to use. If it is empty, Find looks for one.
	Go string
	// Cache is the folder of the cache. If it is empty, it is the one that
	// GONYMEDE_CACHE names, or gonymede/native in the user's cache folder.
	Cache string
}

// CacheVariable names the environment variable with the cache's folder.
const CacheVariable = "GONYMEDE_CACHE"

func (c Config) cacheFolder() (string, error) {
	dir := c.Cache
	if dir == "" {
		dir = os.Getenv(CacheVariable)
	}
	if dir == "" {
		user, err := os.UserCacheDir()
		if err != nil {
			return "", fmt.Errorf("no place for the cache of native cells: %w; set %s to a folder", err, CacheVariable)
		}
		dir = filepath.Join(user, "gonymede", "native")
	}
	return filepath.Abs(dir)
}

func (c Config) validate() error {
	if c.Source == nil {
		return errors.New("toolchain: no sources to build the engine from")
	}
	return nil
}

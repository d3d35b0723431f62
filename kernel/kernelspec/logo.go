package kernelspec

import (
	"embed"
	"fmt"
	"path"
)

// The PNGs are logo-svg.svg drawn at 32 and 64 pixels; Jupyter's front ends
// look for these three names.
//
//go:embed logo/logo-svg.svg logo/logo-32x32.png logo/logo-64x64.png
var logoFiles embed.FS

// logos returns the logos by file name.
func logos() (map[string][]byte, error) {
	entries, err := logoFiles.ReadDir("logo")
	if err != nil {
		return nil, fmt.Errorf("list the logos: %w", err)
	}
	files := make(map[string][]byte)
	for _, e := range entries {
		data, err := logoFiles.ReadFile(path.Join("logo", e.Name()))
		if err != nil {
			return nil, fmt.Errorf("read a logo: %w", err)
		}
		files[e.Name()] = data
	}
	return files, nil
}

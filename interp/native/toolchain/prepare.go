package toolchain

import (
	"context"
	"fmt"
	"path/filepath"

	"gonymede/interp/native/overlay"
)

// steps of a Prepare that builds everything.
const steps = 10

// Prepare builds what is missing of the tools and the engine and returns the
// engine's folder, for Open. It may fetch the Go version that go.mod names
// where the installed one does not fit. progress, which may be nil, is told of
// each step from this goroutine.
//
// The error is a *MissingError or *VersionError if there can be no native cells
// here, a *SelfTestError if they do not work with this Go version, or tells what
// could not be built.
func Prepare(ctx context.Context, cfg Config, progress func(Progress)) (dir string, err error) {
	r := newReporter(progress, steps)
	r.step("looking for Go")
	g, err := find(ctx, cfg, true)
	if err != nil {
		return "", err
	}
	src, err := readSource(cfg.Source)
	if err != nil {
		return "", err
	}
	folder, err := cfg.cacheFolder()
	if err != nil {
		return "", err
	}
	c := cache{folder}
	built, err := prepare(ctx, c, g, src, r)
	if err != nil {
		return "", err
	}
	if err := readVerdict(c, g, g.engineKey(src)); err != nil {
		return "", err
	}
	// What this version of the project has no use for goes when it is old. A
	// failure costs room on the disk, no more.
	_, _ = c.clean(built, keepUnused)
	r.done()
	return c.path(engineKind, g.engineKey(src)), nil
}

// prepare makes the cache's entries, each from those before it, and returns
// their folders.
func prepare(ctx context.Context, c cache, g *Go, src *source, r *reporter) (built []string, err error) {
	entry := func(kind, key string, build func(dir string) error) (dir string) {
		if err == nil {
			dir, err = c.entry(ctx, kind, key, r.waiting, build)
			built = append(built, dir)
		}
		return dir
	}
	overlayDir := entry(overlayKind, g.overlayKey(), func(dir string) error {
		r.step("changing copies of Go's sources")
		return overlay.Apply(g.Root, g.Version, dir, c.path(overlayKind, g.overlayKey()))
	})
	toolsDir := entry(toolsKind, g.toolsKey(), func(dir string) error {
		r.step("building the linker")
		if err := g.buildTool(ctx, overlayDir, dir, "link"); err != nil {
			return fmt.Errorf("building the linker: %w", err)
		}
		r.step("building the compiler")
		if err := g.buildTool(ctx, overlayDir, dir, "compile"); err != nil {
			return fmt.Errorf("building the compiler: %w", err)
		}
		return nil
	})
	key := g.engineKey(src)
	engineDir := entry(engineKind, key, func(dir string) error {
		b := &engineBuild{g: g, source: src, dir: dir, overlayDir: overlayDir, toolsDir: toolsDir}
		return b.build(ctx, r)
	})
	entry(pluginsKind, key, func(dir string) error {
		r.step("building plotting")
		return prebuild(ctx, engineDir, dir, c.path(pluginsKind, key))
	})
	entry(selfTestKind, key, func(dir string) error {
		r.step("testing the engine")
		return runSelfTest(ctx, engineDir, dir)
	})
	return built, err
}

// build makes all parts of the engine.
func (b *engineBuild) build(ctx context.Context, r *reporter) error {
	for _, s := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"unpacking the engine's sources", b.extract},
		{"compiling the standard library and the engine", b.compile},
		{"linking the engine", b.link},
		{"describing the engine to the linker", b.describe},
	} {
		r.step(s.name)
		if err := s.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return nil
}

// EnginePath is the engine's program in a folder that Prepare returned. It is
// started without arguments, with that folder in Variable.
func EnginePath(dir string) string { return filepath.Join(dir, engineFile) }

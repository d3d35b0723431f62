package toolchain

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"

	"gonymede/interp/native/overlay"
)

// cacheFormat is part of all keys; it changes when what is built is laid out,
// or built, in another way.
const cacheFormat = "1"

// Kinds of cache entries.
const (
	overlayKind  = "overlay"  // changed copies of Go's sources
	toolsKind    = "tools"    // linker and compiler
	engineKind   = "engine"   // engine, and what cells are compiled and linked against
	pluginsKind  = "plugins"  // packages of the project that are loaded on first use
	selfTestKind = "selftest" // verdict of the self-test
)

func (g *Go) overlayKey() string {
	return hash(cacheFormat, g.Version, g.Root, overlay.Hash())
}

func (g *Go) toolsKey() string {
	return hash(g.overlayKey(), g.variables["GOEXPERIMENT"], g.variables["GOAMD64"])
}

// engineKey is a hash of all that the engine depends on.
func (g *Go) engineKey(s *source) string {
	parts := []string{g.toolsKey(), s.hash, g.flags(), g.LD}
	for _, name := range variablesUsed {
		switch name {
		case "GOVERSION", "GOROOT", "GOMODCACHE", "GOFLAGS", "GOTOOLCHAIN":
			// GOVERSION, GOROOT and the flags that are kept have been counted; the others change nothing.
		default:
			parts = append(parts, name+"="+g.variables[name])
		}
	}
	return hash(parts...)
}

// hash combines strings into a name of twenty hexadecimal digits.
func hash(parts ...string) string {
	sum := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(sum, "%d %s\n", len(p), p)
	}
	return hex.EncodeToString(sum.Sum(nil))[:20]
}

// buildTool builds the linker or the compiler, with the overlay, into dir.
func (g *Go) buildTool(ctx context.Context, overlayDir, dir, name string) error {
	cmd := g.command(ctx, dir, "build", "-overlay", filepath.Join(overlayDir, overlay.Tools),
		"-pgo=off", "-buildvcs=false", "-ldflags=-s -w", "-o", filepath.Join(dir, name), "cmd/"+name)
	cmd.Env = append(cmd.Env, "CGO_ENABLED=0") // a static program starts faster
	_, err := run(cmd)
	return err
}

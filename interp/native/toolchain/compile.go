package toolchain

import (
	"context"
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Package is a package of the session, such as a cell.
type Package struct {
	// Path is the import path, sess/c7 for a cell. Its last element is never main.
	Path string
	// Files are Go files. Positions in messages and traces are those of their
	// line directives.
	Files []string
	// Imports has the archives of the session's packages that Files import, by
	// path. The toolchain knows all other packages.
	Imports map[string]string
	// Archive is the file that Compile writes and Link reads.
	Archive string
	// Plugin is the file that Link writes.
	Plugin string
	// Flags are further flags of the compiler.
	Flags []string
}

// Compile compiles a package. The error is a *CompileError with the compiler's
// messages if the package is at fault; nothing is at Archive then.
func (t *Toolchain) Compile(ctx context.Context, p *Package) error {
	cfg, err := t.importConfiguration(p)
	if err != nil {
		return err
	}
	cfgFile := p.Archive + ".importcfg"
	if err := os.WriteFile(cfgFile, []byte(cfg), 0o644); err != nil {
		return err
	}
	defer os.Remove(cfgFile)
	args := []string{
		"-p", p.Path, "-dynlink", "-linkshared", "-installsuffix", "dynlink", "-pack", "-complete", "-buildid=",
		"-c=2", "-trimpath", t.work + "=>", "-importcfg", cfgFile, "-o", p.Archive,
	}
	cmd := t.tool(ctx, filepath.Join(t.ToolsDir, "compile"), append(append(args, p.Flags...), p.Files...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if cmd.ProcessState == nil || cmd.ProcessState.ExitCode() < 0 {
			return fmt.Errorf("compiling %s: %w\n%s", p.Path, err, out)
		}
		return &CompileError{Package: p.Path, Output: strings.TrimSpace(string(out))}
	}
	return nil
}

// Link makes a plugin of a package that was compiled. What it imports is in the
// engine, or in plugins that have been loaded, by the time the plugin is opened.
func (t *Toolchain) Link(ctx context.Context, p *Package) error {
	return t.link(ctx, p, []string{"packagefile " + p.Path + "=" + p.Archive})
}

// link makes a plugin that contains the packages of an import configuration.
func (t *Toolchain) link(ctx context.Context, p *Package, contents []string) error {
	cfgFile := p.Plugin + ".importcfg"
	if err := os.WriteFile(cfgFile, []byte(strings.Join(contents, "\n")+"\n"), 0o644); err != nil {
		return err
	}
	defer os.Remove(cfgFile)
	cmd := t.tool(ctx, filepath.Join(t.ToolsDir, "link"), "-o", p.Plugin, "-importcfg", cfgFile, "-installsuffix", "dynlink",
		"-pluginpath", p.Path, "-buildmode=plugin", "-linkshared", "-w", "-buildid=", "-checklinkname=0", "-extld="+t.CC, p.Archive)
	cmd.Env = append(cmd.Env,
		"GONYMEDE_LINK_KEEP=1", "GONYMEDE_LINK_HOST="+filepath.Join(t.dir, hostDir),
		"GONYMEDE_LINK_LOADED="+filepath.Join(t.work, loadedDir), "GONYMEDE_LINK_LD="+t.LD)
	if out, err := cmd.CombinedOutput(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("linking %s: %w\n%s", p.Path, err, out)
	}
	return nil
}

// tool is a call of the compiler or the linker.
func (t *Toolchain) tool(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir, cmd.Env = t.work, slices.Clone(t.environment)
	cmd.WaitDelay = time.Second
	return cmd
}

// importConfiguration tells the compiler the files of what a package imports.
func (t *Toolchain) importConfiguration(p *Package) (string, error) {
	imports := map[string]string{}
	for _, name := range p.Files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly|parser.SkipObjectResolution)
		if err != nil {
			return "", &CompileError{Package: p.Path, Output: err.Error()}
		}
		for _, spec := range file.Imports {
			path, err := strconv.Unquote(spec.Path.Value)
			if err != nil || path == "unsafe" {
				continue // the compiler knows unsafe, and what to say of bad paths
			}
			if archive, ok := p.Imports[path]; ok {
				imports[path] = archive
			} else if export, ok := t.Export(path); ok {
				imports[path] = export
			}
		}
	}
	var b strings.Builder
	for _, path := range slices.Sorted(maps.Keys(imports)) {
		fmt.Fprintf(&b, "packagefile %s=%s\n", path, imports[path])
	}
	return b.String(), nil
}

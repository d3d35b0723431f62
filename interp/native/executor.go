package native

import (
	"context"
	"errors"
	"fmt"
	"go/types"
	"os"
	"path/filepath"
	"reflect"

	"gonymede/interp/executor"
	"gonymede/interp/frontend"
	"gonymede/interp/native/cell"
	"gonymede/interp/native/containment"
	"gonymede/interp/native/toolchain"
)

// Options are what the executor needs of the session and of the engine.
type Options struct {
	Toolchain *toolchain.Toolchain
	// Open loads a plugin, as plugin.Open does.
	Open func(file string) error
	// Dir is where cells are compiled. The caller removes it.
	Dir string
	// Shared is what the tiers share.
	Shared *executor.Shared
	// Source returns the text of a cell.
	Source func(cell int) string
	// Progress returns a function that shows lines about what is going on, each in
	// the place of the one before.
	Progress func() func(line string)
	// Keep leaves the generated files in Dir.
	Keep bool
}

// An Executor compiles cells and runs them in this process. Its methods are
// called by one goroutine at a time.
//
// For each run it starts the goroutine of the cell, which ends with the cell,
// or is left behind where an interrupt cannot end it; and, while the cell runs,
// the watch for deadlocks, which Run joins.
type Executor struct {
	options Options
	homes   *homes
	serial  int
	runs    *Runs
}

// New returns an executor of a session without cells. Runs is the process's.
func New(o Options, runs *Runs) *Executor {
	cell.Poll = containment.Poll()
	return &Executor{options: o, homes: newHomes(), runs: runs}
}

var _ executor.Executor = (*Executor)(nil)

// Has reports whether compiled code has an object of the session.
func (x *Executor) Has(obj types.Object) bool {
	_, ok := x.homes.of(obj)
	return ok
}

// Declare compiles a unit and loads its package.
func (x *Executor) Declare(ctx context.Context, u *frontend.Unit) (executor.Program, error) {
	x.serial++
	serial := x.serial
	path := fmt.Sprintf("sess/c%d", serial)
	defer x.homes.drop()
	g, err := generate(u, path, x.homes, x.options.Source)
	if err != nil {
		return nil, err
	}
	if err := x.importModules(ctx, g.imports); err != nil {
		return nil, err
	}
	pkg, err := x.build(ctx, g, serial)
	if err != nil {
		if ctx.Err() != nil {
			return nil, &executor.Stopped{Cause: context.Cause(ctx)}
		}
		return nil, err
	}
	p := &program{x: x, cell: u.Cell.Number, path: path, onlyError: g.onlyError}
	if err := x.offer(g); err != nil {
		return nil, err
	}
	if err := x.open(ctx, p, g, pkg); err != nil {
		return nil, err
	}
	opened, ok := cell.Take(path)
	if !ok {
		return nil, fmt.Errorf("native code: the package %s did not register", path)
	}
	x.homes.settle(g, serial, pkg.Archive)
	x.share(g, opened)
	p.entry = opened.Entry
	return p, nil
}

// importModules makes packages available that the engine was built without.
func (x *Executor) importModules(ctx context.Context, paths []string) error {
	dir, err := os.Getwd()
	if err != nil {
		dir = x.options.Dir // the working directory was removed
	}
	return x.options.Toolchain.Import(ctx, dir, paths, x.options.Progress())
}

// Load loads packages that the engine was built without, for a cell that is not
// compiled.
func (x *Executor) Load(ctx context.Context, number int, paths []string) error {
	if err := x.importModules(ctx, paths); err != nil {
		return err
	}
	needs, err := x.options.Toolchain.Needs(paths)
	if err != nil || len(needs) == 0 {
		return err
	}
	return x.Contain(ctx, number, func() error { return x.openModules(needs) })
}

// build writes, compiles and links a package.
func (x *Executor) build(ctx context.Context, g *generated, serial int) (*toolchain.Package, error) {
	base := filepath.Join(x.options.Dir, fmt.Sprintf("c%d", serial))
	pkg := &toolchain.Package{
		Path: g.path, Imports: x.homes.archives,
		Archive: base + ".a", Plugin: base + ".so",
	}
	for i, text := range g.files {
		name := fmt.Sprintf("%s_%d.go", base, i)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			return nil, fmt.Errorf("write the code of a cell: %w", err)
		}
		pkg.Files = append(pkg.Files, name)
		if !x.options.Keep {
			defer os.Remove(name)
		}
	}
	if err := x.options.Toolchain.Compile(ctx, pkg); err != nil {
		return nil, err
	}
	if err := x.options.Toolchain.Link(ctx, pkg); err != nil {
		return nil, err
	}
	return pkg, nil
}

// offer holds the variables ready that the package takes over.
func (x *Executor) offer(g *generated) error {
	for key, v := range g.offers {
		pointer, ok := x.options.Shared.Variable(v)
		if !ok {
			return fmt.Errorf("the variable %s has no place in memory", v.Name())
		}
		cell.Offer(key, pointer.UnsafePointer())
	}
	return nil
}

// open loads the modules that a package needs, and the package itself, in a
// goroutine of the cell: code that runs then is the user's.
func (x *Executor) open(ctx context.Context, p *program, g *generated, pkg *toolchain.Package) error {
	needs, err := x.options.Toolchain.Needs(g.imports)
	if err != nil {
		return err
	}
	_, err = p.do(ctx, func() error {
		if err := x.openModules(needs); err != nil {
			return err
		}
		if err := x.options.Open(pkg.Plugin); err != nil {
			return fmt.Errorf("load the cell: %w", err)
		}
		return x.options.Toolchain.AddTypes(pkg.Plugin)
	}, nil)
	if !x.options.Keep {
		_ = os.Remove(pkg.Plugin) // it stays mapped
	}
	return err
}

// openModules loads the plugins of modules. The goroutine is a cell's.
func (x *Executor) openModules(plugins []toolchain.Plugin) error {
	for _, m := range plugins {
		if err := x.options.Open(m.File); err != nil {
			return fmt.Errorf("load %s: %w", m.Path, err)
		}
		if err := x.options.Toolchain.Loaded(m); err != nil {
			return err
		}
		if m.Plots != "" {
			explainPlots(m.Plots)
		}
	}
	return nil
}

// share enters what the package has declared.
func (x *Executor) share(g *generated, opened cell.Package) {
	for name, v := range opened.Names {
		switch obj := g.declares[name].(type) {
		case *types.Var:
			if _, known := x.options.Shared.Variable(obj); !known {
				x.options.Shared.SetVariable(obj, reflect.ValueOf(v))
			}
		case *types.Func, *types.TypeName:
			x.options.Shared.SetSymbol(obj, reflect.ValueOf(v))
		}
	}
}

// Contain calls run in a goroutine of a cell whose code was not compiled, and
// returns what run does, or an [executor.Panic] or an [executor.Stopped].
func (x *Executor) Contain(ctx context.Context, number int, run func() error) error {
	_, err := (&program{x: x, cell: number}).do(ctx, run, nil)
	return err
}

// CallersCell is the number of the cell that the calling goroutine belongs to.
func (x *Executor) CallersCell() int { return int(containment.Cell()) }

var errEnded = errors.New("the cell's goroutine ended without a word")

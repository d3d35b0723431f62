package interpreted

import (
	"context"
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"io"
	"reflect"
	"runtime/debug"
	"unsafe"

	"github.com/traefik/yaegi/interp"

	"gonymede/interp/executor"
	"gonymede/interp/frontend"
	"gonymede/interp/interpreted/ownsymbols"
	"gonymede/kernel/display"
)

// Options are what an interpreter needs of the engine.
type Options struct {
	// Stdin is what fmt.Scan reads; os.Stdin is the process's own.
	Stdin io.Reader
	// Print writes what a goroutine of a cell prints to standard output.
	Print func(cell int, text []byte) error
	// Shared are the variables, and the compiled functions and types, that the
	// interpreter shares with compiled cells; nil where it is alone.
	Shared *executor.Shared
	// Contain runs a cell's own goroutine where the process contains what cells
	// break: it calls run in a goroutine of the cell and returns what run does,
	// or an [executor.Panic] or [executor.Stopped] where the goroutine ended
	// otherwise. nil where nothing contains cells.
	Contain func(ctx context.Context, cell int, run func() error) error
	// Cell is the number of the cell that the calling goroutine belongs to, 0
	// for none. Where it is nil, the goroutine's profiler label tells.
	Cell func() int
	// LatePanic is told of a panic in a goroutine that a cell has started.
	LatePanic func(cell int, p *executor.Panic)
}

// An Interpreter is one yaegi session. Its methods may be called by one
// goroutine at a time. Cells start goroutines of their own, which live on; the
// interpreter starts one for each run, and joins it unless the cell is
// interrupted while it blocks in compiled code.
type Interpreter struct {
	yaegi   *interp.Interpreter
	options Options
	names   *names
	slots   *slots
	host    *host
	foreign foreign
	// localShapes are those of types that are declared inside functions.
	localShapes map[*types.Named]*shape
	// named are the types that cells have declared, and markedTypes those of
	// them that are structures with a mark.
	named       []*types.Named
	markedTypes map[types.Object]bool
	// boxed are the types of cells that got into interfaces, nil standing for
	// any of them, and told the forms that assertions have asked for.
	boxed map[types.Object]bool
	told  map[string]bool
	// lost are the structures that got into interfaces of the standard library,
	// and inspected those that code looks for there.
	lost, inspected map[types.Object]bool
	// isTypeName tells yaegi's names of cells' types.
	isTypeName map[string]bool
	registered int // how many variables stand for what the host was told
	// ownTypes is set when a cell has declared a type here.
	ownTypes bool
	// id is yaegi's run counter; see Interpreter.stop.
	id    *uint64
	count int
	// generics are kept as they were checked; instances are the names of
	// their instances, by declaration and type arguments.
	generics  map[types.Object]*generic
	instances map[string]string
	aliases   map[string]string       // of imported packages, by path
	std       map[string]*types.Scope // generic code of the standard library, by path
	used      map[string]bool         // the keys of the tables of own packages that yaegi has
}

// maxStack is how far the stack of a goroutine may grow, in bytes. An interpreted
// call takes about 1 kB of it, so this is recursion 250,000 deep; the runtime's
// own limit of 1 GB takes seconds to reach and ends the process all the same.
const maxStack = 256 << 20

// New returns an interpreter that knows the standard library and display, which
// shows the values of the newest interpreter's types under the user's names.
func New(o Options) (*Interpreter, error) {
	debug.SetMaxStack(maxStack)
	if o.Shared == nil {
		o.Shared = executor.NewShared()
	}
	h := newHost(o)
	y := interp.New(interp.Options{Stdin: o.Stdin, Stdout: stdout{h}, Stderr: h.trace, Unrestricted: true})
	h.trace.fset = y.FileSet()
	if err := use(y, h); err != nil {
		return nil, err
	}
	sl, err := newSlots(y)
	if err != nil {
		return nil, err
	}
	i := &Interpreter{
		yaegi: y, options: o, names: newNames(), slots: sl, host: h, foreign: foreign{members: map[types.Object]string{}}, localShapes: map[*types.Named]*shape{}, isTypeName: map[string]bool{}, markedTypes: map[types.Object]bool{}, boxed: map[types.Object]bool{}, told: map[string]bool{}, lost: map[types.Object]bool{}, inspected: map[types.Object]bool{},
		generics: map[types.Object]*generic{}, instances: map[string]string{}, aliases: map[string]string{}, std: map[string]*types.Scope{}, used: map[string]bool{},
	}
	field := reflect.ValueOf(y).Elem().FieldByName("id")
	if !field.IsValid() || field.Kind() != reflect.Uint64 {
		return nil, errors.New("interpreter: this yaegi keeps its run counter elsewhere; the pinned version is needed")
	}
	i.id = (*uint64)(unsafe.Pointer(field.UnsafeAddr()))
	for key := range ownsymbols.Symbols {
		i.used[key] = true
	}
	display.SetReader(valueReader{display.CompiledReader(), h.shapes})
	return i, nil
}

// FileSet is the one that all cells must be parsed with.
func (i *Interpreter) FileSet() *token.FileSet { return i.yaegi.FileSet() }

// A Program is a cell that is declared and ready to run.
type Program struct {
	i      *Interpreter
	unit   *frontend.Unit
	call   string // the call of the cell's function, "" where it has no statements
	slot   string // that function's name in traces
	cell   int
	shares []share
	// declared are the objects that get a name of yaegi's with this unit though
	// the interpreter has not declared them.
	declared []types.Object
}

// Declare hands what a unit declares to yaegi. Where it fails, nothing has run
// and the session's names mean what they meant.
func (i *Interpreter) Declare(_ context.Context, u *frontend.Unit) (_ executor.Program, err error) {
	asked := map[string]bool{}
	p := &Program{i: i, unit: u, cell: u.Cell.Number}
	defer func() {
		if r := recover(); r != nil {
			err = refused(u, fmt.Errorf("%v", r))
		}
		if err != nil {
			for key := range asked {
				delete(i.instances, key)
			}
			for _, obj := range p.declared {
				delete(i.names.of, obj)
			}
		}
	}()
	if err := i.useAdded(); err != nil {
		return nil, err
	}
	file, err := i.rewrite(u, p, asked)
	if err != nil {
		return nil, err
	}
	if file != nil {
		prog, err := i.yaegi.CompileAST(file)
		if err != nil {
			return nil, refused(u, err)
		}
		if _, err := i.yaegi.Execute(prog); err != nil {
			return nil, refused(u, err)
		}
	}
	if err := i.share(p); err != nil {
		return nil, err
	}
	return p, nil
}

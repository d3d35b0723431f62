package session

import (
	"fmt"
	"go/types"
	"reflect"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
	"unsafe"

	"gonymede/interp/frontend"
)

// A reading is what is shown of a variable's value.
type reading struct {
	text string // as in Go source, "" where nothing can be shown
	// busy is set where more could be shown while no cell runs.
	busy bool
}

// value reads a variable. limit is how much of it is shown, in bytes.
func (s *Session) value(v *types.Var, quiet bool, limit int) (r reading) {
	pointer, ok := s.shared.Variable(v)
	if !ok || pointer.Kind() != reflect.Pointer || pointer.IsNil() {
		return reading{}
	}
	old := debug.SetPanicOnFault(true)
	defer debug.SetPanicOnFault(old)
	defer func() {
		if recover() != nil {
			r = reading{busy: true}
		}
	}()
	p := &valuePrinter{quiet: quiet, left: limit, seen: map[unsafe.Pointer]bool{}}
	p.print(pointer.Elem(), v.Type())
	return reading{strings.ToValidUTF8(p.b.String(), ""), p.busy}
}

// A valuePrinter writes a value as Go source would, along its type as the type
// checker knows it, because the interpreter has other names for fields.
type valuePrinter struct {
	b     strings.Builder
	quiet bool
	left  int // bytes that may still be written
	cut   bool
	depth int
	seen  map[unsafe.Pointer]bool // pointers on the way here
	busy  bool
}

func (p *valuePrinter) write(format string, args ...any) {
	if p.left <= 0 {
		if !p.cut {
			p.b.WriteString("…")
		}
		p.cut = true
		return
	}
	text := fmt.Sprintf(format, args...)
	if len(text) > p.left {
		text, p.cut = text[:p.left]+"…", true
	}
	p.left -= len(text)
	p.b.WriteString(text)
}

// maxDepth is how far pointers and elements are followed.
const maxDepth = 6

func (p *valuePrinter) print(v reflect.Value, t types.Type) {
	if p.left <= 0 {
		return
	}
	if p.depth > maxDepth {
		p.write("…")
		return
	}
	p.depth++
	defer func() { p.depth-- }()
	switch v.Kind() {
	case reflect.Bool:
		p.write("%t", v.Bool())
	case reflect.Int64:
		if d, ok := t.(*types.Named); ok && d.Obj().Pkg() != nil && d.Obj().Pkg().Path() == "time" && d.Obj().Name() == "Duration" {
			p.write("%v", time.Duration(v.Int()))
			return
		}
		p.write("%d", v.Int())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32:
		p.write("%d", v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		p.write("%d", v.Uint())
	case reflect.Float32, reflect.Float64:
		p.write("%v", v.Float())
	case reflect.Complex64, reflect.Complex128:
		p.words(func() { p.write("%v", v.Complex()) })
	case reflect.String:
		p.words(func() { p.write("%s", strconv.Quote(v.String()[:min(v.Len(), p.left)])) })
	case reflect.Func, reflect.UnsafePointer:
		p.nilOr(v, typeName(t))
	case reflect.Chan:
		if v.IsNil() {
			p.write("nil")
			return
		}
		p.write("%s, %d of %d waiting", typeName(t), v.Len(), v.Cap())
	case reflect.Pointer:
		p.pointer(v, t)
	case reflect.Interface:
		p.words(func() { p.dynamic(v) })
	case reflect.Slice, reflect.Array:
		p.list(v, t)
	case reflect.Map:
		p.mapping(v, t)
	case reflect.Struct:
		p.structure(v, t)
	default:
		p.write("%s", typeName(t))
	}
}

// words writes what takes more than a word to read.
func (p *valuePrinter) words(f func()) {
	if !p.quiet {
		p.busy = true
		p.write("…")
		return
	}
	f()
}

func (p *valuePrinter) nilOr(v reflect.Value, text string) {
	if v.IsNil() {
		text = "nil"
	}
	p.write("%s", text)
}

func (p *valuePrinter) pointer(v reflect.Value, t types.Type) {
	at := v.UnsafePointer()
	elem, ok := t.Underlying().(*types.Pointer)
	switch {
	case at == nil:
		p.write("nil")
	case !ok || p.seen[at] || !p.quiet:
		p.busy = p.busy || !p.quiet
		p.write("%s", typeName(t))
	default:
		p.seen[at] = true
		p.write("&")
		p.print(v.Elem(), elem.Elem())
		delete(p.seen, at)
	}
}

// dynamic writes the value in an interface; the type checker does not know its
// type.
func (p *valuePrinter) dynamic(v reflect.Value) {
	if v.IsNil() {
		p.write("nil")
		return
	}
	v = v.Elem()
	switch k := v.Kind(); {
	case k == reflect.Pointer && v.Type().String() == "*errors.errorString" && !v.IsNil():
		p.write("errors.New(%s)", strconv.Quote(v.Elem().Field(0).String()))
	case reflect.Bool <= k && k <= reflect.Complex128 || k == reflect.String:
		text := v.Type().String()
		if v.Type().PkgPath() == "" {
			p.print(v, types.Typ[types.Invalid])
			return
		}
		p.write("%s(", text)
		p.print(v, types.Typ[types.Invalid])
		p.write(")")
	case strings.HasPrefix(v.Type().String(), "interp."): // the interpreter's own wrapping
		p.write("…")
	default:
		p.write("%s", v.Type())
	}
}

func (p *valuePrinter) list(v reflect.Value, t types.Type) {
	elem, ok := t.Underlying().(interface{ Elem() types.Type })
	switch {
	case v.Kind() == reflect.Slice && v.IsNil():
		p.write("nil")
	case !ok || !p.quiet && v.Kind() == reflect.Slice:
		p.busy = true
		p.write("%s, length %d", typeName(t), v.Len())
	default:
		p.write("%s{", typeName(t))
		for i := range v.Len() {
			if i > 0 {
				p.write(", ")
			}
			if p.left <= 0 {
				break
			}
			p.print(v.Index(i), elem.Elem())
		}
		p.write("}")
		if p.left <= 0 {
			fmt.Fprintf(&p.b, " (%d elements)", v.Len())
		}
	}
}

func (p *valuePrinter) mapping(v reflect.Value, t types.Type) {
	m, ok := t.Underlying().(*types.Map)
	switch {
	case v.IsNil():
		p.write("nil")
	case !ok || !p.quiet:
		p.busy = true
		p.write("%s, length %d", typeName(t), v.Len())
	default:
		p.write("%s{", typeName(t))
		n := 0
		for _, key := range sortedMapKeys(v) {
			if n++; n > 1 {
				p.write(", ")
			}
			if p.left <= 0 {
				break
			}
			p.print(key, m.Key())
			p.write(": ")
			p.print(v.MapIndex(key), m.Elem())
		}
		p.write("}")
		if p.left <= 0 {
			fmt.Fprintf(&p.b, " (%d entries)", v.Len())
		}
	}
}

func (p *valuePrinter) structure(v reflect.Value, t types.Type) {
	st, ok := t.Underlying().(*types.Struct)
	if !ok || st.NumFields() != v.NumField() {
		p.write("%s", typeName(t))
		return
	}
	if moment, ok := timeOf(v); ok && p.quiet {
		p.write("%s", moment)
		return
	}
	if sealed(st) {
		p.write("%s{…}", typeName(t))
		return
	}
	p.write("%s{", typeName(t))
	for i := range v.NumField() {
		if i > 0 {
			p.write(", ")
		}
		p.write("%s: ", st.Field(i).Name())
		p.print(v.Field(i), st.Field(i).Type())
	}
	p.write("}")
}

// sealed reports whether all fields of a structure are another package's own.
func sealed(st *types.Struct) bool {
	for f := range st.Fields() {
		if f.Exported() || f.Pkg() == nil || f.Pkg().Path() == frontend.SessionPath {
			return false
		}
	}
	return st.NumFields() > 0
}

// timeOf writes a time.Time as everyone reads it; its method takes no lock.
func timeOf(v reflect.Value) (string, bool) {
	if !v.CanInterface() {
		return "", false
	}
	t, ok := v.Interface().(time.Time)
	if !ok {
		return "", false
	}
	return t.Format("2006-01-02 15:04:05.999999999 -0700 MST"), true
}

func typeName(t types.Type) string {
	text := types.TypeString(t, frontend.Qualifier)
	if len(text) > 40 {
		if _, ok := t.(*types.Struct); ok {
			return "struct"
		}
	}
	return text
}

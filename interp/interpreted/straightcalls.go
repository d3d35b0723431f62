package interpreted

import (
	"go/ast"
	"go/types"
	"strings"

	"gonymede/interp/frontend"
)

// call takes a call or a conversion.
func (s *straight) call(e *ast.CallExpr) {
	switch tv := s.info.Types[e.Fun]; {
	case tv.IsType():
		s.convert(e, tv.Type)
		return
	case tv.IsBuiltin():
		s.builtin(e)
		return
	}
	switch fun := ast.Unparen(e.Fun).(type) {
	case *ast.SelectorExpr:
		s.selector(fun, true)
	default:
		s.expr(fun)
	}
	sig, ok := s.info.TypeOf(e.Fun).Underlying().(*types.Signature)
	if !ok || !s.ok() {
		return
	}
	for i, a := range e.Args {
		if tuple, several := s.info.TypeOf(a).(*types.Tuple); several && tuple.Len() != 1 {
			s.not(spreadCall)
			return
		}
		s.expr(a)
		s.argument(parameter(sig, i, e.Ellipsis.IsValid()), a)
	}
	for v := range sig.Results().Variables() {
		s.plain(v.Type())
	}
}

// argument takes a value that a compiled function is given. There the value of
// a session's type may become any interface, because it is what the compiler
// made it.
func (s *straight) argument(t types.Type, value ast.Expr) {
	if t == nil || isInterface(t) {
		return
	}
	s.assigned(t, value)
}

// parameter is the type of a call's argument.
func parameter(sig *types.Signature, i int, spread bool) types.Type {
	n := sig.Params().Len()
	switch {
	case n == 0:
		return nil
	case sig.Variadic() && i >= n-1 && !spread:
		if slice, ok := sig.Params().At(n - 1).Type().(*types.Slice); ok {
			return slice.Elem()
		}
		return nil
	}
	return sig.Params().At(min(i, n-1)).Type()
}

// convert takes a conversion between basic types, or of a string to bytes or
// runes and back.
func (s *straight) convert(e *ast.CallExpr, to types.Type) {
	s.expr(e.Args[0])
	s.plain(to)
	from := s.info.TypeOf(e.Args[0])
	if from == nil || !s.ok() || types.Identical(from, to) {
		return
	}
	if !convertible(from) || !convertible(to) {
		s.not(conversion)
	}
}

func convertible(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Info()&(types.IsNumeric|types.IsString|types.IsBoolean) != 0 && u.Info()&types.IsComplex == 0
	case *types.Slice:
		b, ok := u.Elem().(*types.Basic)
		return ok && (b.Kind() == types.Byte || b.Kind() == types.Rune)
	}
	return false
}

// builtin takes a call of a builtin function.
func (s *straight) builtin(e *ast.CallExpr) {
	id, ok := ast.Unparen(e.Fun).(*ast.Ident)
	if !ok {
		s.not(importedUnsafe)
		return
	}
	args := e.Args
	switch id.Name {
	case "len", "cap", "append", "copy", "delete":
	case "min", "max":
		s.arithmetic(s.info.TypeOf(e))
	case "make", "new":
		if !s.info.Types[args[0]].IsType() {
			s.not(structLiteral) // new of a value
			return
		}
		s.plain(s.info.Types[args[0]].Type)
		if c, isChan := s.info.Types[args[0]].Type.Underlying().(*types.Chan); isChan && c.Dir() != types.SendRecv {
			s.not(directedChannel)
		}
		args = args[1:]
	case "print", "println":
		s.not(builtinPrint)
	case "panic", "recover":
		s.not(recoverCall)
	case "close":
		s.not(channelOperation)
	default:
		s.not(genericCode)
	}
	s.exprs(args)
	if id.Name == "append" && s.ok() && !e.Ellipsis.IsValid() {
		if slice, isSlice := s.info.TypeOf(e.Args[0]).Underlying().(*types.Slice); isSlice {
			for _, a := range e.Args[1:] {
				s.appended(a)
				s.assigned(slice.Elem(), a)
			}
		}
	}
}

// hosted are packages whose functions see the interpreter instead of the cell.
var hosted = map[string]bool{
	"runtime": true, "reflect": true, "testing": true, "log": true, "unsafe": true, "plugin": true, "syscall": true, "iter": true,
	"encoding/gob": true, "expvar": true, "flag": true,
}

// standard takes a function or method of the standard library, or of a package
// of this project.
func (s *straight) standard(f *types.Func) {
	path := f.Pkg().Path()
	top, _, _ := strings.Cut(path, "/")
	switch full := f.FullName(); {
	case hosted[path] || hosted[top]:
		s.not(runtimeCall)
	case full == "os.Exit":
		s.not(processCall)
	case full == "time.AfterFunc" || full == "context.AfterFunc" || full == "(*sync.WaitGroup).Go":
		s.not(startsGoroutine)
	case f.Signature().Recv() == nil && !s.i.has(path, f.Name()):
		s.not(missingMember)
		s.why = path + "." + f.Name()
	case path == frontend.SessionPath:
		s.not(ownType)
	}
}

// appended takes an argument of append, which may not be what append overwrites.
func (s *straight) appended(e ast.Expr) {
	ast.Inspect(e, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.IndexExpr, *ast.StarExpr, *ast.SelectorExpr:
			s.not(appendedElement)
		}
		return s.ok()
	})
}

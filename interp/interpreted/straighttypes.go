package interpreted

import (
	"go/types"

	"gonymede/interp/frontend"
)

// plain takes the type of a value that the interpreter holds: one that
// reflection makes exactly as the compiler does.
func (s *straight) plain(t types.Type) {
	if !s.ok() {
		return
	}
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			s.not(importedUnsafe)
		}
	case *types.Named:
		s.named(t)
	case *types.Pointer:
		s.plain(t.Elem())
	case *types.Slice:
		s.plain(t.Elem())
	case *types.Array:
		s.plain(t.Elem())
	case *types.Chan:
		s.plain(t.Elem())
	case *types.Map:
		s.plain(t.Key())
		s.plain(t.Elem())
	case *types.Signature:
		for v := range t.Params().Variables() {
			s.plain(v.Type())
		}
		for v := range t.Results().Variables() {
			s.plain(v.Type())
		}
	case *types.Interface:
		if !t.Empty() {
			s.not(interfaceConversion)
		}
	case *types.Struct:
		if t.NumFields() > 0 {
			s.not(structLiteral)
		}
	case *types.Tuple:
		for v := range t.Variables() {
			s.plain(v.Type())
		}
	default:
		s.not(genericCode)
	}
}

// named takes a type with a name: of the standard library, or of a compiled cell.
func (s *straight) named(t *types.Named) {
	obj := t.Obj()
	switch {
	case t.TypeArgs().Len() > 0:
		s.not(genericCode)
	case obj.Pkg() == nil: // error, any
	case frontend.IsSessionObject(obj):
		if _, ok := s.i.options.Shared.Symbol(obj); !ok {
			s.not(ownType)
		}
	case !obj.Exported() || !s.i.has(obj.Pkg().Path(), obj.Name()):
		s.not(missingMember)
		s.why = obj.Pkg().Path() + "." + obj.Name()
	}
}

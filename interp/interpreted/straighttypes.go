package interpreted

import (
	"go/ast"
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

// composites looks at the types that a statement writes down, and at its maps.
func (s *straight) composites(n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		if index, ok := n.(*ast.IndexExpr); ok && s.info.TypeOf(index.X) != nil {
			if m, isMap := s.info.TypeOf(index.X).Underlying().(*types.Map); isMap && ofCells(m.Key()) {
				s.not(namedKey)
			}
		}
		if e, ok := n.(ast.Expr); ok {
			if tv := s.info.Types[e]; tv.IsType() {
				s.composite(tv.Type)
			}
		}
		return s.ok()
	})
}

// composite takes a type that the interpreter would make by reflection. The
// runtime knows a type without a name by its descriptor; where reflection makes
// one before compiled code has brought its own, the two are different types.
func (s *straight) composite(t types.Type) {
	switch types.Unalias(t).(type) {
	case *types.Slice, *types.Array, *types.Map, *types.Chan, *types.Signature, *types.Struct:
		if ofCells(t) {
			s.not(compositeOfCells)
		}
	case *types.Pointer:
		s.composite(types.Unalias(t).(*types.Pointer).Elem())
	}
}

// ofCells reports whether a type is written with a type that a cell declares.
func ofCells(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		return frontend.IsSessionObject(t.Obj())
	case *types.Pointer:
		return ofCells(t.Elem())
	case *types.Slice:
		return ofCells(t.Elem())
	case *types.Array:
		return ofCells(t.Elem())
	case *types.Chan:
		return ofCells(t.Elem())
	case *types.Map:
		return ofCells(t.Key()) || ofCells(t.Elem())
	case *types.Signature:
		return ofCells(t.Params()) || ofCells(t.Results())
	case *types.Struct:
		for f := range t.Fields() {
			if ofCells(f.Type()) {
				return true
			}
		}
	case *types.Tuple:
		for v := range t.Variables() {
			if ofCells(v.Type()) {
				return true
			}
		}
	}
	return false
}

package interpreted

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// yaegi's panics of an index or a slice out of range do not say the numbers. In
// straight cells, where speed does not matter, they are checked before:
//
//	x[i]    →  x[cell.Index(int(i), len(x))]
//	x[i:j]  →  x[i:cell.High(int(i), int(j), cap(x), false)]
//
// Straight leaves cells to the compiler whose x and i cannot be computed twice.

// isPure reports whether an expression can be computed twice: it calls nothing.
func isPure(info *types.Info, e ast.Expr) bool {
	if e == nil || info.Types[e].Value != nil {
		return true
	}
	switch e := e.(type) {
	case *ast.Ident, *ast.BasicLit:
		return true
	case *ast.ParenExpr:
		return isPure(info, e.X)
	case *ast.SelectorExpr:
		sel := info.Selections[e]
		return (sel == nil || sel.Kind() == types.FieldVal && !sel.Indirect()) && isPure(info, e.X)
	case *ast.IndexExpr: // it is checked itself
		return isBounded(info.TypeOf(e.X)) && isPure(info, e.X) && isPure(info, e.Index)
	case *ast.BinaryExpr:
		return e.Op != token.QUO && e.Op != token.REM && isPure(info, e.X) && isPure(info, e.Y)
	case *ast.CallExpr:
		id, ok := e.Fun.(*ast.Ident)
		if !ok || id.Name != "len" || len(e.Args) != 1 {
			return false
		}
		_, isBuiltin := info.Uses[id].(*types.Builtin)
		return isBuiltin && isPure(info, e.Args[0])
	}
	return false
}

// isBounded reports whether an index of a value can be out of range.
func isBounded(t types.Type) bool {
	if t == nil {
		return false
	}
	switch pointee(t.Underlying()).Underlying().(type) {
	case *types.Slice, *types.Array, *types.Basic:
		return true
	}
	return false
}

// lookAtBounds decides, before the parts are rewritten, whether an index or
// slice expression is checked.
func (r *rewriter) lookAtBounds(n ast.Expr) {
	if !r.straight {
		return
	}
	switch n := n.(type) {
	case *ast.IndexExpr:
		r.bounded[n] = isBounded(r.info.TypeOf(n.X)) && isPure(r.info, n.X)
	case *ast.SliceExpr:
		t := r.info.TypeOf(n.X)
		if isBounded(t) && isPure(r.info, n.X) && isPure(r.info, n.Low) && !n.Slice3 {
			r.bounded[n] = true
			_, r.isText[n] = t.Underlying().(*types.Basic)
		}
	}
}

// checkBounds has the host check an index or slice expression.
func (r *rewriter) checkBounds(n ast.Expr) {
	if !r.bounded[n] {
		return
	}
	toInt := func(e ast.Expr) ast.Expr { return &ast.CallExpr{Fun: ast.NewIdent("int"), Args: []ast.Expr{e}} }
	of := func(function string, x ast.Expr) ast.Expr {
		x, _ = clone(x, &types.Info{})
		return &ast.CallExpr{Fun: ast.NewIdent(function), Args: []ast.Expr{x}}
	}
	switch n := n.(type) {
	case *ast.IndexExpr:
		n.Index = r.hostCall("Index", toInt(n.Index), of("len", n.X))
	case *ast.SliceExpr:
		limit, text := of("cap", n.X), "false"
		if r.isText[n] {
			limit, text = of("len", n.X), "true"
		}
		low, high := intLit("0"), of("len", n.X)
		if n.Low != nil {
			low, _ = clone(n.Low, &types.Info{})
		}
		if n.High != nil {
			high = n.High
		}
		n.High = r.hostCall("High", toInt(low), toInt(high), limit, ast.NewIdent(text))
	}
}

// index checks an index.
func index(i, n int) int {
	if i < 0 {
		panic(runtimeError(fmt.Sprintf("index out of range [%d]", i)))
	}
	if i >= n {
		panic(runtimeError(fmt.Sprintf("index out of range [%d] with length %d", i, n)))
	}
	return i
}

// high checks the bounds of a slice and returns the upper one.
func high(low, high, limit int, text bool) int {
	switch {
	case high < 0:
		panic(runtimeError(fmt.Sprintf("slice bounds out of range [:%d]", high)))
	case high > limit && text:
		panic(runtimeError(fmt.Sprintf("slice bounds out of range [:%d] with length %d", high, limit)))
	case high > limit:
		panic(runtimeError(fmt.Sprintf("slice bounds out of range [:%d] with capacity %d", high, limit)))
	case low < 0:
		panic(runtimeError(fmt.Sprintf("slice bounds out of range [%d:]", low)))
	case low > high:
		panic(runtimeError(fmt.Sprintf("slice bounds out of range [%d:%d]", low, high)))
	}
	return high
}

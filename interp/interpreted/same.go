package interpreted

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strconv"

	"golang.org/x/tools/go/ast/astutil"
)

// compare has the host compare interfaces: yaegi compares its own representation
// of what is in them.
//
//	x == y  →  cell.Same(x, y)
func (r *rewriter) compare(c *astutil.Cursor, e *ast.BinaryExpr, operands [2]types.TypeAndValue) {
	if e.Op != token.EQL && e.Op != token.NEQ {
		return
	}
	x, y := operands[0], operands[1]
	if x.Type == nil || y.Type == nil || x.IsNil() || y.IsNil() || !isInterface(x.Type) && !isInterface(y.Type) {
		return
	}
	for _, pair := range [][2]types.Type{{x.Type, y.Type}, {y.Type, x.Type}} {
		if isInterface(pair[0]) && !isInterface(pair[1]) && !r.isInterfaceOfCells(pair[0]) {
			r.inspects(e.Pos(), pair[1])
		}
	}
	var same ast.Expr = r.hostCall("Same", r.compared(e.X, x), r.compared(e.Y, y))
	if e.Op == token.NEQ {
		same = &ast.UnaryExpr{OpPos: e.OpPos, Op: token.NOT, X: same}
	}
	r.replace(c, same)
}

// compared is an operand with its shape, where its type is not an interface.
func (r *rewriter) compared(e ast.Expr, tv types.TypeAndValue) ast.Expr {
	if isInterface(tv.Type) {
		return e
	}
	if sh := r.shapeOf(tv.Type); sh != nil {
		return r.hostCall("Shaped", intLit(strconv.Itoa(r.i.host.shapes.add(sh))), e)
	}
	return e
}

// same is == of interfaces.
func (h *host) same(x, y any) bool {
	if lostIn(x) && lostIn(y) {
		panic(fault("a comparison of structures of cells in interfaces of the standard library"))
	}
	a, shapeOfA := h.shapes.resolve(h.operand(x))
	b, shapeOfB := h.shapes.resolve(h.operand(y))
	if !a.IsValid() || !b.IsValid() {
		return a.IsValid() == b.IsValid()
	}
	if shapeOfA != nil && shapeOfB != nil && shapeOfA.label() != shapeOfB.label() {
		return false
	}
	return h.equal(a, b)
}

// lostIn reports whether an interface holds yaegi's wrapper of a value that is
// no pointer: of a structure it has one field only.
func lostIn(v any) bool {
	rv := reflect.ValueOf(v)
	if rv.Kind() != reflect.Struct || !isWrapper(rv.Type()) {
		return false
	}
	inner := rv.Field(0)
	return inner.Kind() == reflect.Interface && !inner.IsNil() && inner.Elem().Kind() != reflect.Pointer
}

func (h *host) operand(x any) (reflect.Value, *shape) {
	if s, ok := x.(shown); ok {
		return s.value, s.shape
	}
	return reflect.ValueOf(x), nil
}

// equal compares two values as == does.
func (h *host) equal(a, b reflect.Value) bool {
	if a.Type() != b.Type() {
		return false
	}
	switch a.Kind() {
	case reflect.Slice, reflect.Map, reflect.Func:
		panic(runtimeError("comparing uncomparable type " + clean(a.Type().String())))
	case reflect.Interface:
		return h.same(a.Interface(), b.Interface())
	case reflect.Struct:
		if a.Type().Name() == "valueInterface" {
			return h.same(a.Interface(), b.Interface())
		}
		if !h.shapes.hides(a.Type()) {
			break
		}
		for i := range a.NumField() {
			if !h.equal(a.Field(i), b.Field(i)) {
				return false
			}
		}
		return true
	case reflect.Array:
		for i := range a.Len() {
			if !h.equal(a.Index(i), b.Index(i)) {
				return false
			}
		}
		return true
	}
	return a.Equal(b)
}

// isError is errors.Is for errors of cells.
func (h *host) isError(err, target error) bool {
	if err == nil || target == nil {
		return err == target
	}
	for _, e := range h.chain(err) {
		if h.comparable(e, target) && h.same(e, target) {
			return true
		}
		if x, ok := e.(interface{ Is(error) bool }); ok && x.Is(target) {
			return true
		}
		v, sh := h.shapes.resolve(reflect.ValueOf(e), nil)
		if call, ok := sh.method("Is", v); ok && call(reflect.ValueOf(&target).Elem())[0].Bool() {
			return true
		}
	}
	return false
}

// comparable reports whether two errors can be compared without a panic.
func (h *host) comparable(x, y error) bool {
	a, _ := h.shapes.resolve(reflect.ValueOf(x), nil)
	b, _ := h.shapes.resolve(reflect.ValueOf(y), nil)
	return a.IsValid() && b.IsValid() && a.Comparable() && b.Comparable()
}

// unwrapError is errors.Unwrap for errors of cells.
func (h *host) unwrapError(err error) error {
	if u, ok := err.(interface{ Unwrap() error }); ok {
		return u.Unwrap()
	}
	v, sh := h.shapes.resolve(reflect.ValueOf(err), nil)
	call, ok := sh.method("Unwrap", v)
	if !ok {
		return nil
	}
	inner, _ := call()[0].Interface().(error)
	return inner
}

package interpreted

import (
	"go/ast"
	"go/types"
	"maps"
	"reflect"
	"strconv"
	"strings"
	"sync"

	"gonymede/interp/frontend"
)

// A shape is what the type checker knows of a type and yaegi does not hand over
// to compiled code: that it has a name, and methods. Values of cells' types are
// printed by their shapes.
type shape struct {
	name   string // as %T prints it
	prefix string // what stands before the element's name, instead of a name
	elem   *shape // of pointers, slices, arrays and maps
	key    *shape // of maps
	fields []fieldShape
	// methods are, for a cell's named type, functions that take the receiver
	// first. They are entered when the type is declared.
	methods map[string]reflect.Value
}

type fieldShape struct {
	name     string
	embedded bool
	shape    *shape
	zero     string // what %#v writes for a nil interface
}

// shapes are those of a session. Goroutines of cells read them while cells are
// declared.
type shapes struct {
	mu     sync.RWMutex
	list   []*shape                // by the numbers in rewritten cells
	byName map[string]*shape       // of cells' types, by their names in yaegi
	byType map[reflect.Type]*shape // of structures, which reflection can tell apart
}

func newShapes() *shapes {
	return &shapes{byName: map[string]*shape{}, byType: map[reflect.Type]*shape{}}
}

// add gives a shape a number.
func (s *shapes) add(sh *shape) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, sh)
	return len(s.list) - 1
}

func (s *shapes) number(n int) *shape {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.list[n]
}

// declared is the shape of a cell's type by its name in yaegi. It may still be
// empty.
func (s *shapes) declared(name string) *shape {
	s.mu.Lock()
	defer s.mu.Unlock()
	sh := s.byName[name]
	if sh == nil {
		sh = &shape{name: frontend.SessionPath + "." + clean(name), methods: map[string]reflect.Value{}}
		s.byName[name] = sh
	}
	return sh
}

// lookup is the shape of a cell's type by its name in yaegi, nil for others.
func (s *shapes) lookup(name string) *shape {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.byName[name]
}

func (s *shapes) ofType(t reflect.Type) *shape {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.byType[t]
}

// enter is called by cells for each type that they declare, with a nil pointer
// to it.
func (s *shapes) enter(name string, pointer any) {
	t := reflect.TypeOf(pointer)
	if t == nil || t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct || t.Elem().NumField() == 0 {
		return // other types have no name of their own in reflection
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.byType[t.Elem()] = s.byName[name]
}

// method is called by cells for each method that compiled code looks for.
func (s *shapes) method(name, method string, f any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sh := s.byName[name]; sh != nil {
		methods := maps.Clone(sh.methods)
		methods[method] = reflect.ValueOf(f)
		sh.methods = methods
	}
}

// shapeOf is the shape of a type, nil where reflection tells all of it.
func (r *rewriter) shapeOf(t types.Type) *shape {
	switch t := types.Unalias(t).(type) {
	case *types.TypeParam:
		return r.shapeOfExpr(r.subst[t.Obj()])
	case *types.Named:
		if t.Obj().Pkg() == nil || t.Obj().Pkg().Path() != frontend.SessionPath || r.isForeign(t) {
			return nil
		}
		if e, err := frontend.TypeExpr(t, r); err == nil {
			return r.shapeOfExpr(e)
		}
		if sh := r.i.localShapes[t]; sh != nil {
			return sh
		}
		sh := &shape{name: frontend.SessionPath + "." + t.Obj().Name(), methods: map[string]reflect.Value{}}
		r.i.localShapes[t] = sh
		r.fillShape(sh, t.Underlying())
		return sh
	case *types.Pointer:
		if elem := r.shapeOf(t.Elem()); elem != nil {
			return elem.pointer()
		}
	case *types.Slice, *types.Array, *types.Map, *types.Struct:
		sh := &shape{name: reflectName(t)}
		if r.fillShape(sh, t) {
			return sh
		}
	}
	return nil
}

// shapeOfExpr is the shape of a type that is written with yaegi's names.
func (r *rewriter) shapeOfExpr(e ast.Expr) *shape {
	switch e := e.(type) {
	case *ast.Ident:
		if strings.HasPrefix(e.Name, unexported) || r.i.isTypeName[e.Name] {
			return r.i.host.shapes.declared(e.Name)
		}
	case *ast.StarExpr:
		if elem := r.shapeOfExpr(e.X); elem != nil {
			return elem.pointer()
		}
	case *ast.ArrayType:
		if elem := r.shapeOfExpr(e.Elt); elem != nil && e.Len == nil {
			return &shape{prefix: "[]", elem: elem}
		}
	}
	return nil
}

// fillShape enters the parts of a type. It reports false where none has a shape.
func (r *rewriter) fillShape(sh *shape, t types.Type) bool {
	switch t := t.(type) {
	case *types.Pointer:
		sh.elem = r.shapeOf(t.Elem())
	case *types.Slice:
		sh.elem = r.shapeOf(t.Elem())
	case *types.Array:
		sh.elem = r.shapeOf(t.Elem())
	case *types.Map:
		sh.key, sh.elem = r.shapeOf(t.Key()), r.shapeOf(t.Elem())
	case *types.Struct:
		hidden := false
		for f := range t.Fields() {
			field := fieldShape{name: f.Name(), embedded: f.Embedded(), shape: r.shapeOf(f.Type())}
			if isInterface(f.Type()) {
				field.zero = reflectName(f.Type()) + "(nil)"
			}
			sh.fields = append(sh.fields, field)
			hidden = hidden || field.shape != nil || !f.Exported()
		}
		return hidden
	}
	return sh.elem != nil || sh.key != nil
}

// reflectName is a type's name as package reflect writes it.
func reflectName(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return "*" + reflectName(t.Elem())
	case *types.Slice:
		return "[]" + reflectName(t.Elem())
	case *types.Array:
		return "[" + strconv.FormatInt(t.Len(), 10) + "]" + reflectName(t.Elem())
	case *types.Map:
		return "map[" + reflectName(t.Key()) + "]" + reflectName(t.Elem())
	case *types.Interface:
		if t.Empty() {
			return "interface {}"
		}
	case *types.Struct:
		if t.NumFields() == 0 {
			return "struct {}"
		}
		var b strings.Builder
		for f := range t.Fields() {
			b.WriteString("; ")
			if !f.Embedded() {
				b.WriteString(f.Name() + " ")
			}
			b.WriteString(reflectName(f.Type()))
		}
		return "struct { " + b.String()[2:] + " }"
	}
	return types.TypeString(t, (*types.Package).Name)
}

// pointer is the shape of pointers to values of a shape.
func (sh *shape) pointer() *shape { return &shape{prefix: "*", elem: sh} }

// label is the type's name as %T prints it.
func (sh *shape) label() string {
	if sh.prefix != "" {
		return sh.prefix + sh.elem.label()
	}
	return sh.name
}

// method finds a method in the method set of values of a shape. The function
// that it returns calls the method of v.
func (sh *shape) method(name string, v reflect.Value) (call func(args ...reflect.Value) []reflect.Value, ok bool) {
	if sh == nil {
		return nil, false
	}
	m, has := sh.methods[name]
	if !has && v.Kind() == reflect.Pointer && sh.elem != nil && sh.methods == nil {
		m, has = sh.elem.methods[name]
	}
	if !has || m.Type().NumIn() == 0 {
		return nil, false
	}
	receiver := m.Type().In(0)
	if v.Type() != receiver {
		if v.Kind() != reflect.Pointer || v.Type().Elem() != receiver {
			return nil, false // the method wants the address
		}
		if v.IsNil() {
			return nil, false
		}
		v = v.Elem()
	}
	return func(args ...reflect.Value) []reflect.Value { return m.Call(append([]reflect.Value{v}, args...)) }, true
}

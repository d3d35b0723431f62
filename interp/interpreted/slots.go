package interpreted

import (
	"errors"
	"fmt"
	"reflect"
	"sync"
	"unsafe"

	"github.com/traefik/yaegi/interp"

	"gonymede/interp/frontend"
)

// slots are the places of yaegi's global variables.
//
// yaegi keeps a global variable as an addressable [reflect.Value] in a list.
// That value may as well be what a pointer of the session points to: then
// yaegi's variable and the session's are one, for assignments, closures and &x,
// and yaegi's code need not know. This holds as long as yaegi sets what is in a
// slot and never puts another value there; see [rewriter.keepSlots] for where it
// would.
//
// yaegi has no function for this, so the fields are found by their names; New
// tries it out.
type slots struct {
	yaegi *interp.Interpreter
	data  *[]reflect.Value
	lock  *sync.RWMutex
	known map[string]int // the slots' numbers
}

var errOtherYaegi = errors.New("interpreter: this yaegi keeps its variables elsewhere; the pinned version is needed")

func newSlots(y *interp.Interpreter) (*slots, error) {
	frame := reflect.ValueOf(y).Elem().FieldByName("frame")
	if !frame.IsValid() || frame.Kind() != reflect.Pointer || frame.Elem().Kind() != reflect.Struct {
		return nil, errOtherYaegi
	}
	data, lock := frame.Elem().FieldByName("data"), frame.Elem().FieldByName("mutex")
	if !data.IsValid() || data.Type() != reflect.TypeFor[[]reflect.Value]() || !lock.IsValid() || lock.Type() != reflect.TypeFor[sync.RWMutex]() {
		return nil, errOtherYaegi
	}
	return &slots{
		yaegi: y, known: map[string]int{},
		data: (*[]reflect.Value)(unsafe.Pointer(data.UnsafeAddr())), lock: (*sync.RWMutex)(unsafe.Pointer(lock.UnsafeAddr())),
	}, nil
}

// pointer returns the pointer to a global variable.
func (s *slots) pointer(name string) (reflect.Value, error) {
	n, err := s.number(name)
	if err != nil {
		return reflect.Value{}, err
	}
	s.lock.RLock()
	defer s.lock.RUnlock()
	return (*s.data)[n].Addr(), nil
}

// share makes a global variable the one that p points to.
func (s *slots) share(name string, p reflect.Value) error {
	n, err := s.number(name)
	if err != nil {
		return err
	}
	s.lock.Lock()
	defer s.lock.Unlock()
	if own := (*s.data)[n].Type(); own != p.Type().Elem() {
		return fmt.Errorf("%s is %v here and %v there", clean(name), own, p.Type().Elem())
	}
	(*s.data)[n] = p.Elem()
	return nil
}

// number finds the slot of a global variable.
func (s *slots) number(name string) (int, error) {
	if n, ok := s.known[name]; ok {
		return n, nil
	}
	index := member(at(member(s.scope(), "sym"), name), "index")
	if !index.IsValid() || index.Kind() != reflect.Int {
		return 0, fmt.Errorf("interpreter: %s has no place", clean(name))
	}
	n := int(index.Int())
	s.lock.RLock()
	defer s.lock.RUnlock()
	if n < 0 || n >= len(*s.data) || !(*s.data)[n].CanAddr() {
		return 0, fmt.Errorf("interpreter: %s has no place", clean(name))
	}
	s.known[name] = n
	return n, nil
}

// forget drops a global name that nothing will look up again, and with it the
// syntax of the unit that declared it. What runs already goes on.
func (s *slots) forget(name string) {
	symbols := member(s.scope(), "sym")
	if symbols.Kind() != reflect.Map || !symbols.CanAddr() {
		return
	}
	symbols = reflect.NewAt(symbols.Type(), unsafe.Pointer(symbols.UnsafeAddr())).Elem()
	symbols.SetMapIndex(reflect.ValueOf(name), reflect.Value{})
}

// forgetTrees drops what yaegi keeps of every unit for its debugger only.
func (s *slots) forgetTrees() {
	for _, list := range []reflect.Value{
		member(reflect.ValueOf(s.yaegi), "roots"), member(s.scope(), "child"), member(member(reflect.ValueOf(s.yaegi), "universe"), "child"),
	} {
		if list.Kind() == reflect.Slice && list.CanAddr() {
			reflect.NewAt(list.Type(), unsafe.Pointer(list.UnsafeAddr())).Elem().SetZero()
		}
	}
}

// scope is yaegi's global scope of the session's package.
func (s *slots) scope() reflect.Value {
	return at(member(reflect.ValueOf(s.yaegi), "scopes"), frontend.SessionPath)
}

// member is a field of a structure or of what points to it, not valid where
// there is none.
func member(v reflect.Value, name string) reflect.Value {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	return v.FieldByName(name)
}

// at is a value of a map, not valid where there is none.
func at(v reflect.Value, key string) reflect.Value {
	if v.Kind() != reflect.Map {
		return reflect.Value{}
	}
	return v.MapIndex(reflect.ValueOf(key))
}

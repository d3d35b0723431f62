package executor

import (
	"go/types"
	"reflect"
	"sync"
)

// Shared is what the tiers share of a session: its variables, as pointers to
// where their values live, and the compiled functions and types that interpreted
// cells may use. The keys are the objects that the front end made when it
// checked the declarations, so that an old and a new declaration of one name
// are two. Its methods may be called at any time.
type Shared struct {
	mu        sync.RWMutex
	variables map[*types.Var]reflect.Value
	symbols   map[types.Object]reflect.Value
}

// NewShared returns what a session without cells has.
func NewShared() *Shared {
	return &Shared{variables: map[*types.Var]reflect.Value{}, symbols: map[types.Object]reflect.Value{}}
}

// Variable returns the pointer to a variable's value, a *T for a variable of
// type T.
func (s *Shared) Variable(v *types.Var) (reflect.Value, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	p, ok := s.variables[v]
	return p, ok
}

// SetVariable says where the value of a variable lives. The place never moves.
func (s *Shared) SetVariable(v *types.Var, pointer reflect.Value) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.variables[v] = pointer
}

// Symbol returns what compiled code has for a function, as its value, or for a
// type T, as a nil *T.
func (s *Shared) Symbol(obj types.Object) (reflect.Value, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	v, ok := s.symbols[obj]
	return v, ok
}

// SetSymbol enters a compiled function or type.
func (s *Shared) SetSymbol(obj types.Object, v reflect.Value) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.symbols[obj] = v
}

// Forget drops what belongs to an object that the session has no longer.
func (s *Shared) Forget(obj types.Object) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.symbols, obj)
	if v, ok := obj.(*types.Var); ok {
		delete(s.variables, v)
	}
}

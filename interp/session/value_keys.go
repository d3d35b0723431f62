package session

import (
	"cmp"
	"reflect"
	"slices"
)

// maxKeys is how many entries of a map are looked at.
const maxKeys = 1000

// sortedMapKeys returns keys of a map in order, as fmt prints them, where they
// are numbers or strings and not too many.
func sortedMapKeys(v reflect.Value) []reflect.Value {
	keys := make([]reflect.Value, 0, min(v.Len(), maxKeys))
	for it := v.MapRange(); it.Next() && len(keys) < maxKeys; {
		keys = append(keys, it.Key())
	}
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		switch {
		case a.CanInt():
			return cmp.Compare(a.Int(), b.Int())
		case a.CanUint():
			return cmp.Compare(a.Uint(), b.Uint())
		case a.CanFloat():
			return cmp.Compare(a.Float(), b.Float())
		case a.Kind() == reflect.String:
			return cmp.Compare(a.String(), b.String())
		}
		return 0
	})
	return keys
}

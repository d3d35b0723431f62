// Package ownsymbols has the symbols of the packages that cells get without an
// import, for yaegi.
package ownsymbols

import "reflect"

//go:generate go tool yaegi extract -name ownsymbols gonymede/kernel/display gonymede/plotting

// Symbols are as in yaegi's stdlib.Symbols.
var Symbols = map[string]map[string]reflect.Value{}

// Package ownsymbols has the symbols of the packages that cells get without an
// import, for yaegi: those of display, to which package plotting/symbols adds its
// own where it is linked or loaded.
package ownsymbols

import "reflect"

//go:generate go tool yaegi extract -name ownsymbols gonymede/kernel/display

// Symbols are as in yaegi's stdlib.Symbols.
var Symbols = map[string]map[string]reflect.Value{}

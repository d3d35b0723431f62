// Package displaysymbols has the symbols of package display for yaegi.
package displaysymbols

import "reflect"

//go:generate go run github.com/traefik/yaegi/cmd/yaegi extract -name displaysymbols gonymede/kernel/display

// Symbols are those of display, as in yaegi's stdlib.Symbols.
var Symbols = map[string]map[string]reflect.Value{}

// Package symbols has the symbols of package plotting, for yaegi. An engine whose
// cells are interpreted contains it; one of native cells gets it with plotting,
// when a cell uses that first.
package symbols

import "gonymede/interp/interpreted/ownsymbols"

//go:generate go tool yaegi extract -name symbols gonymede/plotting

// Symbols are those of all packages that cells get without an import: the
// generated file adds to them.
var Symbols = ownsymbols.Symbols

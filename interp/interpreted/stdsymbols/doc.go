// Package stdsymbols has the symbols of the standard library that yaegi's own
// tables lack.
package stdsymbols

//go:generate go run ./gen -o symbols.go

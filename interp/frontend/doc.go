// Package frontend decides what a cell means, before anything of it runs.
//
// A cell is a piece of the session's one package main in which imports,
// declarations and statements may be mixed in any order. [Parse] takes it
// apart with the scanner and parses each part with go/parser, keeping the
// positions of the cell. [Checker.Check] type-checks the parts with go/types
// against what the session has declared so far ([Scope]), finds the packages
// that the cell uses without importing them, and decides what the value of the
// cell is. Its errors are [Diagnostic]s in cell coordinates, as in cell[7]:3:12.
//
// The package knows nothing of how cells are run; that is for an executor,
// which receives the checked syntax in a [Unit].
package frontend

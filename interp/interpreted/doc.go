// Package interpreted runs cells on yaegi: tier 0 of a session, and all of it
// where no Go toolchain is found.
//
// A checked cell (a [frontend.Unit]) becomes a file of yaegi's package main:
// the cell's types, constants and functions, its session variables without
// values, and one function with its statements, which is then called. On the
// way the syntax is rewritten so that yaegi does what Go does:
//
//   - every object of the session has a name of its own in yaegi ([names]), so
//     that declaring something again never touches what older code uses;
//   - statements stand in a function, because yaegi's own top level gets
//     several of them wrong;
//   - go statements are guarded, so that a panic in a goroutine is an error of
//     its cell and not the end of the process;
//   - loop variables are per iteration, min, max and clear are spelled out,
//     and type arguments are written down;
//   - statements that can panic note their position first, because yaegi does
//     not know where a panic came from.
//
// What yaegi cannot do faithfully is refused with an [executor.UnsupportedError] that
// names the construct.
//
// BUG(yaegi): an interrupt also ends the goroutines of earlier cells that are
// running interpreted code at that moment.
//
// BUG(yaegi): methods of a cell's types are invisible to compiled code that
// meets their values inside slices, maps and fields: fmt does not call String
// there, encoding/json sees no MarshalJSON.
//
// BUG(yaegi): fmt's %T prints the structure of a cell's type, not its name.
package interpreted

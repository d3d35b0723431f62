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
//   - session variables live where the session's pointers say ([slots]);
//   - statements stand in a function, because yaegi's own top level gets
//     several of them wrong;
//   - go statements are guarded, so that a panic in a goroutine is an error of
//     its cell and not the end of the process;
//   - statements and expressions that yaegi gets wrong are spelled out;
//   - statements that can panic note their position first, because yaegi does
//     not know where a panic came from;
//   - fmt, errors and == are told what the type checker knows of a value
//     ([shape]).
//
// What is known to run, to be rewritten and to be refused is one list,
// [constructs]; the tables of interp/README.md are made of it. What yaegi cannot
// do faithfully is refused with an [executor.UnsupportedError] that names the
// construct. [Interpreter.Straight] says what a session that can compile leaves
// to the interpreter all the same.
//
// BUG(yaegi): an interrupt also ends the goroutines of earlier cells that are
// running interpreted code at that moment.
//
// BUG(yaegi): any(Color(1)) == any(1) is true where Color is an int.
//
// BUG(yaegi): panics of an index or slice out of range do not say the numbers in
// functions.
package interpreted

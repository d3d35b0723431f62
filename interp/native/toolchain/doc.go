// Package toolchain finds Go and makes of it what native cells need: a linker
// and a compiler with the edits of package overlay, an engine that contains the
// standard library and links to cells, and what it takes to compile against it.
// All of that lies in a cache and is built once per Go version.
//
// The kernel's side is Inspect, which says what is there, and Prepare, which
// builds what is missing. The engine's side is Open: the Toolchain that
// compiles and links cells and third-party modules.
//
// README.md beside this package's folder explains how it works.
package toolchain

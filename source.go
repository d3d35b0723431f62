package main

import "embed"

// source is what the Go toolchain of the user builds the engine of native cells
// from, and what their cells can import: see interp/native/toolchain.
//
//go:embed go.mod go.sum interp kernel/display plotting
var source embed.FS

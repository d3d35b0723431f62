package interpreted

import "unsafe"

// goroutineLabel returns the pointer that the runtime keeps for the profiler
// labels of the calling goroutine. Goroutines inherit it from the one that
// starts them, so it tells which cell a goroutine belongs to. The runtime keeps
// this name open for others (see the comment at its declaration).
//
//go:linkname goroutineLabel runtime/pprof.runtime_getProfLabel
func goroutineLabel() unsafe.Pointer

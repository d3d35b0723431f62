// Package resident keeps a process small that has started and now waits.
//
// Starting reads most of a Go program once: package initialization, the
// verification of the runtime's tables, relocation. These pages stay mapped, 20 MB
// and more, though a process that waits for its user needs a few of them.
package resident

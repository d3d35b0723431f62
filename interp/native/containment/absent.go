//go:build !gonymede_overlay

package containment

import "context"

// Available tells whether the program was built with the overlay.
const Available = false

var word uint32

// Start returns ErrUnavailable.
func Start(report func(Event)) error { return ErrUnavailable }

// Poll gives a word that can always be read.
func Poll() *uint32 { return &word }

// Enter does nothing.
func Enter(cell uint64) {}

// Cell gives 0.
func Cell() uint64 { return 0 }

// Goroutine gives 0.
func Goroutine() uint64 { return 0 }

// Wanted gives false.
func Wanted() bool { return false }

// Outside calls wait.
func Outside(wait func()) { wait() }

// SetRunning does nothing.
func SetRunning(cell uint64) {}

// Redirect does nothing.
func Redirect(write func(cell uint64, fd int, b []byte) (int, error)) {}

// Interrupt ends nothing.
func Interrupt(ctx context.Context, cell uint64) (left int) { return 0 }

// Count gives an empty census.
func Count(cell uint64) Census { return Census{} }

// CountAll gives an empty census.
func CountAll() Census { return Census{} }

// Deadlocked gives false.
func Deadlocked(cell uint64) bool { return false }

// Stacks gives nil.
func Stacks() []Stack { return nil }

// Package supervisor keeps an engine process alive and brings what it says
// into one exact order.
//
// An engine runs the cells (package interp/protocol says how it is spoken to).
// Anything may happen to it: os.Exit, a crash of the Go runtime, a kill by the
// system. The [Supervisor] then delivers all output that came before, says
// what happened, kills every process that the session left behind, and has a
// new engine ready for the next cell. It keeps the sources of the cells: the new
// engine declares again what they declared, and the error that tells of the end
// lists the variables that are lost.
//
// # From the pipes to the sink
//
// Each of an engine's pipes has one goroutine that reads it. All of them feed
// one sequencer goroutine (see sequencer), the only one that calls the [Sink],
// so the sink sees one order. A sink that blocks stops the sequencer, then the
// readers, then the cell's own writes: that is the back pressure, and nothing
// is buffered without bound on the way.
//
//	stdout ─▶ readStream ─┐
//	stderr ─▶ readStream ─┤
//	events ─▶ readEvents ─┼─▶ sequencer ─▶ Sink
//	crash  ─▶ readCrash  ─┘
//	exit   ─▶ waiter
//
// Answers that need no order (completions, inspections) do not pass through
// the sequencer, so they come at once while output is held up.
package supervisor

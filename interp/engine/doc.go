// Package engine is the main loop of the engine process: the process in which
// cells run, and which the kernel process starts, feeds and replaces.
//
// [Run] puts the process's descriptors in order, makes the session, and then
// serves requests (see package protocol for the wire) until the kernel process
// says shutdown or is gone. Then it kills every process that cells have
// started and returns.
//
// # Goroutines
//
// Run starts these and joins them before it returns, except where code of a
// cell does not let go:
//
//   - the reader blocks in read(2) on descriptor 3 and handles what comes: it
//     queues cells, and interrupts at once. The end of the stream ends it.
//   - the executor runs queued cells one after the other, each in a goroutine
//     of its own, so that a cell's runtime.Goexit ends nothing else. A replay
//     of earlier cells is run likewise.
//   - the input monitor of a cell, while the cell runs, finds out that someone
//     waits for standard input.
//   - a completion or inspection has a goroutine each, at most four at work.
//   - after an interrupt, one goroutine sees to the processes that the cell
//     has started: SIGINT at once, SIGKILL a second later.
//   - a value is rendered in a goroutine of its own, because its methods are
//     the user's and may never return; an interrupt abandons it.
//
// # Standard input
//
// Descriptor 0 is a pipe that the engine feeds. Nobody announces that he is
// about to read it: not fmt.Scan, nor bufio, nor compiled code, nor a child
// process that a cell gave os.Stdin. So, while a cell runs, the monitor looks
// for a thread that is blocked in read(2) on it, asks the front end for a
// line, and writes that line, with its newline, into the pipe.
//
// What a cell leaves unread of a line is dropped when the next cell starts. A
// terminal would keep it; but in a notebook it would answer, unseen, a
// question that another cell asks later, and a cell that failed on bad input
// would fail on the rest of it when run again.
//
// A goroutine or child process that is still reading when its cell ends waits
// on, and the next cell that runs asks in its stead, if its front end allows
// that. A reader that cannot be served (no input allowed, interrupt) gets end
// of file.
package engine

//go:build gonymede_overlay

package containment

import "runtime"

// Available tells whether the program was built with the overlay.
const Available = true

// Start installs report and makes the page that checkpoints read. It may be called once, by a goroutine of cell 0, before any goroutine enters a cell.
//
// report runs on the goroutine that broke, which ends with runtime.Goexit when report returns. It may allocate, lock and
// print, but should not wait for goroutines of that cell. A panic in it is dropped.
func Start(report func(Event)) error {
	if err := openPage(); err != nil {
		return err
	}
	if !runtimeStart(hook(report)) {
		return ErrStarted
	}
	return nil
}

// hook makes an Event of what the runtime knows.
func hook(report func(Event)) func(kind uint32, value any, links []link) {
	return func(kind uint32, value any, links []link) {
		defer func() { _ = recover() }()
		e := Event{Kind: Kind(kind), Cell: runtimeCell(), Goroutine: runtimeGoid(), Value: value, Text: text(Kind(kind), value, links)}
		e.PCs, e.Elided = callers()
		e.Creator, e.Parent = runtimeParent()
		report(e)
	}
}

// Go prints as many frames of a deep stack, too.
const framesAtEachEnd = 50

// callers gives the frames of the calling goroutine from the one that called into the hook on.
func callers() (pcs []uintptr, elided int) {
	const own = 16 // more than the hook's own frames
	first, last := make([]uintptr, framesAtEachEnd+own), make([]uintptr, framesAtEachEnd)
	nfirst, nlast, elided := runtimeCallers(first, last)
	first = first[:nfirst]
	for len(first) > 0 && isHook(first[0]) {
		first = first[1:]
	}
	return append(first, last[:nlast]...), elided
}

func isHook(pc uintptr) bool {
	f, _ := runtime.CallersFrames([]uintptr{pc}).Next()
	return isHookName(f.Function)
}

// Enter puts the calling goroutine into a cell, 0 being none. What an interrupt has left on the goroutine is forgotten.
func Enter(cell uint64) { runtimeSetCell(cell) }

// Cell gives the calling goroutine's cell.
func Cell() uint64 { return runtimeCell() }

// Goroutine gives the calling goroutine's number, as in Go's traces.
func Goroutine() uint64 { return runtimeGoid() }

// Wanted tells whether an interrupt wants the calling goroutine to end.
func Wanted() bool { return runtimeWanted() }

// Outside calls wait, during which the calling goroutine waits for somebody outside of all cells: the engine, or the user. It is not
// counted as blocked, so there is no deadlock. An interrupt ends it all the same.
func Outside(wait func()) {
	runtimeOutside(1)
	defer runtimeOutside(-1)
	wait()
}

// SetRunning tells which cell's output is not late; 0: no cell's.
func SetRunning(cell uint64) { runtimeSetRunning(cell) }

// Redirect sets what takes the writes of late goroutines, which are those whose cell is neither 0 nor the running one, to an *os.File
// with descriptor 1 or 2. It runs on the goroutine that writes. nil: they go where they always do. The builtins print and println are not redirected.
func Redirect(write func(cell uint64, fd int, b []byte) (int, error)) { osRedirect(write) }

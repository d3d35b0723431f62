//go:build gonymede_overlay

package containment

import _ "unsafe" // for go:linkname

// The functions that overlay/added puts into package runtime, and one into package os. (The file linkname.s
// lets the compiler accept functions without a body.)

//go:linkname runtimeStart runtime.gonymedeStart
func runtimeStart(report func(kind uint32, value any, links []link)) bool

//go:linkname runtimeSetPage runtime.gonymedeSetPage
func runtimeSetPage(page uintptr)

//go:linkname runtimeSetCell runtime.gonymedeSetCell
func runtimeSetCell(cell uint64)

//go:linkname runtimeCell runtime.gonymedeCell
func runtimeCell() uint64

//go:linkname runtimeGoid runtime.gonymedeGoid
func runtimeGoid() uint64

//go:linkname runtimeWanted runtime.gonymedeWanted
func runtimeWanted() bool

//go:linkname runtimeOutside runtime.gonymedeOutside
func runtimeOutside(change int32)

//go:linkname runtimePrint runtime.gonymedePrint
func runtimePrint(v any, b []byte) int

//go:linkname runtimeCallers runtime.gonymedeCallers
func runtimeCallers(first, last []uintptr) (nfirst, nlast, elided int)

//go:linkname runtimeParent runtime.gonymedeParent
func runtimeParent() (creator uintptr, parent uint64)

//go:linkname runtimeMark runtime.gonymedeMark
func runtimeMark(cell uint64, level uint32) (left, lively int)

//go:linkname runtimeWake runtime.gonymedeWake
func runtimeWake(cell uint64, level uint32) (woken int)

//go:linkname runtimeCensus runtime.gonymedeCensus
func runtimeCensus(cell uint64, one, all *Census)

//go:linkname runtimeListens runtime.gonymedeListens
func runtimeListens() bool

//go:linkname runtimeStacks runtime.gonymedeStacks
func runtimeStacks(stacks []stack) int

//go:linkname runtimeSetRunning runtime.gonymedeSetRunning
func runtimeSetRunning(cell uint64)

//go:linkname osRedirect os.gonymedeRedirect
func osRedirect(write func(cell uint64, fd int, b []byte) (int, error))

// link has the layout of the runtime's gonymedeLink.
type link struct {
	value                         any
	goexit, recovered, repanicked bool // repanicked: the next newer one has the same value
}

// stack has the layout of the runtime's gonymedeStack.
type stack struct {
	id, cell, parent uint64
	creator          uintptr
	state            string
	n                int
	pcs              [64]uintptr
}

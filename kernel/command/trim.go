package command

import (
	"time"

	"gonymede/interp/native/resident"
)

// settled is how long after its start a kernel or an engine gives back the
// memory that starting took: by then it waits for its first cell.
const settled = 2 * time.Second

// trimLater gives memory back when the process has settled, unless it is
// stopped before.
func trimLater() (stop func()) {
	timer := time.AfterFunc(settled, func() { _ = resident.Trim() }) // a failure costs memory, no more
	return func() { timer.Stop() }
}

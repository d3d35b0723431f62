//go:build unix

package engine

import "gonymede/interp/native/containment"

// attributeLateOutput has what goroutines of earlier cells print go to those
// cells, where the runtime knows which cell a goroutine belongs to. The engine's
// own markers are not concerned: they are written to other descriptors.
func (e *engine) attributeLateOutput() {
	containment.Redirect(func(cell uint64, descriptor int, text []byte) (int, error) {
		if err := e.events.printFor(int(cell), descriptor, text); err != nil {
			return 0, err
		}
		return len(text), nil
	})
}

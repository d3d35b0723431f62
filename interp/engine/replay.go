//go:build unix

package engine

import (
	"fmt"

	"gonymede/interp/protocol"
)

// replay has the session declare again what the cells of earlier engines
// declared. Should that panic, the session goes on with what it has.
func (e *engine) replay(req request) {
	cells := make([]Cell, len(req.replay.Cells))
	for i, c := range req.replay.Cells {
		cells[i] = Cell{Number: c.Cell, Source: c.Code, Silent: true}
	}
	var answer protocol.Replayed
	if r, ok := e.session.(Replayer); ok {
		done := make(chan struct{})
		go func() {
			defer close(done)
			defer func() {
				if p := recover(); p != nil {
					answer.Notes = append(answer.Notes, fmt.Sprintf("the session's declarations are not all back: %v", p))
				}
			}()
			answer.Lost, answer.Notes = r.Replay(e.life, cells)
		}()
		<-done
	}
	// It fails only where the kernel process is gone, which the reader notices.
	_ = e.events.send(protocol.TypeReplayed, 0, req.id, answer)
}

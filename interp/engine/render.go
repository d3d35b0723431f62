//go:build unix

package engine

import (
	"context"
	"errors"
	"time"

	"gonymede/interp/native/containment"
	"gonymede/interp/protocol"
	"gonymede/kernel/display"
)

// renderPatience is how long an interrupted method of a value has to end.
const renderPatience = 200 * time.Millisecond

// render renders a value as long as the cell is not interrupted. Methods of the
// value are the user's code, so they run as the cell does, in a goroutine of
// their own: a panic, an exit or an endless loop in one ends no more than that.
func render(r *running, value any) (display.Bundle, *protocol.Error) {
	rendered := make(chan display.Bundle, 1)
	failed := make(chan *protocol.Error, 1)
	go func() {
		containment.Enter(uint64(r.cell.Number))
		defer containment.Enter(0)
		err := failure(errors.New("a method of the value ended its goroutine, as runtime.Goexit and os.Exit do"))
		defer func() {
			if p := recover(); p != nil {
				err = panicked(p)
			}
			failed <- err
		}()
		rendered <- display.Render(value)
	}()
	select {
	case forms := <-rendered:
		return forms, nil
	case err := <-failed:
		select {
		case forms := <-rendered: // both have come, in this order
			return forms, nil
		default:
			return display.Bundle{}, err
		}
	case <-r.ctx.Done():
		ctx, cancel := context.WithTimeout(context.Background(), renderPatience)
		defer cancel()
		containment.Interrupt(ctx, uint64(r.cell.Number)) // what does not end is left behind
		return display.Bundle{}, cause(r.ctx)
	}
}

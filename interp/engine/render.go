//go:build unix

package engine

import (
	"errors"

	"gonymede/interp/protocol"
	"gonymede/kernel/display"
)

// render renders a value as long as the cell is not interrupted: methods of
// the value are the user's code.
func render(r *running, value any) (display.Bundle, *protocol.Error) {
	rendered := make(chan display.Bundle, 1)
	failed := make(chan *protocol.Error, 1)
	go func() {
		err := failure(errors.New("a method of the value called runtime.Goexit"))
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
		return display.Bundle{}, cause(r.ctx)
	}
}

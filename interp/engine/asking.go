//go:build unix

package engine

import (
	"context"
	"sync"

	"gonymede/interp/protocol"
)

// asking is the questions to the user, of which one is open at a time.
type asking struct {
	turn chan struct{} // capacity 1; who has put his token in may ask

	mu      sync.Mutex
	number  uint64
	replies chan protocol.InputReply // of the open question, else nil
}

// answer hands over a reply. id is that of the question, or 0 for the open
// one; a reply to a question that was given up is dropped.
func (a *asking) answer(id uint64, reply protocol.InputReply) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.replies == nil || id != 0 && id != a.number {
		return
	}
	a.replies <- reply // has room for the one reply
	a.replies = nil
}

func (a *asking) open() (id uint64, replies <-chan protocol.InputReply) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.number++
	a.replies = make(chan protocol.InputReply, 1)
	return a.number, a.replies
}

func (a *asking) close() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.replies = nil
}

// ask asks the user for a line, in the name of a running cell. It fails with
// [ErrNoInput], or with the cause of ctx's end.
func (e *engine) ask(ctx context.Context, r *running, req protocol.InputRequest) (string, error) {
	if !r.allowStdin {
		return "", ErrNoInput
	}
	select {
	case e.asking.turn <- struct{}{}:
		defer func() { <-e.asking.turn }()
	case <-ctx.Done():
		return "", cause(ctx)
	}
	id, replies := e.asking.open()
	defer e.asking.close()
	if err := e.events.ordered(protocol.TypeInputRequest, r.cell.Number, id, req); err != nil {
		return "", err
	}
	select {
	case reply := <-replies:
		if reply.Error != "" {
			return "", ErrNoInput
		}
		return reply.Value, nil
	case <-ctx.Done():
		return "", cause(ctx)
	}
}

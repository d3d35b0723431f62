package supervisor

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"gonymede/interp/protocol"
)

// kept has the cells that a new engine is given back when one ended, oldest
// first.
type kept struct {
	mu    sync.Mutex
	cells []protocol.ReplayCell
}

// add appends a cell. Of the runs of one text the first and the last are kept:
// a cell that is run again and again costs no more than two.
func (k *kept) add(cell int, code string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	before, last := 0, 0
	for i, c := range k.cells {
		if c.Code == code {
			before, last = before+1, i
		}
	}
	if before > 1 {
		k.cells = append(k.cells[:last], k.cells[last+1:]...)
	}
	k.cells = append(k.cells, protocol.ReplayCell{Cell: cell, Code: code})
}

// drop takes a cell out that had no effect.
func (k *kept) drop(cell int) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i := len(k.cells) - 1; i >= 0; i-- {
		if k.cells[i].Cell == cell {
			k.cells = append(k.cells[:i], k.cells[i+1:]...)
			return
		}
	}
}

func (k *kept) all() []protocol.ReplayCell {
	k.mu.Lock()
	defer k.mu.Unlock()
	return append([]protocol.ReplayCell(nil), k.cells...)
}

func (k *kept) clear() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.cells = nil
}

// refused says whether a cell's error is that nothing of it could be done: it is
// no valid cell, or its modules cannot be had. Others have declared something,
// even where they failed.
func refused(err *protocol.Error) bool {
	if err == nil {
		return false
	}
	switch err.Name {
	case "CompileError", "SyntaxError", "UnsupportedError", "NativeError", "GetError", "VersionConflict":
		return true
	}
	return false
}

// start starts an engine that has the session's declarations; back is what came
// of those, nil where there was nothing to declare. An engine that they end is
// replaced by one without them.
func (s *Supervisor) start(ctx context.Context, failed error) (e *engine, back *protocol.Replayed, err error) {
	if e, err = s.launch(ctx, failed); err != nil {
		return nil, nil, err
	}
	cells := s.kept.all()
	if len(cells) == 0 || !e.hello.Replays {
		return e, nil, nil
	}
	e.setReplaced(true)
	if back, err = e.replay(s.life, cells); err == nil {
		e.setReplaced(false)
		return e, back, nil
	}
	s.stop(e)
	if e.death != nil && s.life.Err() == nil {
		err = e.death
	}
	s.config.Logger.Error("the session's declarations ended its new engine", "error", err)
	s.kept.clear()
	back = &protocol.Replayed{Notes: []string{
		"The session's imports, types and functions are lost too, as declaring them again failed: " + err.Error(),
	}}
	e, err = s.launch(ctx, nil)
	return e, back, err
}

// setReplaced says whether the engine's end is nobody's loss.
func (e *engine) setReplaced(replaced bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.replaced = replaced
}

// replay sends the cells and waits for what comes of them.
func (e *engine) replay(ctx context.Context, cells []protocol.ReplayCell) (*protocol.Replayed, error) {
	ctx, cancel := context.WithTimeout(ctx, e.config.ReplayTimeout)
	defer cancel()
	m, err := e.ask(ctx, protocol.TypeReplay, protocol.Replay{Cells: cells})
	if err != nil {
		return nil, err
	}
	var back protocol.Replayed
	return &back, m.Decode(&back)
}

// lossPatience is how long an error waits for what the next engine could take
// over of the session.
const lossPatience = 10 * time.Second

// tellLoss adds to the error that says why the engine ended what is lost with
// it.
func (e *engine) tellLoss() {
	var back *protocol.Replayed
	patience := time.NewTimer(lossPatience)
	defer patience.Stop()
	select {
	case back = <-e.successor:
	case <-patience.C:
	case <-e.ctx.Done():
	}
	death := *e.death
	death.Traceback = append(death.Traceback[:len(death.Traceback):len(death.Traceback)], "", lost(back))
	e.death = &death
}

// lost says what is gone with an engine, and what the next one has.
func lost(back *protocol.Replayed) string {
	if back == nil {
		return "The engine that held the session ended: its variables, goroutines and child processes are gone. The next cell runs in a new one."
	}
	return "The engine that held the session ended: its goroutines and child processes are gone. " + Regained(*back)
}

// maxNames is how many lost variables are listed.
const maxNames = 40

// Regained says what a new engine has of the session, in lines for the user.
func Regained(back protocol.Replayed) string {
	text := "A new one has the session's imports, constants, types and functions."
	if n := len(back.Lost); n == 0 {
		text += " No variables were lost."
	} else {
		names := back.Lost[:min(n, maxNames)]
		more := ""
		if n > maxNames {
			more = fmt.Sprintf(" and %d more", n-maxNames)
		}
		text += "\nLost variables: " + strings.Join(names, ", ") + more + ". Run their cells again before you use them."
	}
	return strings.Join(append([]string{text}, back.Notes...), "\n")
}

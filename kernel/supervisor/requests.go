package supervisor

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gonymede/interp/protocol"
)

var (
	// errNotSent is returned when an engine ended before a request reached it.
	errNotSent = errors.New("the engine ended before the request reached it")
	// errEnded is returned when an engine ended before it answered.
	errEnded = errors.New("the engine ended")
)

// run is an execute request on its way.
type run struct {
	id          uint64
	cell        int
	sent        bool
	interrupted time.Time // of the first interrupt
	result      chan result
}

type result struct {
	done protocol.Done
	err  error
}

// execute runs a cell and waits for its end. It returns errNotSent where the
// engine ended before, and calls onItsWay when the request is on its way.
func (e *engine) execute(ctx context.Context, request protocol.Execute, onItsWay func()) (protocol.Done, error) {
	m, err := protocol.New(protocol.TypeExecute, request)
	if err != nil {
		return protocol.Done{}, err
	}
	begun := make(chan struct{})
	select {
	case e.sequencer.begin <- cellStart{cell: request.Cell, done: begun}:
		<-begun
	case <-e.exited:
		return protocol.Done{}, errNotSent
	case <-e.done:
		return protocol.Done{}, errNotSent
	}
	r := &run{cell: request.Cell, result: make(chan result, 1)}
	e.mu.Lock()
	if e.closed || e.stopping {
		e.mu.Unlock()
		return protocol.Done{}, errNotSent
	}
	e.last++
	m.ID, m.Cell, r.id = e.last, request.Cell, e.last
	e.running, e.lastCell = r, request.Cell
	sent := e.send(m)
	if !sent {
		e.running = nil
	}
	e.mu.Unlock()
	if !sent {
		return protocol.Done{}, errors.New("the engine takes no requests; restart the kernel")
	}
	onItsWay()
	interrupt := ctx.Done()
	for {
		select {
		case res := <-r.result:
			return res.done, res.err
		case <-interrupt:
			e.interrupt()
			interrupt = nil
		}
	}
}

// ask sends a request and waits for its answer until ctx ends.
func (e *engine) ask(ctx context.Context, typ string, body any) (protocol.Message, error) {
	m, err := protocol.New(typ, body)
	if err != nil {
		return m, err
	}
	answer := make(chan protocol.Message, 1)
	e.mu.Lock()
	e.last++
	m.ID = e.last
	sent := !e.closed && e.send(m)
	if sent {
		e.answers[m.ID] = answer
	}
	e.mu.Unlock()
	if !sent {
		return m, errEnded
	}
	select {
	case m, ok := <-answer:
		if !ok {
			return m, errEnded
		}
		return m, nil
	case <-ctx.Done():
		e.mu.Lock()
		delete(e.answers, m.ID)
		e.mu.Unlock()
		return m, ctx.Err()
	}
}

// send hands m to the writer without waiting. The caller holds e.mu.
func (e *engine) send(m protocol.Message) bool {
	if e.stopping {
		return false
	}
	select {
	case e.requests <- m:
		return true
	default:
		return false
	}
}

// tell sends a message that has no answer.
func (e *engine) tell(m protocol.Message) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.send(m)
}

// interrupt asks the engine to end the running cell. Where that was asked
// before, and in vain for the configured time, it kills the engine.
func (e *engine) interrupt() {
	e.mu.Lock()
	run := e.running
	if run == nil {
		e.mu.Unlock()
		return
	}
	if run.interrupted.IsZero() {
		run.interrupted = time.Now()
	}
	waited := time.Since(run.interrupted)
	if waited < e.config.InterruptPatience {
		e.send(protocol.Message{Type: protocol.TypeInterrupt, ID: run.id, Cell: run.cell})
		e.mu.Unlock()
		return
	}
	e.mu.Unlock()
	e.kill(newError("EngineKilled", fmt.Sprintf(
		"the cell did not stop %.0f seconds after the first interrupt, so the second one ended its engine", waited.Seconds()), nil))
}

// delivered is called by the sequencer for each ordered event, after the sink
// had it.
func (e *engine) delivered(m protocol.Message) {
	if m.Type != protocol.TypeDone {
		return
	}
	var done protocol.Done
	if err := m.Decode(&done); err != nil {
		done.Error = &protocol.Error{Name: "EngineError", Value: err.Error(), Traceback: []string{err.Error()}}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if run := e.running; run != nil && run.id == m.ID {
		e.running = nil
		run.result <- result{done: done}
	}
}

func (e *engine) answer(m protocol.Message) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if answer, ok := e.answers[m.ID]; ok {
		delete(e.answers, m.ID)
		answer <- m
	}
}

// writeRequests writes until the requests are closed or the engine no longer
// reads.
func (e *engine) writeRequests() {
	defer e.requestEnd.Close() // the order to end
	w := protocol.NewWriter(e.requestEnd)
	for m := range e.requests {
		if err := w.Write(m); err != nil {
			e.config.Logger.Debug("a request did not reach the engine", "type", m.Type, "error", err)
			for range e.requests { // until the end, so that no sender waits
			}
			return
		}
		if m.Type == protocol.TypeExecute {
			e.mu.Lock()
			if e.running != nil && e.running.id == m.ID {
				e.running.sent = true
			}
			e.mu.Unlock()
		}
	}
}

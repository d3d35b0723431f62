//go:build unix

package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"gonymede/interp/protocol"
	"gonymede/kernel/display"
)

// pipes is what connects an engine with its kernel process. Tests have others
// than the descriptors of the process.
type pipes struct {
	requests       io.Reader
	events         io.Writer
	stdout, stderr io.Writer // for markers
	nonce          string
	stdin          *stdin // nil for none
	// alone says that the process ends with the engine.
	alone bool
}

// engine serves one session. Package comment lists its goroutines.
type engine struct {
	events  *events
	session Session
	stdin   *stdin
	watch   *watch // of stdin; nil for none; used by the monitor of the cell that runs
	nonce   string
	queue   chan request
	asking  asking
	expect  chan struct{} // a hint of ExpectInput, capacity 1

	// life ends, with a cause, when the engine does.
	life context.Context
	end  context.CancelCauseFunc
	// work is all goroutines but the reader, which blocks where nothing wakes it.
	work sync.WaitGroup
	// looking bounds how many completions and inspections run at a time.
	looking chan struct{}

	// compiling is set while a cell is compiled.
	compiling atomic.Bool

	mu      sync.Mutex
	running *running // nil between cells
	last    int      // the number of the cell that runs or ran last
	// interrupted is the newest request that was interrupted: a cell that was
	// interrupted before it began does not begin.
	interrupted uint64
}

// request is a cell, or a replay of cells, that waits for its turn.
type request struct {
	id uint64
	protocol.Execute
	replay *protocol.Replay // nil for a cell
}

const (
	maxQueued  = 1024
	maxLooking = 4
	// grace is how long the engine waits at its end for code that was told to
	// stop. What goes on after that dies with the process.
	grace = 40 * time.Millisecond
)

// serve makes the session and runs it until the requests end, the kernel
// process orders a shutdown, or ctx is done.
func serve(ctx context.Context, p pipes, newSession func(Host) (Session, error)) error {
	e := &engine{
		events:  &events{frames: protocol.NewWriter(p.events), nonce: p.nonce, stdout: p.stdout, stderr: p.stderr},
		stdin:   p.stdin,
		nonce:   p.nonce,
		queue:   make(chan request, maxQueued),
		asking:  asking{turn: make(chan struct{}, 1)},
		expect:  make(chan struct{}, 1),
		looking: make(chan struct{}, maxLooking),
	}
	if e.stdin != nil {
		e.watch = newWatch(e.stdin)
	}
	e.life, e.end = context.WithCancelCause(ctx)
	defer e.end(nil)
	if p.alone {
		e.attributeLateOutput()
	}
	display.SetBackend(backend{e})
	defer display.SetBackend(nil)

	var err error
	if e.session, err = newSession(e); err != nil {
		return fmt.Errorf("start the session: %w", err)
	}
	ready := protocol.Ready{
		Protocol:  protocol.Version,
		Engine:    "interpreted",
		GoVersion: runtime.Version(),
		PID:       os.Getpid(),
	}
	if t, ok := e.session.(Tier); ok {
		ready.Engine = t.Tier()
	}
	_, ready.Replays = e.session.(Replayer)
	if err := e.events.send(protocol.TypeReady, 0, 0, ready); err != nil {
		return err
	}
	e.work.Go(e.execute)
	ended := make(chan error, 1)
	go func() { ended <- e.read(p.requests) }()
	select {
	case err = <-ended:
	case <-ctx.Done():
	}
	if p.alone {
		// Cells may keep every processor of the Go scheduler busy; of their
		// own, the engine's goroutines end at once.
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 2)
	}
	e.end(ErrShutdown)
	killProcesses(e.nonce)
	e.join()
	return err
}

// join waits for the engine's goroutines, but not long for code of cells.
func (e *engine) join() {
	joined := make(chan struct{})
	go func() {
		e.work.Wait()
		close(joined)
	}()
	select {
	case <-joined:
	case <-time.After(grace):
	}
}

// read handles requests until they end; nil says that they ended in order.
func (e *engine) read(requests io.Reader) error {
	r := protocol.NewReader(requests)
	for {
		m, err := r.Read()
		switch {
		case errors.Is(err, io.EOF), e.life.Err() != nil:
			return nil
		case err != nil:
			return fmt.Errorf("read requests: %w", err)
		case m.Type == protocol.TypeShutdown:
			return nil
		}
		if err := e.handle(m); err != nil {
			return err
		}
		// What was just made runnable would otherwise wait on this processor
		// until the scheduler takes it away from the read that blocks.
		runtime.Gosched()
	}
}

// handle never waits, so that an interrupt is never late.
func (e *engine) handle(m protocol.Message) error {
	switch m.Type {
	case protocol.TypeExecute, protocol.TypeReplay:
		return e.enqueue(m)
	case protocol.TypeInterrupt:
		e.interrupt(m.ID)
	case protocol.TypeComplete:
		return answer(e, m, protocol.TypeCompletion, noCompletion, e.session.Complete)
	case protocol.TypeInspect:
		return answer(e, m, protocol.TypeInspection, noInspection, e.session.Inspect)
	case protocol.TypeInputReply:
		var reply protocol.InputReply
		if err := m.Decode(&reply); err != nil {
			return err
		}
		e.asking.answer(m.ID, reply)
	case protocol.TypeCommOpen, protocol.TypeCommMsg, protocol.TypeCommClose:
		var c protocol.Comm
		if err := m.Decode(&c); err != nil {
			return err
		}
		display.DeliverComm(m.Type, c, m.Buffers)
	}
	return nil
}

func (e *engine) enqueue(m protocol.Message) error {
	req := request{id: m.ID}
	var body any = &req.Execute
	if m.Type == protocol.TypeReplay {
		req.replay = &protocol.Replay{}
		body = req.replay
	}
	if err := m.Decode(body); err != nil {
		return err
	}
	select {
	case e.queue <- req:
		return nil
	default:
		refused := &protocol.Error{Name: "QueueFull", Value: fmt.Sprintf("%d cells are waiting already", maxQueued)}
		refused.Traceback = []string{refused.Error()}
		return e.events.ordered(protocol.TypeDone, req.Cell, req.id, protocol.Done{Error: refused})
	}
}

// execute runs the cells of the queue.
func (e *engine) execute() {
	for {
		select {
		case <-e.life.Done():
			return
		case req := <-e.queue:
			if e.life.Err() != nil {
				return
			}
			if req.replay != nil {
				e.replay(req)
				continue
			}
			e.run(req)
		}
	}
}

// answer answers a question about code in a goroutine of its own. Should the
// answer panic, none is given instead, and cells are not harmed.
func answer[Q, A any](e *engine, m protocol.Message, typ string, none func(Q) A, ask func(Q) A) error {
	var question Q
	if err := m.Decode(&question); err != nil {
		return err
	}
	e.work.Go(func() {
		select {
		case e.looking <- struct{}{}:
			defer func() { <-e.looking }()
		case <-e.life.Done():
			return
		}
		a := none(question)
		func() {
			defer func() { _ = recover() }()
			a = ask(question)
		}()
		// It fails only where the kernel process is gone, which the reader notices.
		_ = e.events.send(typ, 0, m.ID, a)
	})
	return nil
}

func noCompletion(q protocol.Complete) protocol.Completion {
	return protocol.Completion{Start: q.Cursor, End: q.Cursor}
}

func noInspection(protocol.Inspect) protocol.Inspection { return protocol.Inspection{} }

// LateError implements [Host].
func (e *engine) LateError(cell int, err *protocol.Error) {
	_ = e.events.ordered(protocol.TypeError, cell, 0, err)
}

// Print implements [Host].
func (e *engine) Print(cell int, text []byte) error {
	if _, now := e.current(); cell == 0 || cell == now {
		_, err := os.Stdout.Write(text)
		return err
	}
	return e.events.printFor(cell, 1, text)
}

// Compile implements [Host].
func (e *engine) Compile(f func()) {
	e.compiling.Store(true)
	defer e.compiling.Store(false)
	f()
}

// ExpectInput implements [Host].
func (e *engine) ExpectInput() {
	select {
	case e.expect <- struct{}{}:
	default:
	}
}

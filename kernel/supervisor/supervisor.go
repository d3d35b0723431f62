package supervisor

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"gonymede/interp/protocol"
)

// ErrClosed is returned when the supervisor was closed.
var ErrClosed = errors.New("the supervisor is closed")

// maxFailures is how many engines in a row may end before they are ready.
// Then a new one is only tried when a cell asks for it.
const maxFailures = 3

// Supervisor keeps one engine running, and starts the next where it ends.
//
// It owns one goroutine, run, which New starts and Close ends and joins; run
// owns the engines, and joins the goroutines of each.
type Supervisor struct {
	config Config

	closing   chan struct{}   // closed by Close
	life      context.Context // ends with Close
	endLife   context.CancelFunc
	closeOnce sync.Once
	finished  chan struct{} // closed when run has ended
	wanted    chan struct{} // has a token where a cell waits for an engine
	renewals  chan renewal  // orders to replace the engine
	kept      kept
	cancel    context.CancelFunc

	mu      sync.Mutex
	current *engine       // ready for cells, or nil
	failure error         // why no engine starts; nil while there is hope
	changed chan struct{} // closed and replaced when one of these changes
}

// New starts an engine and returns without waiting for it.
func New(config Config) (*Supervisor, error) {
	config, err := config.check()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := &Supervisor{
		config:   config,
		closing:  make(chan struct{}),
		finished: make(chan struct{}),
		wanted:   make(chan struct{}, 1),
		renewals: make(chan renewal),
		cancel:   cancel,
		changed:  make(chan struct{}),
	}
	s.life, s.endLife = context.WithCancel(ctx)
	go s.run(ctx)
	return s, nil
}

// Close ends the engine and everything it started, and waits for that.
func (s *Supervisor) Close() {
	s.closeOnce.Do(func() {
		s.endLife()
		close(s.closing)
	})
	<-s.finished
}

// Execute runs a cell and returns when it ended and all of its output was
// given to the sink. Where the engine ends, or cannot start, the error in the
// result says so. One cell runs at a time.
//
// The end of ctx is an interrupt: of a cell that waits for an engine that is
// starting, or of one that runs, once it is there. [Supervisor.Interrupt] is
// for the interrupts after that.
//
// Where sent is not nil it is called, once at most, when what is sent to the
// engine from then on comes behind the cell.
func (s *Supervisor) Execute(ctx context.Context, request protocol.Execute, sent func()) protocol.Done {
	if sent == nil {
		sent = func() {}
	}
	sent = sync.OnceFunc(sent)
	keep := func() {
		s.kept.add(request.Cell, request.Code)
		sent()
	}
	const tries = 3
	for try := 1; ; try++ {
		e, err := s.await(ctx)
		if err != nil {
			return protocol.Done{Error: startError(err)}
		}
		done, err := e.execute(ctx, request, keep)
		if err != nil || refused(done.Error) {
			s.kept.drop(request.Cell)
		}
		switch {
		case err == nil:
			return done
		case errors.Is(err, errNotSent) && try < tries:
			s.lost(e)
		default:
			return protocol.Done{Error: newError("EngineError", err.Error(), nil)}
		}
	}
}

// Complete asks for completions, also while a cell runs.
func (s *Supervisor) Complete(ctx context.Context, request protocol.Complete) (protocol.Completion, error) {
	var answer protocol.Completion
	return answer, s.ask(ctx, protocol.TypeComplete, request, &answer)
}

// Inspect asks what is at the cursor, also while a cell runs.
func (s *Supervisor) Inspect(ctx context.Context, request protocol.Inspect) (protocol.Inspection, error) {
	var answer protocol.Inspection
	return answer, s.ask(ctx, protocol.TypeInspect, request, &answer)
}

func (s *Supervisor) ask(ctx context.Context, typ string, request, answer any) error {
	e, err := s.await(ctx)
	if err != nil {
		return err
	}
	m, err := e.ask(ctx, typ, request)
	if err != nil {
		return err
	}
	return m.Decode(answer)
}

// Send sends a message that has no answer, such as a comm's or an input
// reply. It returns an error where there is no engine to take it.
func (s *Supervisor) Send(m protocol.Message) error {
	s.mu.Lock()
	e := s.current
	s.mu.Unlock()
	if e == nil || !e.tell(m) {
		return fmt.Errorf("send %s: %w", m.Type, errEnded)
	}
	return nil
}

// Interrupt asks the cell that the engine runs to end, and returns at once.
// Where an earlier interrupt of the cell has had no effect for the configured
// time, it kills the engine.
func (s *Supervisor) Interrupt() {
	s.mu.Lock()
	e := s.current
	s.mu.Unlock()
	if e != nil {
		e.interrupt()
	}
}

// A renewal is an order to replace the engine; done takes what the new one has
// of the session, nil where it has nothing.
type renewal struct {
	done chan *protocol.Replayed
}

// Renew replaces the engine and waits until the next one is ready. That one has
// the declarations of the session's cells; back says what is lost. It is not
// called while a cell runs.
func (s *Supervisor) Renew(ctx context.Context) (back protocol.Replayed, err error) {
	r := renewal{done: make(chan *protocol.Replayed, 1)}
	select {
	case s.renewals <- r:
	case <-ctx.Done():
		return back, ctx.Err()
	case <-s.closing:
		return back, ErrClosed
	}
	select {
	case got := <-r.done:
		if got != nil {
			back = *got
		}
	case <-ctx.Done():
		return back, ctx.Err()
	case <-s.closing:
		return back, ErrClosed
	}
	_, err = s.await(ctx)
	return back, err
}

// WaitReady waits until an engine is ready and returns what it said of itself.
func (s *Supervisor) WaitReady(ctx context.Context) (protocol.Ready, error) {
	e, err := s.await(ctx)
	if err != nil {
		return protocol.Ready{}, err
	}
	return e.hello, nil
}

// Ready is what the engine said of itself; ok is false where none is ready.
func (s *Supervisor) Ready() (ready protocol.Ready, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil {
		return ready, false
	}
	return s.current.hello, true
}

// await returns the engine that is ready, or waits for it.
func (s *Supervisor) await(ctx context.Context) (*engine, error) {
	asked := false
	for {
		s.mu.Lock()
		e, failure, changed := s.current, s.failure, s.changed
		s.mu.Unlock()
		if e != nil {
			return e, nil
		}
		if failure != nil {
			if asked {
				return nil, failure
			}
			asked = true
			s.mu.Lock()
			s.failure = nil
			s.mu.Unlock()
		}
		select {
		case s.wanted <- struct{}{}:
		default:
		}
		select {
		case <-changed:
		case <-s.closing:
			return nil, ErrClosed
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// lost waits until an engine that ended is no longer the current one.
func (s *Supervisor) lost(e *engine) {
	<-e.done
	s.mu.Lock()
	if s.current == e {
		s.update(nil, s.failure)
	}
	s.mu.Unlock()
}

// update replaces the state. The caller holds s.mu.
func (s *Supervisor) update(e *engine, failure error) {
	s.current, s.failure = e, failure
	close(s.changed)
	s.changed = make(chan struct{})
}

func (s *Supervisor) set(e *engine, failure error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.update(e, failure)
}

// run starts engines one after the other until the supervisor is closed.
func (s *Supervisor) run(ctx context.Context) {
	defer close(s.finished)
	defer s.cancel()
	var before *engine // the last one, where it ended by itself
	var order *renewal // where it was replaced
	var failed error   // why the last one did not start
	failures := 0
	for {
		e, back, err := s.start(ctx, failed)
		if before != nil {
			// The last words of an engine come before the next one's first.
			before.successor <- back
			s.join(before)
			before = nil
		}
		if order != nil {
			order.done <- back
			order = nil
		}
		failed = err
		if errors.Is(err, ErrClosed) {
			return
		}
		if err != nil {
			s.config.Logger.Error("the engine does not start", "error", err)
			if failures++; failures < maxFailures {
				if !s.pause(time.Duration(failures) * 50 * time.Millisecond) {
					return
				}
				continue
			}
			s.discardWish()
			s.set(nil, err)
			if order, err = s.awaitWish(); err != nil {
				return
			}
			continue
		}
		failures = 0
		s.set(e, nil)
		select {
		case <-e.exited:
			before = e
		case r := <-s.renewals:
			order = &r
		case <-s.closing:
			s.stop(e)
			return
		}
		s.set(nil, nil)
		if order != nil {
			s.stop(e)
		}
	}
}

// launch starts an engine and waits until it is ready.
func (s *Supervisor) launch(ctx context.Context, failed error) (*engine, error) {
	select {
	case <-s.closing:
		return nil, ErrClosed
	default:
	}
	program, err := s.program(s.life, failed)
	if s.life.Err() != nil {
		return nil, ErrClosed
	}
	if err != nil {
		return nil, err
	}
	e, err := startEngine(ctx, &s.config, program)
	if err != nil {
		return nil, err
	}
	timeout := time.NewTimer(s.config.StartTimeout)
	defer timeout.Stop()
	select {
	case <-e.ready:
		return e, nil
	case <-e.exited:
		<-e.done
		return nil, e.stillborn()
	case <-timeout.C:
		e.kill(newError("EngineStart", fmt.Sprintf("the engine was not ready after %s", s.config.StartTimeout), nil))
		<-e.done
		return nil, e.stillborn()
	case <-s.closing:
		s.stop(e)
		return nil, ErrClosed
	}
}

// stop ends an engine. Output that nobody takes is not waited for.
func (s *Supervisor) stop(e *engine) {
	timer := time.AfterFunc(s.config.StopTimeout, e.cancel)
	defer timer.Stop()
	select {
	case e.successor <- nil: // nobody waits for the next one
	default:
	}
	e.stop()
}

// join waits until everything that an engine said was delivered.
func (s *Supervisor) join(e *engine) {
	select {
	case <-e.done:
	case <-s.closing:
		s.cancel()
		<-e.done
	}
}

func (s *Supervisor) pause(d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-s.closing:
		return false
	}
}

func (s *Supervisor) discardWish() {
	select {
	case <-s.wanted:
	default:
	}
}

// awaitWish waits until a cell, or an order to replace the engine, wants one.
func (s *Supervisor) awaitWish() (*renewal, error) {
	select {
	case <-s.wanted:
		return nil, nil
	case r := <-s.renewals:
		s.set(nil, nil)
		return &r, nil
	case <-s.closing:
		return nil, ErrClosed
	}
}

// startError is the error of a cell that found no engine.
func startError(err error) *protocol.Error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		const value = "the cell was interrupted while its engine was starting"
		return &protocol.Error{Name: "Interrupted", Value: value, Traceback: []string{"Interrupted: " + value}}
	}
	value := err.Error()
	return &protocol.Error{Name: "EngineStart", Value: value, Traceback: []string{
		"EngineStart: " + value, "",
		"The engine that runs the cells does not start. Run `gonymede doctor` in a terminal to see what is missing; running the cell again tries once more.",
	}}
}

package kernel

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"gonymede/kernel/supervisor"
)

// choice says which program runs the cells.
//
// It owns two goroutines: inspect, which newChoice starts and which ends when
// the native engine was looked at, and one that builds it, which build starts
// when the first cell wants it. close ends both and waits for that.
type choice struct {
	mode        EngineMode
	native      Native             // nil for none
	interpreted supervisor.Program // the kernel's own binary
	log         *slog.Logger

	life      context.Context
	end       context.CancelFunc
	work      sync.WaitGroup
	inspected chan struct{} // closed when status is known

	mu     sync.Mutex
	status NativeStatus
	given  bool   // whether the interpreted engine is the session's for good
	why    string // why it is
	built  *build // nil before the first
}

// build is a build of the native engine.
type build struct {
	begun time.Time
	done  chan struct{} // closed at its end
	err   error         // valid when done is closed

	mu       sync.Mutex
	progress BuildProgress
}

// inspectTime bounds how long a look at the native engine may take.
const inspectTime = 10 * time.Second

func newChoice(c Config) *choice {
	s := &choice{
		mode: c.EngineMode, native: c.Native, log: c.Logger,
		interpreted: supervisor.Program{Command: c.Engine, Env: c.EngineEnv},
		inspected:   make(chan struct{}),
	}
	s.life, s.end = context.WithCancel(context.Background())
	if s.mode == EngineInterp || s.native == nil {
		s.given = true
		if s.mode == EngineInterp {
			s.why = EngineEnv + "=interp asks for it"
		}
		close(s.inspected)
		return s
	}
	s.work.Go(s.inspect)
	return s
}

func (s *choice) inspect() {
	defer close(s.inspected)
	ctx, cancel := context.WithTimeout(s.life, inspectTime)
	defer cancel()
	status := s.native.Inspect(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.setStatus(status)
}

// setStatus takes what is known of the native engine. The caller holds s.mu.
func (s *choice) setStatus(status NativeStatus) {
	s.status = status
	if status.State == NativeImpossible && s.mode != EngineNative {
		s.given, s.why = true, status.Reason
	}
}

// close ends a build that runs; what it has done so far is kept.
func (s *choice) close() {
	s.end()
	s.work.Wait()
}

// program returns what the next engine is. It is the supervisor's Choose.
func (s *choice) program(ctx context.Context, failed error) (supervisor.Program, error) {
	select {
	case <-s.inspected:
	case <-ctx.Done():
		return supervisor.Program{}, ctx.Err()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.given {
		return s.interpreted, nil
	}
	switch {
	case s.status.State == NativeImpossible:
		return supervisor.Program{}, s.impossible(s.status)
	case s.status.State == NativeBuildable:
		// It answers questions about code until the native engine is there. No
		// cell runs in it.
		return s.interpreted, nil
	case failed != nil && s.mode == EngineAuto:
		s.log.Error("the native engine does not start; cells are interpreted", "error", failed)
		s.given, s.why = true, "the native engine does not start: "+failed.Error()
		return s.interpreted, nil
	}
	return s.status.Program, nil
}

// impossible is the error of a cell that is to run natively where nothing can.
func (s *choice) impossible(status NativeStatus) error {
	text := fmt.Sprintf("%s=native asks for native cells, but %s", EngineEnv, status.Reason)
	if status.Advice != "" {
		text += ". " + status.Advice
	}
	return errors.New(text)
}

// unbuilt says whether the native engine is the session's, but must be built.
func (s *choice) unbuilt(ctx context.Context) bool {
	select {
	case <-s.inspected:
	case <-s.life.Done():
		return false
	case <-ctx.Done():
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.given && s.status.State == NativeBuildable
}

// build returns the build that runs, or starts one.
func (s *choice) build() *build {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.built != nil {
		select {
		case <-s.built.done: // it failed, or unbuilt would have said no
		default:
			return s.built
		}
	}
	b := &build{begun: time.Now(), done: make(chan struct{})}
	s.built = b
	s.work.Go(func() {
		defer close(b.done)
		program, err := s.native.Prepare(s.life, b.report)
		s.mu.Lock()
		defer s.mu.Unlock()
		if b.err = err; err == nil && !s.given {
			s.status.State, s.status.Program, s.status.Reason = NativeReady, program, ""
		}
	})
	return b
}

func (b *build) report(p BuildProgress) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.progress = p
}

// now is how far the build is.
func (b *build) now() BuildProgress {
	b.mu.Lock()
	defer b.mu.Unlock()
	p := b.progress
	p.Elapsed = time.Since(b.begun)
	return p
}

// giveUp makes the interpreted engine the session's, for good.
func (s *choice) giveUp(why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.given, s.why = true, why
}

// describe says what runs the cells, in a few words, and why it is not the
// native engine where it is not.
func (s *choice) describe() string {
	select {
	case <-s.inspected:
	default:
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.given && s.why == "":
		return "interpreted cells"
	case s.given:
		return "interpreted cells: " + s.why
	case s.status.State == NativeReady:
		return "native cells"
	case s.status.State == NativeBuildable:
		return "native cells, when the first cell has built their engine"
	}
	return "no cells: " + s.impossible(s.status).Error()
}

// help says what a cell needs that the interpreted engine cannot run, "" where
// that is not known.
func (s *choice) help() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.given || s.why == "" {
		return ""
	}
	text := "Native cells run all of Go. This session is interpreted: " + s.why + "."
	if s.status.State == NativeImpossible && s.status.Advice != "" {
		return text + " " + s.status.Advice
	}
	if s.mode == EngineInterp {
		return text
	}
	return text + " Restart the kernel to have them."
}

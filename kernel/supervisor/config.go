package supervisor

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"gonymede/interp/protocol"
)

// Config says how to run engines.
type Config struct {
	// Command is the engine's program and its arguments, and Env its
	// environment, os.Environ() where nil. Choose comes before them.
	Command []string
	Env     []string
	// Choose says what the next engine is, each time that one starts; it may
	// wait until ctx ends. failed is why the engine before did not start, nil
	// where it did. An error of Choose is what cells are told.
	Choose func(ctx context.Context, failed error) (Program, error)
	// Dir is where the engine starts, the current directory where empty.
	Dir string
	// MemoryLimit bounds what an engine may allocate, in bytes; 0 is no limit.
	MemoryLimit uint64
	// Sink takes what engines say.
	Sink Sink
	// Logger is told of what is no cell's business; nil is silence.
	Logger *slog.Logger
	// StartTimeout is how long an engine may take to say that it is ready,
	// a minute where 0.
	StartTimeout time.Duration
	// ReplayTimeout is how long an engine may take to declare again what the
	// cells of earlier ones declared, a minute where 0.
	ReplayTimeout time.Duration
	// StopTimeout is how long an engine may take to end when it is asked to,
	// a second where 0. Then it is killed.
	StopTimeout time.Duration
	// InterruptPatience is how long an interrupt may be pending before the
	// next one kills the engine, two seconds where 0.
	InterruptPatience time.Duration
}

// Sink takes what engines say, one call at a time and in order. A call that
// blocks holds up the output of the cells; ctx ends where nobody wants it any
// longer, and the call should then return at once.
type Sink interface {
	// Stream takes text that the code of a cell, or what it left running,
	// printed to "stdout" or "stderr". The text is valid UTF-8.
	Stream(ctx context.Context, cell int, name, text string)
	// Event takes every message of an engine that is no answer: displays,
	// results, errors, requests for input, comms. A message without a cell
	// is given the running one, or the last.
	Event(ctx context.Context, m protocol.Message)
	// Ended is called when an engine ended and all of its output was
	// delivered. Where a cell was running, err is nil: its reply has the
	// error. It is nil too where the engine was replaced. Else err says what
	// happened, and cell is the last.
	Ended(ctx context.Context, cell int, err *protocol.Error)
}

// maxText is the size from which text is flushed without waiting, and the
// largest text given to [Sink.Stream], in bytes. JupyterLab draws messages of
// this size quickly, and libzmq does not drop them.
const maxText = 128 << 10

// flushDelay is how long printed text waits for more.
const flushDelay = 25 * time.Millisecond

// check validates the configuration and fills in what was left out.
func (c Config) check() (Config, error) {
	if c.Choose == nil && (len(c.Command) == 0 || c.Command[0] == "") {
		return c, errors.New("supervisor: no engine command")
	}
	if c.Sink == nil {
		return c, errors.New("supervisor: no sink")
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.StartTimeout == 0 {
		c.StartTimeout = time.Minute
	}
	if c.ReplayTimeout == 0 {
		c.ReplayTimeout = time.Minute
	}
	if c.StopTimeout == 0 {
		c.StopTimeout = time.Second
	}
	if c.InterruptPatience == 0 {
		c.InterruptPatience = 2 * time.Second
	}
	return c, nil
}

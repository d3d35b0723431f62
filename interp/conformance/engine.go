package conformance

import (
	"context"
	"fmt"
	"strings"
	"time"

	"gonymede/interp/protocol"
	"gonymede/kernel/supervisor"
)

// memoryLimit is how much memory an engine may take, in bytes. Some of Go's
// tests allocate until they are told that there is no more.
const memoryLimit = 4 << 30

// patience is how long a cell may take to end once its time is over and it was
// interrupted. Then its engine is killed.
const patience = 1500 * time.Millisecond

// An Engine is an engine process that runs cells on one tier. One goroutine
// uses it.
//
// It owns a [supervisor.Supervisor], whose goroutines New and Restart start, and
// Close and Restart end and join.
type Engine struct {
	tier       Tier
	launch     Launch
	supervisor *supervisor.Supervisor
	transcript *transcript
	cell       int  // number of the last cell
	resets     bool // the session knows %reset
}

// NewEngine starts an engine process.
func NewEngine(t Tier, l Launch) (*Engine, error) {
	e := &Engine{tier: t, launch: l, transcript: &transcript{}, resets: true}
	return e, e.start()
}

func (e *Engine) start() (err error) {
	e.supervisor, err = supervisor.New(supervisor.Config{
		Command:           e.launch.Command,
		Env:               e.launch.environ(e.tier),
		Dir:               e.launch.Dir,
		MemoryLimit:       memoryLimit,
		Sink:              e.transcript,
		InterruptPatience: time.Second,
	})
	if err != nil {
		return fmt.Errorf("start an engine for tier %s: %w", e.tier, err)
	}
	return nil
}

// Close ends the process.
func (e *Engine) Close() { e.supervisor.Close() }

// Restart ends the process and starts another one.
func (e *Engine) Restart() error {
	e.Close()
	return e.start()
}

// Reset makes the session as it was before its first cell, with another
// process where the session cannot do that.
func (e *Engine) Reset(ctx context.Context) error {
	if e.resets {
		o := e.Run(ctx, "%reset", 10*time.Second)
		if o.Err == nil {
			return nil
		}
		e.resets = o.Hung
	}
	return e.Restart()
}

// An Outcome is what came of a cell.
type Outcome struct {
	// Cell is the number that the cell had.
	Cell int
	// Shown is what it printed and displayed.
	Shown Shown
	// Err is why it failed, nil where it did not.
	Err *protocol.Error
	// Hung is set where its time was over before it ended.
	Hung bool
	// Died is set where the engine process ended.
	Died bool
}

// Run runs a cell, for at most a time.
func (e *Engine) Run(ctx context.Context, source string, limit time.Duration) Outcome {
	e.cell++
	o := Outcome{Cell: e.cell}
	e.transcript.take() // what earlier cells have said since they ended
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	kill := time.AfterFunc(limit+patience, e.supervisor.Interrupt)
	defer kill.Stop()
	done := e.supervisor.Execute(ctx, protocol.Execute{Cell: e.cell, Code: source}, nil)
	o.Hung = ctx.Err() != nil
	o.Err = done.Error
	o.Shown, o.Died = e.transcript.take()
	return o
}

// ExitStatus is the status with which the cell ended its program, where it did.
func (o Outcome) ExitStatus() (status int, ok bool) {
	if o.Err == nil || (o.Err.Name != "Exit" && o.Err.Name != "EngineExit") {
		return 0, false
	}
	_, text, _ := strings.Cut(o.Err.Value, "exit status ")
	_, err := fmt.Sscanf(text, "%d", &status)
	return status, err == nil
}

// Refused reports whether the cell was valid Go that its tier does not run.
func (o Outcome) Refused() bool { return o.Err != nil && o.Err.Name == "UnsupportedError" }

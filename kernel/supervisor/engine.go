package supervisor

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"

	"gonymede/interp/protocol"
)

// engine is one engine process, from its start to the delivery of the last
// thing it said.
//
// Goroutines, all started by startEngine: readStream for stdout and stderr,
// readEvents, readCrash, and writeRequests end when their pipes do; wait ends
// with the process, whose pipes it then drains; sequence ends when all of
// those have ended, and closes done. To join all of them, wait for done.
type engine struct {
	config   *Config
	program  Program
	ctx      context.Context // ends the sink's calls
	cancel   context.CancelFunc
	nonce    string
	cmd      *exec.Cmd
	oomKills uint64 // of the control group, when the engine started

	stdout, stderr, events, crash *pipe
	requests                      chan protocol.Message
	requestEnd                    *os.File
	sequencer                     *sequencer

	ready  chan struct{} // closed when the engine said that it is ready
	exited chan struct{} // closed when the process and all it started are gone
	done   chan struct{} // closed when everything was delivered

	// successor has what the next engine could take over, for the error that
	// says why this one ended. The supervisor puts it in, or closes it.
	successor chan *protocol.Replayed

	mu       sync.Mutex
	hello    protocol.Ready
	last     uint64 // the ID of the last request
	answers  map[uint64]chan protocol.Message
	running  *run
	lastCell int
	killed   *protocol.Error // why the supervisor killed it
	replaced bool            // ended on purpose: nobody is told, and no successor is waited for
	closed   bool            // no request is taken any longer
	stopping bool            // requests is closed
	state    *os.ProcessState
	early    []byte          // what it printed before it was ready
	death    *protocol.Error // why it ended; valid when done is closed
}

func startEngine(ctx context.Context, config *Config, program Program) (*engine, error) {
	nonce := make([]byte, 16)
	rand.Read(nonce)
	ctx, cancel := context.WithCancel(ctx)
	e := &engine{
		cancel:    cancel,
		config:    config,
		program:   program,
		ctx:       ctx,
		nonce:     hex.EncodeToString(nonce),
		oomKills:  oomKills(),
		requests:  make(chan protocol.Message, 256),
		ready:     make(chan struct{}),
		exited:    make(chan struct{}),
		done:      make(chan struct{}),
		successor: make(chan *protocol.Replayed, 1),
		answers:   make(map[uint64]chan protocol.Message),
	}
	var ends []*os.File // of the engine
	var err error
	defer func() {
		for _, f := range ends {
			f.Close()
		}
		if err != nil {
			e.closePipes()
			cancel()
		}
	}()
	for _, p := range []**pipe{&e.stdout, &e.stderr, &e.events, &e.crash} {
		var end *os.File
		if *p, end, err = outPipe(); err != nil {
			return nil, err
		}
		ends = append(ends, end)
	}
	requests, requestEnd, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("make a pipe for the engine: %w", err)
	}
	ends, e.requestEnd = append(ends, requests), requestEnd

	e.cmd = exec.Command(program.Command[0], program.Command[1:]...)
	e.cmd.Dir = config.Dir
	e.cmd.Env = e.environ()
	e.cmd.Stdout, e.cmd.Stderr = ends[0], ends[1]
	e.cmd.ExtraFiles = []*os.File{requests, ends[2], ends[3]} // RequestFD, EventFD, CrashFD
	e.cmd.SysProcAttr = processAttributes()
	if err = startProcess(e.cmd); err != nil {
		return nil, fmt.Errorf("start the engine: %w", err)
	}
	if limit := config.MemoryLimit; limit > 0 {
		if err := limitMemory(e.cmd.Process.Pid, limit); err != nil {
			config.Logger.Warn("the memory limit could not be set", "error", err)
		}
	}
	e.startGoroutines()
	return e, nil
}

func (e *engine) startGoroutines() {
	stdout, stderr := make(chan chunk, 1), make(chan chunk, 1)
	crashing, crashed := make(chan struct{}), make(chan string, 1)
	e.sequencer = newSequencer(e.ctx, e.config.Sink, e.nonce, stdout, stderr, crashing)
	e.sequencer.deliver = e.delivered
	e.sequencer.batch.emit = e.print
	go readStream(e.stdout, stdout, e.nonce)
	go readStream(e.stderr, stderr, e.nonce)
	go e.readEvents()
	go func() { crashed <- readCrash(e.crash, func() { close(crashing) }) }()
	written := make(chan struct{})
	go func() { defer close(written); e.writeRequests() }()
	go e.wait()
	go e.sequence(crashed, written)
}

func (e *engine) environ() []string {
	env := make([]string, 0, len(e.program.Env)+2)
	for _, v := range e.program.Env {
		if !strings.HasPrefix(v, protocol.NonceEnv+"=") {
			env = append(env, v)
		}
	}
	if e.config.MemoryLimit > 0 {
		env = append(env, goMemoryLimit(e.config.MemoryLimit))
	}
	return append(env, protocol.NonceEnv+"="+e.nonce)
}

// readEvents reads what the engine says: answers go to who waits for them,
// everything else to the sequencer.
//
// An engine that says nothing any longer cannot end a cell: it is killed where
// it does not end by itself.
func (e *engine) readEvents() {
	e.dispatchEvents()
	e.sequencer.events.close()
	select {
	case <-e.exited:
	case <-time.After(e.config.StopTimeout):
		e.kill(newError("EngineError", "the engine closed its connection to the kernel", nil))
	}
}

func (e *engine) dispatchEvents() {
	r := protocol.NewReader(e.events)
	for {
		m, err := r.Read()
		if err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, os.ErrClosed) {
				e.config.Logger.Error("the engine's messages cannot be read; it is killed", "error", err)
				e.kill(&protocol.Error{Name: "EngineError", Value: "the engine's messages cannot be read: " + err.Error()})
			}
			return
		}
		switch m.Type {
		case protocol.TypeReady:
			e.greeted(m)
		case protocol.TypeCompletion, protocol.TypeInspection, protocol.TypeReplayed:
			e.answer(m)
		default:
			e.sequencer.events.push(m)
		}
	}
}

// print gives text to the sink. What an engine prints before it is ready
// belongs to no cell; it may say why the engine does not start.
func (e *engine) print(cell int, name, text string) {
	select {
	case <-e.ready:
		e.config.Sink.Stream(e.ctx, cell, name, text)
		return
	default:
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	const most = 4 << 10
	e.early = append(e.early, text[:min(len(text), max(0, most-len(e.early)))]...)
}

// stillborn says why an engine ended before it was ready.
func (e *engine) stillborn() error {
	text := "the engine ended before it was ready: " + e.death.Value
	if early := strings.TrimSpace(string(e.early)); early != "" {
		text += ": " + early
	}
	return errors.New(text)
}

// greeted handles the engine's first message.
func (e *engine) greeted(m protocol.Message) {
	var hello protocol.Ready
	if err := m.Decode(&hello); err != nil {
		e.kill(&protocol.Error{Name: "EngineStart", Value: err.Error()})
		return
	}
	if hello.Protocol != protocol.Version {
		e.kill(&protocol.Error{Name: "EngineStart", Value: fmt.Sprintf(
			"the engine speaks version %d, this kernel version %d: build both from the same source", hello.Protocol, protocol.Version)})
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	select {
	case <-e.ready:
	default:
		e.hello = hello
		close(e.ready)
	}
}

// wait waits for the process, kills what it left behind, and lets the readers
// come to their end.
func (e *engine) wait() {
	awaitExit(e.cmd.Process.Pid)
	killSession(e.nonce, e.cmd.Process.Pid)
	err := e.cmd.Wait()
	forgetProcess(e.cmd)
	e.mu.Lock()
	e.state = e.cmd.ProcessState
	e.closeRequests()
	e.mu.Unlock()
	if err != nil {
		e.config.Logger.Debug("the engine ended", "error", err)
	}
	for _, p := range []*pipe{e.stdout, e.stderr, e.events, e.crash} {
		p.drain()
	}
	close(e.exited)
}

// closeRequests makes the writer end. The caller holds e.mu.
func (e *engine) closeRequests() {
	if !e.stopping {
		e.stopping = true
		close(e.requests)
	}
}

// sequence delivers all that the engine says, and at last its end.
func (e *engine) sequence(crashed <-chan string, written <-chan struct{}) {
	defer close(e.done)
	defer e.cancel()
	held := e.sequencer.run()
	crash := <-crashed
	<-e.exited
	<-written
	e.closePipes()
	header := ""
	if crash != "" {
		held, header = stripCrash(held, crash)
	}
	e.mu.Lock()
	run, cell := e.running, e.lastCell
	e.closed, e.running = true, nil
	for id, answer := range e.answers {
		close(answer)
		delete(e.answers, id)
	}
	killed, state, replaced := e.killed, e.state, e.replaced
	e.mu.Unlock()
	splitText(held, func(piece []byte) { e.print(e.sequencer.cell, "stderr", validText(piece)) })
	if e.death = killed; e.death == nil {
		e.death = ending{
			state: state, header: header, crash: crash, killed: oomKills() > e.oomKills, limit: e.config.MemoryLimit,
		}.death()
	}
	select {
	case <-e.ready:
	default:
		return // the supervisor says why; no cell has met this engine
	}
	if replaced && run == nil {
		e.config.Sink.Ended(e.ctx, cell, nil)
		return
	}
	if !replaced {
		e.tellLoss()
	}
	if run == nil {
		e.config.Sink.Ended(e.ctx, cell, e.death)
		return
	}
	e.config.Sink.Ended(e.ctx, cell, nil)
	if !run.sent {
		run.result <- result{err: errNotSent}
		return
	}
	run.result <- result{done: protocol.Done{Error: e.death}}
}

// kill ends the process at once; why is what the running cell's reply says.
func (e *engine) kill(why *protocol.Error) {
	e.mu.Lock()
	if e.killed == nil {
		e.killed = why
	}
	alive := e.state == nil
	e.mu.Unlock()
	if alive {
		e.cmd.Process.Kill()
	}
}

// stop asks the engine to end, kills it after the configured time, and waits
// until everything was delivered.
func (e *engine) stop() {
	e.mu.Lock()
	e.replaced = true
	if e.killed == nil {
		e.killed = newError("EngineStopped", "the kernel was shut down", nil)
	}
	e.send(protocol.Message{Type: protocol.TypeShutdown})
	e.closeRequests()
	e.mu.Unlock()
	timeout := time.NewTimer(e.config.StopTimeout)
	defer timeout.Stop()
	select {
	case <-e.exited:
	case <-timeout.C:
		e.cmd.Process.Kill()
	}
	<-e.done
}

func (e *engine) closePipes() {
	for _, p := range []*pipe{e.stdout, e.stderr, e.events, e.crash} {
		if p != nil {
			p.Close()
		}
	}
	if e.requestEnd != nil {
		e.requestEnd.Close()
	}
}

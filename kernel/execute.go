package kernel

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"gonymede/interp/magic"
	"gonymede/interp/protocol"
	"gonymede/kernel/supervisor"
	"gonymede/kernel/wire"
)

// hiddenCells is where the numbers of cells begin that have no execution
// count of their own: those whose input is not stored. The engine needs a
// number that is unique.
const hiddenCells = 1_000_000

// abortWindow is how long after a failed cell requests are still aborted that
// were made before the client could know of the failure.
const abortWindow = 100 * time.Millisecond

// cell is an execute request that runs or has run.
type cell struct {
	request *request
	content wire.ExecuteRequest
	number  int // for the engine
	count   int // the execution count that clients see
	paced   bool
	joined  bool // what is printed to stderr comes on stdout
	started time.Time

	// The first interrupt of the cell ends ctx. Both are guarded by the
	// kernel's mu, but for the cell's own goroutine, which alone sets them.
	ctx    context.Context
	cancel context.CancelFunc

	sent chan struct{} // closed when the engine has it, or will have it
	done chan struct{} // closed when its idle was published
}

// begin starts a cell and returns it, or nil where the request needs none.
func (k *kernel) begin(r *request) *cell {
	started := time.Now()
	k.mu.Lock()
	aborted := r.arrived.Before(k.failed) ||
		r.arrived.Before(k.failed.Add(abortWindow)) && !r.Header.Date.IsZero() && r.Header.Date.Before(k.failed)
	k.mu.Unlock()
	if aborted {
		k.around(r, func() { k.abort(r, started) })
		return nil
	}
	c := &cell{request: r, started: started, sent: make(chan struct{}), done: make(chan struct{})}
	c.ctx, c.cancel = context.WithCancel(context.Background())
	if err := r.Decode(&c.content); err != nil {
		k.around(r, func() { k.fail(r, wire.TypeExecuteReply, err) })
		return nil
	}
	var metadata struct {
		CellID any `json:"cellId"`
	}
	// Metadata that is something else names no cell.
	_ = json.Unmarshal(r.Metadata, &metadata)
	c.paced = metadata.CellID != nil

	// The cell is remembered longer than it runs, and then only for its header.
	code := c.content.Code
	c.joined = isApart(code)
	c.content.Code = ""
	c.request = &request{Message: r.Message, channel: r.channel, socket: r.socket, arrived: r.arrived}
	c.request.Metadata, c.request.Content, c.request.Buffers = nil, nil, nil

	k.mu.Lock()
	if c.content.StoreHistory {
		k.count++
		c.number = k.count
	} else {
		k.hidden++
		c.number = hiddenCells + k.hidden
	}
	c.count = k.count
	k.running = c
	k.publisher.status(wire.StateBusy, r.Message)
	k.mu.Unlock()
	k.cells.add(c)
	go k.run(c, code)
	return c
}

// isApart reports whether a cell runs apart from the session. Such cells check
// exercises, and nbgrader gives no points to a cell with text on stderr, be it but
// what the learner's function has logged.
func isApart(code string) bool {
	// Nearly all cells need not be taken apart for this.
	return strings.Contains(code, "%%apart") && slices.ContainsFunc(magic.Split(code).Modes, func(m magic.Magic) bool { return m.Name == "apart" })
}

// fromConsole reports whether a cell comes from something like jupyter console:
// somebody sits there who can be asked, and it has no notebook whose cells
// have ids. It ignores update_display_data.
func (c *cell) fromConsole() bool { return c.content.AllowStdin && !c.paced }

// abort answers an execute request that is not begun, because one before it failed.
func (k *kernel) abort(r *request, started time.Time) {
	k.log.Info("an execute request is aborted, as a cell before it failed", "msg_id", r.Header.MsgID)
	k.mu.Lock()
	count := k.count
	k.mu.Unlock()
	k.replyWith(r, wire.TypeExecuteReply,
		wire.ExecuteReply{ReplyStatus: wire.Aborted(), ExecutionCount: count}, replyMetadata(started, wire.StatusAborted))
}

// run runs a cell from its input to its idle.
func (k *kernel) run(c *cell, code string) {
	defer close(c.done)
	defer func() { c.cancel() }()
	r := c.request
	if !c.content.Silent {
		k.publisher.publish(wire.TypeExecuteInput, r.Message, wire.ExecuteInput{Code: code, ExecutionCount: c.count})
	}
	if c.content.StoreHistory && k.config.History != nil {
		k.config.History.Add(c.count, code)
	}
	done := k.execute(c, code)
	k.stdin.forget()
	if k.ending() {
		// The client that shuts the kernel down does not wait for its cells.
		return
	}
	reply := wire.ExecuteReply{ReplyStatus: wire.OK(), ExecutionCount: c.count}
	if done.Error != nil {
		failure := wireError(done.Error)
		reply.ReplyStatus = wire.Failed(failure)
		k.publisher.publish(wire.TypeError, r.Message, failure)
	} else {
		reply.UserExpressions = userExpressions(done.UserExpressions)
		if done.Page != nil {
			reply.Payload = append(reply.Payload, wire.NewPagePayload(done.Page))
		}
		if done.NextInput != "" {
			reply.Payload = append(reply.Payload, wire.NewReplacePayload(done.NextInput))
		}
	}
	k.mu.Lock()
	if done.Error != nil && c.content.StopOnError && !c.content.Silent {
		k.failed = time.Now()
	}
	k.mu.Unlock()
	k.replyWith(r, wire.TypeExecuteReply, reply, replyMetadata(c.started, reply.Status))
	k.mu.Lock()
	defer k.mu.Unlock()
	k.publisher.pace.reset()
	k.publisher.status(wire.StateIdle, r.Message)
	k.running = nil
}

// execute has the engine run the cell.
func (k *kernel) execute(c *cell, code string) protocol.Done {
	if err := k.awaitNative(c); err != nil {
		return protocol.Done{Error: err}
	}
	done := k.supervisor.Execute(c.ctx, protocol.Execute{
		Cell:            c.number,
		Code:            code,
		Silent:          c.content.Silent,
		AllowStdin:      c.content.AllowStdin,
		Lines:           c.fromConsole(),
		UserExpressions: c.content.UserExpressions,
	}, func() { close(c.sent) })
	if done.Restart && done.Error == nil {
		done.Error = k.restartEngine(c)
	}
	if done.Error != nil && done.Error.Name == "UnsupportedError" {
		if help := k.choice.help(); help != "" {
			done.Error.Traceback = append(done.Error.Traceback, "", help)
		}
	}
	return done
}

// restartEngine replaces the engine, as the cell has asked for, and shows what
// the next one has of the session.
func (k *kernel) restartEngine(c *cell) *protocol.Error {
	back, err := k.supervisor.Renew(c.ctx)
	switch {
	case errors.Is(err, context.Canceled):
		return interruptedStart()
	case err != nil:
		return startFailure(err)
	}
	k.newProgress(c).show("The engine of this session was replaced. " + supervisor.Regained(back))
	return nil
}

// interrupt interrupts the running cell, which may not have reached the engine
// yet. It returns at once.
func (k *kernel) interrupt() {
	k.mu.Lock()
	defer k.mu.Unlock()
	switch c := k.running; {
	case c == nil:
	case c.ctx.Err() == nil:
		c.cancel()
	default:
		k.supervisor.Interrupt()
	}
}

func replyMetadata(started time.Time, status string) wire.Object {
	return wire.Object{"started": wire.Date{Time: started}, "status": status}
}

func wireError(e *protocol.Error) wire.Error {
	return wire.Error{EName: e.Name, EValue: e.Value, Traceback: e.Traceback}
}

func userExpressions(values map[string]protocol.UserExpression) wire.Object {
	all := make(wire.Object, len(values))
	for name, v := range values {
		if v.Error != nil {
			all[name] = wire.UserExpression{ReplyStatus: wire.Failed(wireError(v.Error))}
			continue
		}
		all[name] = wire.UserExpression{ReplyStatus: wire.OK(), Data: v.Data, Metadata: v.Metadata}
	}
	return all
}

// maxCells is how many cells are remembered, for output that comes late.
const maxCells = 4096

// cells finds the request that a cell's late output answers.
type cells struct {
	mu      sync.Mutex
	cells   map[int]*cell
	order   []int
	current *cell
}

func newCells() *cells {
	none := &cell{request: &request{}}
	return &cells{cells: make(map[int]*cell), current: none}
}

func (s *cells) add(c *cell) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cells[c.number], s.current = c, c
	if s.order = append(s.order, c.number); len(s.order) > maxCells {
		delete(s.cells, s.order[0])
		s.order = s.order[1:]
	}
}

// find returns the cell with a number, or the last where there is none.
func (s *cells) find(number int) *cell {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c, ok := s.cells[number]; ok {
		return c
	}
	return s.current
}

// last returns the cell that began last; one without a request where none did.
func (s *cells) last() *cell {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current
}

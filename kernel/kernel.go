package kernel

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"gonymede/kernel/supervisor"
	"gonymede/kernel/transport"
	"gonymede/kernel/wire"
)

// linger is how long the kernel waits at its end for clients to take their
// last messages.
const linger = 500 * time.Millisecond

// kernel is one running kernel.
//
// It owns these goroutines: shell (runShell), started and joined by serve; one
// for the cell that runs, started by runShell, which joins it; one for each
// prompt request that asks the engine or the history, and those of the
// sockets, the supervisor, the choice of the engine and the history, all joined
// by serve.
type kernel struct {
	*author
	config     Config
	log        *slog.Logger
	codec      *wire.Codec
	publisher  *publisher
	supervisor *supervisor.Supervisor
	choice     *choice
	queue      *queue
	comms      *comms
	cells      *cells
	stdin      *stdin

	listening chan struct{} // closed when the sockets below are there
	sockets   struct {
		shell, control, stdin *transport.Router
		heartbeat             *transport.Heartbeat
	}

	prompt   sync.WaitGroup // of requests that are being answered
	ended    chan struct{}  // closed when the kernel is to end
	endOnce  sync.Once
	farewell *request // the shutdown request; valid when ended is closed

	mu      sync.Mutex
	running *cell     // between its busy and its idle
	count   int       // the execution count
	hidden  int       // how many cells had no execution count
	failed  time.Time // when the last cell failed that aborts those behind it
}

// Run runs a kernel until a client shuts it down, ctx ends, the process gets
// SIGTERM, or its parent process dies. The error says why it could not start.
func Run(ctx context.Context, config Config) error {
	if config.History != nil {
		defer config.History.Close()
	}
	config, err := config.check()
	if err != nil {
		return err
	}
	codec, err := wire.NewCodec(config.Connection.SignatureScheme, config.Connection.Key)
	if err != nil {
		return err
	}
	limit, err := supervisor.ParseMemoryLimit(os.Getenv(supervisor.MemoryLimitEnv))
	if err != nil {
		return err
	}
	k := newKernel(config, codec)
	defer k.choice.close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := supervisor.Adopt(ctx); err != nil {
		k.log.Warn("children that leave the session may be missed", "error", err)
	}
	closeSockets, err := k.listen()
	if err != nil {
		return err
	}
	defer closeSockets()
	k.supervisor, err = supervisor.New(supervisor.Config{
		Choose:      k.choice.program,
		MemoryLimit: limit,
		Sink:        output{k},
		Logger:      k.log,
	})
	if err != nil {
		close(k.listening)
		return err
	}
	k.serve(ctx)
	return nil
}

func newKernel(config Config, codec *wire.Codec) *kernel {
	return &kernel{
		author:    newAuthor(),
		config:    config,
		log:       config.Logger,
		codec:     codec,
		queue:     newQueue(),
		comms:     newComms(),
		cells:     newCells(),
		stdin:     newStdin(),
		choice:    newChoice(config),
		listening: make(chan struct{}),
		ended:     make(chan struct{}),
	}
}

// serve does the kernel's work, then ends everything in order: the engine
// first, as clients are told when it is gone.
func (k *kernel) serve(ctx context.Context) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	defer signal.Stop(signals)
	orphaned, stopWatching := watchParent()
	defer stopWatching()

	k.publisher.status(wire.StateStarting, wire.Message{})
	k.publisher.status(wire.StateIdle, wire.Message{})
	var shell sync.WaitGroup
	shell.Go(k.runShell)
	close(k.listening)

	for running := true; running; {
		select {
		case <-k.ended:
			running = false
		case <-ctx.Done():
			running = false
		case <-orphaned:
			k.log.Info("the process that started the kernel is gone")
			running = false
		case s := <-signals:
			if s == syscall.SIGINT {
				k.interrupt()
				continue
			}
			running = false
		}
	}
	k.end(nil)
	k.queue.close()
	k.supervisor.Close()
	k.choice.close()
	shell.Wait()
	k.prompt.Wait()
	if k.farewell != nil {
		k.sayFarewell(k.farewell)
	}
}

// end lets the kernel end, because of a shutdown request where r is not nil.
func (k *kernel) end(r *request) {
	k.endOnce.Do(func() {
		k.farewell = r
		close(k.ended)
	})
}

func (k *kernel) ending() bool {
	select {
	case <-k.ended:
		return true
	default:
		return false
	}
}

// listen binds the five sockets. The function that it returns closes them,
// when clients have taken what is queued for them.
func (k *kernel) listen() (closeAll func(), err error) {
	options := transport.Options{
		Logger:        k.log,
		OnSubscribe:   k.welcome,
		DroppedNotice: k.droppedNotice,
	}
	var closers []func(context.Context) error
	closeAll = func() {
		ctx, cancel := context.WithTimeout(context.Background(), linger)
		defer cancel()
		var all sync.WaitGroup
		for _, c := range closers {
			all.Go(func() { _ = c(ctx) })
		}
		all.Wait()
	}
	defer func() {
		if err != nil {
			// A message that came already waits for the sockets.
			close(k.listening)
			closeAll()
		}
	}()
	c := k.config.Connection
	bind := func(name string, port int, listen func(endpoint string) (func(context.Context) error, error)) {
		if err != nil {
			return
		}
		var closer func(context.Context) error
		if closer, err = listen(c.endpoint(port)); err != nil {
			err = fmt.Errorf("the %s socket: %w", name, err)
			return
		}
		closers = append(closers, closer)
	}
	router := func(channel string, socket **transport.Router, handle func(*request)) func(string) (func(context.Context) error, error) {
		return func(endpoint string) (func(context.Context) error, error) {
			s, err := transport.ListenRouter(endpoint, k.receive(channel, handle), options)
			if err != nil {
				return nil, err
			}
			*socket = s
			return s.Close, nil
		}
	}
	bind("iopub", c.IOPubPort, func(endpoint string) (func(context.Context) error, error) {
		k.publisher = &publisher{author: k.author, codec: k.codec, pace: newPace(), log: k.log}
		s, err := transport.ListenXPub(endpoint, options)
		if err != nil {
			return nil, err
		}
		k.publisher.socket = s
		return s.Close, nil
	})
	bind("shell", c.ShellPort, router("shell", &k.sockets.shell, k.shellRequest))
	bind("control", c.ControlPort, router("control", &k.sockets.control, k.controlRequest))
	bind("stdin", c.StdinPort, router("stdin", &k.sockets.stdin, k.stdinReply))
	bind("heartbeat", c.HeartbeatPort, func(endpoint string) (func(context.Context) error, error) {
		s, err := transport.ListenHeartbeat(endpoint, options)
		if err != nil {
			return nil, err
		}
		k.sockets.heartbeat = s
		return s.Close, nil
	})
	return closeAll, err
}

func (k *kernel) router(channel string) *transport.Router {
	switch channel {
	case "control":
		return k.sockets.control
	case "stdin":
		return k.sockets.stdin
	}
	return k.sockets.shell
}

// welcome greets a subscriber of iopub.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#welcome-message
func (k *kernel) welcome(topic []byte, subscriber *transport.Subscriber) {
	m, err := k.message(wire.TypeIOPubWelcome, wire.Message{}, wire.IOPubWelcome{Subscription: string(topic)})
	if err != nil {
		k.log.Error("a welcome could not be made", "error", err)
		return
	}
	m.Identities = [][]byte{topic}
	if err := subscriber.Send(k.codec.Encode(m)); err != nil {
		k.log.Debug("a welcome could not be sent", "error", err)
	}
}

// droppedNotice tells a client that was too slow what it has missed. The text
// is no stderr stream: nbgrader scores a cell with one zero.
func (k *kernel) droppedNotice(messages int, bytes int64) [][]byte {
	text := fmt.Sprintf("\n[%d messages of output, %.1f MB, were not shown: this client took them too slowly]\n", messages, float64(bytes)/1e6)
	return k.publisher.frames(wire.TypeStream, "stream.stdout", k.cells.last().request.Message, wire.Stream{Name: wire.Stdout, Text: text}, nil, nil)
}

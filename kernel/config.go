package kernel

import (
	"errors"
	"log/slog"

	"gonymede/kernel/history"
)

// Config says what a kernel is.
type Config struct {
	// ConnectionFile is the path of the file that the client wrote for the
	// kernel. It is read where Connection is nil.
	ConnectionFile string
	Connection     *Connection
	// Engine is the interpreted engine's program and its arguments.
	Engine []string
	// EngineEnv is its environment, os.Environ() where nil.
	EngineEnv []string
	// Native is where the native engine comes from, nil for nowhere.
	Native Native
	// EngineMode says which of the two is used; empty is auto.
	EngineMode EngineMode
	// Version is the kernel's own version.
	Version string
	// GoVersion is the language's version, such as 1.26.8, until the engine
	// says its own.
	GoVersion string
	// IsComplete says whether a front end should run code when the user
	// presses Enter: "complete", "incomplete" with the indent of the next
	// line, or "invalid". Where nil, the answer is "unknown".
	IsComplete func(code string) (status, indent string)
	// History keeps what was run; nil keeps nothing. Run closes it.
	History *history.Store
	// Logger is told what is no cell's business; nil is silence.
	Logger *slog.Logger
}

func (c Config) check() (Config, error) {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if len(c.Engine) == 0 {
		return c, errors.New("kernel: no engine command")
	}
	mode, err := ParseEngineMode(string(c.EngineMode))
	if err != nil {
		return c, err
	}
	c.EngineMode = mode
	if c.Connection != nil {
		return c, c.Connection.check()
	}
	connection, err := ReadConnection(c.ConnectionFile)
	c.Connection = connection
	return c, err
}

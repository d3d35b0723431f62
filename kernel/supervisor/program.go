package supervisor

import (
	"context"
	"errors"
	"os"
)

// Program is an engine's program.
type Program struct {
	// Command is the program and its arguments.
	Command []string
	// Env is its environment, os.Environ() where nil.
	Env []string
}

// program returns what the next engine is. failed is why the last one did not
// start, nil where it did.
func (s *Supervisor) program(ctx context.Context, failed error) (Program, error) {
	p := Program{Command: s.config.Command, Env: s.config.Env}
	if s.config.Choose != nil {
		var err error
		if p, err = s.config.Choose(ctx, failed); err != nil {
			return p, err
		}
	}
	if len(p.Command) == 0 || p.Command[0] == "" {
		return p, errors.New("no engine command")
	}
	if p.Env == nil {
		p.Env = os.Environ()
	}
	return p, nil
}

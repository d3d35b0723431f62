package session

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"

	"gonymede/interp/magic"
)

// maxArgument is how long a script may be to be handed over as an argument, in
// bytes; Linux takes 128 kB.
const maxArgument = 100 << 10

// magicCommand runs !command.
func (s *Session) magicCommand(ctx context.Context, t *text, m magic.Magic) error {
	return shell(ctx, m.Args, t.line(m.Offset)-1, nil)
}

// magicBash runs %%bash.
func (s *Session) magicBash(ctx context.Context, t *text, m magic.Magic) error {
	return shell(ctx, t.Body, t.BodyLine, strings.Fields(m.Args))
}

// shell runs a script in bash, or in sh where there is no bash, as a child with
// the engine's standard descriptors and in its process group: so output comes
// as it is printed, between the prints of cells; reading standard input asks
// the user; and an interrupt reaches the children of the shell too. The shell's
// line numbers are those of the cell, of which the script begins below.
func shell(ctx context.Context, script string, line int, options []string) error {
	path, err := exec.LookPath("bash")
	if err != nil {
		if path, err = exec.LookPath("sh"); err != nil {
			return errors.New("neither bash nor sh is on the PATH of this session")
		}
	}
	script = strings.Repeat("\n", line) + script
	args := append(options, "-c", script)
	if len(script) > maxArgument {
		file, err := os.CreateTemp("", "cell-*.sh")
		if err != nil {
			return fmt.Errorf("a file for the script: %w", err)
		}
		defer os.Remove(file.Name())
		_, err = file.WriteString(script)
		if err = errors.Join(err, file.Close()); err != nil {
			return fmt.Errorf("a file for the script: %w", err)
		}
		args = append(options, file.Name())
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = time.Second // then it is killed
	err = cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return &failure{"ShellError", fmt.Errorf("%v", exit.ProcessState)} // exit status 3, signal: killed
	}
	if err != nil {
		return fmt.Errorf("run %s: %w", path, err)
	}
	return nil
}

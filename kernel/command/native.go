package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"gonymede/interp/native/toolchain"
)

func newNative(n nativeEngine) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "native",
		Short: "Prepare the engine of native cells, ask about it, or remove it",
		Long: "Native cells are compiled by your Go toolchain. They need an engine that the same toolchain has built:\n" +
			"once for each Go version, kept in a cache. Without it the first cell of a notebook builds it.",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageError{fmt.Errorf("there is no command %q", args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(
		&cobra.Command{
			Use:   "prepare",
			Short: "Build the engine of native cells, which takes a minute or two",
			Args:  noArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
				defer stop()
				return n.prepare(ctx, cmd.OutOrStdout())
			},
		},
		&cobra.Command{
			Use:   "status",
			Short: "Say whether native cells are ready, and why not",
			Long:  "Status says whether native cells are ready, and why not.\nIts exit status is 1 where they are not.",
			Args:  noArgs,
			RunE:  func(cmd *cobra.Command, _ []string) error { return n.status(cmd.Context(), cmd.OutOrStdout()) },
		},
		&cobra.Command{
			Use:   "clean",
			Short: "Remove what was built, but for what a running kernel uses",
			Args:  noArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				freed, err := toolchain.Clean(n.config)
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "%d MB removed\n", freed/1e6)
				return err
			},
		},
	)
	return cmd
}

// prepare builds the engine and shows how far that is.
func (n nativeEngine) prepare(ctx context.Context, out io.Writer) error {
	begun := time.Now()
	p := newBuildLines(out)
	dir, err := toolchain.Prepare(ctx, n.config, p.tell)
	p.close()
	if ctx.Err() != nil {
		return errors.New("interrupted; what was built is kept")
	}
	var missing *toolchain.MissingError
	var version *toolchain.VersionError
	if errors.As(err, &missing) || errors.As(err, &version) {
		return explained(err)
	}
	if err != nil {
		text := strings.TrimSpace(err.Error())
		first, rest, _ := strings.Cut(text, "\n")
		if rest != "" {
			fmt.Fprintln(out, text)
			first += " …"
		}
		return fmt.Errorf("the engine of native cells was not built: %s", first)
	}
	_, err = fmt.Fprintf(out, "native cells are ready (%.1f s): %s\n", time.Since(begun).Seconds(), dir)
	return err
}

// status says what is known of the engine.
func (n nativeEngine) status(ctx context.Context, out io.Writer) error {
	s := toolchain.Inspect(ctx, n.config)
	line := "native cells are ready: " + s.Dir
	switch s.State {
	case toolchain.Ready:
	case toolchain.Buildable:
		line = "native cells can be built (" + s.Reason + "): gonymede native prepare"
	default:
		line = "native cells are not possible here: " + reason(s)
		if help := advice(s.Err); help != "" {
			line += "\n" + help
		}
	}
	if s.Go != nil {
		line += fmt.Sprintf("\n%s at %s", s.Go.Version, s.Go.Command)
	}
	if _, err := fmt.Fprintf(out, "%s\ncache %s, %d MB\n", line, s.Cache, s.Size()/1e6); err != nil {
		return err
	}
	if s.State != toolchain.Ready {
		return errReported
	}
	return nil
}

// buildLines shows the progress of a build: in one line that is written again
// each second on a terminal, elsewhere in a line for each step.
//
// It owns one goroutine on a terminal, which newBuildLines starts and close ends.
type buildLines struct {
	out      io.Writer
	terminal bool
	steps    chan toolchain.Progress
	done     chan struct{} // closed when the goroutine has ended
}

func newBuildLines(out io.Writer) *buildLines {
	b := &buildLines{out: out, steps: make(chan toolchain.Progress), done: make(chan struct{})}
	if f, ok := out.(*os.File); ok {
		info, err := f.Stat()
		b.terminal = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	go b.run()
	return b
}

func (b *buildLines) tell(p toolchain.Progress) { b.steps <- p }

func (b *buildLines) close() {
	close(b.steps)
	<-b.done
}

func (b *buildLines) run() {
	defer close(b.done)
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	var last toolchain.Progress
	begun := time.Now()
	shown := false
	for {
		select {
		case p, ok := <-b.steps:
			if !ok {
				if shown && b.terminal {
					fmt.Fprint(b.out, "\r\x1b[K")
				}
				return
			}
			last = p
			if !b.terminal && !p.Done {
				fmt.Fprintln(b.out, p)
			}
		case <-ticker.C:
		}
		if b.terminal && last.Name != "" && !last.Done {
			last.Elapsed = time.Since(begun).Round(time.Second)
			fmt.Fprintf(b.out, "\r\x1b[K%s", last)
			shown = true
		}
	}
}

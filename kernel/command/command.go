// Package command is the command line: one file for each subcommand.
//
// A subcommand prints its result to standard output and fails with one line on
// standard error. The exit status is 0 for success, 1 for a failure and 2 for
// a command line that is wrong.
//
// This package and main are where the Jupyter side and the Go side are put
// together; they know of each other nowhere else.
package command

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

// Exit statuses.
const (
	exitFailure = 1
	exitUsage   = 2
)

// usageError marks an error of the command line itself.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// errReported marks a failure that standard output has told already.
var errReported = errors.New("the failure is told above")

// Main runs the command line and returns the process's exit status. source has
// the project's sources, go.mod at its root: the engine of native cells is built
// from them.
func Main(args []string, source fs.FS) int {
	useGoFolders()
	return run(args, source, os.Stdout, os.Stderr)
}

func run(args []string, source fs.FS, stdout, stderr io.Writer) int {
	root := newRoot(newNativeEngine(source))
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	at, err := root.ExecuteC()
	if err == nil {
		return 0
	}
	if !errors.Is(err, errReported) {
		fmt.Fprintf(stderr, "gonymede: %s\n", oneLine(err))
	}
	var usage usageError
	if errors.As(err, &usage) {
		fmt.Fprintf(stderr, "Try '%s --help'.\n", at.CommandPath())
		return exitUsage
	}
	return exitFailure
}

// oneLine returns an error's text without line breaks.
func oneLine(err error) string {
	return strings.Join(strings.Fields(err.Error()), " ")
}

func newRoot(native nativeEngine) *cobra.Command {
	root := &cobra.Command{
		Use:   "gonymede",
		Short: "A Go kernel for Jupyter",
		Long: "Gonymede is a Go kernel for Jupyter, and a course on concurrency that runs on it.\n" +
			"Jupyter starts the kernel by itself once 'gonymede install' has told it where it is.",
		Version:           versionLine(),
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			err := fmt.Errorf("there is no command %q", args[0])
			if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
				err = fmt.Errorf("%w; did you mean %q?", err, near[0])
			}
			return usageError{err}
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetVersionTemplate("{{.Version}}\n")
	root.SuggestionsMinimumDistance = 2
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.AddCommand(
		newKernel(native),
		newEngine(),
		newInstall(),
		newUninstall(),
		newNative(native),
		newDoctor(native),
		newConformance(native),
		newVersion(),
	)
	return root
}

// noArgs refuses arguments that are not flags.
func noArgs(_ *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageError{fmt.Errorf("unexpected argument %q", args[0])}
	}
	return nil
}

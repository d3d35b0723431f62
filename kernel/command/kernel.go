package command

import (
	"errors"
	"log/slog"
	"os"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"gonymede/interp/frontend"
	"gonymede/kernel"
	"gonymede/kernel/history"
)

func newKernel(native nativeEngine) *cobra.Command {
	var connectionFile string
	cmd := &cobra.Command{
		Use:   "kernel",
		Short: "Run a kernel (Jupyter does that)",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if connectionFile == "" {
				return usageError{errors.New("--connection-file is missing; Jupyter makes that file when it starts a kernel: open a notebook")}
			}
			self, err := os.Executable()
			if err != nil {
				return err
			}
			defer trimLater()()
			// Jupyter shows what a kernel writes to standard error in its own log.
			log := slog.New(slog.NewTextHandler(cmd.ErrOrStderr(), &slog.HandlerOptions{Level: slog.LevelWarn}))
			return kernel.Run(cmd.Context(), kernel.Config{
				ConnectionFile: connectionFile,
				Engine:         []string{self, "engine"},
				Native:         native,
				EngineMode:     kernel.EngineMode(os.Getenv(kernel.EngineEnv)),
				Version:        version(),
				GoVersion:      strings.TrimPrefix(runtime.Version(), "go"),
				IsComplete:     isComplete,
				History:        history.Open(history.Path(), log),
				Logger:         log,
			})
		},
	}
	cmd.Flags().StringVarP(&connectionFile, "connection-file", "f", "", "the `file` with the kernel's addresses and key")
	return cmd
}

func isComplete(code string) (status, indent string) {
	completeness, indent := frontend.IsComplete(code)
	return string(completeness), indent
}

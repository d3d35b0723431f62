package command

import (
	"github.com/spf13/cobra"

	"gonymede/interp/engine"
	"gonymede/interp/session"
	_ "gonymede/plotting/symbols" // interpreted cells use plotting without loading it
)

func newEngine() *cobra.Command {
	return &cobra.Command{
		Use:    "engine",
		Short:  "Run the cells of a kernel (the kernel starts this)",
		Hidden: true,
		Args:   noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			defer trimLater()()
			return engine.Run(cmd.Context(), func(host engine.Host) (engine.Session, error) {
				return session.New(host, nil)
			})
		},
	}
}

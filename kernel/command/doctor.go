package command

import (
	"os"

	"github.com/spf13/cobra"

	"gonymede/kernel/doctor"
)

func newDoctor(native nativeEngine) *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Say what is found, what is missing, and how to get it",
		Long:  "Doctor says what is found, what is missing, and how to get it.\nIts exit status is 1 if something is missing that is needed.",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			binary, err := os.Executable()
			if err != nil {
				return err
			}
			findings := doctor.Examine(cmd.Context(), binary, native.look)
			if err := doctor.Print(cmd.OutOrStdout(), findings); err != nil {
				return err
			}
			if !doctor.Healthy(findings) {
				return errReported
			}
			return nil
		},
	}
}

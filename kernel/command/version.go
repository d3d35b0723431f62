package command

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, the commit it was built from, and Go's version",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), versionLine())
			return err
		},
	}
}

// version returns the module's version, such as v0.1.0 or (devel).
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(unknown)"
}

// versionLine says what the binary was built from and with, in one line.
func versionLine() string {
	line := "gonymede " + version()
	if info, ok := debug.ReadBuildInfo(); ok {
		if revision := vcsRevision(info.Settings); revision != "" {
			line += " at " + revision
		}
	}
	return fmt.Sprintf("%s, built with %s for %s/%s", line, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// vcsRevision returns the commit that the binary was built from, and whether
// the checkout had changes beside it; "" where the build recorded none.
func vcsRevision(settings []debug.BuildSetting) string {
	var revision, changed string
	for _, s := range settings {
		switch {
		case s.Key == "vcs.revision":
			revision = s.Value[:min(len(s.Value), 12)]
		case s.Key == "vcs.modified" && s.Value == "true":
			changed = " with changes"
		}
	}
	if revision == "" {
		return ""
	}
	return revision + changed
}

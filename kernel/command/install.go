package command

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"gonymede/kernel/kernelspec"
)

// place is where a kernelspec goes, as the flags say it.
type place struct {
	user      bool
	sysPrefix bool
	prefix    string
	name      string
}

func (p *place) addFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.BoolVar(&p.user, "user", false, "for this user (the default)")
	f.BoolVar(&p.sysPrefix, "sys-prefix", false, "in the active Python environment")
	f.StringVar(&p.prefix, "prefix", "", "in `folder`/share/jupyter")
	f.StringVar(&p.name, "name", kernelspec.DefaultName, "the kernel's `name` in Jupyter")
}

// folder returns the kernelspec's folder.
func (p *place) folder() (string, error) {
	dataDir, err := p.dataDir()
	if err != nil {
		return "", err
	}
	folder, err := kernelspec.Folder(dataDir, p.name)
	if err != nil {
		return "", usageError{err}
	}
	return folder, nil
}

func (p *place) dataDir() (string, error) {
	chosen := 0
	for _, c := range []bool{p.user, p.sysPrefix, p.prefix != ""} {
		if c {
			chosen++
		}
	}
	switch {
	case chosen > 1:
		return "", usageError{errors.New("--user, --sys-prefix and --prefix exclude each other")}
	case p.prefix != "":
		return kernelspec.PrefixDataDir(p.prefix)
	case p.sysPrefix:
		prefix, err := kernelspec.SysPrefix()
		if err != nil {
			return "", err
		}
		return kernelspec.PrefixDataDir(prefix)
	}
	return kernelspec.UserDataDir()
}

func newInstall() *cobra.Command {
	var p place
	var displayName string
	cmd := &cobra.Command{
		Use:   "install",
		Short: "Tell Jupyter about this kernel",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			folder, err := p.folder()
			if err != nil {
				return err
			}
			binary, err := ownBinary()
			if err != nil {
				return err
			}
			spec, err := kernelspec.New(binary, displayName)
			if err != nil {
				return err
			}
			changed, err := kernelspec.Install(folder, spec)
			if err != nil {
				return err
			}
			done := "is up to date in"
			if changed {
				done = "installed in"
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "kernelspec %s %s %s\n", p.name, done, folder)
			return err
		},
	}
	p.addFlags(cmd)
	cmd.Flags().StringVar(&displayName, "display-name", kernelspec.DefaultDisplayName, "the kernel's name in menus")
	return cmd
}

func newUninstall() *cobra.Command {
	var p place
	cmd := &cobra.Command{
		Use:   "uninstall",
		Short: "Make Jupyter forget this kernel",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			folder, err := p.folder()
			if err != nil {
				return err
			}
			err = kernelspec.Uninstall(folder)
			if errors.Is(err, kernelspec.ErrNotInstalled) {
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "kernelspec %s is not in %s\n", p.name, folder)
				return err
			}
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "kernelspec %s removed from %s\n", p.name, folder)
			return err
		},
	}
	p.addFlags(cmd)
	return cmd
}

// ownBinary returns the absolute path of the running binary. It refuses one
// that `go run` has built, because that one is deleted when it ends or later.
func ownBinary() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find this program's path: %w", err)
	}
	if strings.Contains(path, string(filepath.Separator)+"go-build") && !strings.HasSuffix(path, ".test") {
		return "", fmt.Errorf("%s is temporary; build it first: go build -o gonymede . && ./gonymede install", path)
	}
	return path, nil
}

package command

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"gonymede/interp/conformance"
	"gonymede/interp/native/toolchain"
)

// conformanceFlags are the flags of gonymede conformance.
type conformanceFlags struct {
	tier          string
	goroot, cases bool
	run           string
	parallel      int
	limit         time.Duration
	json          bool
}

func newConformance(native nativeEngine) *cobra.Command {
	var f conformanceFlags
	cmd := &cobra.Command{
		Use:   "conformance",
		Short: "Run Go's own tests and notebook cases as cells, and compare",
		Long: "Conformance runs the programs of $GOROOT/test and a table of notebook cases as cells,\n" +
			"compares what they print with what plain Go prints, and lists every difference with\n" +
			"its reason. Its exit status is 1 if there is one.\n" +
			"Without --goroot and --cases it runs both.",
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runConformance(cmd, native, f) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.tier, "tier", "auto", "auto, native, interp, or all")
	flags.BoolVar(&f.goroot, "goroot", false, "run the programs of $GOROOT/test")
	flags.BoolVar(&f.cases, "cases", false, "run the notebook cases")
	flags.StringVar(&f.run, "run", "", "run only what this regular expression matches")
	flags.IntVar(&f.parallel, "parallel", 2, "how many engines run at once")
	flags.DurationVar(&f.limit, "limit", time.Minute, "how long a program or the cell of a case may take")
	flags.BoolVar(&f.json, "json", false, "print each result as a line of JSON")
	return cmd
}

func runConformance(cmd *cobra.Command, native nativeEngine, f conformanceFlags) error {
	tiers, err := conformance.ParseTiers(f.tier)
	if err != nil {
		return usageError{err}
	}
	match, err := regexp.Compile(f.run)
	if err != nil {
		return usageError{fmt.Errorf("--run: %w", err)}
	}
	if f.parallel < 1 {
		return usageError{fmt.Errorf("--parallel %d: at least one engine has to run", f.parallel)}
	}
	if !f.goroot && !f.cases {
		f.goroot, f.cases = true, true
	}
	runner, cleanup, err := newRunner(cmd, native, f)
	if err != nil {
		return err
	}
	defer cleanup()
	var all []conformance.Result
	if f.goroot {
		results, err := runPrograms(cmd, runner, tiers, match, f.json)
		if err != nil {
			return err
		}
		all = append(all, results...)
	}
	if f.cases {
		results, err := runCases(cmd, runner, tiers, match, f.json)
		if err != nil {
			return err
		}
		all = append(all, results...)
	}
	if len(all) == 0 {
		return fmt.Errorf("nothing is called as --run says: %q", f.run)
	}
	if slices.ContainsFunc(all, conformance.Result.Failed) {
		return errReported
	}
	return nil
}

// newRunner returns a runner whose engines work in a directory of their own,
// which cleanup removes.
func newRunner(cmd *cobra.Command, native nativeEngine, f conformanceFlags) (_ *conformance.Runner, cleanup func(), err error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, nil, fmt.Errorf("find a place for what plain Go prints: %w", err)
	}
	work, err := os.MkdirTemp("", "gonymede-conformance-")
	if err != nil {
		return nil, nil, err
	}
	r := &conformance.Runner{
		Launch: func(t conformance.Tier) (conformance.Launch, error) {
			l, err := launchTier(cmd, native, t)
			l.Dir = work
			return l, err
		},
		Limit:    f.limit,
		Parallel: f.parallel,
	}
	if f.goroot {
		if r.Plain, err = conformance.NewPlain("", filepath.Join(cache, "gonymede", "conformance")); err != nil {
			os.RemoveAll(work)
			return nil, nil, err
		}
	}
	return r, func() { os.RemoveAll(work) }, nil
}

// launchTier says how to start an engine of a tier. Interpreted cells run in
// this binary, as they do where no toolchain is found; the engine of the others
// is built where it is not there.
func launchTier(cmd *cobra.Command, native nativeEngine, t conformance.Tier) (conformance.Launch, error) {
	if t == conformance.Interpreted {
		binary, err := os.Executable()
		return conformance.Launch{Command: []string{binary, "engine"}}, err
	}
	dir, err := toolchain.Prepare(cmd.Context(), native.config, func(p toolchain.Progress) {
		fmt.Fprintf(cmd.ErrOrStderr(), "native engine: %s\n", p)
	})
	if err != nil {
		return conformance.Launch{}, explained(err)
	}
	return conformance.Launch{
		Command: []string{toolchain.EnginePath(dir), "engine"},
		Env:     []string{toolchain.Variable + "=" + dir},
	}, nil
}

func runPrograms(cmd *cobra.Command, r *conformance.Runner, tiers []conformance.Tier, match *regexp.Regexp, json bool) ([]conformance.Result, error) {
	root, err := r.Plain.Root()
	if err != nil {
		return nil, err
	}
	programs, err := conformance.FindPrograms(root, match)
	if err != nil {
		return nil, err
	}
	return runAll(cmd, "programs of $GOROOT/test", tiers, json, func(t conformance.Tier, report func(conformance.Result)) error {
		return r.Programs(cmd.Context(), t, programs, report)
	})
}

func runCases(cmd *cobra.Command, r *conformance.Runner, tiers []conformance.Tier, match *regexp.Regexp, json bool) ([]conformance.Result, error) {
	cases, err := conformance.Cases(match)
	if err != nil {
		return nil, err
	}
	return runAll(cmd, "notebook cases", tiers, json, func(t conformance.Tier, report func(conformance.Result)) error {
		return r.Cases(cmd.Context(), t, cases, report)
	})
}

// runAll runs something on each tier and prints the results: one line of JSON
// as each comes, or a table of all at the end.
func runAll(cmd *cobra.Command, what string, tiers []conformance.Tier, json bool, run func(conformance.Tier, func(conformance.Result)) error) ([]conformance.Result, error) {
	var results []conformance.Result
	for _, t := range tiers {
		began := len(results)
		err := run(t, func(r conformance.Result) {
			results = append(results, r)
			if json {
				_ = conformance.PrintJSON(cmd.OutOrStdout(), []conformance.Result{r})
				return
			}
			if r.Failed() {
				fmt.Fprintf(cmd.ErrOrStderr(), "%d: %s: %s: %s\n%s", len(results)-began, r.Verdict, r.Name, r.Reason, indent(r.Detail))
			}
		})
		if err != nil {
			return results, fmt.Errorf("tier %s: %w", t, err)
		}
	}
	if !json {
		conformance.Print(cmd.OutOrStdout(), what, results)
	}
	return results, nil
}

// indent sets a text off from the line before it.
func indent(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString("    " + line)
	}
	return b.String()
}

package conformance

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"gonymede/interp/engine"
	"gonymede/interp/native/toolchain"
	"gonymede/interp/session"
)

// engineEnv makes the test binary an engine process without a toolchain.
const engineEnv = "GONYMEDE_TEST_CONFORMANCE"

func TestMain(m *testing.M) {
	if os.Getenv(engineEnv) != "" {
		err := engine.Run(context.Background(), func(host engine.Host) (engine.Session, error) { return session.New(host, nil) })
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

// launch starts the engines of the tests: this binary, or the native engine.
func launch(t *testing.T) func(Tier) (Launch, error) {
	dir := t.TempDir()
	return func(tier Tier) (Launch, error) {
		if tier == Interpreted {
			self, err := os.Executable()
			// Under the race detector this binary reports races within yaegi, on
			// standard error, which the cases compare. They are known, see package
			// session, and go to a file.
			races := "GORACE=log_path=" + filepath.Join(dir, "races")
			return Launch{Command: []string{self, "engine"}, Env: []string{engineEnv + "=1", races}, Dir: dir}, err
		}
		config := toolchain.Config{Source: os.DirFS(filepath.Join("..", ".."))}
		built, err := toolchain.Prepare(t.Context(), config, func(p toolchain.Progress) { t.Log(p) })
		if err != nil {
			return Launch{}, err
		}
		return Launch{
			Command: []string{toolchain.EnginePath(built), "engine"},
			Env:     []string{toolchain.Variable + "=" + built},
			Dir:     dir,
		}, nil
	}
}

// TestCases runs all cases on every tier that is there. A tier may refuse a case
// by naming what it does not run, which only the interpreter does; what it does
// run has to show exactly what plain Go shows.
func TestCases(t *testing.T) {
	cases, err := Cases(all)
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) < 260 {
		t.Errorf("there are only %d cases", len(cases))
	}
	for _, tier := range Tiers {
		t.Run(string(tier), func(t *testing.T) {
			requireTier(t, tier)
			r := &Runner{Launch: launch(t), Limit: time.Minute, Parallel: 2}
			counts := map[Verdict]int{}
			err := r.Cases(t.Context(), tier, cases, func(result Result) {
				counts[result.Verdict]++
				if result.Failed() && !(result.Verdict == Refused && tier == Interpreted) {
					t.Errorf("%s: %s: %s\n%s", result.Verdict, result.Name, result.Reason, result.Detail)
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Log(counts)
		})
	}
}

// requireTier skips a tier that this machine has not, which CI must have.
func requireTier(t *testing.T, tier Tier) {
	if tier == Interpreted {
		return
	}
	s := toolchain.Inspect(t.Context(), toolchain.Config{Source: os.DirFS(filepath.Join("..", ".."))})
	switch {
	case s.State == toolchain.Ready || os.Getenv("CI") == "true":
	case s.State == toolchain.Buildable:
		t.Skip("the native engine is not built: `gonymede native prepare` does it, in a minute or two")
	default:
		t.Skip("there are no native cells here: " + s.Reason)
	}
}

package toolchain

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const (
	// SelfTestArgument makes the engine run its self-test instead of a session.
	// The exit status is zero if everything works.
	SelfTestArgument = "selftest"

	verdictFile   = "verdict"
	verdictPassed = "passed"
	// selfTestLimit bounds a self-test that hangs, which is a failure too. It
	// needs some seconds.
	selfTestLimit = 2 * time.Minute
)

// runSelfTest runs the engine's self-test and writes the verdict into dir. An
// error means that the verdict is not known.
func runSelfTest(ctx context.Context, engineDir, dir string) error {
	limited, cancel := context.WithTimeout(ctx, selfTestLimit)
	defer cancel()
	work, err := os.MkdirTemp("", "gonymede-selftest-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	cmd := exec.CommandContext(limited, EnginePath(engineDir), SelfTestArgument)
	cmd.Dir = work
	cmd.Env = append(os.Environ(), Variable+"="+engineDir, "TMPDIR="+work)
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		return ctx.Err() // it was we who stopped it
	}
	verdict := verdictPassed
	if err != nil {
		if limited.Err() != nil {
			err = fmt.Errorf("no end after %v", selfTestLimit)
		}
		verdict = fmt.Sprintf("%v\n%s", err, ends(string(out), 20))
	}
	return os.WriteFile(filepath.Join(dir, verdictFile), []byte(verdict), 0o644)
}

// readVerdict returns a *SelfTestError if the self-test of an engine has failed.
func readVerdict(c cache, g *Go, engineKey string) error {
	verdict, err := os.ReadFile(filepath.Join(c.path(selfTestKind, engineKey), verdictFile))
	if err != nil {
		return err
	}
	if v := strings.TrimSpace(string(verdict)); v != verdictPassed {
		return &SelfTestError{Version: g.Version, Output: v}
	}
	return nil
}

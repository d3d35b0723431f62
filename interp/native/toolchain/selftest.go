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
// error means that the verdict is not known. A test that fails is made once
// more, as its verdict holds until something changes: an engine that does not
// fit fails each time.
func runSelfTest(ctx context.Context, engineDir, dir string) error {
	verdict, err := selfTest(ctx, engineDir)
	if err == nil && verdict != verdictPassed {
		verdict, err = selfTest(ctx, engineDir)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, verdictFile), []byte(verdict), 0o644)
}

// selfTest runs the engine's self-test and gives the verdict.
func selfTest(ctx context.Context, engineDir string) (verdict string, err error) {
	limited, cancel := context.WithTimeout(ctx, selfTestLimit)
	defer cancel()
	work, err := os.MkdirTemp("", "gonymede-selftest-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(work)
	cmd := exec.CommandContext(limited, EnginePath(engineDir), SelfTestArgument)
	cmd.Dir = work
	cmd.Env = append(os.Environ(), Variable+"="+engineDir, "TMPDIR="+work)
	cmd.WaitDelay = time.Second
	out, err := cmd.CombinedOutput()
	if ctx.Err() != nil {
		return "", ctx.Err() // it was we who stopped it
	}
	if err == nil {
		return verdictPassed, nil
	}
	if limited.Err() != nil {
		err = fmt.Errorf("no end after %v", selfTestLimit)
	}
	return fmt.Sprintf("%v\n%s", err, ends(string(out), 20)), nil
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

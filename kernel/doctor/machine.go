package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sys/unix"

	"gonymede/kernel/kernelspec"
)

// chromium looks for a browser that runs without a screen.
func chromium(ctx context.Context) []Finding {
	names := []string{"chromium", "chromium-browser", "google-chrome"}
	if detail, ok := firstThatRuns(ctx, names); ok {
		return []Finding{{What: "Chromium", Status: Found, Detail: detail}}
	}
	return []Finding{{
		What:   "Chromium",
		Status: Optional,
		Detail: "none of " + strings.Join(names, ", ") + " on PATH",
		Advice: "Only the tests need it, to drive JupyterLab: apt-get install chromium, or ./install.sh --test, which does that.",
	}}
}

// folders looks whether the folders that the kernel and Jupyter write to can
// be written.
func folders(context.Context) []Finding {
	f := Finding{What: "writable folders", Status: Found}
	data, err := kernelspec.UserDataDir()
	if err != nil {
		f.Status, f.Detail, f.Advice = Missing, err.Error(), "Set HOME to a folder that you may write to."
		return []Finding{f}
	}
	var good, bad []string
	for _, dir := range []string{data, filepath.Dir(privateEnvironment()), os.TempDir()} {
		if err := writable(dir); err != nil {
			bad = append(bad, fmt.Sprintf("%s (%v)", dir, err))
			continue
		}
		good = append(good, dir)
	}
	f.Detail = strings.Join(good, ", ")
	if len(bad) > 0 {
		f.Status, f.Detail = Missing, "cannot write to "+strings.Join(bad, ", ")
		f.Advice = "Make them writable, or choose others: JUPYTER_DATA_DIR, GONYMEDE_PREFIX and TMPDIR name them."
	}
	return []Finding{f}
}

// writable says why nothing can be written to a folder or, where it does not
// exist, to the nearest folder above it that does.
func writable(dir string) error {
	for {
		info, err := os.Stat(dir)
		if errors.Is(err, fs.ErrNotExist) && filepath.Dir(dir) != dir {
			dir = filepath.Dir(dir)
			continue
		}
		if err != nil {
			return err
		}
		if !info.IsDir() {
			return fmt.Errorf("%s is not a folder", dir)
		}
		return unix.Access(dir, unix.W_OK|unix.X_OK)
	}
}

// processes looks whether /proc shows a process its own environment: that is
// how the kernel finds every process that a session has started.
func processes(context.Context) []Finding {
	f := Finding{What: "process list", Status: Found, Detail: "/proc shows this user's processes"}
	if runtime.GOOS != "linux" {
		f.Detail = "not needed on " + runtime.GOOS
		return []Finding{f}
	}
	for _, path := range []string{"/proc/self/environ", "/proc/self/stat"} {
		data, err := os.ReadFile(path)
		if err == nil && len(data) == 0 && strings.HasSuffix(path, "stat") {
			err = fmt.Errorf("%s is empty", path)
		}
		if err != nil {
			f.Status, f.Detail = Missing, err.Error()
			f.Advice = "The kernel ends the processes that cells have started by finding them in /proc. Mount it: mount -t proc proc /proc"
			return []Finding{f}
		}
	}
	return []Finding{f}
}

// firstThatRuns says what version the first of several programs is that is on
// PATH and runs, and where it is.
func firstThatRuns(ctx context.Context, names []string) (detail string, ok bool) {
	for _, name := range names {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		if version, err := firstLine(ctx, nil, path, "--version"); err == nil {
			return version + " at " + path, true
		}
	}
	return "", false
}

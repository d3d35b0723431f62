package doctor

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// Oldest versions that work.
var (
	oldestPython = []int{3, 11}
	oldestLab    = []int{4, 2}
)

// python looks for a Python that the private environment can be made with.
func python(ctx context.Context) []Finding {
	f := Finding{
		What:   "Python 3",
		Status: Optional,
		Detail: "no python3 on PATH",
		Advice: "JupyterLab runs on Python 3.11 or newer: apt-get install python3 python3-venv, then run ./install.sh again. VS Code needs none to use the kernel.",
	}
	path, err := exec.LookPath("python3")
	if err != nil {
		return []Finding{f}
	}
	found, err := firstLine(ctx, nil, path, "--version")
	if err != nil {
		f.Detail = err.Error()
		return []Finding{f}
	}
	f.Detail = found + " at " + path
	if atLeast(strings.TrimPrefix(found, "Python "), oldestPython) {
		f.Status = Found
	}
	return []Finding{f}
}

// Advice for tools that are missing.
const (
	getLab   = "Run ./install.sh in a checkout of Gonymede: it makes an environment that has it."
	getTools = "Only teachers, authors and export need these: run ./install.sh --private in a checkout of Gonymede."
)

// tool is a Python program of the course.
type tool struct {
	what    string
	program string // its name on PATH
	dist    string // its name as a Python package
	oldest  []int
	status  Status // where it is missing
	advice  string
}

var tools = []tool{
	{"JupyterLab", "jupyter-lab", "jupyterlab", oldestLab, Missing, getLab},
	{"nbgrader", "jupyter-nbgrader", "nbgrader", nil, Optional, getTools},
	{"nbconvert", "jupyter-nbconvert", "nbconvert", nil, Optional, getTools},
	{"jupytext", "jupytext", "jupytext", nil, Optional, getTools},
}

// jupyter looks for the course's Python programs: in the private environment
// that install.sh makes, then on PATH.
func jupyter(ctx context.Context) []Finding {
	venv := privateEnvironment()
	findings := make([]Finding, len(tools))
	var looking sync.WaitGroup
	for i, t := range tools {
		looking.Go(func() { findings[i] = t.look(ctx, venv) })
	}
	looking.Wait()
	return findings
}

// look looks for one tool.
func (t tool) look(ctx context.Context, venv string) Finding {
	f := Finding{
		What:   t.what,
		Status: t.status,
		Detail: "neither on PATH nor in " + venv,
		Advice: t.advice,
	}
	if v := distVersion(venv, t.dist); v != "" {
		return Finding{What: t.what, Status: Found, Detail: v + " in " + venv}
	}
	path, err := exec.LookPath(t.program)
	if err != nil {
		return f
	}
	v, err := firstLine(ctx, nil, path, "--version")
	if err != nil {
		f.Detail = err.Error()
		return f
	}
	f.Detail = v + " at " + path
	if t.oldest != nil && !atLeast(v, t.oldest) {
		f.Detail += fmt.Sprintf(", older than %d.%d", t.oldest[0], t.oldest[1])
		return f
	}
	f.Status = Found
	return f
}

// privateEnvironment returns the folder of the virtual environment that
// install.sh makes; it follows the same variables.
func privateEnvironment() string {
	if prefix := os.Getenv("GONYMEDE_PREFIX"); prefix != "" {
		return filepath.Join(prefix, "share", "gonymede", "venv")
	}
	data := os.Getenv("XDG_DATA_HOME")
	if data == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			home = "~"
		}
		data = filepath.Join(home, ".local", "share")
	}
	return filepath.Join(data, "gonymede", "venv")
}

// distVersion returns the version of a package in a virtual environment, ""
// where it is not there. It reads the name of the package's metadata folder,
// since starting Python costs a second.
func distVersion(venv, dist string) string {
	found, err := filepath.Glob(filepath.Join(venv, "lib", "python*", "site-packages", dist+"-*.dist-info"))
	if err != nil || len(found) == 0 {
		return ""
	}
	name := strings.TrimSuffix(filepath.Base(found[0]), ".dist-info")
	return strings.TrimPrefix(name, dist+"-")
}

// atLeast compares a dotted version with the oldest that will do. A version
// that cannot be read is too old.
func atLeast(version string, oldest []int) bool {
	parts := strings.Split(version, ".")
	for i, want := range oldest {
		if i >= len(parts) {
			return false
		}
		digits := parts[i]
		if end := strings.IndexFunc(digits, func(r rune) bool { return r < '0' || r > '9' }); end >= 0 {
			digits = digits[:end]
		}
		have, err := strconv.Atoi(digits)
		if err != nil || have < want {
			return false
		}
		if have > want {
			return true
		}
	}
	return true
}

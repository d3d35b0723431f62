package command

import (
	"strings"
	"testing"
)

func TestConformanceRefusesWrongFlags(t *testing.T) {
	for _, c := range []struct {
		flag, value string
		says        string
	}{
		{"--tier", "fast", `there is no tier "fast": the tiers are auto, native, interp`},
		{"--run", "(", "--run: error parsing regexp"},
		{"--parallel", "0", "--parallel 0: at least one engine has to run"},
	} {
		status, stdout, stderr := gonymede("conformance", c.flag, c.value)
		if status != exitUsage || stdout != "" || !strings.Contains(stderr, c.says) {
			t.Errorf("%s %s: status %d, printed %q, says:\n%s", c.flag, c.value, status, stdout, stderr)
		}
	}
}

func TestConformanceOfNothing(t *testing.T) {
	status, stdout, stderr := gonymede("conformance", "--cases", "--tier", "interp", "--run", "^there is no such case$")
	if status != exitFailure || stdout != "" || !strings.Contains(stderr, "there is no such case") {
		t.Errorf("status %d, printed %q, says %q", status, stdout, stderr)
	}
}

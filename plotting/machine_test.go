package plotting

import (
	"reflect"
	"strings"
	"testing"

	"github.com/traefik/yaegi/interp"
)

func TestMachineSaysHowFunctionsRun(t *testing.T) {
	session := interp.New(interp.Options{})
	if err := session.Use(interp.Exports{"plotting/plotting": {"Machine": reflect.ValueOf(Machine), "Compiled": reflect.ValueOf(orElse)}}); err != nil {
		t.Fatal(err)
	}
	if _, err := session.Eval(`import "plotting"; func double(n int) int { return 2 * n }`); err != nil {
		t.Fatal(err)
	}
	for call, want := range map[string]string{
		"plotting.Machine()":                                     ", interpreted",
		"plotting.Machine(double)":                               ", interpreted",
		"plotting.Machine(double, func() {})":                    ", interpreted",
		"plotting.Machine(plotting.Compiled)":                    ", compiled",
		"plotting.Machine(plotting.Compiled, double)":            ", 1 of 2 functions compiled, the others interpreted",
		"plotting.Machine(plotting.Compiled, plotting.Compiled)": ", compiled",
	} {
		got, err := session.Eval(call)
		if err != nil {
			t.Errorf("%s: %v", call, err)
		} else if line := got.String(); !strings.HasSuffix(line, want) {
			t.Errorf("%s gives %q, want it to end in %q", call, line, want)
		}
	}
	if got := Machine(); !strings.HasSuffix(got, ", compiled") {
		t.Errorf("compiled code is %q", got)
	}
}

package symbols_test

import (
	"go/token"
	"testing"

	"gonymede/interp/frontend/exportdata"
	"gonymede/plotting/symbols"
)

// The interpreter must know all that the front end does: run go generate
// ./interp/... ./plotting/symbols after a change of plotting.
func TestUpToDate(t *testing.T) {
	pkg, err := exportdata.NewImporter().Import("gonymede/plotting")
	if err != nil {
		t.Fatal(err)
	}
	known := symbols.Symbols["gonymede/plotting/plotting"]
	for _, name := range pkg.Scope().Names() {
		if _, ok := known[name]; !ok && token.IsExported(name) {
			t.Errorf("plotting.%s is missing; run go generate ./plotting/symbols", name)
		}
	}
}

package plotting_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"gonymede/plotting"
)

// vegaOf returns the Vega-Lite specification of a chart.
func vegaOf(t *testing.T, chart plotting.Chart) map[string]any {
	t.Helper()
	path := filepath.Join(t.TempDir(), "chart.json")
	if err := chart.Save(path); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var spec map[string]any
	if err := json.Unmarshal(data, &spec); err != nil {
		t.Fatal(err)
	}
	if size := len(data); size > 1_000_000 {
		t.Errorf("the specification has %d bytes", size)
	}
	return spec
}

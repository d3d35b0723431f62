package plotting_test

import (
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gonymede/plotting"
)

// The real benchstat reads what is written, and comes to the same medians.
func TestBenchstatAgrees(t *testing.T) {
	results := plotting.ReadBenchmarks(sums)
	file := filepath.Join(t.TempDir(), "sums.txt")
	if err := os.WriteFile(file, []byte(results.Benchmarks()), 0o644); err != nil {
		t.Fatal(err)
	}
	// go.mod says which version.
	benchstat := exec.Command("go", "run", "golang.org/x/perf/cmd/benchstat", "-format", "csv", file)
	benchstat.Stderr = os.Stderr
	out, err := benchstat.Output()
	if err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(strings.NewReader(string(out)))
	reader.FieldsPerRecord = -1
	reader.LazyQuotes = true
	lines, err := reader.ReadAll()
	if err != nil {
		t.Fatalf("%v in\n%s", err, out)
	}
	median := map[string]string{} // of the first table, that of times
	for _, line := range lines {
		if _, ok := median[line[0]]; !ok && len(line) > 1 {
			median[line[0]] = line[1]
		}
	}
	for _, row := range results.Rows {
		name := row.Case + "/n=" + strconv.Itoa(row.N) + "-2"
		summary, err := row.Metrics[0].Summary()
		if err != nil {
			t.Fatal(err)
		}
		// benchstat writes as many digits as a float64 needs.
		got, err := strconv.ParseFloat(median[name], 64)
		if err != nil || got < summary.Median*0.999999 || got > summary.Median*1.000001 {
			t.Errorf("the median of %s is %q to benchstat, %v here, in\n%s", name, median[name], summary.Median, out)
		}
	}
}

package plotting_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gonymede/kernel/display"
	"gonymede/plotting"
)

// latencies returns made-up times in µs that are distributed as those of a
// service often are: log-normal around a median, some of them delayed.
func latencies(n int, median, spread, delayed float64) []float64 {
	random := rand.New(rand.NewPCG(uint64(n), math.Float64bits(median)))
	values := make([]float64, n)
	for i := range values {
		values[i] = median * math.Exp(spread*random.NormFloat64())
		if random.Float64() < delayed {
			values[i] += 3 * median * (1 + 0.2*random.NormFloat64())
		}
	}
	return values
}

// distributionCharts returns a chart of each kind that shows samples.
func distributionCharts(log bool, samples ...plotting.Sample) map[string]plotting.Chart {
	return map[string]plotting.Chart{
		"Runs":      plotting.Runs{Log: log, Samples: samples},
		"Boxes":     plotting.Boxes{Log: log, Samples: samples},
		"Violins":   plotting.Violins{Log: log, Samples: samples},
		"ECDF":      plotting.ECDF{Log: log, Samples: samples},
		"Histogram": plotting.Histogram{Log: log, Samples: samples},
		"Density":   plotting.Density{Log: log, Samples: samples},
	}
}

func TestBadSamplesSayWhatIsWrong(t *testing.T) {
	good := plotting.Sample{Label: "good", Values: []float64{1, 2}}
	for _, c := range []struct {
		want    string
		log     bool
		samples []plotting.Sample
	}{
		{"it has no samples", false, nil},
		{`sample 1, "x", has no values`, false, []plotting.Sample{good, {Label: "x"}}},
		{`sample 0, "x", has the value NaN at index 1`, false, []plotting.Sample{{Label: "x", Values: []float64{1, math.NaN()}}}},
		{`sample 1, "x", has the value +Inf at index 0`, true, []plotting.Sample{good, {Label: "x", Values: []float64{math.Inf(1)}}}},
		{"has the value 0 at index 2, which has no place on a log axis; set Log to false", true, []plotting.Sample{{Label: "x", Values: []float64{1, 2, 0}}}},
		{"has the value -1 at index 0, which has no place on a log axis", true, []plotting.Sample{{Label: "x", Values: []float64{-1}}}},
		{"choose a unit", false, []plotting.Sample{{Label: "x", Values: []float64{1e301}}}},
		{"draw several charts", false, make([]plotting.Sample, 100)},
	} {
		for kind, chart := range distributionCharts(c.log, c.samples...) {
			forms := chart.Display()
			if text := forms.Text(); !strings.Contains(text, c.want) || !strings.Contains(text, "plotting."+kind) || forms.Data["image/png"] != nil {
				t.Errorf("%s: got %q, want %q and no picture", kind, text, c.want)
			}
			if err := chart.Save(filepath.Join(t.TempDir(), "x.json")); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: Save gives %v, want %q", kind, err, c.want)
			}
			if text := chart.String(); !strings.Contains(text, c.want) {
				t.Errorf("%s: String gives %q, want %q", kind, text, c.want)
			}
		}
	}
}

func TestExtremeSamplesAreDrawn(t *testing.T) {
	long := strings.Repeat("длинное имя ", 40)
	for name, samples := range map[string][]plotting.Sample{
		"one value":          {{Values: []float64{3}}},
		"zero":               {{Values: []float64{0}}},
		"equal values":       {{Label: "a", Values: []float64{5, 5, 5, 5, 5, 5, 5}}},
		"equal and one else": {{Label: "a", Values: []float64{5, 5, 5, 5, 5, 5, 5, 9}}},
		"two values":         {{Label: "a", Values: []float64{1, 2}}},
		"huge":               {{Label: "a", Values: []float64{1e300, 5e299, 1}}},
		"huge of both signs": {{Label: "a", Values: []float64{1e300, -1e300}}},
		"tiny":               {{Label: "a", Values: []float64{1e-300, 3e-300, 2e-300}}},
		"hardly different":   {{Label: "a", Values: []float64{1, math.Nextafter(1, 2)}}},
		"far but near":       {{Label: "a", Values: []float64{1e15, 1e15 + 1, 1e15 + 2}}},
		"long and same names": {{Label: long, Values: []float64{1, 2, 3}}, {Label: long, Values: []float64{2, 3, 5}},
			{Values: []float64{2, 3, 5}}},
		"one equal, one not": {{Label: "a", Values: []float64{2, 2, 2}}, {Label: "b", Values: []float64{1, 2, 3, 4}}},
		"far outliers":       {{Label: "a", Values: append(latencies(1000, 1, 0.1, 0), 1e9)}},
	} {
		for _, log := range []bool{false, true} {
			if log && (name == "zero" || name == "huge of both signs") {
				continue
			}
			for kind, chart := range distributionCharts(log, samples...) {
				forms := chart.Display()
				if picture, ok := forms.Data["image/png"].([]byte); !ok || len(picture) > 2_000_000 {
					t.Errorf("%s of %s (log %v): no picture, or %d bytes: %s", kind, name, log, len(picture), forms.Text())
				}
				checkVega(t, kind+" of "+name, chart)
			}
		}
	}
}

// checkVega checks that a chart has a specification of finite numbers, and of
// at most some thousand rows. It returns the specification.
func checkVega(t *testing.T, name string, chart plotting.Chart) map[string]any {
	t.Helper()
	path := filepath.Join(t.TempDir(), "chart.json")
	if err := chart.Save(path); err != nil {
		t.Errorf("%s: %v", name, err)
		return nil
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var spec map[string]any
	if err := json.Unmarshal(data, &spec); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if len(data) > 600_000 {
		t.Errorf("%s: the specification has %d bytes", name, len(data))
	}
	return spec
}

func TestMillionValues(t *testing.T) {
	for n, log := range map[int]bool{50_000: false, 1_000_000: true} {
		for kind, chart := range distributionCharts(log, plotting.Sample{Label: "many", Values: latencies(n, 100, 0.5, 0.02)}) {
			forms := chart.Display()
			picture, ok := forms.Data["image/png"].([]byte)
			if !ok || len(picture) > 2_000_000 {
				t.Errorf("%s: a picture: %v, of %d bytes", kind, ok, len(picture))
			}
			if text := forms.Text(); !strings.Contains(text, fmt.Sprint(n, " values")) {
				t.Errorf("%s: the text is %q", kind, text)
			}
			checkVega(t, kind, chart)
		}
	}
}

func BenchmarkMillionValues(b *testing.B) {
	million := latencies(1_000_000, 100, 0.5, 0.02)
	for kind, chart := range distributionCharts(true, plotting.Sample{Label: "a million", Values: million}) {
		b.Run(kind, func(b *testing.B) {
			var forms display.Bundle
			for b.Loop() {
				forms = chart.Display()
			}
			picture, _ := forms.Data["image/png"].([]byte)
			b.ReportMetric(float64(len(picture)), "PNG-bytes")
		})
	}
}

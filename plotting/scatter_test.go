package plotting_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/plot/cmpimg"

	"gonymede/plotting"
)

// cloud returns points whose Y grows with X, but for chance.
func cloud(n int, seed uint64, slope float64) []plotting.Point {
	random := rand.New(rand.NewPCG(seed, 1))
	points := make([]plotting.Point, n)
	for i := range points {
		x := math.Exp(2 + random.NormFloat64())
		points[i] = plotting.Point{X: x, Y: slope * x * math.Exp(0.5*random.NormFloat64())}
	}
	return points
}

func ExampleScatter() {
	chart := plotting.Scatter{
		Title: "Larger requests take longer", XAxis: "size, kB", YAxis: "latency, ms", LogX: true, LogY: true,
		Series: []plotting.Series{{Label: "with a pool", Points: cloud(150, 1, 0.1)}, {Label: "a goroutine for each", Points: cloud(150, 2, 0.5)}},
	}
	if err := chart.Save("testdata/scatter.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// Larger requests take longer
	//   with a pool: 150 points, X 0.5125–94.19 with median 6.839, Y 0.04538–15.38 with median 0.7425, correlation 0.91
	//   a goroutine for each: 150 points, X 0.1708–93.78 with median 7.263, Y 0.0447–62.99 with median 3.735, correlation 0.88
	//   axes: size, kB → latency, ms
}

func ExampleScatter_many() {
	chart := plotting.Scatter{
		Title: "Larger requests take longer", XAxis: "size, kB", YAxis: "latency, ms", LogX: true, LogY: true,
		Series: []plotting.Series{{Points: cloud(200_000, 1, 0.1)}},
	}
	if err := chart.Save("testdata/scattermany.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// Larger requests take longer
	//   200,000 points, X 0.1234–1338 with median 7.391, Y 0.004128–124.6 with median 0.7429, correlation 0.89
	//   axes: size, kB → latency, ms
}

func TestGoldenScatter(t *testing.T) {
	cmpimg.CheckPlotApprox(ExampleScatter, t, 0.02, "scatter.png")
	cmpimg.CheckPlotApprox(ExampleScatter_many, t, 0.02, "scattermany.png")
}

func TestMillionPoints(t *testing.T) {
	chart := plotting.Scatter{Series: []plotting.Series{{Label: "a", Points: cloud(600_000, 1, 1)}, {Label: "b", Points: cloud(400_000, 2, 3)}}}
	picture, ok := chart.Display().Data["image/png"].([]byte)
	if !ok || len(picture) > 2_000_000 {
		t.Errorf("a picture: %v, of %d bytes", ok, len(picture))
	}
	if text := chart.String(); !strings.Contains(text, "a: 600,000 points, X ") || !strings.Contains(text, "correlation 0.") {
		t.Errorf("the text is %q", text)
	}
	rows := vegaOf(t, chart)["data"].(map[string]any)["values"].([]any)
	var count float64
	for _, row := range rows {
		count += row.(map[string]any)["count"].(float64)
	}
	if len(rows) > 5_000 || count != 1_000_000 {
		t.Errorf("the specification has %d rows that count %v points", len(rows), count)
	}
}

func BenchmarkScatterMillion(b *testing.B) {
	chart := plotting.Scatter{Series: []plotting.Series{{Points: cloud(1_000_000, 1, 1)}}, LogX: true, LogY: true}
	for b.Loop() {
		b.ReportMetric(float64(len(chart.Display().Data["image/png"].([]byte))), "png-bytes")
	}
}

func BenchmarkLinesMillion(b *testing.B) {
	chart := plotting.Lines{Series: []plotting.Series{{Points: cloud(1_000_000, 1, 1)}}}
	for b.Loop() {
		b.ReportMetric(float64(len(chart.Display().Data["image/png"].([]byte))), "png-bytes")
	}
}

package plotting_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot/cmpimg"

	"gonymede/plotting"
)

// How three ways to sort scale with the size.
func ExampleLines() {
	var slow, fast, counting []plotting.Point
	for n := 16.0; n <= 16384; n *= 4 {
		slow = append(slow, plotting.Point{X: n, Y: 0.9 * n * n, Low: 0.8 * n * n, High: 1.1 * n * n})
		fast = append(fast, plotting.Point{X: n, Y: 5 * n * math.Log2(n), Low: 4 * n * math.Log2(n), High: 7 * n * math.Log2(n)})
		counting = append(counting, plotting.Point{X: n, Y: 900 + 3*n})
	}
	chart := plotting.Lines{
		Title: "Sorting", XAxis: "numbers", YAxis: "time, ns", LogX: true, LogY: true,
		Caption: "2 CPUs, GOMAXPROCS=2",
		Series:  []plotting.Series{{Label: "insertion sort", Points: slow}, {Label: "merge sort", Points: fast}, {Label: "counting sort", Points: counting}},
	}
	if err := chart.Save("testdata/lines.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// Sorting
	//   insertion sort: 16 → 230.4 (204.8–281.6), 64 → 3686 (3277–4506), 256 → 58980 (52430–72090), 1024 → 943700 (838900–1153000), 4096 → 1.51e+07 (1.342e+07–1.845e+07), 16384 → 2.416e+08 (2.147e+08–2.953e+08)
	//   merge sort: 16 → 320 (256–448), 64 → 1920 (1536–2688), 256 → 10240 (8192–14340), 1024 → 51200 (40960–71680), 4096 → 245800 (196600–344100), 16384 → 1147000 (917500–1606000)
	//   counting sort: 16 → 948, 64 → 1092, 256 → 1668, 1024 → 3972, 4096 → 13190, 16384 → 50050
	//   axes: numbers → time, ns
	// 2 CPUs, GOMAXPROCS=2
}

// Long lines have bands, and lines that end apart have a key.
func ExampleLines_bands() {
	var hits, misses []plotting.Point
	for n := range 300 {
		x := float64(n) / 10
		y := 40 + 30*math.Sin(x/4)*math.Exp(-x/30)
		hits = append(hits, plotting.Point{X: x, Y: y, Low: y - 4 - x/5, High: y + 4 + x/5})
		if n < 200 {
			misses = append(misses, plotting.Point{X: x, Y: 70 - y})
		}
	}
	chart := plotting.Lines{
		Title: "A cache warms up", XAxis: "time, s", YAxis: "requests a second", Bands: true,
		Series: []plotting.Series{{Label: "попадания (hits)", Points: hits}, {Label: "промахи (misses), counted for 20 s", Points: misses}},
	}
	if err := chart.Save("testdata/linesbands.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// A cache warms up
	//   попадания (hits): 300 points, X 0–29.9, Y 23.85–64.55; among them 0 → 40 (36–44), 7.4 → 62.53 (57.05–68.01), 14.9 → 29.94 (22.96–36.92), 22.4 → 31.02 (22.54–39.5), 29.9 → 50.29 (40.31–60.27)
	//   промахи (misses), counted for 20 s: 200 points, X 0–19.9, Y 5.454–46.15; among them 0 → 30, 4.9 → 6.029, 9.9 → 16.66, 14.9 → 40.06, 19.9 → 44.92
	//   axes: time, s → requests a second
}

func TestGoldenLines(t *testing.T) {
	cmpimg.CheckPlotApprox(ExampleLines, t, 0.02, "lines.png")
	cmpimg.CheckPlotApprox(ExampleLines_bands, t, 0.02, "linesbands.png")
}

// seriesOf is one series of the given points, named "s".
func seriesOf(points ...plotting.Point) []plotting.Series {
	return []plotting.Series{{Label: "s", Points: points}}
}

func TestBadSeriesSayWhatIsWrong(t *testing.T) {
	good := plotting.Point{X: 1, Y: 1}
	for want, chart := range map[string]plotting.Chart{
		"plotting.Lines: it has no series":                                 plotting.Lines{},
		`series "s" has no points`:                                         plotting.Lines{Series: seriesOf()},
		"at most 35":                                                       plotting.Lines{Series: make([]plotting.Series, 36)},
		`series "s", point 1: X is NaN`:                                    plotting.Lines{Series: seriesOf(good, plotting.Point{X: math.NaN()})},
		`series "s", point 0: Y is -Inf`:                                   plotting.Scatter{Series: seriesOf(plotting.Point{Y: math.Inf(-1)})},
		`series "s", point 1: High is +Inf`:                                plotting.Lines{Series: seriesOf(good, plotting.Point{High: math.Inf(1)})},
		"plotting.Lines: series \"s\", point 1: X is 0, and a log":         plotting.Lines{LogX: true, Series: seriesOf(good, plotting.Point{Y: 1})},
		"numbers above zero; leave it out, or set LogY to false":           plotting.Scatter{LogY: true, Series: seriesOf(good, plotting.Point{X: 1, Y: -2})},
		"Y is 5, outside of its interval from Low 1 to High 2":             plotting.Lines{Series: seriesOf(plotting.Point{Y: 5, Low: 1, High: 2})},
		"plotting.Scatter: it has no series; fill its field Series":        plotting.Scatter{},
		"plotting.Lines: its Width is -3":                                  plotting.Lines{Width: -3, Series: seriesOf(good)},
		`series "series 2", point 0: Y is NaN; only finite numbers can be`: plotting.Lines{Series: []plotting.Series{{Points: []plotting.Point{good}}, {Points: []plotting.Point{{Y: math.NaN()}}}}},
	} {
		forms := chart.Display()
		if !strings.Contains(forms.Text(), want) || forms.Data["image/png"] != nil {
			t.Errorf("got %q, want %q and no picture", forms.Text(), want)
		}
	}
}

func TestExtremeSeriesAreDrawn(t *testing.T) {
	long := strings.Repeat("длинное имя ", 40)
	several := make([]plotting.Series, 35)
	for n := range several {
		several[n] = plotting.Series{Label: long, Points: []plotting.Point{{X: float64(n), Y: 1}, {X: 40 + float64(n), Y: float64(n)}}}
	}
	for name, series := range map[string][]plotting.Series{
		"one point":                seriesOf(plotting.Point{X: 3, Y: 5}),
		"equal points":             seriesOf(plotting.Point{X: 3, Y: 5}, plotting.Point{X: 3, Y: 5}),
		"huge":                     seriesOf(plotting.Point{X: 1e-300, Y: 1e300}, plotting.Point{X: math.MaxFloat64, Y: 1e-300}),
		"hardly apart":             seriesOf(plotting.Point{X: 1, Y: 1}, plotting.Point{X: math.Nextafter(1, 2), Y: math.Nextafter(1, 2)}),
		"interval beyond the axis": seriesOf(plotting.Point{X: 1, Y: 1, Low: -3, High: 4}, plotting.Point{X: 2, Y: 1, Low: -3, High: 4}),
		"long names":               several,
	} {
		for _, log := range []bool{false, true} {
			for _, chart := range []plotting.Chart{
				plotting.Lines{LogX: log && name != "long names", LogY: log && name != "long names", Series: series},
				plotting.Lines{LogY: log && name != "long names", Bands: true, Series: series},
				plotting.Scatter{LogX: log && name != "long names", LogY: log && name != "long names", Series: series},
			} {
				forms := chart.Display()
				picture, ok := forms.Data["image/png"].([]byte)
				if !ok || len(picture) > 2_000_000 {
					t.Errorf("%T, %s, logarithmic %v: a picture: %v, of %d bytes: %s", chart, name, log, ok, len(picture), forms.Text())
				}
			}
		}
	}
}

// The spike in a million points must not be lost on the way to the picture.
func TestLongLineKeepsItsExtremes(t *testing.T) {
	points := make([]plotting.Point, 1_000_000)
	for n := range points {
		points[n] = plotting.Point{X: float64(n), Y: math.Sin(float64(n) / 1e5)}
	}
	points[777_777].Y = 50
	chart := plotting.Lines{Series: seriesOf(points...)}
	if picture, ok := chart.Display().Data["image/png"].([]byte); !ok || len(picture) > 2_000_000 {
		t.Errorf("a picture: %v, of %d bytes", ok, len(picture))
	}
	if text := chart.String(); !strings.Contains(text, "1,000,000 points, X 0–1000000, Y -1–50") {
		t.Errorf("the text is %q", text)
	}
	spec := vegaOf(t, chart)
	rows := spec["data"].(map[string]any)["values"].([]any)
	var most float64
	for _, row := range rows {
		most = max(most, row.(map[string]any)["y"].(float64))
	}
	if len(rows) > 5_000 || len(rows) < 1_000 || most != 50 {
		t.Errorf("the specification has %d rows, the greatest %v", len(rows), most)
	}
}

// A chart leaves the order of its data as it is.
func TestLinesGoInTheOrderOfX(t *testing.T) {
	points := []plotting.Point{{X: 3, Y: 30}, {X: 1, Y: 10}, {X: 2, Y: 20}}
	chart := plotting.Lines{Series: seriesOf(points...)}
	if text := chart.String(); !strings.Contains(text, "s: 1 → 10, 2 → 20, 3 → 30") {
		t.Errorf("the text is %q", text)
	}
	if points[0].X != 3 {
		t.Error("the points of the chart were sorted")
	}
}

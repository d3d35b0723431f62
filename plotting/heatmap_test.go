package plotting_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot/cmpimg"

	"gonymede/plotting"
)

func ExampleHeatMap() {
	chart := plotting.HeatMap{
		Title: "Sending through a channel", XAxis: "buffer of the channel", YAxis: "workers", ZAxis: "time of an element, ns",
		X:   []string{"0", "1", "16", "256", "4096"},
		Y:   []string{"1", "2", "4", "8"},
		Log: true,
		Values: [][]float64{
			{182, 120, 61, 48, 47},
			{310, 205, 88, 62, 60},
			{740, 512, 190, 131, 128},
			{1650, 1204, 420, 305, math.NaN()},
		},
	}
	if err := chart.Save("testdata/heatmap.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// Sending through a channel
	//   least: 47, in row 1, column 4096
	//   greatest: 1650, in row 8, column 0
	//   cells without a number: 1
	//   1: 0 → 182, 1 → 120, 16 → 61, 256 → 48, 4096 → 47
	//   2: 0 → 310, 1 → 205, 16 → 88, 256 → 62, 4096 → 60
	//   4: 0 → 740, 1 → 512, 16 → 190, 256 → 131, 4096 → 128
	//   8: 0 → 1650, 1 → 1204, 16 → 420, 256 → 305, 4096 → no number
	//   axes: rows workers, columns buffer of the channel → time of an element, ns
}

// Cells that are too small for numbers are colours only.
func ExampleHeatMap_many() {
	values := make([][]float64, 60)
	for y := range values {
		for x := range 120 {
			values[y] = append(values[y], math.Sin(float64(x)/12)*math.Cos(float64(y)/9)+float64(x)/100)
		}
	}
	chart := plotting.HeatMap{Title: "Heat in a plate", XAxis: "column", YAxis: "row", ZAxis: "temperature, K", Values: values}
	if err := chart.Save("testdata/heatmapmany.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// Heat in a plate
	//   least: -0.8177, in row 28, column 17
	//   greatest: 1.949, in row 0, column 96
	//   axes: rows row, columns column → temperature, K
}

func TestGoldenHeatMap(t *testing.T) {
	cmpimg.CheckPlotApprox(ExampleHeatMap, t, 0.02, "heatmap.png")
	cmpimg.CheckPlotApprox(ExampleHeatMap_many, t, 0.02, "heatmapmany.png")
}

func TestBadHeatMapsSayWhatIsWrong(t *testing.T) {
	for want, chart := range map[string]plotting.HeatMap{
		"it has no values":                                   {},
		`row 1, "b" has 1 values, and row 0 has 2`:           {Y: []string{"a", "b"}, Values: [][]float64{{1, 2}, {3}}},
		`row 0, column 1: the value is +Inf`:                 {Values: [][]float64{{1, math.Inf(1)}}},
		`plotting.HeatMap: row 0, column 0: the value is 0,`: {Log: true, Values: [][]float64{{0, 1}}},
		"all its values are NaN":                             {Values: [][]float64{{math.NaN()}}},
		"X names 1 columns, and row 0 has 2 values":          {X: []string{"a"}, Values: [][]float64{{1, 2}}},
		"Y names 3 rows, and there are 1":                    {Y: []string{"a", "b", "c"}, Values: [][]float64{{1, 2}}},
		"at most 500 of each":                                {Values: make([][]float64, 501)},
		"it has 1 rows and 501 columns":                      {Values: [][]float64{make([]float64, 501)}},
	} {
		if len(chart.Values) == 501 {
			chart.Values[0] = []float64{1}
		}
		forms := chart.Display()
		if !strings.Contains(forms.Text(), want) || forms.Data["image/png"] != nil {
			t.Errorf("got %q, want %q and no picture", forms.Text(), want)
		}
	}
}

func TestExtremeHeatMapsAreDrawn(t *testing.T) {
	large := make([][]float64, 500)
	for y := range large {
		for x := range 500 {
			large[y] = append(large[y], float64(1+x*y))
		}
	}
	long := strings.Repeat("длинное имя ", 40)
	for name, chart := range map[string]plotting.HeatMap{
		"one cell":     {Values: [][]float64{{7}}},
		"equal cells":  {ZAxis: "z", Values: [][]float64{{7, 7}, {7, 7}}},
		"zero":         {Values: [][]float64{{0}}},
		"huge":         {Values: [][]float64{{math.MaxFloat64, -math.MaxFloat64, 1e-300}}},
		"hardly apart": {Values: [][]float64{{1, math.Nextafter(1, 2)}}},
		"large":        {Values: large},
		"long names":   {X: []string{long, long}, Y: []string{long}, Values: [][]float64{{1, 2}}},
	} {
		for _, log := range []bool{false, true} {
			if chart.Log = log && name != "zero" && name != "huge"; name == "huge" && log {
				chart = plotting.HeatMap{Log: true, Values: [][]float64{{math.MaxFloat64, 1e-300}}}
			}
			picture, ok := chart.Display().Data["image/png"].([]byte)
			if !ok || len(picture) > 2_000_000 {
				t.Errorf("%s, logarithmic %v: a picture: %v, of %d bytes", name, log, ok, len(picture))
			}
			if rows := vegaOf(t, chart)["data"].(map[string]any)["values"].([]any); len(rows) == 0 || len(rows) > 5_000 {
				t.Errorf("%s: the specification has %d rows", name, len(rows))
			}
		}
	}
}

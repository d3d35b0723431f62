package plotting_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/plot/cmpimg"

	"gonymede/plotting"
)

// groupedBars are times of three programs with three sizes.
func groupedBars() []plotting.Bar {
	var bars []plotting.Bar
	for n, size := range []string{"1000 numbers", "10 000 numbers", "100 000 numbers"} {
		unit := math.Pow(10, float64(n))
		bars = append(bars,
			plotting.Bar{Group: size, Label: "one loop", Value: 0.8 * unit, Low: 0.78 * unit, High: 0.9 * unit},
			plotting.Bar{Group: size, Label: "4 goroutines", Value: 1.5 + 0.24*unit, Low: 1.3 + 0.22*unit, High: 2.1 + 0.28*unit},
			plotting.Bar{Group: size, Label: "a mutex", Value: 4 * math.Pow(unit, 0.9)},
		)
	}
	return bars
}

// Ways to add up numbers, for several sizes.
func ExampleBars_groups() {
	chart := plotting.Bars{
		Title: "Adding up a slice",
		Axis:  "time, µs (median, 95 % interval)",
		Bars:  groupedBars()[3:],
	}
	if err := chart.Save("testdata/groups.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// Adding up a slice
	//   10 000 numbers:
	//     one loop: 8 (7.8–9)
	//     4 goroutines: 3.9 (3.5–4.9)
	//     a mutex: 31.77
	//   100 000 numbers:
	//     one loop: 80 (78–90)
	//     4 goroutines: 25.5 (23.3–30.1)
	//     a mutex: 252.4
	//   axis: time, µs (median, 95 % interval)
}

// On a logarithmic axis large and small amounts are seen together.
func ExampleBars_log() {
	chart := plotting.Bars{Title: "Adding up a slice", Axis: "time, µs", Bars: groupedBars(), Log: true}
	if err := chart.Save("testdata/barslog.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// Adding up a slice
	//   1000 numbers:
	//     one loop: 0.8 (0.78–0.9)
	//     4 goroutines: 1.74 (1.52–2.38)
	//     a mutex: 4
	//   10 000 numbers:
	//     one loop: 8 (7.8–9)
	//     4 goroutines: 3.9 (3.5–4.9)
	//     a mutex: 31.77
	//   100 000 numbers:
	//     one loop: 80 (78–90)
	//     4 goroutines: 25.5 (23.3–30.1)
	//     a mutex: 252.4
	//   axis: time, µs
}

func TestGoldenBars(t *testing.T) {
	cmpimg.CheckPlotApprox(ExampleBars_groups, t, 0.02, "groups.png")
	cmpimg.CheckPlotApprox(ExampleBars_log, t, 0.02, "barslog.png")
}

func TestBarsOfAllSizes(t *testing.T) {
	many := make([]plotting.Bar, 200)
	for n := range many {
		many[n] = plotting.Bar{Label: fmt.Sprint("label ", n%40), Group: strings.Repeat("группа ", n%9), Value: float64(n + 1)}
	}
	for name, chart := range map[string]plotting.Bars{
		"many":                     {Bars: many},
		"many in little room":      {Bars: many, Width: 200, Height: 200},
		"logarithmic":              {Bars: many, Log: true},
		"one, logarithmic":         {Bars: []plotting.Bar{{Value: 3}}, Log: true},
		"spread beyond the axis":   {Bars: []plotting.Bar{{Value: 3, Low: 0, High: 4}, {Value: 5}}, Log: true},
		"huge, logarithmic":        {Bars: []plotting.Bar{{Value: 1e-300}, {Value: math.MaxFloat64}}, Log: true},
		"the greatest number":      {Bars: []plotting.Bar{{Value: math.MaxFloat64}}},
		"group without a name too": {Bars: []plotting.Bar{{Value: 1}, {Value: 2, Group: "g"}}},
	} {
		picture, ok := chart.Display().Data["image/png"].([]byte)
		if !ok || len(picture) > 2_000_000 {
			t.Errorf("%s: a picture: %v, of %d bytes: %s", name, ok, len(picture), chart.Display().Text())
		}
		if rows := vegaOf(t, chart)["data"].(map[string]any)["values"].([]any); len(rows) != len(chart.Bars) {
			t.Errorf("%s: the specification has %d rows", name, len(rows))
		}
	}
}

func TestBarsOnALogarithmicAxisAreAboveZero(t *testing.T) {
	chart := plotting.Bars{Log: true, Bars: []plotting.Bar{{Label: "a", Value: 1}, {Label: "b"}}}
	forms := chart.Display()
	if want := `plotting.Bars: bar 1, "b", is 0, and a logarithmic axis`; !strings.Contains(forms.Text(), want) || forms.Data["image/png"] != nil {
		t.Errorf("got %q, want %q and no picture", forms.Text(), want)
	}
}

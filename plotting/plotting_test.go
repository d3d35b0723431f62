package plotting_test

import (
	"bytes"
	"image/color"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"gonum.org/v1/plot/cmpimg"

	"gonymede/kernel/display"
	"gonymede/plotting"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// go test ./plotting -regen draws the golden images anew.
func TestGoldenImages(t *testing.T) {
	for name, example := range map[string]func(){
		"timeline.png":  ExampleTimeline,
		"schematic.png": ExampleTimeline_schematic,
		"bars.png":      ExampleBars,
	} {
		// Another processor may round a corner pixel differently.
		cmpimg.CheckPlotApprox(example, t, 0.02, name)
	}
}

func TestForms(t *testing.T) {
	chart := plotting.Timeline{Intervals: []plotting.Interval{{Lane: "a", End: time.Second}, {Lane: "b", End: time.Second}}}
	var shown display.Displayer = chart
	forms := shown.Display()
	picture, err := png.Decode(bytes.NewReader(forms.Data["image/png"].([]byte)))
	if err != nil {
		t.Fatal(err)
	}
	size := forms.Metadata["image/png"].(map[string]any)
	if got, want := picture.Bounds().Dx(), 2*size["width"].(int); got != want {
		t.Errorf("the picture is %d pixels wide, want twice its logical width, %d", got, want)
	}
	if got, want := picture.Bounds().Dy(), 2*size["height"].(int); got != want {
		t.Errorf("the picture is %d pixels high, want twice its logical height, %d", got, want)
	}
	if _, _, _, a := picture.At(0, 0).RGBA(); a != 0xffff {
		t.Error("the background can be seen through; it must be opaque to be readable on a dark page")
	}
	if text := forms.Text(); text != chart.String() || !strings.Contains(text, "a: 0s–1s") {
		t.Errorf("the text form is %q", text)
	}
}

func TestTextIsInOrderAndReadable(t *testing.T) {
	chart := plotting.Timeline{Intervals: []plotting.Interval{
		{Lane: "a", Start: 40_123_456, End: 523_456_789, Label: "work"},
		{Lane: "a", Start: 0, End: 40_123_456, Label: "wait", Waiting: true},
	}}
	if got, want := chart.String(), "timeline\n  a: wait 0s–40ms (waiting), work 40ms–523ms"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOneLabelOneColour(t *testing.T) {
	chart := plotting.Timeline{Schematic: true, Intervals: []plotting.Interval{
		{Lane: "x", Start: 0, End: 10, Label: "A"}, {Lane: "x", Start: 10, End: 20, Label: "B"},
		{Lane: "y", Start: 0, End: 10, Label: "B"}, {Lane: "y", Start: 10, End: 20, Label: "A"},
	}}
	colours := coloursOf(t, chart)
	if len(colours) != 2 {
		t.Errorf("two labels are drawn in %d colours", len(colours))
	}
	chart.Intervals[0].Waiting = true
	if waiting := coloursOf(t, chart); len(waiting) != 3 {
		t.Errorf("with a pale interval there are %d colours, want 3", len(waiting))
	}
}

// coloursOf returns the colours of larger areas but the background.
func coloursOf(t *testing.T, chart plotting.Timeline) map[color.Color]int {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(chart.Display().Data["image/png"].([]byte)))
	if err != nil {
		t.Fatal(err)
	}
	count := map[color.Color]int{}
	for y := range picture.Bounds().Dy() {
		for x := range picture.Bounds().Dx() {
			count[picture.At(x, y)]++
		}
	}
	delete(count, picture.At(0, 0))
	for c, n := range count {
		if n < 4000 {
			delete(count, c)
		}
	}
	return count
}

func TestBadChartsSayWhatIsWrong(t *testing.T) {
	one := plotting.Interval{Lane: "a", Start: 1, End: 2}
	for want, chart := range map[string]display.Displayer{
		"no intervals":                         plotting.Timeline{},
		`"b", which is not among Lanes ["a"]`:  plotting.Timeline{Lanes: []string{"a"}, Intervals: []plotting.Interval{{Lane: "b"}}},
		"ends at 1ns, before its start at 2ns": plotting.Timeline{Intervals: []plotting.Interval{{Start: 2, End: 1}}},
		"before the timeline does":             plotting.Timeline{Intervals: []plotting.Interval{{Start: -1, End: 1}}},
		`touches lane "c"`:                     plotting.Timeline{Intervals: []plotting.Interval{one}, Arrows: []plotting.Arrow{{FromLane: "a", ToLane: "c"}}},
		"arrow 0 starts or ends before":        plotting.Timeline{Intervals: []plotting.Interval{one}, Arrows: []plotting.Arrow{{FromLane: "a", ToLane: "a", From: -1}}},
		"no bars":                              plotting.Bars{},
		`bar 0, "x", has the value NaN`:        plotting.Bars{Bars: []plotting.Bar{{Label: "x", Value: math.NaN()}}},
		"has the value +Inf":                   plotting.Bars{Bars: []plotting.Bar{{Value: 1, Low: 1, High: math.Inf(1)}}},
		"has the value -1":                     plotting.Bars{Bars: []plotting.Bar{{Value: -1}}},
		"outside of its spread from 2 to 3":    plotting.Bars{Bars: []plotting.Bar{{Value: 1, Low: 2, High: 3}}},
	} {
		forms := chart.Display()
		if !strings.Contains(forms.Text(), want) || forms.Data["image/png"] != nil {
			t.Errorf("got %q, want %q and no picture", forms.Text(), want)
		}
	}
}

func TestExtremeChartsAreDrawn(t *testing.T) {
	many := plotting.Timeline{Intervals: make([]plotting.Interval, 1_000)}
	for n := range many.Intervals {
		many.Intervals[n] = plotting.Interval{Lane: string(rune('a' + n%4)), Start: time.Duration(n), End: time.Duration(n + 3), Label: "x"}
	}
	long := strings.Repeat("длинное имя ", 40)
	for name, chart := range map[string]display.Displayer{
		"one moment":     plotting.Timeline{Intervals: []plotting.Interval{{Lane: "a"}}},
		"no names":       plotting.Timeline{Intervals: []plotting.Interval{{End: 5}}},
		"long names":     plotting.Timeline{Intervals: []plotting.Interval{{Lane: long, End: 5, Label: long}}},
		"many intervals": many,
		"all zero":       plotting.Bars{Bars: []plotting.Bar{{}, {}}},
		"huge":           plotting.Bars{Bars: []plotting.Bar{{Value: math.MaxFloat64 / 4}, {Value: 1e-300}}},
		"long label":     plotting.Bars{Bars: []plotting.Bar{{Label: long, Value: 3}}},
	} {
		picture, ok := chart.Display().Data["image/png"].([]byte)
		if !ok || len(picture) > 2_000_000 {
			t.Errorf("%s: a picture: %v, of %d bytes", name, ok, len(picture))
		}
	}
}

// A name must leave room for what it names.
func TestLongNamesLeaveRoom(t *testing.T) {
	chart := plotting.Timeline{Intervals: []plotting.Interval{{Lane: strings.Repeat("long ", 100), End: 5, Label: "x"}}}
	for _, area := range coloursOf(t, chart) {
		if area > 10_000 {
			return
		}
	}
	t.Error("nothing is left of the interval")
}

func TestSaveSaysWhatIsWrong(t *testing.T) {
	good := plotting.Bars{Bars: []plotting.Bar{{Value: 1}}}
	missing := filepath.Join(t.TempDir(), "missing", "chart.png")
	if err := good.Save(missing); !os.IsNotExist(err) {
		t.Errorf("Save into a folder that is not there: %v", err)
	}
	if err := (plotting.Bars{}).Save(missing); err == nil || !strings.Contains(err.Error(), "no bars") {
		t.Errorf("Save of a chart without bars: %v", err)
	}
}

func TestOneScale(t *testing.T) {
	short := plotting.Timeline{End: 100, Intervals: []plotting.Interval{{Lane: "x", End: 50, Label: "A"}}}
	full := plotting.Timeline{End: 20, Intervals: []plotting.Interval{{Lane: "x", End: 100, Label: "A"}}}
	var areas []int
	for _, chart := range []plotting.Timeline{short, full} {
		for _, n := range coloursOf(t, chart) {
			areas = append(areas, n)
		}
	}
	if len(areas) != 2 || areas[0] > areas[1]*11/20 || areas[0] < areas[1]*9/20 {
		t.Errorf("half an axis and a whole one have the areas %v", areas)
	}
}

func TestMachineNamesWhatMeasurementsDependOn(t *testing.T) {
	for _, want := range []string{"CPUs", "GOMAXPROCS=", "go1", "compiled"} {
		if got := plotting.Machine(); !strings.Contains(got, want) {
			t.Errorf("Machine() = %q, without %q", got, want)
		}
	}
}

func BenchmarkTimeline(b *testing.B) {
	chart := plotting.Timeline{Title: "two", Intervals: []plotting.Interval{{Lane: "a", End: 10, Label: "A"}, {Lane: "b", End: 10, Label: "B"}}}
	for b.Loop() {
		chart.Display()
	}
}

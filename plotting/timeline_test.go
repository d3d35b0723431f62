package plotting_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/plot/cmpimg"

	"gonymede/plotting"
)

func TestGoldenTimelines(t *testing.T) {
	for name, example := range map[string]func(){
		"timeline_arrows.png": ExampleTimeline_arrows,
		"timeline_many.png":   ExampleTimeline_many,
	} {
		cmpimg.CheckPlotApprox(example, t, 0.02, name)
	}
}

// A channel between lanes that are far apart, events, and an empty lane.
func ExampleTimeline_arrows() {
	const ms = time.Millisecond
	chart := plotting.Timeline{
		Title:   "A request passes through a pool",
		Caption: "Diamonds are events. 2 CPUs, GOMAXPROCS=2, go1.26.8, compiled",
		Width:   720,
		Lanes:   []string{"client", "dispatcher", "worker 1", "worker 2", "worker 3"},
		Intervals: []plotting.Interval{
			{Lane: "client", Start: 0, End: 4 * ms, Label: "prepare"},
			{Lane: "client", Start: 4 * ms, End: 38 * ms, Label: "reply", Waiting: true},
			{Lane: "client", Start: 38 * ms, End: 44 * ms, Label: "print"},
			{Lane: "dispatcher", Start: 5 * ms, End: 9 * ms, Label: "choose"},
			{Lane: "dispatcher", Start: 22 * ms, End: 26 * ms, Label: "choose"},
			{Lane: "worker 1", Start: 10 * ms, End: 21 * ms, Label: "compute"},
			{Lane: "worker 3", Start: 27 * ms, End: 36 * ms, Label: "compute"},
			{Lane: "worker 3", Start: 33 * ms, End: 33 * ms, Label: "page fault"},
			{Lane: "worker 1", Start: 15 * ms, End: 15 * ms, Label: "page fault"},
		},
		Arrows: []plotting.Arrow{
			{FromLane: "client", From: 4 * ms, ToLane: "dispatcher", To: 5 * ms, Label: "send"},
			{FromLane: "dispatcher", From: 9 * ms, ToLane: "worker 1", To: 10 * ms, Label: "part 1"},
			{FromLane: "worker 1", From: 21 * ms, ToLane: "dispatcher", To: 22 * ms, Label: "done"},
			{FromLane: "dispatcher", From: 26 * ms, ToLane: "worker 3", To: 27 * ms, Label: "part 2"},
			{FromLane: "worker 3", From: 36 * ms, ToLane: "client", To: 38 * ms, Label: "result"},
			{FromLane: "worker 1", From: 11 * ms, ToLane: "worker 1", To: 17 * ms, Label: "again"},
		},
	}
	if err := chart.Save("testdata/timeline_arrows.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// A request passes through a pool
	//   client: prepare 0s–4ms, reply 4ms–38ms (waiting), print 38ms–44ms
	//   dispatcher: choose 5ms–9ms, choose 22ms–26ms
	//   worker 1: compute 10ms–21ms, page fault at 15ms
	//   worker 2:
	//   worker 3: compute 27ms–36ms, page fault at 33ms
	//   client 4ms → dispatcher 5ms: send
	//   dispatcher 9ms → worker 1 10ms: part 1
	//   worker 1 21ms → dispatcher 22ms: done
	//   dispatcher 26ms → worker 3 27ms: part 2
	//   worker 3 36ms → client 38ms: result
	//   worker 1 11ms → worker 1 17ms: again
	// Diamonds are events. 2 CPUs, GOMAXPROCS=2, go1.26.8, compiled
}

// busy returns a timeline of short intervals: bursts of work and locks, with pauses.
func busy(intervals, lanes int) plotting.Timeline {
	random := rand.New(rand.NewPCG(1, 2))
	chart := plotting.Timeline{Title: fmt.Sprintf("%d intervals", intervals)}
	now := make([]time.Duration, lanes)
	for n := range intervals {
		lane := n % lanes
		long := time.Duration(random.IntN(1000)+1) * time.Microsecond
		i := plotting.Interval{Lane: fmt.Sprint("goroutine ", lane+1), Start: now[lane], End: now[lane] + long, Label: "compute"}
		if random.IntN(4) == 0 {
			i.Label, i.Waiting = "lock", true
		}
		chart.Intervals = append(chart.Intervals, i)
		// The later, the longer the pauses of the later lanes.
		now[lane] = i.End + time.Duration(lane*random.IntN(1+n/4/lanes))*time.Microsecond
	}
	return chart
}

// Intervals that are shorter than a pixel are drawn together.
func ExampleTimeline_many() {
	chart := busy(40_000, 6)
	chart.Caption = "A column is as high as the part of its time that is filled."
	if err := chart.Save("testdata/timeline_many.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// 40000 intervals
	//   goroutine 1: compute 5002 times, 2.5s in all; lock 1665 times, 800ms in all (waiting)
	//   goroutine 2: compute 5025 times, 2.5s in all; lock 1642 times, 800ms in all (waiting)
	//   goroutine 3: compute 5031 times, 2.5s in all; lock 1636 times, 800ms in all (waiting)
	//   goroutine 4: compute 5017 times, 2.5s in all; lock 1650 times, 800ms in all (waiting)
	//   goroutine 5: compute 5011 times, 2.5s in all; lock 1655 times, 800ms in all (waiting)
	//   goroutine 6: compute 5038 times, 2.5s in all; lock 1628 times, 800ms in all (waiting)
	// A column is as high as the part of its time that is filled.
}

func TestAMillionIntervals(t *testing.T) {
	chart := busy(1_000_000, 8)
	began := time.Now()
	forms := chart.Display()
	t.Logf("drawn in %v", time.Since(began))
	picture, ok := forms.Data["image/png"].([]byte)
	if !ok || len(picture) > 2_000_000 {
		t.Fatalf("a picture: %v, of %d bytes; %.200s", ok, len(picture), forms.Text())
	}
	if text := forms.Text(); len(text) > 2000 || strings.Count(text, "\n  goroutine") != 8 || !strings.Contains(text, " times, ") {
		t.Errorf("the text has %d bytes: %.300s", len(text), text)
	}
	vegaOf(t, busy(50_000, 2))
}

// All lanes of a real trace are full of short intervals of several kinds.
func TestManyLanesOfShortIntervals(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, lanes := range []int{30, 300} {
		chart := plotting.Timeline{Intervals: make([]plotting.Interval, 60_000)}
		for n := range chart.Intervals {
			start := time.Duration(random.IntN(1e9))
			chart.Intervals[n] = plotting.Interval{Lane: fmt.Sprint("g", n%lanes), Start: start, End: start + time.Duration(random.IntN(20_000)), Label: fmt.Sprint("L", random.IntN(4))}
		}
		began := time.Now()
		forms := chart.Display()
		t.Logf("%d lanes are drawn in %v", lanes, time.Since(began))
		if picture, ok := forms.Data["image/png"].([]byte); !ok || len(picture) > 2_000_000 {
			t.Errorf("%d lanes: a picture: %v, of %d bytes; %.200s", lanes, ok, len(picture), forms.Text())
		}
	}
}

func TestTooManyLongIntervals(t *testing.T) {
	chart := plotting.Timeline{Intervals: make([]plotting.Interval, 20_001)}
	for n := range chart.Intervals {
		chart.Intervals[n] = plotting.Interval{Lane: "a", Start: time.Duration(n), End: time.Hour}
	}
	if text := chart.Display().Text(); !strings.Contains(text, "20001 are too long to be drawn together, at most 20000") {
		t.Errorf("got %q", text)
	}
}

func TestSizesOfTimelines(t *testing.T) {
	one := []plotting.Interval{{Lane: "a", End: 5, Label: "x"}}
	many := make([]plotting.Interval, 300)
	for n := range many {
		many[n] = plotting.Interval{Lane: fmt.Sprint("lane ", n), Start: time.Duration(n), End: time.Duration(n + 10), Label: "x"}
	}
	for name, test := range map[string]struct {
		chart         plotting.Timeline
		width, height int // 0: any
		fault         string
	}{
		"chosen":         {plotting.Timeline{Intervals: one, Width: 400, Height: 300}, 400, 300, ""},
		"by itself":      {plotting.Timeline{Intervals: one}, 640, 0, ""},
		"many lanes":     {plotting.Timeline{Intervals: many}, 640, 0, ""},
		"lanes squeezed": {plotting.Timeline{Intervals: many, Height: 200}, 640, 200, ""},
		"small":          {plotting.Timeline{Intervals: one, Width: 100, Height: 100}, 100, 100, ""},
		"no room":        {plotting.Timeline{Intervals: one, Title: "a title", Caption: "a caption", Width: 100, Height: 80}, 0, 0, "no room for data beside its text"},
		"too narrow":     {plotting.Timeline{Intervals: one, Width: 5}, 0, 0, "plotting.Timeline: its Width is 5 pixels"},
		"negative":       {plotting.Timeline{Intervals: one, Height: -1}, 0, 0, "plotting.Timeline: its Height is -1 pixels"},
		"too large":      {plotting.Timeline{Intervals: one, Width: 4000, Height: 4000}, 0, 0, "too much memory"},
	} {
		forms := test.chart.Display()
		if test.fault != "" {
			if !strings.Contains(forms.Text(), test.fault) {
				t.Errorf("%s: got %q, want %q", name, forms.Text(), test.fault)
			}
			continue
		}
		size, ok := forms.Metadata["image/png"].(map[string]any)
		if !ok {
			t.Errorf("%s: no picture: %s", name, forms.Text())
			continue
		}
		if size["width"] != test.width || test.height != 0 && size["height"] != test.height {
			t.Errorf("%s: the size is %v, want %d × %d", name, size, test.width, test.height)
		}
	}
}

// Lanes may be empty, and arrows alone show an order.
func TestArrowsWithoutIntervals(t *testing.T) {
	chart := plotting.Timeline{Lanes: []string{"a", "b"}, Schematic: true, Arrows: []plotting.Arrow{{FromLane: "a", From: 1, ToLane: "b", To: 2}}}
	if forms := chart.Display(); forms.Data["image/png"] == nil {
		t.Error(forms.Text())
	}
}

func TestTimelineForVega(t *testing.T) {
	spec := vegaOf(t, plotting.Timeline{Title: "two", Intervals: []plotting.Interval{{Lane: "a", End: 5, Label: "x"}, {Lane: "b", End: 5}},
		Arrows: []plotting.Arrow{{FromLane: "a", From: 1, ToLane: "b", To: 2, Label: "send"}}})
	if layers, _ := spec["layer"].([]any); len(layers) != 4 {
		t.Errorf("intervals, lines and heads of arrows and events are %d layers, want 4", len(layers))
	}
}

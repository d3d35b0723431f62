package plotting_test

import (
	"fmt"
	"time"

	"gonymede/plotting"
)

// Two goroutines that work at once, and hand over a result.
func ExampleTimeline() {
	chart := plotting.Timeline{
		Title: "One sends, one receives",
		Intervals: []plotting.Interval{
			{Lane: "goroutine 1", Start: 0, End: 30 * time.Millisecond, Label: "compute"},
			{Lane: "goroutine 2", Start: 0, End: 32 * time.Millisecond, Label: "receive", Waiting: true},
			{Lane: "goroutine 2", Start: 32 * time.Millisecond, End: 50 * time.Millisecond, Label: "print"},
		},
		Arrows: []plotting.Arrow{
			{FromLane: "goroutine 1", From: 30 * time.Millisecond, ToLane: "goroutine 2", To: 32 * time.Millisecond, Label: "send"},
		},
	}
	if err := chart.Save("testdata/timeline.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// One sends, one receives
	//   goroutine 1: compute 0s–30ms
	//   goroutine 2: receive 0s–32ms (waiting), print 32ms–50ms
	//   goroutine 1 30ms → goroutine 2 32ms: send
}

// A drawing of an idea: the order matters, the numbers do not.
func ExampleTimeline_schematic() {
	chart := plotting.Timeline{
		Title:     "Two tasks take turns on one core (Две задачи)",
		Caption:   "The labels of short intervals go into a key.",
		Schematic: true,
		Intervals: []plotting.Interval{
			{Lane: "core 1", Start: 0, End: 2, Label: "A"},
			{Lane: "core 1", Start: 2, End: 5, Label: "B"},
			{Lane: "core 1", Start: 5, End: 9, Label: "A"},
			{Lane: "core 1", Start: 100, End: 101, Label: "clean up"},
		},
	}
	if err := chart.Save("testdata/schematic.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// Two tasks take turns on one core (Две задачи)
	//   core 1: A 0–2, B 2–5, A 5–9, clean up 100–101
	// The labels of short intervals go into a key.
}

func ExampleBars() {
	chart := plotting.Bars{
		Title:   "Adding up a slice",
		Axis:    "time, µs (median, least to greatest of 9)",
		Caption: "2 CPUs, GOMAXPROCS=2",
		Bars: []plotting.Bar{
			{Label: "one loop", Value: 41, Low: 40, High: 48},
			{Label: "2 goroutines", Value: 23.25, Low: 22, High: 30},
			{Label: "one goroutine a number", Value: 310},
		},
	}
	if err := chart.Save("testdata/bars.png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(chart)
	// Output:
	// Adding up a slice
	//   one loop: 41 (40–48)
	//   2 goroutines: 23.25 (22–30)
	//   one goroutine a number: 310
	//   axis: time, µs (median, least to greatest of 9)
	// 2 CPUs, GOMAXPROCS=2
}

package plotting

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// fakeMeter is a clock that only the measured functions move.
type fakeMeter struct {
	time           time.Duration
	bytes, objects uint64
	collections    int
	steps, dones   int
}

func (m *fakeMeter) now() time.Duration                 { return m.time }
func (m *fakeMeter) collect()                           { m.collections++ }
func (m *fakeMeter) allocated() (bytes, objects uint64) { return m.bytes, m.objects }

func (m *fakeMeter) progress(int, time.Duration) (step, done func()) {
	return func() { m.steps++ }, func() { m.dones++ }
}

// taking returns a function that takes a time and counts its calls.
func (m *fakeMeter) taking(d time.Duration, calls *int) func() {
	return func() { m.time += d; *calls++ }
}

func TestRunsLastLongEnough(t *testing.T) {
	m := &fakeMeter{}
	calls := 0
	r := Plan{meter: m}.Compare(Case{"a", m.taking(time.Millisecond, &calls)})
	// One call to warm up; then a fifth more than the 20 that the time needs.
	if want := 1 + 10*24; calls != want {
		t.Errorf("the function was called %d times, want %d", calls, want)
	}
	row := r.Rows[0]
	if want := slices.Repeat([]int{24}, 10); !slices.Equal(row.Calls, want) {
		t.Errorf("the runs have %v calls, want %v", row.Calls, want)
	}
	if s, err := row.Metrics[0].Summary(); err != nil || s.Median != 0.001 {
		t.Errorf("the median is %v s (%v), want 0.001", s.Median, err)
	}
	if m.collections != 11 {
		t.Errorf("garbage was collected %d times, want once before each run and the warming up", m.collections)
	}
	if m.steps != 10 || m.dones != 1 {
		t.Errorf("the progress had %d steps and %d ends", m.steps, m.dones)
	}
	if r.Err != nil || len(r.Notes) > 0 {
		t.Errorf("err %v, notes %q", r.Err, r.Notes)
	}
}

// A function that prepares something at its first call seems to be slow.
func TestSlowFirstCallMisleadsNobody(t *testing.T) {
	m := &fakeMeter{}
	calls := 0
	f := func() {
		calls++
		if calls == 1 {
			m.time += time.Second
		}
		m.time += 100 * time.Nanosecond
	}
	row := Plan{meter: m, Runs: 5}.Compare(Case{"a", f}).Rows[0]
	for i, v := range row.Metrics[0].Values {
		if lasted := time.Duration(v*1e9) * time.Duration(row.Calls[i]); lasted < 10*time.Millisecond {
			t.Errorf("run %d has %d calls and lasted %v", i, row.Calls[i], lasted)
		}
		if v < 99e-9 || v > 101e-9 {
			t.Errorf("run %d says %v s a call, want 100 ns", i, v)
		}
	}
}

func TestCasesTakeTurns(t *testing.T) {
	orders := func() []string {
		m := &fakeMeter{}
		var orders []string
		var order string
		var cases []Case
		for _, name := range []string{"a", "b", "c", "d"} {
			cases = append(cases, Case{name, func() {
				m.time += time.Second
				if order += name; len(order) == 4 {
					orders = append(orders, order)
					order = ""
				}
			}})
		}
		Plan{meter: m, Runs: 8, Budget: time.Hour}.Compare(cases...)
		return orders
	}
	first := orders()
	if first[0] != "abcd" || len(first) != 9 {
		t.Fatalf("the functions ran in the orders %q, want one to warm up and 8 runs", first)
	}
	different := map[string]bool{}
	for _, order := range first[1:] {
		different[order] = true
		if letters := []byte(order); !slices.Equal(slices.Sorted(slices.Values(letters)), []byte("abcd")) {
			t.Errorf("in one round the order is %q, want each once", order)
		}
	}
	if len(different) < 4 {
		t.Errorf("the orders are %q, want different ones", first)
	}
	if again := orders(); !slices.Equal(first, again) {
		t.Errorf("the orders are %q, and then %q", first, again)
	}
}

func TestBudgetEndsTheRuns(t *testing.T) {
	for _, test := range []struct {
		budget time.Duration
		runs   int
	}{
		{time.Second, 3},       // never fewer than three
		{25 * time.Second, 5},  // warming up and five rounds of 4 s; a sixth would end at 28 s
		{44 * time.Second, 10}, // just enough
	} {
		m := &fakeMeter{}
		calls := 0
		f := m.taking(2*time.Second, &calls)
		r := Plan{meter: m, Budget: test.budget}.Compare(Case{"a", f}, Case{"b", f})
		if got := len(r.Rows[0].Calls); got != test.runs || len(r.Rows[1].Calls) != test.runs {
			t.Errorf("%v: %d and %d runs, want %d of each", test.budget, got, len(r.Rows[1].Calls), test.runs)
		}
		told := strings.Contains(r.String(), fmt.Sprintf("%d runs of the 10 planned", test.runs))
		if told != (test.runs < 10) {
			t.Errorf("%v: the text is\n%v", test.budget, r)
		}
	}
}

func TestAllocationsAreCounted(t *testing.T) {
	m := &fakeMeter{}
	f := func(n int) {
		m.time += time.Millisecond
		m.bytes += uint64(100 * n)
		m.objects += uint64(n)
	}
	r := Plan{meter: m}.Measure("n", []int{1, 7}, CaseN{"a", f})
	for i, want := range []float64{1, 7} {
		metrics := r.Rows[i].Metrics
		if got := metrics[1].Values[0]; got != 100*want {
			t.Errorf("n=%v: %v %s", want, got, metrics[1].Unit)
		}
		if got := metrics[2].Values[0]; got != want {
			t.Errorf("n=%v: %v %s", want, got, metrics[2].Unit)
		}
	}
}

func TestMeasureGivesEachFunctionItsNumber(t *testing.T) {
	m := &fakeMeter{}
	run := func(perItem time.Duration) func(int) {
		return func(n int) { m.time += time.Duration(n) * perItem }
	}
	r := Plan{meter: m}.Measure("n", []int{10, 20}, CaseN{"a", run(time.Microsecond)}, CaseN{"b", run(3 * time.Microsecond)})
	var got []string
	for _, row := range r.Rows {
		got = append(got, fmt.Sprintf("%s %s=%d: %.3g", row.Case, r.Parameter, row.N, row.Metrics[0].Values[0]*1e6))
	}
	if want := []string{"a n=10: 10", "a n=20: 20", "b n=10: 30", "b n=20: 60"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if first, other := newResultTable(r).ratios[2].text(), newResultTable(r).ratios[3].text(); first != "3" || other != "3" {
		t.Errorf("b is %q and %q times as slow as a, want 3", first, other)
	}
}

func TestInterpretedFunctionsAreTold(t *testing.T) {
	compiled := func() {}
	interpreted := reflect.MakeFunc(reflect.TypeFor[func()](), func([]reflect.Value) []reflect.Value { return nil }).Interface().(func())
	for want, cases := range map[string][]Case{
		", compiled":           {{"a", compiled}},
		", interpreted":        {{"a", interpreted}},
		"1 of 2 functions com": {{"a", compiled}, {"b", interpreted}},
	} {
		r := Plan{MinTime: 1, Runs: 1}.Compare(cases...)
		if !strings.Contains(r.Caption, want) {
			t.Errorf("the caption is %q, want %q in it", r.Caption, want)
		}
	}
}

func TestPanicGoesThrough(t *testing.T) {
	defer func() {
		if p := recover(); p != "boom" {
			t.Errorf("recovered %v, want boom", p)
		}
	}()
	Compare(Case{"a", func() { panic("boom") }})
	t.Error("no panic came through")
}

func TestMeasureSaysWhatIsWrong(t *testing.T) {
	f, g := func() {}, func(int) {}
	for want, r := range map[string]Results{
		"plotting.Compare: there are no cases":                              Compare(),
		"plotting.Compare: case 1 has no Name":                              Compare(Case{"a", f}, Case{"", f}),
		`plotting.Compare: case 0, "a", has no function Run`:                Compare(Case{Name: "a"}),
		`plotting.Measure: case 1, "b", has no function Run`:                Measure("n", []int{1, 2}, CaseN{"a", g}, CaseN{Name: "b"}),
		`the cases "one loop" and "one_loop" have the same name`:            Compare(Case{"one loop", f}, Case{"one_loop", f}),
		"plotting.Measure: there are no cases":                              Measure("n", []int{1}),
		"plotting.Measure: there are no values of n":                        Measure("n", nil, CaseN{"a", g}),
		"plotting.Measure: n=3 is there twice":                              Measure("n", []int{3, 4, 3}, CaseN{"a", g}),
		"plotting.Measure: the parameter has no name":                       Measure("", []int{3}, CaseN{"a", g}),
		"Plan.Runs is -1; it has to be from 1 to 10000, or 0 for 10":        Plan{Runs: -1}.Compare(Case{"a", f}),
		"plotting.Compare: Plan.MinTime is -1ns, less than no time":         Plan{MinTime: -1}.Compare(Case{"a", f}),
		"plotting.Measure: Plan.Budget is -1s, less than no time":           Plan{Budget: -time.Second}.Measure("n", []int{1}, CaseN{"a", g}),
		"nothing was measured in furlongs, only in sec/op, B/op, allocs/op": Plan{MinTime: 1, Runs: 1}.Compare(Case{"a", f}).Unit("furlongs"),
	} {
		if r.Err == nil || !strings.Contains(r.Err.Error(), want) {
			t.Errorf("the error is %v, want %q", r.Err, want)
			continue
		}
		// Whatever is made of the results says it too.
		for _, chart := range []Chart{r.Bars(), r.Lines()} {
			forms := chart.Display()
			if forms.Data["image/png"] != nil || !strings.Contains(strings.ReplaceAll(forms.Text(), `\"`, `"`), want) {
				t.Errorf("%T shows %q, want %q and no picture", chart, forms.Text(), want)
			}
		}
		if text := r.Display().Text(); !strings.Contains(text, want) {
			t.Errorf("shown is %q, want %q", text, want)
		}
	}
}

package display_test

import (
	"fmt"
	"time"

	"gonymede/kernel/display"
)

// These examples run outside of a notebook, where values show their text form.

func ExampleShow() {
	h := display.Show(display.Markdown("*starting*"))
	h.Update(display.HTML("<b>done</b>"))
	// Output:
	// *starting*
	// done
}

func ExampleTable() {
	type run struct {
		Name    string
		Workers int
		Took    time.Duration
	}
	runs := []run{{"mutex", 1, 910 * time.Millisecond}, {"mutex", 4, 1200 * time.Millisecond}, {"channel", 4, 2 * time.Second}}
	display.Show(display.Table{
		Data: runs, Rows: 2, Caption: "Who is quicker",
		Columns: []string{"Workers", "Took"}, Headers: map[string]string{"Took": "time"},
	})
	// Output:
	// Who is quicker
	//    Workers           time
	//        int  time.Duration
	// ─  ───────  ─────────────
	// 0        1          910ms
	// 1        4           1.2s
	// … 1 more row
}

// Slices of structures and maps need no more than to be shown.
func Example_tables() {
	display.Show(map[string]float64{"π": 3.14159265, "e": 2.71828183, "one": 1})
	// Output:
	// key       value
	// string  float64
	// ──────  ───────
	// e       2.71828
	// one     1.00000
	// π       3.14159
}

// A method gives a type of yours a richer form.
type temperature float64

func (t temperature) HTML() string { return fmt.Sprintf("<b>%.1f</b> °C", float64(t)) }

func Example_method() {
	forms := display.Render(temperature(21))
	fmt.Println(forms.Data["text/html"])
	fmt.Println(forms.Data["text/plain"])
	// Output:
	// <b>21.0</b> °C
	// 21
}

func ExampleVegaLite() {
	chart := display.VegaLite{Spec: map[string]any{
		"title": "Requests a second",
		"data":  map[string]any{"values": []map[string]any{{"goroutines": 1, "rate": 90}, {"goroutines": 2, "rate": 170}}},
		"mark":  "bar",
		"encoding": map[string]any{
			"x": map[string]any{"field": "goroutines", "type": "ordinal"},
			"y": map[string]any{"field": "rate", "type": "quantitative"},
		},
	}}
	display.Show(chart)
	// Output: Vega-Lite chart: Requests a second
}

func ExampleBundle() {
	display.Show(display.Bundle{Data: map[string]any{
		"text/vnd.mermaid": "graph LR; producer --> queue --> consumer",
		"text/plain":       "producer → queue → consumer",
	}})
	// Output: producer → queue → consumer
}

package display_test

import (
	"fmt"

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

package plotting_test

import (
	"strings"
	"testing"

	"gonymede/plotting"
)

func TestSharedPartsOfVegaSpecifications(t *testing.T) {
	caption := strings.Repeat("long caption ", 20)
	spec := vegaOf(t, plotting.Bars{Title: "Bars", Caption: caption, Bars: []plotting.Bar{{Label: "通道", Value: 1}}})
	if spec["$schema"] != "https://vega.github.io/schema/vega-lite/v5.json" || spec["background"] != "#fcfcfb" {
		t.Errorf("the schema is %v, the background %v", spec["$schema"], spec["background"])
	}
	title, _ := spec["title"].(map[string]any)
	if lines, _ := title["subtitle"].([]any); len(lines) < 2 {
		t.Errorf("the caption is %v", title["subtitle"])
	}
	if text, _ := spec["description"].(string); !strings.Contains(text, "通道: 1") {
		t.Errorf("the description is %q", text)
	}
	config, _ := spec["config"].(map[string]any)
	if mark, _ := config["mark"].(map[string]any); mark["tooltip"] != true {
		t.Errorf("the marks have no tooltips: %v", config)
	}
	// Without words there is no title, and none of the keys is null.
	spec = vegaOf(t, plotting.Bars{Bars: []plotting.Bar{{Value: 1}}})
	for key, value := range spec {
		if key == "title" || value == nil {
			t.Errorf("a chart without a title has %s: %v", key, value)
		}
	}
}

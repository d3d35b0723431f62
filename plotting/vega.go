package plotting

import (
	"encoding/json"
	"fmt"
	"image/color"
	"maps"
)

// A specification is one of Vega-Lite, or a part of one.
type specification map[string]any

// vegaSchema names the version of Vega-Lite that JupyterLab draws without a warning.
const vegaSchema = "https://vega.github.io/schema/vega-lite/v5.json"

// encodeVega returns a chart's whole specification as JSON.
func encodeVega(c Chart) ([]byte, error) {
	if _, err := c.plot(); err != nil {
		return nil, err
	}
	width, _ := c.size()
	spec := specification{
		"$schema":    vegaSchema,
		"background": cssColor(background),
		"width":      width - 120, // without the axis
		"config":     specification{"range": specification{"category": cssPalette()}},
	}
	maps.Copy(spec, c.vega())
	if title := c.caption(); title != "" {
		spec["description"] = title
	}
	return json.Marshal(spec)
}

func cssPalette() []string {
	var names []string
	for _, c := range palette {
		names = append(names, cssColor(c))
	}
	return names
}

func cssColor(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

package plotting

import (
	"encoding/json"
	"fmt"
	"image/color"
	"maps"
	"math"
	"strings"

	"gonum.org/v1/plot/vg"
)

// A specification is one of Vega-Lite, or a part of one.
type specification map[string]any

// vegaSchema names the version of Vega-Lite that JupyterLab draws without a warning.
const vegaSchema = "https://vega.github.io/schema/vega-lite/v5.json"

// encodeVega returns a chart's whole specification as JSON.
func encodeVega(c Chart) ([]byte, error) {
	l, err := arrange(c, "")
	if err != nil {
		return nil, err
	}
	own := c.vega()
	spec := specification{
		"$schema":     vegaSchema,
		"description": c.String(), // for readers that cannot see the chart
		"background":  cssColor(background),
		"padding":     8,
		"config":      vegaConfig(),
	}
	if !isComposed(own) {
		// The whole chart, not the area of its data, is as large as the picture.
		fit := "fit-x"
		if own["height"] == nil {
			spec["height"], fit = l.height, "fit"
		}
		spec["width"] = l.width
		spec["autosize"] = specification{"type": fit, "contains": "padding"}
	}
	maps.Copy(spec, own)
	maps.DeleteFunc(spec, func(_ string, value any) bool { return value == nil }) // a chart's own nil takes away what is shared
	delete(spec, "title")
	if title := vegaTitle(own["title"], c, l); title != nil {
		spec["title"] = title
	}
	return json.Marshal(spec)
}

// isComposed reports whether a specification is of several views, which have
// sizes of their own.
func isComposed(spec specification) bool {
	for _, operator := range []string{"hconcat", "vconcat", "concat", "facet", "repeat"} {
		if spec[operator] != nil {
			return true
		}
	}
	return false
}

// vegaTitle is a title with the chart's caption below it: Vega-Lite has no
// place for text at the foot. A chart's own specification may have a title,
// with a subtitle too.
func vegaTitle(own any, c Chart, l *layout) specification {
	text := strings.ReplaceAll(l.plot.Title.Text, "\n", " ")
	// Where the title is wider than the data area, Vega makes that area smaller.
	width := 0.75 * vg.Length(l.width) * pagePixel
	subtitle := []string(newCaption(c.caption(), width))
	switch own := own.(type) {
	case string:
		text = orElse(text, own)
	case specification:
		if of, ok := own["text"].(string); ok {
			text = orElse(text, of)
		}
		if first, ok := own["subtitle"].(string); ok {
			subtitle = append([]string{first}, subtitle...)
		}
	}
	if text == "" && len(subtitle) == 0 {
		return nil
	}
	title := specification{"text": wrap(l.plot.Title.TextStyle, text, width, 5)}
	if len(subtitle) > 0 {
		title["subtitle"] = subtitle
	}
	return title
}

// vegaConfig gives the interactive form the look of the pictures.
func vegaConfig() specification {
	blue, black, grey := cssColor(hue(0)), cssColor(ink), cssColor(faintInk)
	filled := specification{"color": blue}
	return specification{
		"font": sansSerif,
		"mark": specification{"tooltip": true},
		"bar":  filled, "point": filled, "circle": filled, "line": filled, "area": filled, "rect": filled, "tick": filled,
		"rule": specification{"color": black},
		"text": specification{"color": black, "fontSize": cssSize(textSize)},
		"title": specification{
			"color": black, "fontSize": cssSize(titleSize), "fontWeight": "bold",
			"subtitleColor": grey, "subtitleFontSize": cssSize(smallSize), "subtitlePadding": 4,
		},
		"axis": specification{
			"labelColor": black, "labelFontSize": cssSize(textSize), "labelLimit": 267,
			"titleColor": grey, "titleFontSize": cssSize(textSize), "titleFontWeight": "normal",
			"domainColor": grey, "tickColor": grey, "gridColor": cssColor(rule),
		},
		"legend": specification{
			"labelColor": black, "labelFontSize": cssSize(textSize), "labelLimit": 267,
			"titleColor": grey, "titleFontSize": cssSize(textSize), "titleFontWeight": "normal",
			"orient": "top",
		},
		"view":  specification{"stroke": nil},
		"range": specification{"category": cssPalette()},
	}
}

func cssPalette() []string {
	var names []string
	for _, c := range palette {
		names = append(names, cssColor(c))
	}
	return names
}

func cssColor(c color.NRGBA) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

// cssSize is a size of text in pixels of the page.
func cssSize(size vg.Length) float64 { return math.Round(float64(size / pagePixel)) }

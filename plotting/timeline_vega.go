package plotting

import "time"

func (t Timeline) vega() specification {
	s := t.schedule()
	title := "time →"
	if !t.Schematic {
		_, name := timeUnit(s.end)
		title = "time, " + name
	}
	y := specification{
		"field": "lane", "type": "nominal", "title": nil,
		"scale": specification{"domain": s.lanes, "paddingInner": 0.35, "paddingOuter": 0.2},
		"axis":  specification{"ticks": false, "domain": false, "grid": true},
	}
	x := specification{"field": "start", "type": "quantitative", "title": title, "scale": specification{"domain": []float64{0, s.number(s.end)}, "nice": false}, "axis": specification{"grid": false}}
	if t.Schematic {
		x["axis"] = specification{"labels": false, "ticks": false, "grid": false}
	}
	colour := specification{"field": "label", "type": "nominal", "title": nil, "scale": specification{"domain": s.labels}}
	if len(s.labels) < 2 {
		colour["legend"] = nil
	}
	return specification{"layer": append([]specification{
		{
			"data": specification{"values": s.rows()},
			"mark": specification{"type": "bar", "minBandSize": 2},
			"encoding": specification{
				"y": y, "x": x, "x2": specification{"field": "end"}, "color": colour,
				"opacity": specification{"condition": specification{"test": "datum.waiting", "value": 0.3}, "value": 1},
			},
		},
		{
			"data":     specification{"values": s.events()},
			"mark":     specification{"type": "point", "shape": "diamond", "filled": true, "size": 90, "stroke": cssColor(ink), "strokeWidth": 1, "opacity": 1},
			"encoding": specification{"y": y, "x": x, "color": colour},
		},
	}, s.arrowLayers(y)...)}
}

// rows are the intervals as Vega-Lite takes them. Of a column of short ones it
// gets what fills the most.
func (s schedule) rows() []specification {
	rows := []specification{} // not null
	for _, m := range s.marks() {
		if m.isPart && m.above > 0 || !m.isPart && m.isEvent() {
			continue
		}
		row := specification{"lane": m.Lane, "start": s.number(m.Start), "end": s.number(m.End), "label": m.Label, "waiting": m.Waiting}
		if m.isPart {
			row["share"] = m.share
		}
		rows = append(rows, row)
	}
	return rows
}

func (s schedule) events() []specification {
	rows := []specification{}
	for _, m := range s.marks() {
		if m.isEvent() {
			rows = append(rows, specification{"lane": m.Lane, "start": s.number(m.Start), "label": m.Label})
		}
	}
	return rows
}

// arrowLayers are the arrows: lines, and a triangle at the end of each.
func (s schedule) arrowLayers(y specification) []specification {
	if len(s.Arrows) == 0 {
		return nil
	}
	var ends, heads []specification
	for n, a := range s.Arrows {
		shape := "triangle-right"
		switch from, to := s.row[a.FromLane], s.row[a.ToLane]; {
		case to > from:
			shape = "triangle-down"
		case to < from:
			shape = "triangle-up"
		}
		ends = append(ends,
			specification{"arrow": n, "lane": a.FromLane, "start": s.number(a.From), "label": a.Label},
			specification{"arrow": n, "lane": a.ToLane, "start": s.number(a.To), "label": a.Label})
		heads = append(heads, specification{"lane": a.ToLane, "start": s.number(a.To), "label": a.Label, "from": a.FromLane, "shape": shape})
	}
	x := specification{"field": "start", "type": "quantitative"}
	black := cssColor(ink)
	return []specification{
		{
			"data":     specification{"values": ends},
			"mark":     specification{"type": "line", "color": black, "strokeWidth": 1.3},
			"encoding": specification{"y": y, "x": x, "detail": specification{"field": "arrow", "type": "nominal"}},
		},
		{
			"data": specification{"values": heads},
			"mark": specification{"type": "point", "color": black, "filled": true, "opacity": 1, "size": 60},
			"encoding": specification{
				"y": y, "x": x,
				"shape": specification{"field": "shape", "type": "nominal", "scale": nil, "legend": nil},
				"tooltip": []specification{
					{"field": "label", "type": "nominal"}, {"field": "from", "type": "nominal"},
					{"field": "lane", "type": "nominal", "title": "to"}, {"field": "start", "type": "quantitative", "title": "at"},
				},
			},
		},
	}
}

// number is a moment in the unit of the time axis.
func (s schedule) number(d time.Duration) float64 {
	if s.Schematic {
		return float64(d)
	}
	unit, _ := timeUnit(s.end)
	return float64(d) / float64(unit)
}

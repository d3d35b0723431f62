package native

import (
	"fmt"
	"reflect"

	"gonymede/kernel/display"
)

// explainPlots has gonum's plots shown by what they are called and by why there is
// no picture: package gonumplot, which draws them, does not compile with the
// session's version of gonum.
func explainPlots(why string) {
	display.RegisterRenderer(func(v any) (display.Bundle, bool) {
		if v == nil {
			return display.Bundle{}, false
		}
		plot := reflect.ValueOf(v)
		if plot.Kind() == reflect.Pointer {
			plot = plot.Elem()
		}
		if !plot.IsValid() || plot.Type().PkgPath() != "gonum.org/v1/plot" || plot.Type().Name() != "Plot" {
			return display.Bundle{}, false
		}
		text := "plot"
		if title := plot.FieldByName("Title"); title.IsValid() && title.Kind() == reflect.Struct {
			if t := title.FieldByName("Text"); t.IsValid() && t.Kind() == reflect.String && t.Len() > 0 {
				text += ": " + t.String()
			}
		}
		return display.Bundle{Data: map[string]any{
			"text/plain": fmt.Sprintf("%s\n(it is not drawn, because this version of gonum.org/v1/plot is not known here; its method Save draws it into a file)\n%s", text, why),
		}}, true
	})
}

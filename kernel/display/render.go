package display

import (
	"fmt"
	"maps"
)

// Render returns the forms in which v is shown: always text/plain, and what
// its type or its methods add. It calls methods of v; where one panics, the
// text says so.
func Render(v any) Bundle { return RenderAs(v, nil, Text) }

// RenderAs is Render of a value of whose type an engine knows more than package
// reflect: about is for its [Reader], and text returns what fmt prints for the
// value with %+v. It is for engines.
func RenderAs(v, about any, text func(v any) string) Bundle {
	if d, ok := v.(Displayer); ok {
		b, fault := displayed(d)
		if fault != "" {
			return plain(text(v) + "\n" + fault)
		}
		return b.sendable()
	}
	if b, ok := registered(v); ok {
		return b.sendable()
	}
	own := formsOf(v)
	if len(own) == 0 {
		if b, ok := tabulated(v, about); ok {
			return b.sendable()
		}
	}
	b := plain("")
	faults := ""
	for _, form := range own {
		add, fault := displayed(form)
		if fault != "" {
			faults += "\n" + fault
			continue
		}
		maps.Copy(b.Data, add.Data)
		if add.Metadata != nil {
			if b.Metadata == nil {
				b.Metadata = map[string]any{}
			}
			maps.Copy(b.Metadata, add.Metadata)
		}
	}
	_, isImage := pictured(v)
	if !isImage || len(b.Data) == 1 { // fmt would print every pixel of a picture
		b.Data["text/plain"] = wordsOf(v, about, text)
	}
	b.Data["text/plain"] = b.Text() + faults
	return b.sendable()
}

// lazy is a form that a method of a user's type makes when it is called.
type lazy struct {
	method string
	form   func() Displayer
}

func (l lazy) Display() Bundle { return l.form().Display() }

func formsOf(v any) []Displayer {
	var forms []Displayer
	add := func(method string, form func() Displayer) { forms = append(forms, lazy{method, form}) }
	if v, ok := pictured(v); ok {
		add("image", func() Displayer {
			b, err := encodeImage(v)
			if err != nil { // a picture without pixels has no PNG
				return plain(fmt.Sprintf("%T of %v", v, v.Bounds()))
			}
			return b
		})
	}
	if v, ok := v.(HTMLer); ok {
		add("HTML", func() Displayer { return HTML(v.HTML()) })
	}
	if v, ok := v.(Markdowner); ok {
		add("Markdown", func() Displayer { return Markdown(v.Markdown()) })
	}
	if v, ok := v.(LaTeXer); ok {
		add("LaTeX", func() Displayer { return LaTeX(v.LaTeX()) })
	}
	if v, ok := v.(SVGer); ok {
		add("SVG", func() Displayer {
			b := SVG(v.SVG()).Display()
			if _, own := v.(HTMLer); own {
				delete(b.Data, "text/html")
			}
			return b
		})
	}
	if v, ok := v.(PNGer); ok {
		add("PNG", func() Displayer { return PNG(v.PNG()) })
	}
	if v, ok := v.(JSONer); ok {
		add("JSON", func() Displayer { return JSON{Value: v.JSON()} })
	}
	return forms
}

// displayed calls a method of the user's; fault says how it panicked.
func displayed(d Displayer) (b Bundle, fault string) {
	defer func() {
		if p := recover(); p != nil {
			method := "Display"
			if l, ok := d.(lazy); ok {
				method = l.method
			}
			b, fault = Bundle{}, fmt.Sprintf("(its method %s panicked: %v)", method, p)
		}
	}()
	return d.Display(), ""
}

package display

// A type of yours that has one of these methods, or several, is shown in those
// forms, with the text of fmt beside them.
type (
	// HTMLer has a form in HTML.
	HTMLer interface{ HTML() string }
	// Markdowner has a form in Markdown.
	Markdowner interface{ Markdown() string }
	// LaTeXer has a form in LaTeX, with its delimiters.
	LaTeXer interface{ LaTeX() string }
	// SVGer has a form as an SVG picture.
	SVGer interface{ SVG() string }
	// PNGer has a form as a PNG picture.
	PNGer interface{ PNG() []byte }
	// JSONer has a form as JSON: it returns what encoding/json shall encode.
	JSONer interface{ JSON() any }
	// Displayer says itself in which forms it is shown; of the other methods
	// none is called.
	Displayer interface{ Display() Bundle }
)

var (
	_ Displayer = HTML("")
	_ Displayer = Markdown("")
	_ Displayer = LaTeX("")
	_ Displayer = SVG("")
	_ Displayer = JavaScript("")
	_ Displayer = JSON{}
	_ Displayer = VegaLite{}
	_ Displayer = PNG(nil)
	_ Displayer = JPEG(nil)
	_ Displayer = GIF(nil)
	_ Displayer = PDF(nil)
	_ Displayer = Sized{}
	_ Displayer = Bundle{}
)

package display

import "testing"

func TestSVGAsPicture(t *testing.T) {
	const want = `<img src="data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciPjx0aXRsZT5BPC90aXRsZT48L3N2Zz4=" alt="SVG image, 27 bytes` + "\n" + `A">`
	if got := Render(SVG("<svg><title>A</title></svg>")).Data["text/html"]; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	got := Render(Sized{Picture: SVG(`<svg xmlns="http://www.w3.org/2000/svg"/>`), Width: 7}).Data["text/html"]
	if want := `<img width="7" src="data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=" alt="SVG image, 41 bytes">`; got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

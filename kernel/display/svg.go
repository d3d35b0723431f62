package display

import (
	"encoding/base64"
	"fmt"
	"html"
	"regexp"
	"strings"
)

// SVG is shown as a picture. A notebook that is not trusted shows no SVG, but
// pictures in HTML, so the SVG is also sent as one: front ends that draw HTML take
// that. There scripts, links and styles of the page have no effect on it, while
// animations run. The text form is its title and its description (the elements
// title and desc) where it has them.
type SVG string

// Display returns the forms of s.
func (s SVG) Display() Bundle {
	text := "SVG image, " + size(len(s))
	for _, said := range []string{svgText(svgTitle, string(s)), svgText(svgDesc, string(s))} {
		if said != "" {
			text += "\n" + said
		}
	}
	b := texts("image/svg+xml", string(s), text)
	b.Data["text/html"] = svgPicture(string(s), text)
	return b
}

// svgPicture is an SVG as a picture in HTML. Such an SVG has to name its
// namespace, which one within a page need not.
func svgPicture(source, text string) string {
	if opening := svgOpening.FindString(source); !strings.Contains(opening, "xmlns=") {
		source = strings.Replace(source, opening, strings.Replace(opening, "<svg", `<svg xmlns="http://www.w3.org/2000/svg"`, 1), 1)
	}
	return fmt.Sprintf(`<img src="data:image/svg+xml;base64,%s" alt="%s">`,
		base64.StdEncoding.EncodeToString([]byte(source)), html.EscapeString(text))
}

var svgOpening = regexp.MustCompile(`<svg\b[^>]*>`)

// The first of each describes the whole picture (SVG 2, section 5.8).
var (
	svgTitle = regexp.MustCompile(`(?is)<title\b[^>]*>(.*?)</title\s*>`)
	svgDesc  = regexp.MustCompile(`(?is)<desc\b[^>]*>(.*?)</desc\s*>`)
)

func svgText(element *regexp.Regexp, source string) string {
	if found := element.FindStringSubmatch(source); found != nil {
		return htmlText(found[1])
	}
	return ""
}

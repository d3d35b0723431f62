package display

import (
	"fmt"
	"html"
	"reflect"
	"regexp"
	"strings"
	"unicode/utf8"
)

// MaxText is how much of a value's text is shown, in bytes.
const MaxText = 1 << 20

// Text returns v as fmt prints it with %+v, so that String and Error methods
// are honoured; numbers of math/big have no plus. Of more than [MaxText] bytes
// the beginning is returned, with a note that says how much was cut.
func Text(v any) string {
	if containsItself(v) {
		return fmt.Sprintf("a %T that contains itself", v)
	}
	if part, left := beginning(v); left > 0 {
		text := strings.TrimSuffix(fmt.Sprintf("%+v", part), "]")
		text = strings.ToValidUTF8(text[:min(len(text), MaxText)], "")
		return fmt.Sprintf("%s\n… cut: %d elements in all", text, reflect.ValueOf(part).Len()+left)
	}
	if isBig(reflect.TypeOf(v)) {
		return cutText(fmt.Sprintf("%v", v))
	}
	return cutText(fmt.Sprintf("%+v", v))
}

// isBig reports whether values of a type are long numbers, or lists of them,
// which take the plus of %+v for a sign.
func isBig(t reflect.Type) bool {
	for t != nil {
		switch t.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Array:
			t = t.Elem()
		default:
			return t.PkgPath() == "math/big"
		}
	}
	return false
}

// cutText shortens text that is longer than MaxText.
func cutText(text string) string {
	if len(text) <= MaxText {
		return text
	}
	end := MaxText
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return fmt.Sprintf("%s\n… cut: %s of %s not shown", text[:end], size(len(text)-end), size(len(text)))
}

// beginning returns as many elements of a long slice as surely fill MaxText,
// and how many are left: fmt would format all of them, however many.
func beginning(v any) (part any, left int) {
	const enough = MaxText / 2 // an element has at least one byte and a space
	switch v.(type) {
	case fmt.Formatter, fmt.Stringer, error:
		return nil, 0
	}
	r := reflect.ValueOf(v)
	if r.Kind() != reflect.Slice || r.Len() <= enough {
		return nil, 0
	}
	return r.Slice(0, enough).Interface(), r.Len() - enough
}

var (
	htmlUnseen = regexp.MustCompile(`(?is)<!--.*?-->|<(script|style)\b.*?</(script|style)\s*>`)
	htmlCell   = regexp.MustCompile(`(?i)</t[dh]\s*>`)
	htmlBlock  = regexp.MustCompile(`(?i)</?(p|div|h[1-6]|li|ul|ol|tr|table|thead|tbody|pre|br|hr)\b[^>]*>`)
	htmlTag    = regexp.MustCompile(`</?[A-Za-z][^>]*>`)
)

// htmlText returns what is left of HTML without its tags, for front ends that
// have no HTML: a line for each block, a tab between the cells of a table.
func htmlText(source string) string {
	source = htmlUnseen.ReplaceAllString(source, "")
	source = htmlCell.ReplaceAllString(source, "\t")
	source = htmlBlock.ReplaceAllString(source, "\n")
	source = html.UnescapeString(htmlTag.ReplaceAllString(source, ""))
	var lines []string
	for line := range strings.SplitSeq(source, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

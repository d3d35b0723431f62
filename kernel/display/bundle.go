package display

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Bundle is a value in several forms, by MIME type; a front end takes the
// richest that it can draw. Show it to send forms that this package has no type for.
//
// A form is a string, bytes ([]byte, sent in base64 where the type is not
// text), or, where the MIME type is application/json or ends in +json, any
// value that encoding/json can encode. Metadata is empty, or has an entry for
// some of the MIME types, as in {"image/png": {"width": 100, "height": 50}}.
type Bundle struct {
	Data     map[string]any
	Metadata map[string]any
}

// Text returns the text/plain form, "" where there is none.
func (b Bundle) Text() string {
	s, _ := b.Data["text/plain"].(string)
	return s
}

// Display returns b itself.
func (b Bundle) Display() Bundle { return b }

// sendable returns b with each form as the wire wants it, and with a
// text/plain form, which a front end needs when it can draw none of the others.
func (b Bundle) sendable() Bundle {
	out := Bundle{Data: make(map[string]any, len(b.Data)+1), Metadata: b.Metadata}
	var faults []string
	for mime, form := range b.Data {
		sent, err := encodeForm(mime, form)
		if err != nil {
			faults = append(faults, fmt.Sprintf("(cannot show %s: %v)", mime, err))
			continue
		}
		out.Data[mime] = sent
	}
	if out.Data["text/plain"] == nil && len(out.Data) > 0 {
		out.Data["text/plain"] = strings.Join(slices.Sorted(maps.Keys(out.Data)), ", ")
	}
	if _, err := json.Marshal(b.Metadata); err != nil {
		out.Metadata = nil
		faults = append(faults, fmt.Sprintf("(cannot send the metadata: %v)", err))
	}
	if len(faults) > 0 {
		slices.Sort(faults)
		if text := out.Text(); text != "" {
			faults = append([]string{text}, faults...)
		}
		out.Data["text/plain"] = strings.Join(faults, "\n")
	}
	if out.Data["text/plain"] == nil {
		out.Data["text/plain"] = ""
	}
	return out.described()
}

// described returns b with the first line of its text as the alternative text
// of its picture, which nbconvert writes into a page.
func (b Bundle) described() Bundle {
	alt, _, _ := strings.Cut(b.Text(), "\n")
	for _, mime := range []string{"image/png", "image/jpeg", "image/gif"} {
		about, ok := b.Metadata[mime].(map[string]any)
		if b.Data[mime] == nil || alt == "" || !ok && b.Metadata[mime] != nil || about["alt"] != nil {
			continue
		}
		described := map[string]any{"alt": alt}
		maps.Copy(described, about)
		metadata := map[string]any{mime: described}
		for other, its := range b.Metadata {
			if other != mime {
				metadata[other] = its
			}
		}
		b.Metadata = metadata
	}
	return b
}

func encodeForm(mime string, form any) (any, error) {
	if isJSON(mime) {
		raw, err := json.Marshal(form)
		return json.RawMessage(raw), err
	}
	switch form := form.(type) {
	case string:
		if mime == "text/plain" {
			return cutText(form), nil
		}
		return form, nil
	case []byte:
		if isText(mime) {
			return string(form), nil
		}
		return base64.StdEncoding.EncodeToString(form), nil
	default:
		return nil, fmt.Errorf("its form is a %T, want a string or []byte", form)
	}
}

func isJSON(mime string) bool {
	return mime == "application/json" || strings.HasSuffix(mime, "+json")
}

func isText(mime string) bool {
	return strings.HasPrefix(mime, "text/") || strings.HasSuffix(mime, "+xml") || mime == "application/javascript"
}

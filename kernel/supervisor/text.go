package supervisor

import (
	"strings"
	"unicode/utf8"
)

// cutPartial splits b before an incomplete UTF-8 sequence at its end, which
// may become complete with the next bytes.
func cutPartial(b []byte) (whole, partial []byte) {
	for i := 1; i < utf8.UTFMax && i <= len(b); i++ {
		c := b[len(b)-i]
		if !utf8.RuneStart(c) {
			continue
		}
		if c >= utf8.RuneSelf && !utf8.FullRune(b[len(b)-i:]) {
			return b[:len(b)-i], b[len(b)-i:]
		}
		break
	}
	return b, nil
}

// validText is b as text in which each invalid byte became U+FFFD.
func validText(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var text strings.Builder
	text.Grow(len(b) + 16)
	for _, r := range string(b) {
		text.WriteRune(r)
	}
	return text.String()
}

// splitText calls emit for pieces of b of at most maxText bytes that end
// where a character does.
func splitText(b []byte, emit func([]byte)) {
	for len(b) > maxText {
		n := maxText
		for n > maxText-utf8.UTFMax && !utf8.RuneStart(b[n]) {
			n--
		}
		emit(b[:n])
		b = b[n:]
	}
	if len(b) > 0 {
		emit(b)
	}
}

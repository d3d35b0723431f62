package wire

import (
	"math"
	"unicode/utf8"
)

// cursorAtEnd stands for a cursor position that was not given.
const cursorAtEnd = math.MaxInt

// ByteOffset returns the byte offset in code of a position that counts Unicode
// code points, as Jupyter's cursor positions do since protocol 5.2. Characters
// outside the basic plane are one code point, a CRLF is two, and so is any byte
// that is not UTF-8. Positions before or after the code become its start or end.
//
// https://jupyter-client.readthedocs.io/en/stable/messaging.html#cursor-pos-unicode-note
func ByteOffset(code string, codePoints int) int {
	if codePoints <= 0 {
		return 0
	}
	for at := range code {
		if codePoints == 0 {
			return at
		}
		codePoints--
	}
	return len(code)
}

// CodePointOffset is the inverse of [ByteOffset]. A byte offset within a
// character counts as the character's start.
func CodePointOffset(code string, bytes int) int {
	if bytes <= 0 {
		return 0
	}
	n := 0
	for at, r := range code {
		if bytes < at+runeWidth(code[at:], r) {
			return n
		}
		n++
	}
	return n
}

func clampCursor(code string, pos int) int {
	return min(max(pos, 0), utf8.RuneCountInString(code))
}

// runeWidth is the number of bytes that r takes at the start of s: one where
// they are not UTF-8.
func runeWidth(s string, r rune) int {
	if r != utf8.RuneError {
		return utf8.RuneLen(r)
	}
	_, n := utf8.DecodeRuneInString(s)
	return n
}

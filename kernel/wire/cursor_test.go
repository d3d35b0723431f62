package wire

import "testing"

func TestCursorOffsets(t *testing.T) {
	const code = "é𝄞x\r\n\xff𝄞"
	// Bytes: é 0-1, 𝄞 2-5, x 6, CR 7, LF 8, a stray byte 9, 𝄞 10-13.
	for codePoint, at := range []int{0, 2, 6, 7, 8, 9, 10, 14} {
		if got := ByteOffset(code, codePoint); got != at {
			t.Errorf("code point %d is at byte %d, want %d", codePoint, got, at)
		}
		if got := CodePointOffset(code, at); got != codePoint {
			t.Errorf("byte %d is code point %d, want %d", at, got, codePoint)
		}
	}
	for at, codePoint := range map[int]int{-5: 0, 1: 0, 3: 1, 5: 1, 12: 6, 15: 7, 99: 7} {
		if got := CodePointOffset(code, at); got != codePoint {
			t.Errorf("byte %d is code point %d, want %d", at, got, codePoint)
		}
	}
	for codePoint, at := range map[int]int{-1: 0, 8: 14, 99: 14} {
		if got := ByteOffset(code, codePoint); got != at {
			t.Errorf("code point %d is at byte %d, want %d", codePoint, got, at)
		}
	}
	if ByteOffset("", 3) != 0 || CodePointOffset("", 3) != 0 {
		t.Error("offsets in empty code")
	}
}

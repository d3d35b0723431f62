package wire

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
)

// testdata/signatures.json was computed with Python's hmac and hashlib.
func TestSignaturesAreThoseOfPython(t *testing.T) {
	raw, err := os.ReadFile("testdata/signatures.json")
	if err != nil {
		t.Fatal(err)
	}
	var table []struct {
		Scheme, Key, Signature string
		Parts                  []string
	}
	if err := json.Unmarshal(raw, &table); err != nil {
		t.Fatal(err)
	}
	covered := make(map[string]bool)
	for _, c := range table {
		covered[c.Scheme] = true
		s, err := NewSigner(c.Scheme, c.Key)
		if err != nil {
			t.Error(err)
			continue
		}
		var parts [][]byte
		for _, p := range c.Parts {
			parts = append(parts, []byte(p))
		}
		for range 2 { // the second time with a hash that was used before
			if got := string(s.Sign(parts...)); got != c.Signature {
				t.Errorf("%s with a key of %d bytes: got %s, want %s", c.Scheme, len(c.Key), got, c.Signature)
			}
		}
		if !s.Verify([]byte(c.Signature), parts...) {
			t.Errorf("%s refuses its own signature", c.Scheme)
		}
		if s.Verify([]byte(c.Signature), parts[:3]...) || s.Verify([]byte(c.Signature[:8]), parts...) || s.Verify(nil, parts...) {
			t.Errorf("%s takes a wrong signature", c.Scheme)
		}
	}
	for scheme := range schemes {
		if !covered[scheme] {
			t.Errorf("%s is not in the table", scheme)
		}
	}
}

func TestUnknownScheme(t *testing.T) {
	for _, scheme := range []string{"hmac-shake_128", "hmac-", "sha256", "HMAC-SHA256"} {
		_, err := NewSigner(scheme, "key")
		var unknown *SchemeError
		if !errors.As(err, &unknown) || unknown.Scheme != scheme || !strings.Contains(err.Error(), "hmac-sha256") {
			t.Errorf("%s: %v", scheme, err)
		}
	}
}

func TestEmptyKeySignsNothing(t *testing.T) {
	s, err := NewSigner("hmac-unheard-of", "")
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Sign([]byte("x")); len(got) != 0 {
		t.Errorf("signature %q", got)
	}
	if !s.Verify([]byte("anything"), []byte("x")) {
		t.Error("a signature was verified without a key")
	}
}

func TestEmptySchemeIsSHA256(t *testing.T) {
	a, err := NewSigner("", "key")
	if err != nil {
		t.Fatal(err)
	}
	b, _ := NewSigner("hmac-sha256", "key")
	if string(a.Sign([]byte("x"))) != string(b.Sign([]byte("x"))) {
		t.Error("an empty scheme is not hmac-sha256")
	}
}
